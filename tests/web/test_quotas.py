"""Quotas at the ministry's desk, on the carrier's pages and through the API."""

from dataclasses import replace
from pathlib import Path

from corridor.domain.consignment import Party
from corridor.domain.facts import Actor
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.quota import Rule, Terms, Tranche
from corridor.domain.quotas.answering import AgreeQuota
from corridor.domain.quotas.proposing import ProposeQuota
from corridor.domain.quotas.ruling import StateQuotaRule
from corridor.domain.quotas.settling import SettleDispute
from corridor.domain.quotas.verifying import CheckNumber
from corridor.engine.core import Core
from corridor.engine.indexing import IndexNext
from corridor.engine.queries import Queries
from tests.support.engines import MOVEMENT, RULES, do, lodge, make_core, register_guarantee
from tests.support.web import bearer, make_services, put_people, running
from tests.web.desk_world import Client, Hear, enter, post, shown

QT = "qt-UZ-KG-2026-2"
KG, UZ = (Actor(f"{node}-ROAD", node, "officer", "permit") for node in ("KG", "UZ"))
FORM = {
    "other": "UZ",
    "way": "take",
    "type": "2",
    "year": "2026",
    "total": "5",
    "tranches": "01.01.2026 3\n01.12.2026 2",
    "valid_to": "31.01.2027",
    "note": "As every year.",
}


def pass_on(source: Core, target: Core) -> None:
    """The target hears all that the source said of quotas and permits."""
    with source.store.read() as reader:
        log = reader.log(0, reader.size())
    mine = [e for e in log if e.node == source.node and e.subject[:3] in ("qt-", "pm-")]
    target.run_one(Hear(mine))


def agree(core: Core, there: Core) -> None:
    """The other state agrees on what this one proposed, and delivers what is due."""
    pass_on(core, there)
    (offer,) = (one for one in Queries(there).get(QT).state.offers if one.standing == "open")
    assert not do(there, AgreeQuota(offer.id), UZ, QT).refusals
    pass_on(there, core)


def ask(core: Core, number: int, org: str = "ala-too") -> None:
    """A carrier asks its ministry for a permit."""
    request = PermitRequest(
        dossier=f"mv-KG-{number}",
        kind="road_transit",
        country="UZ",
        authority="KG-ROAD",
        rule="R053",
        holder=Party(org),
        plates=(f"01KG{number:03d}ABC",),
        quota=QT,
    )
    carrier = Actor("", org, "driver", "carrier")
    assert not do(core, ApplyForPermit(request), carrier, f"pm-KG-{number}").refusals


def test_a_quota_is_proposed_agreed_to_and_given_out(tmp_path: Path) -> None:
    core, there = make_core(rules=RULES), make_core("UZ", rules=RULES)
    put_people(core)
    with running(make_services(tmp_path, core)) as client:
        enter(client, "road")
        assert "No quota yet" in shown(client, "/quotas")
        shown(client, "/quotas/new")
        wrong = post(client, "/quotas/new", 422, **FORM | {"other": "", "tranches": "soon"}).text
        assert "Choose the other state." in wrong
        assert "a day and a number of permits are needed" in wrong
        for part in ({"type": "", "way": "", "year": "x"}, {"total": "none", "valid_to": "x"}):
            post(client, "/quotas/new", 422, **FORM | part)
        assert "7" in post(client, "/quotas/new", 422, **FORM | {"total": "7"}).text
        assert post(client, "/quotas/new", **FORM).headers["location"] == f"/quotas/{QT}"
        assert "Waits for the other state" in shown(client, "/quotas")
        post(client, f"/quotas/{QT}/withdraw")
        post(client, "/quotas/new", **FORM)
        agree(core, there)
        assert "Nobody waits." in shown(client, f"/quotas/{QT}")


