"""What can happen to a movement at its office of departure, besides that all is well."""

from typing import Any, Literal

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Party
from corridor.domain.facts import Actor
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.amending import (
    FIXED_AFTER_ACCEPTANCE,
    AmendDeclaration,
    DeclarationAmended,
    is_fixed,
)
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.control import (
    AnnounceControl,
    ControlIntended,
    DecideControl,
    RecordControl,
)
from corridor.domain.movement.correcting import (
    AmendmentAsked,
    AmendmentDropped,
    AmendmentLate,
    AskForAmendment,
    DropAmendment,
    MarkAmendmentLate,
)
from corridor.domain.movement.crossing import FrontierCrossed, RecordCrossing
from corridor.domain.movement.falling_due import falling_due
from corridor.domain.movement.invalidating import InvalidateMovement, MovementInvalidated
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lapsing import (
    DeclarationLapsed,
    LapseDeclaration,
    PresentationNear,
    PresentationTermSet,
)
from corridor.domain.movement.lodging import DeclarationLodged, LodgeDeclaration
from corridor.domain.movement.presenting import GoodsPresented, PresentGoods
from corridor.domain.movement.releasing import MovementReleased, RefuseRelease, ReleaseForTransit
from corridor.domain.refusals import Refused
from corridor.domain.routes import DEMO_ROUTES
from tests.domain.known import Known, decide, reactions
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    DUSTLIK,
    GRN,
    NODES,
    NOW,
    OSH,
    POTI,
    TODAY,
    World,
    after,
    context,
    customs,
)

ACCEPTED, READY, RELEASED = 2, 6, 7
PRELODGED = replace(DOSSIER, additional_type="D")
CLOCK = Actor("KGOSH001", "KG", "", "system")
AMENDED = replace(DOSSIER, limit_date="2026-12-20")
LATER = "2026-11-21T09:00:00.000Z"
LAST_DAY = "2026-12-21"
OVER = "2026-12-21T18:00:00.000Z"
"""Midnight in Osh, UTC+6."""
ABROAD = replace(DOSSIER, route=DEMO_ROUTES["almaty-batumi"])
ALMATY = customs("KZALMA01")
HS = "/consignment/houses/0/items/0/hs"
MASS = "/consignment/houses/0/items/0/gross_kg"


def refused(world: World, command: Any, actor: Actor, **changes: Any) -> list[tuple[str, str]]:
    """(code, pointer) of each reason why not."""
    found = decide(MOVEMENTS, world.now(), command, context(actor, **changes))
    assert isinstance(found, Refused)
    return [(one.code, one.pointer) for one in found.refusals]


# --- goods that are not presented ------------------------------------------------------------


def prelodged() -> World:
    world = World()
    assert world.tell(LodgeDeclaration(PRELODGED), CARRIER) == ("movement.lodged/1",)
    return world


def test_goods_are_waited_for_thirty_days_of_the_office_of_departure() -> None:
    world = prelodged()
    assert MOVEMENTS.due(world.now(), "KG") == (("lapse", NOW),)
    assert MOVEMENTS.due(world.now(), "UZ") == ()
    assert world.tell(LapseDeclaration(), OSH) == ()
    assert world.tell(LapseDeclaration(), CLOCK) == ("movement.presentation_term/1",)
    assert world.now().present_by == LAST_DAY
    warning = "2026-12-18T18:00:00.000Z"
    assert MOVEMENTS.due(world.now(), "KG") == (("lapse", warning),)
    assert world.tell(LapseDeclaration(), CLOCK, now="2026-12-18T17:59:59.000Z") == ()
    assert world.tell(LapseDeclaration(), CLOCK, now=warning) == ("movement.presentation_near/1",)
    near = MOVEMENTS.told[PresentationNear].heard
    assert near.firms["carrier"](world.now())
    assert MOVEMENTS.due(world.now(), "KG") == (("lapse", "2026-12-21T17:59:59.999Z"),)
    assert world.tell(LapseDeclaration(), CLOCK, now="2026-12-21T17:59:59.000Z") == ()
    assert world.tell(LapseDeclaration(), OSH, now=OVER) == ()
    assert world.tell(LapseDeclaration(), CLOCK, now=OVER) == ("movement.lapsed/1",)
    assert (world.now().status, world.now().ended_by) == ("cancelled", "time")
    assert world.tell(PresentGoods(), CARRIER) == ("wrong_status",)
    assert MOVEMENTS.due(world.now(), "KG") == ()


