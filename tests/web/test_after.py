"""What follows where a movement does not arrive: what falls due, on the desks of two nodes."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.domain.acts import SYSTEM
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.hlc import to_ms
from corridor.engine.jobs import FireTimers, PutDocument
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.engine.tuning import TUNED
from tests.support.engines import GRN, MOVEMENT, FakeClock
from tests.support.web import make_services, running
from tests.web.desk_world import Client, abroad, enter, pass_on, post, released, shown

LATE = "2026-12-06T08:00:00.000Z"


def at(core: Core, moment: str) -> Core:
    """The node's clock shows this, and what is due by then has been done."""
    clock = core.settings.clock
    assert isinstance(clock, FakeClock)
    clock.ms = to_ms(moment)
    while core.run_one(FireTimers()):
        pass
    return core


def set_term(core: Core, name: str, text: str) -> None:
    body = f'{{"value":"{text}","by":"operator"}}'.encode()
    core.run_one(PutDocument(TUNED, Document(f"term.{name}", "", LATE, body)))


@pytest.mark.parametrize(
    ("now", "left", "falls"),
    [
        ("2026-11-21T08:00:00.000Z", "14 days left", "5 Dec 2026: Goods at the office"),
        ("2026-12-05T08:00:00.000Z", "today", "5 Dec 2026: Goods at the office"),
        (LATE, "6 days left", "12 Dec 2026: The enquiry may begin"),
        ("2026-12-15T08:00:00.000Z", "since 3 days", "5 Jul 2027: Recovery of the debt"),
    ],
)
def test_all_that_falls_due_stands_in_one_list(
    tmp_path: Path, now: str, left: str, falls: str
) -> None:
    core = at(released(), now)
    with running(make_services(tmp_path, core, rules=())) as client:
        page = shown(enter(client, "osh"), "/customs?lane=due")
    assert left in page
    assert falls in page


def test_what_comes_soon_is_marked_as_the_node_has_it(tmp_path: Path) -> None:
    core = at(released(), LATE)
    with running(make_services(tmp_path / "1", core, rules=())) as client:
        assert "tag--wait" not in shown(enter(client, "osh"), "/customs?lane=due&term=enquiry")
    set_term(core, "warning", "6")
    with running(make_services(tmp_path / "2", core, rules=())) as client:
        assert "tag--wait" in shown(enter(client, "osh"), "/customs?lane=due&term=enquiry")


def names_of(page: str, name: str) -> str:
    """The value of a hidden field."""
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


class Both:
    """Departure's node and that of Uzbekistan, each hearing what the other said, with its pages."""

    def __init__(self, here: Core, there: Core, osh: Client, dustlik: Client) -> None:
        self.here, self.there = here, there
        self.osh, self.dustlik = osh, dustlik

    def hear(self) -> None:
        pass_on(self.here, self.there)
        pass_on(self.there, self.here)

    @property
    def state(self) -> Movement:
        """As both fold it."""
        self.hear()
        found: Movement = Queries(self.here).get(MOVEMENT).state
        other: Movement = Queries(self.there).get(MOVEMENT).state
        assert (found.standing, found.pursuit) == (other.standing, other.pursuit)
        return found

    def at(self, moment: str) -> None:
        for core in (self.here, self.there):
            at(core, moment)
        self.hear()


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    core = released()
    with (
        running(make_services(tmp_path / "kg", core, rules=())) as osh,
        abroad("UZ", tmp_path / "uz", core) as (there, dustlik),
    ):
        both = Both(core, there, osh, dustlik)
        both.at("2026-12-12T08:00:00.000Z")
        yield both


