"""An authorised consignee at the node of destination: notifies, unloads, seen by nobody else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.authorised.giving import GiveAuthorisation
from corridor.domain.facts import Actor
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.taking_in import PermitByTime, TakeIn
from corridor.engine.core import Core
from corridor.engine.jobs import Execute, PutDocument
from corridor.engine.queries import Queries
from corridor.node.demo.messages import arrival, remarks
from corridor.web.auth.accounts import ACCOUNT, TOKEN, Account, account_document, token_document
from tests.domain.test_splitting import SPLIT
from tests.support.engines import MOVEMENT, START, customs, do, make_core
from tests.support.web import bearer, token_of
from tests.web.desk_world import Client, abroad, enter, pass_on, post, released, shown

NINO = Account("nino", "Nino", "black-sea", "carrier", "")
OTHER = Account("gia", "Gia", "another", "carrier", "")
GIVE = GiveAuthorisation("C522", "black-sea", "2026-11-01", "2027-10-31", "Black Sea Trade")
CLOCK = Actor("GEPOTI01", "GE", "", "system")


@pytest.fixture
def departed() -> Core:
    return released()


@pytest.fixture
def there(tmp_path: Path, departed: Core) -> Iterator[tuple[Core, Client]]:
    with abroad("GE", tmp_path, departed) as (core, client):
        for account in (NINO, OTHER):
            core.run_one(PutDocument(ACCOUNT, account_document(account, START)))
        actor = Actor("GEPOTI01", "ge-customs", "poti", "customs")
        no_wait = replace(GIVE.conditions, decide_min=0)
        give = replace(GIVE, conditions=no_wait)
        assert not core.run_one(Execute(give, actor, "au-GE-1", "k1")).refusals
        yield core, client


def test_it_takes_goods_in_and_reports_what_it_unloaded(there: tuple[Core, Client]) -> None:
    core, client = there
    mrn = Queries(core).get(MOVEMENT).state.mrn
    number = Queries(core).get("au-GE-1").state.reference
    enter(client, "nino")
    assert "What you take in stands here." in shown(client, "/carrier/arrivals")
    wrong = post(client, "/carrier/arrivals", 422, mrn="26KG000000000000J0").text
    assert "No movement with this MRN" in wrong
    assert "Give the number of your authorisation" in wrong
    unknown = post(client, "/carrier/arrivals", 422, mrn=mrn, authorisation="GEC522000000000000")
    assert "There is no authorisation" in unknown.text
    post(client, "/carrier/arrivals", mrn=mrn, authorisation=number, place="Warehouse 7")
    here = f"/carrier/arrivals/{MOVEMENT}"
    assert "Warehouse 7" in shown(client, here)
    enter(client, "poti")
    assert "arrived, as the carrier says" in shown(client, "/customs?lane=decide")
    assert core.run_one(Execute(TakeIn(), CLOCK, MOVEMENT, "k2")).events
    page = shown(client, f"/customs/{mrn}")
    assert "At an authorised consignee" in page
    assert page.count(f"Authorisation {number}.") == 2, (
        "by which it arrived, and until when it waits"
    )
    assert core.run_one(Execute(PermitByTime(), CLOCK, MOVEMENT, "k3")).events
    enter(client, "nino")
    assert mrn in shown(client, "/carrier/arrivals")
    assert client.get(f"/carrier/dossiers/{MOVEMENT}", follow_redirects=False).status_code == 303
    form = {"conforms": "no", "seals_intact": "yes", "found-3": "6100"}
    post(client, f"{here}/report-unloading", **form)
    page = shown(client, here)
    assert "6,100" in page
    assert "Round 1" in page
    assert Queries(core).get(MOVEMENT).state.destination.status == "results_due"
    enter(client, "gia")
    assert client.get(here).status_code == 404


def test_its_software_notifies_by_message_what_its_node_does_not_show_it(
    there: tuple[Core, Client],
) -> None:
    core, client = there
    for account in (NINO, OTHER):
        core.run_one(
            PutDocument(TOKEN, token_document(token_of(account.login), account, "tests", START))
        )
    mrn = Queries(core).get(MOVEMENT).state.mrn
    number = Queries(core).get("au-GE-1").state.reference
    base = "/api/v1/customs/transits/movements/arrivals"

    def sent(login: str, data: bytes) -> Any:
        head = {"content-type": "application/xml"} | bearer(login)
        return client.post(base, content=data, headers=head)

    at = "2026-11-21T12:00:00"
    said = arrival(mrn, "GEPOTI01", at=at, authorisation=number)
    assert sent("nino", arrival(mrn, "GEPOTI01", at=at)).status_code == 404, "it names none"
    assert sent("gia", said).status_code == 404, "it is another's"
    assert client.get(f"{base}/{mrn}/messages", headers=bearer("nino")).status_code == 404
    answer = sent("nino", said)
    assert answer.json()["status"] == "Success", answer.text
    assert Queries(core).get(MOVEMENT).state.arrival_notice.authorisation == number
    told = client.get(f"{base}/{mrn}/messages", headers=bearer("nino")).json()["messages"]
    assert [one["messageType"] for one in told] == ["CC007C"]


def test_of_a_split_load_it_takes_in_one_vehicle_after_the_other(
    there: tuple[Core, Client], departed: Core
) -> None:
    core, client = there
    first = make_core("UZ")
    pass_on(departed, first)
    for told in (RecordCrossing("UZDUST01"), SPLIT):
        assert not do(first, told, customs("UZDUST01")).refusals
    pass_on(first, core)
    mrn = Queries(core).get(MOVEMENT).state.mrn
    number = Queries(core).get("au-GE-1").state.reference
    enter(client, "nino")
    said = {"mrn": mrn, "authorisation": number}
    for vehicle in ("", "99 ZZ 999"):
        wrong = post(client, "/carrier/arrivals", 422, **said, vehicle=vehicle).text
        assert "1 (01KG777ABC), 2 (10AB123)" in wrong
        assert "#f-vehicle" in wrong
    post(client, "/carrier/arrivals", **said, vehicle="10 ab 123")
    here = f"/carrier/arrivals/{MOVEMENT}"
    assert core.run_one(Execute(TakeIn(), CLOCK, MOVEMENT, "k2")).events
    assert "The load on 2 vehicles" in shown(client, here)
    assert "#f-part" in post(client, f"{here}/report-part", 422, part="2").text
    post(client, f"{here}/report-part", part="1")
    page = shown(client, here)
    assert "The seals were not looked at yet." in page
    assert f"{here}/report-part" not in page
    assert all(part.has_arrived for part in Queries(core).get(MOVEMENT).state.parts)
    assert core.run_one(Execute(PermitByTime(), CLOCK, MOVEMENT, "k3")).events
    core.run_one(PutDocument(TOKEN, token_document(token_of("nino"), NINO, "tests", START)))
    answer = client.post(
        f"/api/v1/customs/transits/movements/arrivals/{mrn}/messages",
        content=remarks(mrn, "GEPOTI01", "T-44"),
        headers={"content-type": "application/xml"} | bearer("nino"),
    )
    assert answer.json()["status"] == "Success", answer.text
    assert Queries(core).get(MOVEMENT).state.destination.status == "results_due"


def test_the_office_keeps_what_it_wants_to_look_at(there: tuple[Core, Client]) -> None:
    core, client = there
    mrn = Queries(core).get(MOVEMENT).state.mrn
    number = Queries(core).get("au-GE-1").state.reference
    enter(client, "nino")
    post(client, "/carrier/arrivals", mrn=mrn, authorisation=number)
    assert core.run_one(Execute(TakeIn(), CLOCK, MOVEMENT, "k2")).events
    enter(client, "poti")
    post(client, f"/customs/{mrn}/keep", 422)
    post(client, f"/customs/{mrn}/keep", reason="Scan.")
    assert "The goods are kept for a control" in shown(client, f"/customs/{mrn}")
    assert not core.run_one(Execute(PermitByTime(), CLOCK, MOVEMENT, "k3")).events