def test_permits_are_given_out_and_come_back(tmp_path: Path) -> None:
    core, there = make_core(rules=RULES), make_core("UZ", rules=RULES)
    put_people(core)
    tranches = (Tranche("2026-01-01", 3), Tranche("2026-12-01", 2))
    wanted = ProposeQuota("UZ", "KG", 2026, "2", Terms(5, tranches, "2027-01-31"))
    assert not do(core, wanted, KG, QT).refusals
    agree(core, there)
    services = replace(make_services(tmp_path, core), evidence=lambda subject, _: subject.encode())
    with running(services) as client:
        enter(client, "road")
        for number, org in enumerate(("ala-too", "ala-too", "manas", "tulpar"), 1):
            ask(core, number, org)
        page = shown(client, f"/quotas/{QT}")
        assert "01KG004ABC" in page
        assert "Left now" in page
        case = shown(client, "/permits/pm-KG-1")
        assert f"/quotas/{QT}/issue?permit=pm-KG-1" in case
        assert "Grant the permit" not in case
        assert "Issue to those chosen" in shown(client, f"/quotas/{QT}/issue?permit=pm-KG-4")
        late = post(client, f"/quotas/{QT}/issue", 422, permits="pm-KG-4")
        assert "it is the turn of others" in late.text
        post(client, f"/quotas/{QT}/issue", 422)
        post(client, f"/quotas/{QT}/issue", permits="pm-KG-4", reason="Medicine.")
        post(client, f"/quotas/{QT}/issue-next", 422, count="many")
        post(client, f"/quotas/{QT}/issue-next", count="1")
        assert "KG-UZ-2026-2-2" in shown(client, f"/quotas/{QT}/permits?lane=issued")
        assert client.get(f"/quotas/{QT}/permits?lane=none").status_code == 404
        assert "KG-UZ-2026-2-1" in client.get(f"/quotas/{QT}/permits.csv").text
        assert f'href="/quotas/{QT}/evidence"' in shown(client, f"/quotas/{QT}")
        assert client.get(f"/quotas/{QT}/evidence").content == QT.encode()
        shown(client, f"/quotas/{QT}/rule")
        post(client, f"/quotas/{QT}/rule", 422, order="", share_percent="200", at_once="")
        rule = {"order": "first_come", "share_percent": "20", "at_once": "yes", "low_at": "1"}
        post(client, f"/quotas/{QT}/rule", **rule)
        page = shown(client, f"/quotas/{QT}")
        assert "at most 20" in page
        assert "None left" in shown(client, "/quotas")
        post(client, f"/quotas/{QT}/change", 422, **FORM | {"tranches": "", "total": "9"})
        more = {"total": "6", "tranches": "2026-01-01 6", "valid_to": "2027-01-31", "note": "More."}
        post(client, f"/quotas/{QT}/change", **more)
        assert "More." in shown(client, f"/quotas/{QT}")
        as_others_see_it(client)


def as_others_see_it(client: Client) -> None:
    """Another authority, a carrier, a program."""
    enter(client, "plant")
    assert client.get("/quotas/new").status_code == 404
    assert "Change the rule" not in shown(client, f"/quotas/{QT}")
    assert client.get(f"/quotas/{QT}/evidence").status_code == 404
    enter(client, "aibek")
    assert "Given to other states" not in shown(client, "/quotas")
    assert "What happened" not in shown(client, f"/quotas/{QT}")
    assert "Give the permit back" in shown(client, "/carrier/permits/pm-KG-1")
    shown(client, "/carrier/permits/pm-KG-1/return")
    post(client, "/carrier/permits/pm-KG-1/return", 422)
    post(client, "/carrier/permits/pm-KG-1/return", reason="Cancelled.")
    shown(client, "/carrier/permits/pm-KG-1")
    assert "This cannot be done now" in shown(client, "/carrier/permits/pm-KG-1/return")
    stock = client.get(f"/api/v1/quotas/{QT}", headers=bearer("road")).json()
    assert (stock["left"], stock["permits"]["returned"]) == (0, 1)
    (one,) = client.get("/api/v1/quotas", headers=bearer("aibek")).json()["quotas"]
    assert one["quota"]["id"] == QT