def test_it_stands_with_its_day_on_the_desk_of_the_office_of_departure() -> None:
    world = prelodged()
    rows = {row.list: row for row in MOVEMENTS.listings(world.now(), "KG")}
    assert rows["customs:KGOSH001:expected"].due == "9999"
    world.tell(LapseDeclaration(), CLOCK)
    rows = {row.list: row for row in MOVEMENTS.listings(world.now(), "KG")}
    assert rows["customs:KGOSH001:expected"].due == rows["customs:KGOSH001:due"].due == LAST_DAY
    assert rows["customs:KGOSH001:due"].data["deadline"] == ["presentation", LAST_DAY]
    assert "state=prelodged" in rows["carrier:ala-too:open"].marks
    world.tell(PresentGoods(), CARRIER)
    lists = {row.list for row in MOVEMENTS.listings(world.now(), "KG")}
    assert lists == {"customs:KGOSH001:decide", "carrier:ala-too:open"}


def test_the_term_is_the_one_that_the_node_set_for_the_day_of_lodging() -> None:
    world = prelodged()
    longer = Known(settings={"term.prelodged": "2026-11-01 45\n2026-12-01 60"})
    world.tell(LapseDeclaration(), CLOCK, longer, now=OVER)
    assert world.now().present_by == "2027-01-05"


def test_a_lapse_that_did_not_know_of_the_goods_is_a_clash() -> None:
    world = prelodged()
    world.hear(GoodsPresented(TODAY), CARRIER)
    world.hear(PresentationTermSet(LAST_DAY), OSH)
    assert world.now().discrepancies == ()
    world.hear(DeclarationLapsed(LAST_DAY), OSH)
    assert (world.now().status, world.now().ended_by) == ("submitted", "")
    assert [d.code for d in world.now().discrepancies] == ["lapsed_while_submitted"]


def test_goods_presented_after_the_end_are_a_clash() -> None:
    world = prelodged()
    world.hear(DeclarationLapsed(LAST_DAY), OSH)
    world.hear(GoodsPresented(TODAY), CARRIER)
    assert world.now().status == "cancelled"
    assert [d.code for d in world.now().discrepancies] == ["presented_while_cancelled"]


def test_a_time_of_lodging_that_is_none_counts_from_the_day_it_is_noticed() -> None:
    world = World()
    world.hear(DeclarationLodged(PRELODGED, TODAY), CARRIER, at="2026-02-31T08:00:00.000Z")
    world.tell(LapseDeclaration(), CLOCK)
    assert world.now().present_by == LAST_DAY


# --- what an amendment may change ------------------------------------------------------------


def test_what_may_not_be_amended_is_refused_by_its_name() -> None:
    house = DOSSIER.consignment.houses[0]
    items = (replace(house.items[0], hs="080810"), *house.items[1:])
    load = replace(DOSSIER.consignment, houses=(replace(house, items=items),))
    other = replace(
        DOSSIER,
        holder=Party(id="X"),
        representative=Party(id="Y"),
        declaration_type="T2",
        additional_type="D",
        lrn="L2",
        security="1",
        consignment=load,
        route=DEMO_ROUTES["bishkek-poti"],
    )
    found = decide(MOVEMENTS, after(ACCEPTED).now(), AmendDeclaration(other), context(CARRIER))
    assert isinstance(found, Refused)
    assert [(r.pointer, r.args["field"]) for r in found.refusals] == [
        *((f"/dossier/{name}", name) for name in FIXED_AFTER_ACCEPTANCE),
        ("/dossier/route/points/0/office", "departure_office"),
        (f"/dossier{HS}", "hs"),
    ]
    assert {(r.code, r.rule) for r in found.refusals} == {("field_fixed", "R0520")}


