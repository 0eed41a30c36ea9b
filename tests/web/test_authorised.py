"""Authorised persons at the desk, on the page of everybody, and through the API."""

from pathlib import Path

from corridor.engine.core import Core
from corridor.engine.ports import StoredEvent
from tests.support.engines import make_core
from tests.support.web import bearer, make_services, put_people, running
from tests.web.desk_world import Hear, enter, post, shown

FORM = {
    "kind": "C521",
    "holder": "ala-too",
    "holder_name": "Ala-Too Trans",
    "valid_from": "01.11.2026",
    "valid_to": "31.10.2027",
    "offices": "KGOSH001",
    "premises": "Warehouse 4",
    "seal_mark": "kg-",
    "decide_min": "30",
}


def said_by(core: Core) -> list[StoredEvent]:
    with core.store.read() as reader:
        log = reader.log(0, reader.size())
        return [event for event in log if event.subject.startswith("au-")]


def test_an_office_authorises_suspends_and_revokes(tmp_path: Path) -> None:
    core = make_core()
    put_people(core)
    with running(make_services(tmp_path, core)) as client:
        enter(client, "osh")
        assert "Nobody is authorised here" in shown(client, "/authorised")
        wrong = post(client, "/authorised/new", 422, kind="", holder="", decide_min="soon").text
        assert "Choose what the firm is authorised for." in wrong
        assert "number of minutes" in wrong
        post(client, "/authorised/new", 422, **FORM | {"offices": "GEPOTI01"})
        answer = post(client, "/authorised/new", **FORM)
        here = answer.headers["location"]
        page = shown(client, here)
        assert "Warehouse 4" in page
        assert "KG-" in page
        assert "Ala-Too Trans" in shown(client, "/authorised")
        assert "Warehouse 4" in shown(client, f"{here}/change")
        changed = {"valid_to": "2099-12-31", "not_goods": "2402", "decide_min": "30"}
        assert "Give the reason." in post(client, f"{here}/change", 422, **changed).text
        post(client, f"{here}/change", **changed, reason="Tobacco is excluded.")
        page = shown(client, here)
        assert "Goods not covered: 2402." in page
        assert "Tobacco is excluded." in page
        post(client, f"{here}/suspend", 422)
        post(client, f"{here}/suspend", reason="Audit.")
        assert "Suspended" in shown(client, "/authorised")
        post(client, f"{here}/resume")
        post(client, f"{here}/revoke", reason="Fraud.")
        assert "Fraud." in shown(client, here)
        api, key = "/api/v1/authorised", bearer("osh")
        (person,) = client.get(api, headers=key).json()["persons"]
        assert person["holder"] == "ala-too"
        one = client.get(f"{api}/{person['reference']}", headers=key).json()
        assert one["revoked_at"]
        assert client.get(f"{api}/KGC521000000000000", headers=key).status_code == 404
        enter(client, "aibek")
        assert "Fraud." in shown(client, here)
        assert client.get("/authorised/new").status_code == 403


def test_of_special_seals_no_minutes_are_asked(tmp_path: Path) -> None:
    core = make_core()
    put_people(core)
    with running(make_services(tmp_path, core)) as client:
        enter(client, "osh")
        seals = FORM | {"kind": "C523", "decide_min": "", "premises": ""}
        here = post(client, "/authorised/new", **seals).headers["location"]
        page = shown(client, f"{here}/change")
        assert "Own seals begin with" in page
        assert "Time to decide" not in page
        changed = {"valid_to": "2099-12-31", "seal_mark": "KG-", "reason": "Longer."}
        post(client, f"{here}/change", **changed)
        assert "Longer." in shown(client, here)


def test_another_node_hears_of_it_and_shows_it(tmp_path: Path) -> None:
    core = make_core()
    put_people(core)
    with running(make_services(tmp_path / "kg", core)) as client:
        enter(client, "osh")
        post(client, "/authorised/new", **FORM)
    there = make_core("GE")
    put_people(there)
    there.run_one(Hear(said_by(core)))
    with running(make_services(tmp_path / "ge", there)) as client:
        enter(client, "osh")
        assert "Nobody is authorised here" in shown(client, "/authorised")
        assert "Ala-Too Trans" in shown(client, "/authorised?state=KG")
        assert client.get("/authorised?state=XX").status_code == 404