def test_a_number_in_dispute_is_settled_by_both(tmp_path: Path) -> None:
    core, there = make_core(rules=RULES), make_core("UZ", rules=RULES)
    put_people(core)
    wanted = ProposeQuota(
        "UZ", "KG", 2026, "2", Terms(3, (Tranche("2026-01-01", 3),), "2027-01-31")
    )
    assert not do(core, wanted, KG, QT).refusals
    agree(core, there)
    ask(core, 1)
    check = CheckNumber(2, "pm-KG-1")
    assert not do(there, check, Actor("", "UZ", "", "system"), QT).refusals
    pass_on(there, core)
    settle = f"/quotas/{QT}/settle"
    word = {"which": "2:pm-KG-1", "outcome": "void", "words": "A slip of the pen."}
    with running(make_services(tmp_path, core)) as client:
        enter(client, "road")
        assert "Number 2 cannot be verified" in shown(client, f"/quotas/{QT}")
        assert "KG-UZ-2026-2-2, pm-KG-1" in shown(client, settle)
        post(client, settle, 422, which="9:none", outcome="", words="")
        post(client, settle, **word)
        assert "Kyrgyzstan: The permit is void." in shown(client, f"/quotas/{QT}")
        pass_on(core, there)
        said = SettleDispute(2, "pm-KG-1", "void", "So it was.")
        assert not do(there, said, UZ, QT).refusals
        pass_on(there, core)
        page = shown(client, f"/quotas/{QT}")
        assert "cannot be verified" not in page
        assert "So it was." in page


def test_what_the_other_state_proposes_is_agreed_to_or_declined(tmp_path: Path) -> None:
    core, there = make_core(), make_core("UZ")
    put_people(core)
    terms = Terms(4, (Tranche("2026-01-01", 4),), "2027-01-31")
    for type in ("1", "2"):
        wanted = ProposeQuota("KG", "UZ", 2026, type, terms)
        assert not do(there, wanted, UZ, f"qt-KG-UZ-2026-{type}").refusals
    pass_on(there, core)
    with running(make_services(tmp_path, core)) as client:
        enter(client, "road")
        assert "Waits for your answer" in shown(client, "/quotas")
        assert shown(client, "/news").count("Waits for your act") == 2
        shown(client, "/quotas/qt-KG-UZ-2026-1/agree")
        post(client, "/quotas/qt-KG-UZ-2026-1/agree")
        assert "qt-KG-UZ-2026-1" in shown(client, "/quotas?q=узбек")
        assert "No quota found" in shown(client, "/quotas?q=georgia")
        core.run_one(IndexNext())
        assert "qt-KG-UZ-2026-1" in shown(client, "/permits?q=UZ-KG-2026-1")
        assert "Quotas found" not in shown(client, "/permits?q=georgia")
        news = shown(client, "/news")
        assert news.count("Waits for your act") == 1
        assert "Carriers of Uzbekistan, roads of Kyrgyzstan, 2026" in news
        assert 'href="/quotas/qt-KG-UZ-2026-2"' in news
        post(client, "/quotas/qt-KG-UZ-2026-2/decline", 422)
        post(client, "/quotas/qt-KG-UZ-2026-2/decline", reason="Too many.")
        assert "Too many." in shown(client, "/quotas/qt-KG-UZ-2026-2")
        page = shown(client, "/quotas/qt-KG-UZ-2026-1")
        assert "Permits: 4, numbers 1 to 4." in page
        assert "Deliver before the day" not in page


def test_a_dossier_asks_its_own_ministry_with_one_button(tmp_path: Path) -> None:
    """Two of the other states have agreed to give permits; the others are asked themselves."""
    core, there = make_core(rules=RULES), make_core("UZ", rules=RULES)
    put_people(core)
    register_guarantee(core)
    assert not lodge(core).refusals
    wanted = ProposeQuota(
        "UZ", "KG", 2026, "2", Terms(1, (Tranche("2026-01-01", 1),), "2027-01-31")
    )
    assert not do(core, wanted, KG, QT).refusals
    assert not do(core, StateQuotaRule(Rule(at_once=True)), KG, QT).refusals
    agree(core, there)
    path = f"/carrier/dossiers/{MOVEMENT}"
    with running(make_services(tmp_path, core)) as client:
        enter(client, "aibek")
        page = shown(client, path)
        assert page.count("From the stock of your own ministry: 1 permit left.") == 1
        post(client, f"{path}/permits", need="UZ-R053", act="apply")
        assert "KG-UZ-2026-2-1" in shown(client, path)
        post(client, f"{path}/permits", act="apply")
        permits = Queries(core).permits_of(MOVEMENT)
        road = {p.request.country: p for p in permits if p.request.kind == "road_transit"}
        assert (road["UZ"].request.authority, road["UZ"].status) == ("KG-ROAD", "granted")
        assert road["TM"].request.authority == "TM-ROAD"
        assert road["UZ"].credential
        post(client, f"/carrier/permits/{road['UZ'].id}/return", reason="The truck is broken.")
        page = shown(client, path)
        assert "The stock of your own ministry is used up; waiting now: 0." in page