def test_items_may_not_come_or_go_with_other_subheadings() -> None:
    house = DOSSIER.consignment.houses[0]

    def amended(*items: Any) -> AmendDeclaration:
        load = replace(DOSSIER.consignment, houses=(replace(house, items=items),))
        return AmendDeclaration(replace(DOSSIER, consignment=load))

    fewer = refused(after(ACCEPTED), amended(*house.items[:-1]), CARRIER)
    assert fewer == [("field_fixed", "/dossier/consignment/houses")]
    first, *others = house.items
    apart = (replace(house, items=(first,)), replace(house, number=2, items=tuple(others)))
    divided = replace(DOSSIER, consignment=replace(DOSSIER.consignment, houses=apart))
    codes = refused(after(ACCEPTED), AmendDeclaration(divided), CARRIER)
    assert "field_fixed" not in {code for code, _ in codes}


@pytest.mark.parametrize(
    ("pointer", "fixed"),
    [
        (HS, True),
        (MASS, False),
        ("/holder", True),
        ("/holder/address", True),
        ("/consignment/consignee", False),
        ("/route", False),
        ("/route/points/0/office", True),
        ("/route/points/1/office", False),
    ],
)
def test_which_fields_are_fixed(pointer: str, fixed: bool) -> None:
    assert is_fixed(pointer) is fixed


# --- an amendment and a release at once ------------------------------------------------------


def accepted_abroad() -> World:
    world = World()
    world.tell(LodgeDeclaration(ABROAD), CARRIER)
    world.tell(AcceptDeclaration(), ALMATY)
    return world


def test_a_release_abroad_says_what_it_releases() -> None:
    world = accepted_abroad()
    for command in (DecideControl("green"), ReleaseForTransit()):
        state = replace(world.now(), guarantee=after(READY).now().guarantee, seals=("S",))
        found = decide(MOVEMENTS, state, command, context(ALMATY))
        assert not isinstance(found, Refused)
        world.hear(found[0], ALMATY)
    (released,) = [f.payload for f in world.facts if isinstance(f.payload, MovementReleased)]
    assert released.declared_at == world.now().lodged_at


def test_a_release_that_did_not_know_of_an_amendment_stands() -> None:
    world = accepted_abroad()
    before = world.now()
    other = replace(ABROAD, route=DEMO_ROUTES["osh-poti"], limit_date="2026-12-20")
    world.hear(DeclarationAmended(other, TODAY), CARRIER, at="2026-11-21T08:30:00.000Z")
    assert world.now().dossier == other
    assert [one.dossier for one in world.now().superseded] == [ABROAD]
    said = MovementReleased("2026-12-05", (), (0, 0), 5, before.declared_at)
    world.hear(said, customs("KGOSH001"), node="KG")
    assert world.now().status == "released"
    assert world.now().dossier == ABROAD
    assert (world.now().amended_at, world.now().superseded) == ("", ())
    assert [d.code for d in world.now().discrepancies] == ["amended_while_released"]


def test_an_amendment_that_did_not_know_of_the_release_changes_nothing() -> None:
    world = accepted_abroad()
    world.hear(MovementReleased("2026-12-05", (), (0, 0), 5, world.now().declared_at), ALMATY)
    world.hear(DeclarationAmended(replace(ABROAD, limit_date="2026-12-20"), TODAY), CARRIER)
    assert world.now().dossier == ABROAD
    assert [d.code for d in world.now().discrepancies] == ["amended_while_released"]


def test_a_release_that_saw_the_last_amendment_doubts_nothing() -> None:
    world = accepted_abroad()
    amended = replace(ABROAD, limit_date="2026-12-20")
    world.hear(DeclarationAmended(amended, TODAY), CARRIER, at="2026-11-21T08:30:00.000Z")
    seen = world.now().declared_at
    world.hear(MovementReleased("2026-12-05", (), (0, 0), 5, seen), ALMATY)
    assert (world.now().dossier, world.now().discrepancies) == (amended, ())


