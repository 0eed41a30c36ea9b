"""Who is told of what, and when."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.acts import ROLES, Heard, never
from corridor.domain.days import hour_at, next_hour
from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees.kind import GUARANTEES
from corridor.domain.guarantees.registering import GuaranteeRegistered
from corridor.domain.guarantees.reserving import AmountReserved
from corridor.domain.kinds import EVENTS, KINDS
from corridor.domain.movement.accepting import DeclarationAccepted
from corridor.domain.movement.arriving import GoodsArrived
from corridor.domain.movement.cancelling import DeclarationCancelled
from corridor.domain.movement.changing import ChangeConfirmed, ChangeRefused, ChangeRequested
from corridor.domain.movement.diverting import DiversionRequested
from corridor.domain.movement.goods_release import GoodsReleased
from corridor.domain.movement.guarantee import GuaranteeRefused, GuaranteeReserved
from corridor.domain.movement.incident import IncidentRecorded
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lodging import DeclarationLodged
from corridor.domain.movement.parts import GuaranteeState
from corridor.domain.movement.reporting import Arrival, DelayReported, IncidentTold
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import offices_ahead
from corridor.domain.movement.writing import (
    WriteToCarrier,
    WrittenToCarrier,
    WrittenToOffice,
)
from corridor.domain.permits.applications import request_for
from corridor.domain.permits.asking import InformationRequested
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.revoking import PermitRevoked
from corridor.domain.permits.state import Permit
from corridor.domain.permits.withdrawing import PermitWithdrawn
from corridor.domain.quiet_hours import told_at
from corridor.domain.telling import (
    CHANGED,
    DECIDE,
    EXPECTED,
    ILLS,
    NEAR,
    REPORTED,
    URGENT,
    Change,
    News,
    desk_of,
    event_name,
    kinds_for,
    lists_of,
    news_of,
    waits,
)
from tests.domain.movement_world import CARRIER, GUARANTEE, NODES, NOW, OSH, after, customs
from tests.domain.permit_cases import dossier, requirements

SYSTEM = Actor("", "", "", "system")
REGISTERED = GuaranteeRegistered(
    GUARANTEE.grn, "ala-too", "kg-guarantor", "1", 1, "EUR", "2026-01-01", "2027-12-31", "x"
)
PLANT = Actor("UZ-PLANT", "uz-plant", "officer", "permit")


def fact(payload: Any, actor: Actor = OSH, node: str = "KG") -> Fact[Any]:
    return Fact(payload, node, 1, f"{NOW}-0000", NOW, actor)


def told_of(kind: Any, before: Any, now: Any, said: Fact[Any], node: str) -> tuple[News, ...]:
    stood, stands = lists_of(kind, before, node), lists_of(kind, now, node)
    return news_of(Change(said, now, stood, stands), node)


def of_movement(before: Any, now: Any, said: Fact[Any], node: str = "KG") -> set[News]:
    return set(told_of(MOVEMENTS, before, now, said, node))


def permit(**changes: Any) -> Permit:
    asked = request_for(requirements(dossier())[0], dossier(), "mv-KG-1")
    return replace(Permit("pm-KG-1", "KG", "ala-too", asked, applied_at=NOW), **changes)


def test_an_office_is_told_of_what_comes_onto_its_desk_and_not_of_its_own_acts() -> None:
    filed, accepted = after(1).now(), after(2).now()
    lodged = fact(DeclarationLodged(filed.dossier, "2026-11-21"), CARRIER)
    at_osh = News("customs:KGOSH001", DECIDE, "customs:KGOSH001:decide")
    assert of_movement(None, filed, lodged) == {at_osh}
    told = of_movement(filed, accepted, fact(filed_as_accepted()), "UZ")
    assert {news.kind for news in told} == {EXPECTED}
    assert News("customs:UZDUST01", EXPECTED) in told
    assert not of_movement(filed, accepted, fact(DeclarationCancelled("x"), OSH), "TR")


def filed_as_accepted() -> DeclarationAccepted:
    return DeclarationAccepted("26KG0000000000000J", "2026-11-21")


def test_its_carrier_is_told_at_home_alone() -> None:
    filed, accepted = after(1).now(), after(2).now()
    said = fact(filed_as_accepted())
    assert of_movement(filed, accepted, said) == {News("carrier:ala-too", "movement.accepted")}
    assert not any(n.desk.startswith("carrier") for n in of_movement(filed, accepted, said, "UZ"))


def test_what_another_changes_on_the_desk_of_departure_is_told_there() -> None:
    state = after(2).now()
    for said in (GuaranteeReserved("g", 1, "EUR"), GuaranteeRefused("g", "none")):
        told = of_movement(state, state, fact(said, SYSTEM))
        assert News("customs:KGOSH001", CHANGED) in told
        assert not of_movement(state, state, fact(said, SYSTEM), "AZ")


def test_what_is_said_from_the_way_is_told_where_it_matters() -> None:
    state = after(7).now()
    late = DelayReported((Arrival("UZDUST01", NOW), Arrival("GEPOTI01", NOW)), "Snow")
    assert of_movement(state, state, fact(late, CARRIER)) == {News("customs:KGOSH001", CHANGED)}
    assert of_movement(state, state, fact(late, CARRIER), "UZ") == {
        News("customs:UZDUST01", CHANGED)
    }
    asked = ChangeRequested("UZDUST01", "Broken down")
    assert of_movement(state, state, fact(asked, CARRIER), "UZ") == {
        News("customs:UZDUST01", CHANGED)
    }
    refused = fact(ChangeRefused("UZDUST01", "No"), customs("UZDUST01"), "UZ")
    assert News("carrier:ala-too", "movement.change_refused") in of_movement(state, state, refused)


def test_who_expected_it_hears_that_it_does_not_come() -> None:
    state = after(2).now()
    gone = replace(state, status="cancelled")
    told = of_movement(state, gone, fact(DeclarationCancelled("x"), CARRIER), "UZ")
    assert News("customs:UZDUST01", CHANGED) in told


def test_nobody_is_told_of_what_was_done_at_the_own_desk() -> None:
    state, said = after(7).now(), DiversionRequested("GEPOTI01", "GEBATU01", "The ship is there.")
    assert not of_movement(state, state, fact(said, CARRIER))
    by_office = fact(said, customs("GEBATU01"), "GE")
    assert of_movement(state, state, by_office) == {
        News("carrier:ala-too", "movement.diversion_requested")
    }


def test_departure_has_nothing_to_do_until_the_goods_are_free() -> None:
    released, arrived, said = after(12).now(), after(13).now(), GoodsArrived("GEPOTI01", NOW)
    assert (released.status, arrived.status) == ("released", "arrived")
    at_poti = customs("GEPOTI01")
    told = of_movement(released, arrived, fact(said, at_poti, "GE"))
    assert told == {News("carrier:ala-too", "movement.arrived")}
    told = of_movement(released, arrived, fact(said, customs("GEBATU01"), "GE"), "GE")
    assert News("customs:GEPOTI01", DECIDE, "customs:GEPOTI01:arrived") in told
    free = of_movement(arrived, arrived, fact(GoodsReleased("GEPOTI01"), at_poti, "GE"))
    assert News("customs:KGOSH001", DECIDE, "customs:KGOSH001:arrived") in free
    abroad = of_movement(arrived, arrived, fact(GoodsReleased("GEPOTI01"), at_poti, "GE"), "UZ")
    assert not abroad


def test_what_was_said_without_a_right_to_it_is_told_to_nobody() -> None:
    state = replace(after(2).now(), unheard=("KG:1",))
    assert not of_movement(state, state, fact(filed_as_accepted()))


def test_a_question_waits_until_it_is_answered() -> None:
    asked = permit(status="information_requested", question="?")
    said = fact(InformationRequested("?"), PLANT, "UZ")
    (told,) = told_of(PERMITS, permit(), asked, said, "KG")
    assert told == News("carrier:ala-too", "permit.information_requested")
    assert waits(told.kind, told.until, asked, frozenset())
    assert not waits(told.kind, told.until, permit(), frozenset())


def test_an_office_is_told_of_a_message_to_it_and_a_carrier_of_one_that_waits() -> None:
    world = after(7)
    before = world.now()
    said = WrittenToOffice("KGOSH001", "When?")
    told = of_movement(before, before, fact(said, CARRIER))
    assert told == {News("customs:KGOSH001", CHANGED)}
    assert not of_movement(before, before, fact(said, CARRIER), "UZ")
    world.tell(WriteToCarrier("KGOSH001", "Where?", asks=True), OSH)
    (question,) = world.now().messages
    asked = fact(WrittenToCarrier("KGOSH001", "Where?", asks=True))
    asked = replace(asked, number=int(question.id.partition(":")[2]))
    (news,) = of_movement(before, world.now(), asked)
    assert news == News("carrier:ala-too", "movement.written_to_carrier", f"event:{question.id}")
    assert waits(news.kind, news.until, world.now(), frozenset())
    assert not waits(news.kind, news.until, before, frozenset())
    assert not waits(news.kind, news.until, permit(), frozenset())


def test_a_message_that_asks_nothing_does_not_wait_while_another_does() -> None:
    world = after(7)
    world.tell(WriteToCarrier("KGOSH001", "Where?", asks=True), OSH)
    world.tell(WriteToCarrier("KGOSH001", "Drive on."), OSH)
    state = world.now()
    asks = {
        f"event:{one.id}": waits(
            "movement.written_to_carrier", f"event:{one.id}", state, frozenset()
        )
        for one in state.messages
    }
    assert list(asks.values()) == [True, False]
    # Told before each message was told apart from the others.
    assert waits("movement.written_to_carrier", "", state, frozenset())


def test_an_authority_is_told_of_applications_and_of_those_taken_back() -> None:
    desk = f"permits:{permit().request.authority}"
    here = permit().request.country
    first = told_of(PERMITS, None, permit(), fact(InformationRequested("?"), CARRIER), here)
    assert first == (News(desk, DECIDE, f"{desk}:open"),)
    assert waits(DECIDE, f"{desk}:open", permit(), lists_of(PERMITS, permit(), here))
    gone = permit(status="withdrawn")
    told = told_of(PERMITS, permit(), gone, fact(PermitWithdrawn(), CARRIER), here)
    assert told == (News(desk, CHANGED),)
    assert lists_of(PERMITS, None, here) == frozenset()


def test_the_post_of_entry_is_told_that_a_permit_is_worth_nothing_any_more() -> None:
    state = permit(status="revoked")
    office = state.request.entry_office
    told = told_of(PERMITS, state, state, fact(PermitRevoked("x"), PLANT, "UZ"), office[:2])
    desks = {news.desk for news in told}
    way = {post for post in state.request.posts if post[:2] == office[:2]}
    assert {office} < way, "the vehicle may be at any of them"
    assert desks == {f"{desk}:{post}" for desk in ("customs", "checkpoint") for post in way}
    at_home = told_of(PERMITS, state, state, fact(PermitRevoked("x"), PLANT, "UZ"), "KG")
    assert "carrier:ala-too" in {news.desk for news in at_home}


def test_a_guarantor_is_told_of_its_guarantees_and_their_holder_of_a_new_one() -> None:
    reserved = fact(AmountReserved("mv-KG-1", 1), SYSTEM)
    told = told_of(GUARANTEES, GUARANTEE, GUARANTEE, reserved, "KG")
    assert told == (News("guarantor:kg-guarantor", "guarantee.reserved"),)
    registered = fact(REGISTERED, Actor("", "kg-guarantor", "gulnara", "guarantor"))
    told = told_of(GUARANTEES, None, GUARANTEE, registered, "KG")
    assert told == (News("carrier:ala-too", "guarantee.registered"),)


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        ("movement.guarantee_refused", {"guarantee": GuaranteeState("refused")}, True),
        ("movement.guarantee_refused", {"guarantee": GuaranteeState("reserved")}, False),
        ("movement.crossing_refused", {}, False),
        ("movement.overdue", {"status": "released", "overdue_at": NOW}, True),
        ("movement.incident", {}, False),
        ("movement.accepted", {}, False),
        ("unheard.of", {}, False),
    ],
)
def test_what_waits_for_a_carrier(kind: str, changes: dict[str, Any], expected: bool) -> None:
    state: Movement = replace(after(2).now(), **changes)
    assert waits(kind, "", state, frozenset()) is expected


def test_every_role_has_its_kinds_and_every_kind_is_an_event_or_a_desks_own() -> None:
    events = {event_name(event) for event in EVENTS} | {
        *(DECIDE, EXPECTED, CHANGED, REPORTED, NEAR),
        *ILLS,
    }
    for role in ROLES:
        assert set(kinds_for(role)) <= events
    assert set(kinds_for("carrier")) >= URGENT - {DECIDE, *ILLS}
    assert kinds_for("operator") == ILLS


def test_whose_news_they_are() -> None:
    assert desk_of(CARRIER) == "carrier:ala-too"
    assert desk_of(PLANT) == "permits:UZ-PLANT"
    assert desk_of(customs("UZDUST01")) == "customs:UZDUST01"


EVENING, NIGHT = "2026-11-21T16:30:00.000Z", "2026-11-21T20:30:00.000Z"  # 22:30, 02:30 in KG


@pytest.mark.parametrize(
    ("moment", "quiet", "digest", "expected"),
    [
        (EVENING, (0, 0), None, EVENING),
        (EVENING, (22, 7), None, "2026-11-22T01:00:00.000Z"),
        (NIGHT, (22, 7), None, "2026-11-22T01:00:00.000Z"),
        (EVENING, (0, 6), None, EVENING),
        (NIGHT, (0, 6), None, "2026-11-22T00:00:00.000Z"),
        (EVENING, (0, 0), 8, "2026-11-22T02:00:00.000Z"),
        (EVENING, (22, 9), 8, "2026-11-22T03:00:00.000Z"),
        (NIGHT, (0, 0), 23, "2026-11-22T17:00:00.000Z"),
    ],
)
def test_nobody_is_told_in_the_hours_of_quiet_where_they_are(
    moment: str, quiet: tuple[int, int], digest: int | None, expected: str
) -> None:
    assert told_at(moment, "KG", quiet, digest) == expected
    assert hour_at(next_hour(moment, "KG", 8), "KG") == 8


WHO_IS_TOLD = {
    "movement.lodged": "",
    "movement.amended": "at_departure",
    "movement.withdrawn": "ends",
    "movement.answered": "at_departure",
    "movement.presented": "at_departure",
    "movement.presentation_term": "",
    "movement.presentation_near": "carrier! waits, at_departure",
    "movement.lapsed": "carrier!, at_departure, ends",
    "movement.amendment_asked": "carrier! waits",
    "movement.amendment_dropped": "carrier",
    "movement.amendment_late": "carrier! waits, at_departure",
    "movement.invalidated": "carrier!, everywhere, ends",
    "movement.cancelled": "at_departure, ends",
    "movement.accepted": "carrier",
    "movement.rejected": "carrier!",
    "movement.control_decided": "carrier",
    "movement.control_intended": "carrier!",
    "movement.control_recorded": "carrier",
    "movement.guarantee_requested": "",
    "movement.guarantee_paper_seen": "",
    "movement.guarantees_changed": "at_departure",
    "movement.guarantee_reserved": "carrier, at_departure",
    "movement.guarantee_refused": "carrier! waits, at_departure",
    "movement.sealed": "",
    "movement.seal_reported": "",
    "movement.seal_alarm": "carrier!, told_to",
    "movement.released": "carrier",
    "movement.simplified_begun": "carrier",
    "movement.simplified_stopped": "carrier!",
    "movement.not_released": "carrier!, ends",
    "movement.left": "carrier",
    "movement.wagons_recorded": "",
    "movement.crossed": "carrier",
    "movement.crossing_refused": "carrier! waits, at_departure",
    "movement.incident": "carrier! waits, on_the_way",
    "movement.transshipped": "carrier",
    "movement.transshipment_requested": "at_named",
    "movement.transshipment_refused": "carrier!",
    "movement.split": "carrier, on_the_way",
    "movement.joined": "carrier, on_the_way",
    "movement.part_seen": "carrier",
    "movement.part_missing": "carrier!",
    "movement.voyage": "carrier, on_the_way",
    "movement.limit_extended": "carrier!",
    "movement.shared": "",
    "movement.legs_planned": "on_the_way",
    "movement.diversion_requested": "carrier",
    "movement.diverted": "carrier, ends",
    "movement.diversion_refused": "carrier!",
    "movement.delayed": "of_delay",
    "movement.incident_told": "on_the_way",
    "movement.cost_stated": "",
    "movement.cost_withdrawn": "",
    "movement.change_requested": "at_named",
    "movement.changed": "carrier, on_the_way",
    "movement.change_refused": "carrier!",
    "movement.arrival_notified": "at_named",
    "movement.arrival_refused": "carrier!",
    "movement.arrived": "carrier",
    "movement.consignee_term": "",
    "movement.kept_for_control": "carrier!",
    "movement.unloading_permitted": "carrier",
    "movement.unloading_remarks": "carrier!",
    "movement.control_results": "carrier",
    "movement.discrepancy_solved": "carrier",
    "movement.goods_released": "carrier, to_write_off",
    "movement.written_off": "carrier",
    "movement.overdue": "carrier! waits, at_departure",
    "movement.term_passed": "told",
    "movement.discrepancies_term": "",
    "movement.enquiry_made": "carrier! waits, of_asked",
    "movement.enquiry_answered": "at_departure",
    "movement.proof_judged": "carrier!",
    "movement.enquiry_ended": "carrier!",
    "movement.recovery_opened": "carrier!",
    "movement.recovery_handed_over": "of_handover",
    "movement.handover_decided": "of_decision",
    "movement.debt_demanded": "carrier! waits",
    "movement.debt_paid": "carrier",
    "movement.recovery_ended": "carrier",
    "movement.closed": "carrier",
    "movement.reopened": "carrier!",
    "guarantee.claimed": "guarantor",
    "guarantee.claim_paid": "guarantor",
    "guarantee.claim_over": "guarantor",
    "movement.written_to_carrier": "carrier! waits",
    "movement.written_to_office": "at_named",
    "permit.applied": "",
    "permit.information_requested": "carrier! waits",
    "permit.information_provided": "",
    "permit.granted": "carrier",
    "permit.issued": "carrier",
    "permit.refused": "carrier! waits",
    "permit.withdrawn": "ends",
    "permit.used": "told_back",
    "permit.brought_in": "carrier",
    "permit.fee_waived": "carrier",
    "permit.fee_refunded": "carrier",
    "quota.judged": "to_both",
    "permit.superseded": "carrier",
    "permit.taken_in": "carrier",
    "permit.proposed": "",
    "permit.proposal_returned": "",
    "permit.appealed": "",
    "permit.appeal_decided": "carrier!",
    "permit.overdue": "carrier!, at_authority",
    "permit.dossier_amended": "at_authority",
    "permit.paid": "carrier",
    "permit.reviewed": "",
    "permit.admitted": "",
    "permit.taken_back": "",
    "permit.passed": "",
    "permit.presented": "",
    "permit.assigned": "",
    "permit.unassigned": "",
    "permit.change_asked": "",
    "permit.reissued": "carrier!",
    "permit.change_denied": "carrier",
    "permit.revocation_proposed": "",
    "permit.revoked": "carrier!, at_posts",
    "permit.returned": "",
    "quota.proposed": "",
    "quota.agreed": "to_proposer",
    "quota.declined": "to_proposer",
    "quota.withdrawn": "to_other",
    "quota.delivered": "to_holder",
    "quota.relayed": "to_holder",
    "quota.ruled": "",
    "quota.taken": "",
    "quota.put_back": "",
    "quota.low": "desk",
    "quota.disputed": "to_both",
    "quota.replaced": "",
    "quota.given_back": "",
    "guarantee.registered": "carrier",
    "guarantee.terms_changed": "carrier",
    "guarantee.code_changed": "carrier",
    "guarantee.code_shown": "",
    "guarantee.code_wrong": "carrier!, guarantor!",
    "guarantee.awaits_code": "",
    "guarantee.reserved": "guarantor waits",
    "guarantee.reservation_refused": "guarantor",
    "guarantee.released": "guarantor",
    "checkpoint.arrived": "",
    "checkpoint.weighed": "",
    "checkpoint.gate_in": "",
    "checkpoint.gate_out": "",
    "checkpoint.permit_scanned": "",
    "checkpoint.queue_left": "",
    "authorised.given": "",
    "authorised.changed": "",
    "authorised.suspended": "",
    "authorised.resumed": "",
    "authorised.revoked": "",
    "contact.stated": "",
    "contact.withdrawn": "",
    "refdata.proposed": "",
    "refdata.issued": "",
    "refdata.dropped": "",
    "record.requested": "",
    "record.referred": "at_departure",
    "record.granted": "at_asker",
    "record.refused": "at_asker",
    "power.asked_for": "carrier! waits",
    "power.declined": "carrier",
    "power.request_withdrawn": "",
    "power.given": "carrier!",
    "power.taken_back": "carrier!",
    "power.ended": "carrier",
    "figures.published": "",
    "figures.revised": "",
    "commitment.stated": "",
    "commitment.progressed": "",
    "commitment.part_named": "",
    "commitment.standing_said": "",
    "indicator.stated": "",
    "indicator.answered": "",
    "barrier.notified": "",
    "barrier.commented": "",
    "barrier.lifted": "",
    "barrier.counted": "",
    "complaint.filed": "",
    "complaint.timed": "",
    "complaint.answered": "carrier!",
    "complaint.overdue": "carrier",
    "complaint.withdrawn": "",
    "watch.begun": "",
    "watch.ended": "",
    "watch.matched": "carrier",
}
"""Besides the offices on whose lists it comes. `!`: at once; `ends`: also where it leaves one."""


def heard_of(heard: Heard[Any]) -> str:
    waits = any(one is not never for one in heard.firms.values())
    firms = [f"{role}{'!' * heard.urgent}{' waits' * waits}" for role in sorted(heard.firms)]
    offices = heard.offices.__name__.strip("_") if heard.offices is not Heard().offices else ""
    return ", ".join(part for part in (*firms, offices, "ends" * heard.ends) if part)


def test_of_every_event_it_is_decided_who_is_told() -> None:
    told = {event_name(e): one.heard for kind in KINDS for e, one in kind.told.items()}
    assert {name: heard_of(heard) for name, heard in told.items()} == WHO_IS_TOLD


@pytest.mark.parametrize(
    ("said", "actor"),
    [
        (IncidentTold("2", NOW, "Cut at night."), CARRIER),
        (IncidentRecorded("TMFARA01", "2", NOW, "Cut."), customs("TMFARA01")),
        (ChangeConfirmed("TMFARA01"), customs("TMFARA01")),
    ],
)
def test_what_happened_to_the_vehicle_is_told_at_the_offices_that_will_see_it(
    said: Any, actor: Actor
) -> None:
    state = after(7).now()
    ahead = set(offices_ahead(state))
    assert ahead
    told = {
        news.desk
        for node in NODES
        for news in of_movement(state, state, fact(said, actor, actor.office[:2] or "KG"), node)
        if news.kind == CHANGED
    }
    own = {desk_of(actor)}
    assert told == {"customs:KGOSH001", *(f"customs:{office}" for office in ahead)} - own