def test_an_office_abroad_answers_an_enquiry_on_its_own_desk(both: Both) -> None:
    mrn = both.state.mrn
    page = shown(enter(both.osh, "osh"), f"/customs/{mrn}/enquire")
    assert "The enquiry may begin, since 12 Dec 2026" in page
    assert "The enquiry may begin, since 12 Dec 2026" in shown(both.osh, f"/customs/{mrn}")
    post(both.osh, f"/customs/{mrn}/enquire", 422, whom="", text="")
    post(both.osh, f"/customs/{mrn}/enquire", whom="UZDUST01", text="Did it come?")
    assert both.state.standing == "under_enquiry"
    assert "Under enquiry" in shown(enter(both.dustlik, "dustlik"), "/customs?lane=decide")
    assert "This is asked of you" in shown(both.dustlik, f"/customs/{mrn}")
    assert "Answer to an enquiry" in shown(both.dustlik, "/customs?lane=due")
    form = shown(both.dustlik, f"/customs/{mrn}/answer-enquiry")
    asked = names_of(form, "enquiry")
    path = f"/customs/{mrn}/answer-enquiry"
    assert "Choose the answer" in post(both.dustlik, path, 422, enquiry=asked).text
    text = post(both.dustlik, path, 422, enquiry=asked, answer="passed", on="2026-11-31").text
    assert "is in no calendar" in text
    post(both.dustlik, path, enquiry=asked, answer="passed", on="30.11.2026", text="Two trucks.")
    assert both.state.pursuit.enquiries[0].on == "2026-11-30"
    assert "No question waits for an answer" in shown(both.dustlik, path)
    page = shown(both.osh, f"/customs/{mrn}")
    assert "30 Nov 2026" in page
    assert "Two trucks." in page


def test_a_holder_proves_the_end_and_departure_accepts_it(both: Both) -> None:
    mrn = both.state.mrn
    enter(both.osh, "osh")
    post(both.osh, f"/customs/{mrn}/enquire", whom="holder", text="Where are the goods?")
    path = f"/carrier/dossiers/{MOVEMENT}"
    page = shown(enter(both.osh, "aibek"), path)
    assert "Customs enquires after the goods" in page
    asked = names_of(shown(both.osh, f"{path}/enquiry"), "enquiry")
    assert "not named" in post(both.osh, f"{path}/enquiry", 422, enquiry=asked, answer="proof").text
    said = {"enquiry": asked, "answer": "proof", "document": "Certified copy 77"}
    post(both.osh, f"{path}/enquiry", **said)
    second = said | {"text": "And the seal was whole."}
    text = post(both.osh, f"{path}/enquiry", 409, **second).text
    assert "No question waits for an answer" in text
    assert "Certified copy 77" in text
    kept = text.partition("What you typed, and was not sent")[2]
    assert "And the seal was whole." in kept
    assert "The movement has ended, as a document proves" in kept
    assert asked not in kept
    enter(both.osh, "osh")
    assert "Certified copy 77" in shown(both.osh, f"/customs/{mrn}/judge-proof")
    proof = names_of(shown(both.osh, f"/customs/{mrn}/judge-proof"), "enquiry")
    path = f"/customs/{mrn}/judge-proof"
    assert "Say what it lacks" in post(both.osh, path, 422, enquiry=proof, accepted="no").text
    post(both.osh, path, enquiry=proof, accepted="no", reason="No stamp.")
    mine = shown(enter(both.osh, "aibek"), f"/carrier/dossiers/{MOVEMENT}")
    assert "Nothing proves its end" in mine
    assert "Not accepted. Reason: No stamp." in " ".join(mine.split())
    assert "Proof judged" in mine.partition("Messages to you")[2]
    enter(both.osh, "osh")
    post(both.osh, f"/customs/{mrn}/enquire", whom="holder", text="With a stamp?")
    mine = f"/carrier/dossiers/{MOVEMENT}/enquiry"
    asked = names_of(shown(enter(both.osh, "aibek"), mine), "enquiry")
    post(both.osh, mine, **said | {"enquiry": asked, "document": "Stamped copy 78"})
    proof = names_of(shown(enter(both.osh, "osh"), path), "enquiry")
    post(both.osh, path, enquiry=proof, accepted="yes")
    assert both.state.status == "written_off"