def test_the_officer_releases_what_the_page_showed_or_is_told() -> None:
    world = after(READY)
    shown = world.now().declared_at
    world.tell(AmendDeclaration(AMENDED), CARRIER, now=LATER)
    assert refused(world, ReleaseForTransit(declared_at=shown), OSH) == [
        ("amended_meanwhile", "/declared_at")
    ]
    seen = world.now().declared_at
    assert world.tell(ReleaseForTransit(declared_at=seen), OSH) == ("movement.released/1",)
    assert refused(world, AmendDeclaration(DOSSIER), CARRIER)[0][0] == "amendment_after_release"


# --- an amendment that customs asks for ------------------------------------------------------

ASKED = AskForAmendment("The invoice says 5,400 kg.", "2026-11-25", (MASS,))


def asked(steps: int = ACCEPTED) -> World:
    world = after(steps)
    assert world.tell(ASKED, OSH) == ("movement.amendment_asked/1",)
    return world


def test_customs_asks_for_an_amendment_and_waits_with_the_release() -> None:
    world = asked(READY)
    state = world.now()
    assert state.standing == "amendment_awaited"
    assert state.pending_correction is not None
    assert [(due.what, due.day) for due in falling_due(state)] == [("amendment", "2026-11-25")]
    assert refused(world, ReleaseForTransit(), OSH) == [("amendment_awaited", "")]
    waits = MOVEMENTS.told[AmendmentAsked].heard.firms["carrier"]
    assert waits(state)
    assert not waits(after(READY).now())
    assert MOVEMENTS.due(state, "KG") == (("amendment", "2026-11-25T17:59:59.999Z"),)
    rows = {row.list: row for row in MOVEMENTS.listings(state, "KG")}
    assert rows["customs:KGOSH001:due"].due == "2026-11-25"
    assert "waits=amendment_awaited" in rows["carrier:ala-too:open"].marks
    assert world.tell(AmendDeclaration(AMENDED), CARRIER) == ("movement.amended/1",)
    made = world.now().correction
    assert made is not None
    assert (made.status, world.now().standing) == ("made", "guarantee_registering")
    assert world.tell(ReleaseForTransit(), OSH) == ("movement.released/1",)


def test_an_amendment_that_is_not_needed_any_more_is_dropped() -> None:
    world = asked(READY)
    assert world.tell(DropAmendment(), OSH) == ("movement.amendment_dropped/1",)
    assert refused(world, DropAmendment(), OSH) == [("amendment_not_asked", "")]
    assert world.tell(ReleaseForTransit(), OSH) == ("movement.released/1",)


def test_a_deadline_that_passes_is_seen_and_may_be_set_anew() -> None:
    world = asked()
    over = "2026-11-25T18:00:00.000Z"
    assert world.tell(MarkAmendmentLate(), CLOCK) == ()
    assert world.tell(MarkAmendmentLate(), OSH, now=over) == ()
    assert world.tell(MarkAmendmentLate(), CLOCK, now=over) == ("movement.amendment_late/1",)
    assert world.tell(MarkAmendmentLate(), CLOCK, now=over) == ()
    assert MOVEMENTS.due(world.now(), "KG") == ()
    marks = {m for row in MOVEMENTS.listings(world.now(), "KG") for m in row.marks}
    assert "needs=1" in marks
    anew = replace(ASKED, deadline="2026-11-30")
    assert world.tell(anew, OSH, now=over) == ("movement.amendment_asked/1",)
    assert MOVEMENTS.due(world.now(), "KG") == (("amendment", "2026-11-30T17:59:59.999Z"),)
    world.hear(AmendmentLate("2026-11-25"), OSH)
    anew_asked = world.now().correction
    assert anew_asked is not None
    assert not anew_asked.late_at


@pytest.mark.parametrize(
    ("command", "steps", "reasons"),
    [
        (replace(ASKED, fields=()), ACCEPTED, [("amendment_of_nothing", "/fields")]),
        (replace(ASKED, fields=("/x",)), 1, [("amendment_of_unknown", "/fields/0")]),
        (
            replace(ASKED, fields=("/consignment/houses/9", MASS, "/lrn/0")),
            1,
            [("amendment_of_unknown", "/fields/0"), ("amendment_of_unknown", "/fields/2")],
        ),
        (replace(ASKED, fields=(HS,)), ACCEPTED, [("amendment_of_fixed", "/fields/0")]),
        (replace(ASKED, deadline="2026-11-20"), 1, [("deadline_past", "/deadline")]),
        (replace(ASKED, deadline="2026-11-31"), 1, [("day_impossible", "/deadline")]),
        (ASKED, RELEASED, [("wrong_status", "")]),
    ],
)
def test_what_cannot_be_asked(command: Any, steps: int, reasons: Any) -> None:
    assert refused(after(steps), command, OSH) == reasons


def test_before_acceptance_any_field_may_be_asked_for() -> None:
    assert after(1).tell(replace(ASKED, fields=(HS,)), OSH) == ("movement.amendment_asked/1",)
    assert refused(after(1), ASKED, DUSTLIK) == [("not_your_office", "")]


def test_what_comes_too_late_asks_for_nothing() -> None:
    world = after(RELEASED)
    for said in (AmendmentAsked("x", "2026-11-25", (MASS,)), AmendmentDropped()):
        world.hear(said, OSH)
    world.hear(AmendmentLate("2026-11-25"), OSH)
    assert world.now().correction is None
    codes = [d.code for d in world.now().discrepancies]
    assert codes == ["amendment_asked_while_released", "amendment_dropped_while_released"]


# --- cancelled by customs --------------------------------------------------------------------


def test_customs_cancels_what_is_on_the_road_and_all_are_told() -> None:
    world = after(RELEASED)
    assert world.tell(InvalidateMovement("Forged papers."), OSH) == ("movement.invalidated/1",)
    state = world.now()
    assert (state.status, state.ended_by) == ("cancelled", "customs")
    assert MOVEMENTS.audience(state) == {"KG", "UZ", "TM", "AZ", "GE"}
    heard = MOVEMENTS.told[MovementInvalidated].heard
    told = [desk for desk, _ in heard.offices(state, None)]
    assert told == [f"customs:{p.office}" for p in state.dossier.route.points if p.office]
    for node in NODES:
        lists = {row.list.rpartition(":")[2] for row in MOVEMENTS.listings(state, node)}
        assert lists <= {"closed"}
    found = decide(MOVEMENTS, state, RecordCrossing("UZDUST01"), context(DUSTLIK))
    assert isinstance(found, Refused)
    assert [(r.code, r.args) for r in found.refusals] == [
        ("wrong_status", {"status": "invalidated"})
    ]
    world.hear(FrontierCrossed("UZDUST01", NOW), DUSTLIK)
    assert world.now().status == "cancelled"
    assert [d.code for d in world.now().discrepancies] == ["crossed_while_cancelled"]
    lists = {row.list for row in MOVEMENTS.listings(world.now(), "KG")}
    assert "customs:KGOSH001:decide" in lists


def test_its_guarantee_is_free() -> None:
    world = after(RELEASED)
    world.tell(InvalidateMovement("Forged papers."), OSH)
    freed = reactions(world.facts[-1], world.now(), context(OSH))
    assert [one.subject for one in freed] == [f"gr-{GRN}"]


def test_when_customs_may_cancel() -> None:
    gone = InvalidateMovement("x")
    assert after(ACCEPTED).tell(gone, OSH) == ("movement.invalidated/1",)
    assert refused(after(1), gone, OSH) == [("invalidation_too_late", "")]
    assert refused(after(13), gone, OSH) == [("invalidation_too_late", "")]
    assert refused(after(RELEASED), gone, POTI) == [("not_your_office", "")]
    assert refused(after(RELEASED), CancelDeclaration("x"), CARRIER) == [
        ("cancel_after_release", "")
    ]