def handed_over(both: Both) -> str:
    """Recovered by departure, which asks Dustlik to take it over; and where that is read."""
    mrn = both.state.mrn
    enter(both.osh, "osh")
    assert "recover" not in shown(both.osh, f"/customs/{mrn}").partition("Decision of")[2]
    both.at("2027-07-06T08:00:00.000Z")
    here = f"/customs/{mrn}"
    assert "Recovery of the debt begins" in shown(enter(both.osh, "osh"), "/customs?lane=due")
    post(both.osh, f"{here}/recover", 422, ground="", amount="x", reason="")
    form = shown(both.osh, f"{here}/recover")
    assert "on value and duty" in form
    assert "its rates are not known here" not in form
    said = {"ground": "term", "arose_in": "GE", "amount": "12 000,00", "reason": "Seven months."}
    refused = post(both.osh, f"{here}/recover", 422, **said)
    assert "another than was worked out" in refused.text
    post(both.osh, f"{here}/recover", **said, difference="Excise is due as well.")
    assert both.state.standing == "under_recovery"
    post(both.osh, f"{here}/hand-over", 422, to_office="TRKAPI01", reason="x")
    post(both.osh, f"{here}/hand-over", to_office="UZDUST01", reason="Stolen there.")
    both.hear()
    enter(both.dustlik, "dustlik")
    return here


def test_a_state_does_not_take_a_debt_over_and_departure_reads_why(both: Both) -> None:
    here = handed_over(both)
    post(both.dustlik, f"{here}/take-over", 422, accepted="no")
    post(both.dustlik, f"{here}/take-over", accepted="no", reason="It never came here.")
    both.hear()
    page = shown(enter(both.osh, "osh"), here)
    assert "Not taken over by Dustlik customs post: It never came here." in page
    assert "Where it arose: Georgia." in page
    assert "The limit date has passed:" not in page
    post(both.osh, f"{here}/hand-over", to_office="UZDUST01", reason="The seal was cut there.")


def test_a_debt_is_handed_over_demanded_paid_and_closed_and_reopened(both: Both) -> None:
    here = handed_over(both)
    assert "12,000.00" in shown(both.dustlik, f"{here}/take-over")
    post(both.dustlik, f"{here}/take-over", accepted="yes")
    for of in ("debtor", "guarantor"):
        post(both.dustlik, f"{here}/demand", of=of, pay_by="2027-08-01")
    both.hear()
    page = shown(enter(both.osh, "gulnara"), f"/guarantor/{GRN}")
    assert "1 Aug 2027" in page
    assert "12,000.00" in page.partition("Claims")[2]
    enter(both.osh, "aibek")
    assert "A debt is being recovered" in shown(both.osh, f"/carrier/dossiers/{MOVEMENT}")
    both.at("2027-08-02T08:00:00.000Z")
    assert "Payment of a debt" in shown(enter(both.dustlik, "dustlik"), "/customs?lane=due")
    for by, amount in (("guarantor", "2000"), ("debtor", "10000")):
        post(both.dustlik, f"{here}/payment", by=by, amount=amount, document="Receipt 1")
    post(both.dustlik, f"{here}/end-recovery", outcome="paid")
    both.hear()
    ended = shown(enter(both.osh, "osh"), here)
    assert "Recovery ended" in ended
    assert "under enquiry" not in ended
    assert "Under recovery" not in ended
    assert "/close" in ended
    post(both.osh, f"{here}/close", reason="Paid.")
    assert both.state.status == "closed"
    assert "Procedure closed" in shown(both.osh, "/customs?lane=closed")
    ledger: Guarantee = Queries(both.here).get(f"gr-{GRN}").state
    assert (ledger.claims, ledger.reserved, ledger.called) == ({}, {}, {})
    post(both.osh, f"{here}/reopen", 422, reason="")
    post(both.osh, f"{here}/reopen", reason="It was found.")
    assert both.state.standing == "under_enquiry"
    assert "It was found." in shown(enter(both.dustlik, "dustlik"), here)


def test_a_day_that_came_is_nobodys_act_and_nothing_is_done_twice_for_it(both: Both) -> None:
    """What a node notes by itself while a form is open keeps nobody from sending it."""
    here = f"/customs/{both.state.mrn}/message"
    action = re.search(r'action="([^"]*as_of=[^"]*)"', shown(enter(both.osh, "osh"), here))
    assert action
    before = len(Queries(both.here).timeline(MOVEMENT))
    both.at("2027-07-06T08:00:00.000Z")
    noted = Queries(both.here).timeline(MOVEMENT)[before:]
    assert {one.fact.actor.role for one in noted} == {SYSTEM}
    post(enter(both.osh, "osh"), html.unescape(action[1]), text="Where is it?", asks="yes")
    assert len(Queries(both.here).timeline(MOVEMENT)) == before + len(noted) + 1