def test_a_cancellation_that_did_not_know_of_the_arrival_is_a_clash() -> None:
    world = after(13)
    world.hear(MovementInvalidated("x"), OSH)
    assert (world.now().status, world.now().ended_by) == ("arrived", "")
    assert [d.code for d in world.now().discrepancies] == ["invalidated_while_arrived"]


# --- control ---------------------------------------------------------------------------------


def test_a_control_says_what_is_looked_at_and_who_is_told() -> None:
    world = after(ACCEPTED)
    scope = ("/consignment/houses/0/items/1", "/consignment/equipment/0/seals/0")
    kinds: tuple[Literal["documents", "physical"], ...] = ("documents", "physical")
    decided = DecideControl("red", ("why",), kinds, scope, ("holder",))
    assert world.tell(decided, OSH) == ("movement.control_decided/1",)
    plan = world.now().control
    assert (plan.kinds, plan.scope, plan.notified) == (kinds, scope, ("holder",))


@pytest.mark.parametrize("additional", ["A", "D"])
def test_a_control_may_be_announced_before_it_is_decided_on(additional: Any) -> None:
    world = World()
    world.tell(LodgeDeclaration(replace(DOSSIER, additional_type=additional)), CARRIER)
    announced = AnnounceControl(("physical",), (), ("holder",))
    assert world.tell(announced, OSH) == ("movement.control_intended/1",)
    assert world.now().control.intended_at == NOW
    assert world.now().status == "submitted"
    assert MOVEMENTS.told[ControlIntended].heard.urgent


@pytest.mark.parametrize(
    ("command", "steps", "reason"),
    [
        (AnnounceControl(()), 1, ("control_kind_missing", "/kinds")),
        (AnnounceControl(("physical",)), 3, ("control_already_decided", "")),
        (AnnounceControl(("physical",)), RELEASED, ("wrong_status", "")),
        (DecideControl("green", (), ("documents",)), 2, ("control_green", "/kinds")),
        (DecideControl("red", ("x",), ("documents",)), 2, ("control_red", "/kinds")),
        (
            DecideControl("red", ("x",), (), ("/consignment/houses/7",)),
            2,
            ("control_scope_unknown", "/scope/0"),
        ),
        (
            DecideControl("red", ("x",), (), (), ("representative",)),
            2,
            ("control_no_representative", "/notified"),
        ),
    ],
)
def test_what_a_control_cannot_be(command: Any, steps: int, reason: Any) -> None:
    assert refused(after(steps), command, OSH) == [reason]


def controlled(result: Any, *corrections: str) -> World:
    world = after(ACCEPTED)
    world.tell(DecideControl("yellow", ("why",)), OSH)
    world.tell(RecordControl(result, "x", corrections), OSH)
    return world


def test_minor_discrepancies_are_put_right_and_it_may_be_released() -> None:
    world = controlled("A5", "Item 2: 19 packages instead of 20")
    assert world.now().control.corrections == ("Item 2: 19 packages instead of 20",)
    codes = [code for code, _ in refused(world, ReleaseForTransit(), OSH)]
    assert "control_not_satisfactory" not in codes
    under = after(ACCEPTED)
    under.tell(DecideControl("yellow", ("why",)), OSH)
    assert refused(under, RecordControl("A5"), OSH) == [
        ("control_correction_missing", "/corrections")
    ]


def test_after_major_ones_an_amendment_is_controlled_anew() -> None:
    world = controlled("B1")
    assert world.now().worst == "unsatisfactory"
    codes = [code for code, _ in refused(world, ReleaseForTransit(), OSH)]
    assert "control_not_satisfactory" in codes
    world.tell(ASKED, OSH)
    world.tell(AmendDeclaration(AMENDED), CARRIER)
    assert (world.now().status, world.now().control_result) == ("under_control", "")
    assert world.tell(RecordControl("A1"), OSH) == ("movement.control_recorded/1",)


def test_it_is_not_released_for_a_reason_that_has_a_code() -> None:
    world = controlled("B1")
    assert world.tell(RefuseRelease("Other goods.", "C1"), OSH) == ("movement.not_released/1",)
    assert (world.now().status, world.now().reason_code) == ("not_released", "C1")
