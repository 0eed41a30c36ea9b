"""The movement: its life, who may do what when, and what is refused."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain import codes
from corridor.domain.consignment import Authorisation, GuaranteeUse, Means, declared_seals
from corridor.domain.context import Judged
from corridor.domain.facts import Actor
from corridor.domain.guarantees.kind import GUARANTEES
from corridor.domain.guarantees.reserving import AmountReserved, ReservationRefused
from corridor.domain.kinds import judged as judged_of
from corridor.domain.movement.accepting import AcceptDeclaration, RejectDeclaration
from corridor.domain.movement.amending import (
    AmendDeclaration,
    DeclarationAmended,
    MovementWithdrawn,
)
from corridor.domain.movement.answering import ANSWERING
from corridor.domain.movement.answering_enquiries import ANSWERING_ENQUIRIES
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.asking_transshipment import ASKING_TRANSSHIPMENT
from corridor.domain.movement.cancelling import CancelDeclaration, DeclarationCancelled
from corridor.domain.movement.changing import CHANGING
from corridor.domain.movement.closing import CLOSING
from corridor.domain.movement.control import AnnounceControl, DecideControl, RecordControl
from corridor.domain.movement.correcting import CORRECTING
from corridor.domain.movement.crossing import FrontierCrossed, RecordCrossing, RefuseCrossing
from corridor.domain.movement.demanding import DEMANDING
from corridor.domain.movement.discrepancies import SolveDiscrepancy
from corridor.domain.movement.diverting import DIVERTING
from corridor.domain.movement.enquiring import ENQUIRING
from corridor.domain.movement.extending import EXTENDING
from corridor.domain.movement.following_parts import FOLLOWING_PARTS
from corridor.domain.movement.goods_release import ReleaseGoods
from corridor.domain.movement.guarantee import (
    AnswerGuarantee,
    AskGuarantorsAgain,
    RequestGuarantee,
)
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.invalidating import INVALIDATING
from corridor.domain.movement.judging import dossier_refusals
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lapsing import LAPSING
from corridor.domain.movement.leaving import LEAVING
from corridor.domain.movement.listings import keys, lanes, listings
from corridor.domain.movement.lodging import DeclarationLodged, LodgeDeclaration
from corridor.domain.movement.navigation import NAVIGATION
from corridor.domain.movement.notifying import NOTIFYING
from corridor.domain.movement.overdue import MarkOverdue
from corridor.domain.movement.planning_legs import PLANNING_LEGS
from corridor.domain.movement.presenting import PresentGoods
from corridor.domain.movement.recovering import RECOVERING
from corridor.domain.movement.refusing_arrival import REFUSING_ARRIVAL
from corridor.domain.movement.releasing import RefuseRelease, ReleaseForTransit
from corridor.domain.movement.reporting import REPORTING
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.securing import SECURING
from corridor.domain.movement.sharing import SHARING
from corridor.domain.movement.simplified import SIMPLIFIED
from corridor.domain.movement.splitting import SPLITTING
from corridor.domain.movement.stating_costs import STATING_COSTS
from corridor.domain.movement.stations import stations_of
from corridor.domain.movement.taking_in import TAKING_IN
from corridor.domain.movement.terms import TERMS
from corridor.domain.movement.transshipping import TRANSSHIPPING
from corridor.domain.movement.unloading import RecordUnloading, Remark, ReportUnloading
from corridor.domain.movement.voyage import VOYAGE
from corridor.domain.movement.wagons import WAGONS
from corridor.domain.movement.writing import WRITING
from corridor.domain.movement.writing_off import WriteOff
from corridor.domain.permits.dossier import dossier_key
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal, Refused
from corridor.domain.routes import DEMO_ROUTES, Route
from tests.domain.known import NOTHING, Known, decide, reactions
from tests.domain.movement_world import (
    ALAT,
    CARRIER,
    DOSSIER,
    DUSTLIK,
    GRN,
    GUARANTEE,
    LIFE,
    NOW,
    OSH,
    OTHER_CARRIER,
    POTI,
    REFERENCE,
    RULES,
    SUBJECT,
    TODAY,
    World,
    after,
    context,
    customs,
)

ACCEPTED, CONTROLLED, ASKED, RESERVED, SEALED, RELEASED = 2, 3, 4, 5, 6, 7
CROSSED_ALL, ARRIVED, UNLOADING, REMARKED, RESULTS, GOODS_FREE, OVER = 12, 13, 14, 15, 16, 17, 18


def test_a_life_without_trouble() -> None:
    movement = after(OVER).now()
    assert movement.status == "written_off"
    assert codes.check_mrn(movement.mrn).ok
    assert movement.mrn[2:4] == "KG"
    assert movement.seals == ("KG-778202", "AZ-1")
    assert movement.limit_date == "2026-12-05"
    assert [station.state for station in stations_of(movement)] == ["done"] * 10
    assert not movement.unheard
    assert not movement.discrepancies


REFUSALS: list[tuple[str, int, Any, Actor]] = [
    ("carrier_only", 0, LodgeDeclaration(DOSSIER), OSH),
    ("movement_unknown", 0, AcceptDeclaration(), OSH),
    ("already_lodged", 1, LodgeDeclaration(DOSSIER), CARRIER),
    ("not_your_office", 1, AcceptDeclaration(), DUSTLIK),
    ("not_your_office", 1, AcceptDeclaration(), CARRIER),
    ("wrong_status", ACCEPTED, AcceptDeclaration(), OSH),
    ("wrong_status", ACCEPTED, RejectDeclaration("no"), OSH),
    ("not_your_dossier", 1, CancelDeclaration("changed my mind"), OTHER_CARRIER),
    ("not_your_dossier", 1, AmendDeclaration(DOSSIER), OTHER_CARRIER),
    ("goods_not_awaited", 1, PresentGoods(), CARRIER),
    ("not_your_dossier", 1, PresentGoods(), OTHER_CARRIER),
    ("wrong_status", ACCEPTED, PresentGoods(), CARRIER),
    ("amendment_after_release", RELEASED, AmendDeclaration(DOSSIER), CARRIER),
    ("cancel_after_release", RELEASED, CancelDeclaration("late"), CARRIER),
    ("control_reason_missing", ACCEPTED, DecideControl("red"), OSH),
    ("control_already_decided", CONTROLLED, DecideControl("green"), OSH),
    ("wrong_status", ACCEPTED, RecordControl("A1"), OSH),
    ("guarantee_already", ASKED, RequestGuarantee(), OSH),
    ("guarantee_not_asked", ACCEPTED, AnswerGuarantee(GRN, 1, "EUR"), OSH),
    ("seal_twice", ACCEPTED, AffixSeals(("S1", "S1")), OSH),
    ("seal_count_differs", ACCEPTED, AffixSeals(("S1",)), OSH),
    ("control_not_decided", ACCEPTED, ReleaseForTransit(), OSH),
    ("guarantee_not_reserved", CONTROLLED, ReleaseForTransit(), OSH),
    ("seals_not_noted", RESERVED, ReleaseForTransit(), OSH),
    ("limit_date_past", SEALED, ReleaseForTransit("2026-11-20"), OSH),
    ("wrong_status", SEALED, RecordCrossing("UZDUST01"), DUSTLIK),
    ("office_not_on_route", RELEASED, RecordCrossing("UZALAT01"), customs("UZALAT01")),
    ("not_your_office", RELEASED, RecordCrossing("TMFARA01"), DUSTLIK),
    ("already_crossed", RELEASED + 1, RecordCrossing("UZDUST01"), DUSTLIK),
    (
        "time_in_future",
        RELEASED,
        RecordCrossing("UZDUST01", crossed_at="2026-11-22T00:00:00.000Z"),
        DUSTLIK,
    ),
    ("office_not_on_route", RELEASED, RecordIncident("KGBISH01", "2", "x"), customs("KGBISH01")),
    (
        "time_in_future",
        RELEASED,
        RecordIncident("AZALAT01", "1", "x", happened_at="2030-01-01T00:00:00Z"),
        ALAT,
    ),
    ("seal_unknown", RELEASED, RecordIncident("AZALAT01", "2", "x", ("NO",)), ALAT),
    (
        "seal_twice",
        RELEASED,
        RecordIncident("AZALAT01", "2", "x", (), ("KG-778202",)),
        ALAT,
    ),
    (
        "seal_twice",
        RELEASED,
        RecordIncident("AZALAT01", "2", "x", (), ("kg 778202",)),
        ALAT,
    ),
    ("office_not_on_route", RELEASED, RecordArrival("GEBATU01"), customs("GEBATU01")),
    ("wrong_stage", ARRIVED, RecordUnloading(True, True), POTI),
    ("wrong_stage", ARRIVED, ReleaseGoods(), POTI),
    ("remarks_missing", UNLOADING, RecordUnloading(False, True), POTI),
    (
        "remarks_but_conforms",
        UNLOADING,
        RecordUnloading(True, True, (Remark("/x", "1", "2"),)),
        POTI,
    ),
    ("seal_state_missing", UNLOADING, RecordUnloading(True), POTI),
    ("remarks_missing", REMARKED, RecordResults("B1"), POTI),
    ("results_missing", REMARKED, ReleaseGoods(), POTI),
    ("goods_not_released", RESULTS, WriteOff(), OSH),
    ("discrepancy_unknown", RELEASED, SolveDiscrepancy("nothing", "said"), OSH),
    ("day_impossible", SEALED, ReleaseForTransit("2027-02-31"), OSH),
]


def test_a_broken_seal_is_known_however_it_is_written() -> None:
    command = RecordIncident("AZALAT01", "2", "x", ("kg 778202",), ("AZ 1",))
    world = after(RELEASED)
    world.tell(command, ALAT)
    assert "KG-778202" not in world.now().seals
    assert world.now().incidents[-1].broken_seals == ("KG-778202",)


@pytest.mark.parametrize(("code", "steps", "command", "actor"), REFUSALS)
def test_refused(code: str, steps: int, command: Any, actor: Actor) -> None:
    assert code in after(steps).tell(command, actor)


OF_ONE_OFFICE = [
    (steps, command) for steps, (command, actor) in enumerate(LIFE) if actor.role == "customs"
] + [
    (ACCEPTED, RejectDeclaration("no")),
    (ACCEPTED, RefuseRelease("no")),
    (ACCEPTED, RecordControl("A1")),
    (RELEASED, RefuseCrossing("UZDUST01", "no")),
    (RELEASED, SolveDiscrepancy("nothing", "said")),
]


@pytest.mark.parametrize(("steps", "command"), OF_ONE_OFFICE)
def test_no_other_office_may_do_it(steps: int, command: Any) -> None:
    world = after(steps)
    assert world.tell(command, customs("KGBISH01")) == ("not_your_office",)
    assert world.tell(command, CARRIER) == ("not_your_office",)


def test_the_guarantee_is_asked_for_between_acceptance_and_release() -> None:
    assert after(1).tell(RequestGuarantee(), OSH) == ("wrong_status",)
    assert after(RELEASED).tell(RequestGuarantee(), OSH) == ("wrong_status",)


def test_every_command_has_its_moment() -> None:
    told = {type(command) for command, _ in LIFE} | {type(row[2]) for row in REFUSALS}
    own = (
        LEAVING,
        ANSWERING,
        CHANGING,
        CORRECTING,
        DIVERTING,
        INVALIDATING,
        LAPSING,
        NAVIGATION,
        NOTIFYING,
        PLANNING_LEGS,
        REFUSING_ARRIVAL,
        REPORTING,
        SECURING,
        SHARING,
        STATING_COSTS,
        TRANSSHIPPING,
        ASKING_TRANSSHIPMENT,
        FOLLOWING_PARTS,
        SPLITTING,
        EXTENDING,
        VOYAGE,
        SIMPLIFIED,
        TAKING_IN,
        WAGONS,
        WRITING,
        *(ANSWERING_ENQUIRIES, CLOSING, DEMANDING, ENQUIRING, RECOVERING, TERMS),
    )
    apart = {asked.command for act in own for asked in act.asked}
    missing = set(MOVEMENTS.asked) - told - {ReportUnloading, RefuseRelease, RefuseCrossing}
    assert missing == {MarkOverdue, AnnounceControl, AskGuarantorsAgain, *apart}


def test_the_present_second_is_not_in_the_future() -> None:
    crossing = RecordCrossing("UZDUST01", crossed_at=f"{TODAY}T08:00:00Z")
    told = after(RELEASED).tell(crossing, DUSTLIK, now=f"{TODAY}T08:00:00.400Z")
    assert told == ("movement.crossed/1",)


AGAINST = Refusal("rule.R0994", "/dossier")
LODGED_TAG = str(DeclarationLodged.__struct_config__.tag)


@pytest.mark.parametrize(
    ("judged", "refused"),
    [
        (Judged("", TODAY, (AGAINST,)), ("rule.R0994",)),
        (Judged("", "2026-11-22", (AGAINST,)), ()),
        (Judged("another list", TODAY, (AGAINST,)), ()),
    ],
)
def test_what_was_judged_beside_the_writer_counts_for_its_day_and_lists(
    judged: Judged, refused: tuple[str, ...]
) -> None:
    world = World()
    found = world.tell(LodgeDeclaration(DOSSIER, "A1B2"), CARRIER, judged=judged)
    assert found == (refused or (LODGED_TAG,))


def test_what_is_judged_is_what_the_decision_would_find() -> None:
    wrong = replace(DOSSIER, declaration_type="TIR")
    found = judged_of(LodgeDeclaration(wrong), REFERENCE, NOW)
    assert found is not None
    assert found.refusals == dossier_refusals(wrong, REFERENCE, found.day) != ()
    assert judged_of(AcceptDeclaration(), REFERENCE, NOW) is None


def test_an_lrn_is_taken_once() -> None:
    told = World().tell(LIFE[0][0], CARRIER, Known({"lrn:ala-too:OSH-2026-1": ("mv-KG-x",)}))
    assert told == ("lrn_taken",)


@pytest.mark.parametrize("lrn", ["Груз 1/Ош", "A 1", "-1"])
def test_a_local_number_that_no_office_can_print_is_refused(lrn: str) -> None:
    command = LodgeDeclaration(replace(DOSSIER, lrn=lrn))
    assert World().tell(command, CARRIER) == ("lrn_form",)


def test_a_release_names_every_permit_that_is_missing() -> None:
    told = after(SEALED).tell(ReleaseForTransit(), OSH, requirement_rules=RULES)
    assert told == ("permit_missing_at_departure",) * 5


def test_a_border_asks_for_its_own_permits_only() -> None:
    told = after(RELEASED).tell(RecordCrossing("UZDUST01"), DUSTLIK, requirement_rules=RULES)
    assert len(told) == 2


def test_a_border_judges_by_the_day_on_which_it_let_in() -> None:
    needs = requirements_of(DOSSIER, RULES, REFERENCE, TODAY)
    permits = {
        f"pm-UZ-{n}": Permit(
            id=f"pm-UZ-{n}",
            home="KG",
            owner="ala-too",
            request=request_for(need, DOSSIER, SUBJECT),
            status="granted",
            valid_from="2026-11-22",
            valid_to="2026-11-22",
        )
        for n, need in enumerate(needs)
        if need.country == "UZ"
    }
    known = Known({dossier_key(SUBJECT): tuple(permits)}, permits)
    later = "2026-11-23T08:00:00.000Z"

    def crossed(at: str) -> tuple[str, ...]:
        let_in = RecordCrossing("UZDUST01", crossed_at=at)
        return after(RELEASED).tell(let_in, DUSTLIK, known, requirement_rules=RULES, now=later)

    assert set(crossed("2026-11-21T18:59:59.999Z")) == {"permit_not_yet_valid"}
    assert crossed("2026-11-21T19:00:00.000Z") == ("movement.crossed/1",)
    assert crossed("2026-11-22T18:59:59.999Z") == ("movement.crossed/1",)
    assert set(crossed("2026-11-22T19:00:00.000Z")) == {"permit_expired"}


LEDGER = Known(states={f"gr-{GRN}": GUARANTEE})


def test_the_access_code_is_checked_when_the_guarantor_is_here() -> None:
    lodge = LodgeDeclaration(DOSSIER, access_code="XXXX")
    assert World().tell(lodge, CARRIER, LEDGER) == ("guarantee_access_code",)
    assert World().tell(lodge, OTHER_CARRIER, LEDGER) == ("guarantee_other_holder",)
    right = LodgeDeclaration(DOSSIER, access_code="A1B2")
    assert World().tell(right, CARRIER, LEDGER) == ("movement.lodged/1",)


def test_a_broker_files_with_the_guarantee_of_the_holder_who_gave_the_code() -> None:
    """Lodging and the ledger answer alike; who never showed the code is not believed later."""
    lent = replace(GUARANTEE, holder=DOSSIER.holder.id)
    known = Known(states={f"gr-{GRN}": lent})
    for lodge in (LodgeDeclaration(DOSSIER, "A1B2"), LodgeDeclaration(DOSSIER, "XXXX")):
        world, is_shown = World(), lodge.access_code == "A1B2"
        told = world.tell(lodge, OTHER_CARRIER, known)
        assert told == (("movement.lodged/1",) if is_shown else ("guarantee_access_code",))
    for look, answer in ((known, AmountReserved), (NOTHING, ReservationRefused)):
        world = World()
        world.tell(LodgeDeclaration(DOSSIER, "A1B2"), OTHER_CARRIER, look)
        world.tell(AcceptDeclaration(), OSH)
        world.tell(RequestGuarantee(), OSH)
        asked = reactions(world.facts[-1], world.now(), context(OSH))[0].command
        said = decide(GUARANTEES, lent, asked, context(OSH))
        assert not isinstance(said, Refused)
        assert isinstance(said[0], answer)


def test_the_guarantee_that_is_asked_for_is_the_one_whose_code_is_checked() -> None:
    uses = (GuaranteeUse("8", other_reference="Cash 1"), *DOSSIER.guarantees)
    told = World()
    lodge = LodgeDeclaration(replace(DOSSIER, guarantees=uses), access_code="XXXX")
    assert "guarantee_access_code" in told.tell(lodge, CARRIER, LEDGER)
    pointers = [refusal.pointer for refusal in told.answers[-1].refusals]
    assert "/access_code" in pointers


def test_an_amendment_names_no_guarantee_that_the_ledger_would_refuse() -> None:
    """No code is shown with it: the filer's own, or the one entrusted at filing."""
    own, lent, foreign = (codes.make_grn("26", "KG", f"00000100000{n}") for n in (2, 3, 4))
    holder = DOSSIER.holder.id
    states = {
        f"gr-{grn}": replace(GUARANTEE, grn=grn, holder=of)
        for grn, of in ((GRN, holder), (own, "tien-shan"), (lent, holder), (foreign, "ala-too"))
    }
    known = Known(states=states)

    def amended(grn: str) -> tuple[str, ...]:
        world = World()
        world.tell(LodgeDeclaration(DOSSIER, "A1B2"), OTHER_CARRIER, known)
        use = replace(DOSSIER.guarantees[0], grn=grn)
        new = replace(DOSSIER, guarantees=(use,))
        return world.tell(AmendDeclaration(new), OTHER_CARRIER, known)

    assert amended(GRN) == amended(own) == ("movement.amended/1",)
    assert amended(lent) == ("guarantee_not_entrusted",)
    assert amended(foreign) == ("guarantee_other_holder",)


def test_a_route_with_a_gap_is_refused() -> None:
    points = DOSSIER.route.points
    dossier = replace(DOSSIER, route=Route((points[0], *points[3:])))
    told = World().tell(LodgeDeclaration(dossier), CARRIER)
    assert told
    assert all(code.startswith("route.") for code in told)


def test_a_guarantor_without_a_node_cannot_be_asked() -> None:
    use = replace(DOSSIER.guarantees[0], grn=codes.make_grn("26", "GB", "000001000001"))
    world = World()
    world.tell(LodgeDeclaration(replace(DOSSIER, guarantees=(use,))), CARRIER)
    world.tell(AcceptDeclaration(), OSH)
    assert world.tell(RequestGuarantee(), OSH) == ("guarantor_not_connected",)
    world = World()
    world.tell(LodgeDeclaration(replace(DOSSIER, guarantees=())), CARRIER)
    world.tell(AcceptDeclaration(), OSH)
    assert world.tell(RequestGuarantee(), OSH) == ("guarantee_not_declared",)


def test_a_refused_guarantee_can_be_asked_for_again() -> None:
    world = after(ASKED)
    world.tell(AnswerGuarantee(GRN, 1, "EUR", "guarantee_insufficient", 0), Actor("", "KG"))
    assert world.now().guarantee.refusal == "guarantee_insufficient"
    assert world.tell(RequestGuarantee(), OSH) == ("movement.guarantee_requested/1",)


def test_a_red_channel_waits_for_its_result() -> None:
    world = after(ACCEPTED)
    world.tell(DecideControl("red", ("weight",)), OSH)
    assert world.now().status == "under_control"
    assert world.tell(ReleaseForTransit(), OSH)[0] == "control_result_missing"
    world.tell(RecordControl("B1", "short"), OSH)
    assert world.tell(ReleaseForTransit(), OSH)[0] == "control_not_satisfactory"
    assert world.tell(RefuseRelease("short"), OSH) == ("movement.not_released/1",)


@pytest.mark.parametrize(("security", "letter"), [("0", "J"), ("1", "L"), ("2", "K"), ("3", "M")])
def test_the_mrn_says_which_safety_data_there_are(security: str, letter: str) -> None:
    load = replace(DOSSIER.consignment, countries_of_routing=("KG", "UZ", "TM", "AZ", "GE"))
    dossier = replace(DOSSIER, security=security, consignment=load)
    world = World()
    world.tell(LodgeDeclaration(dossier), CARRIER)
    world.tell(AcceptDeclaration(), OSH)
    assert codes.check_mrn(world.now().mrn).ok
    assert world.now().mrn[16] == letter
    other = replace(dossier, security="2" if security == "1" else "1")
    assert world.tell(AmendDeclaration(other), CARRIER) == ("field_fixed",)


def test_what_is_fixed_after_acceptance() -> None:
    other = replace(DOSSIER, declaration_type="T2")
    assert after(ACCEPTED).tell(AmendDeclaration(other), CARRIER) == ("field_fixed",)
    moved = replace(DOSSIER, route=DEMO_ROUTES["bishkek-poti"])
    assert "field_fixed" in after(ACCEPTED).tell(AmendDeclaration(moved), CARRIER)
    house = DOSSIER.consignment.houses[0]
    items = (replace(house.items[0], hs="080810"), *house.items[1:])
    consignment = replace(DOSSIER.consignment, houses=(replace(house, items=items),))
    changed = replace(DOSSIER, consignment=consignment)
    assert after(ACCEPTED).tell(AmendDeclaration(changed), CARRIER) == ("field_fixed",)
    assert after(1).tell(AmendDeclaration(changed), CARRIER) == ("movement.amended/1",)
    broken = replace(DOSSIER, consignment=replace(DOSSIER.consignment, gross_kg="1"))
    assert after(1).tell(AmendDeclaration(broken), CARRIER) == ("rule.R0994",)


def test_a_wagon_is_shown_in_the_lists_and_found_as_a_truck_is() -> None:
    wagon = Means("departure", "20", "52123456", "KG")
    dossier = replace(DOSSIER, consignment=replace(DOSSIER.consignment, means=(wagon,)))
    world = World()
    world.hear(DeclarationLodged(dossier, TODAY), CARRIER)
    [row] = [row for row in listings(world.now(), "KG") if row.list.startswith("customs:")]
    assert row.data["plates"] == ["52123456"]
    assert "plate:52123456" in keys(world.now(), "KG")


def test_a_state_that_leaves_the_route_is_told_so_and_comes_back() -> None:
    world = after(ACCEPTED)
    points = DEMO_ROUTES["osh-poti"].points
    by_tajikistan = replace(DOSSIER, route=Route((*points[:1], *points[-4:])))
    world.hear(MovementWithdrawn(("TM", "UZ")), CARRIER)
    world.hear(DeclarationAmended(by_tajikistan, TODAY), CARRIER)
    assert world.now().withdrawn == ("TM", "UZ")
    assert listings(world.now(), "UZ") == ()
    assert listings(world.now(), "AZ")
    world.hear(DeclarationAmended(DOSSIER, TODAY), CARRIER)
    assert world.now().withdrawn == ()
    left = replace(DOSSIER, route=DEMO_ROUTES["andijan-baku"])
    assert "field_fixed" in world.tell(AmendDeclaration(left), CARRIER)


def test_amending_away_from_a_state_withdraws_it() -> None:
    world = World()
    world.tell(LodgeDeclaration(replace(DOSSIER, route=DEMO_ROUTES["almaty-batumi"])), CARRIER)
    world.tell(AcceptDeclaration(), customs("KZALMA01"))
    points = DEMO_ROUTES["almaty-batumi"].points
    end = replace(points[2], role="destination", mode=None)
    shorter = replace(DOSSIER, route=Route((*points[:2], end)))
    assert world.tell(AmendDeclaration(shorter), CARRIER) == (
        "movement.withdrawn/1",
        "movement.amended/1",
    )
    assert world.now().withdrawn == ("GE",)


def test_a_stopped_truck_may_cross_later() -> None:
    world = after(RELEASED)
    assert world.tell(RefuseCrossing("UZDUST01", "no permit"), DUSTLIK) == (
        "movement.crossing_refused/1",
    )
    assert dict(lanes(world.now()))["UZDUST01"] == "decide"
    assert stations_of(world.now())[2].state == "stopped"
    assert world.tell(RecordCrossing("UZDUST01"), DUSTLIK) == ("movement.crossed/1",)


def test_discrepancies_keep_the_procedure_open() -> None:
    world = after(UNLOADING)
    remark = Remark("/consignment/houses/0/items/0/gross_kg", "6200", "6100")
    world.tell(RecordUnloading(False, True, (remark,)), POTI)
    world.tell(RecordResults("A2"), POTI)
    world.tell(ReleaseGoods(), POTI)
    assert "attention" in {station.state for station in stations_of(world.now())}
    assert world.tell(WriteOff(), OSH) == ("discrepancies_open",)
    explained = SolveDiscrepancy("unloading_remark", "it dried", "explained", "act 17")
    assert world.tell(explained, OSH) == ("movement.discrepancy_solved/1",)
    assert world.tell(WriteOff(), OSH) == ("movement.written_off/1",)


def test_a_dossier_is_of_the_day_it_is_at_departure() -> None:
    """In Osh it is New Year from 18:00 UTC on: its rules count, and its MRN begins so."""
    world = World()
    midnight = "2026-12-31T18:00:00.000Z"
    points = tuple(replace(point, eta=None) for point in DOSSIER.route.points)
    lodge = LodgeDeclaration(replace(DOSSIER, route=Route(points)))
    told = world.tell(lodge, CARRIER, now="2026-12-31T17:59:59.999Z")
    assert told == ("movement.lodged/1",)
    assert world.now().rules_on == "2026-12-31"
    assert world.tell(*LIFE[1], now=midnight) == ("movement.accepted/1",)
    assert world.now().mrn.startswith("27KG")


def test_a_limit_date_that_is_in_no_calendar_is_refused_wherever_it_is_said() -> None:
    claim = Authorisation("C521", "KG/2")
    dossier = replace(DOSSIER, authorisations=(claim,), limit_date="2027-02-31")
    world = World()
    assert world.tell(LodgeDeclaration(dossier), CARRIER) == ("rule.DTC06",)
    assert world.answers[-1].refusals[0].pointer == "/dossier/limit_date"
    assert after(SEALED).tell(ReleaseForTransit("2027-02-31"), OSH) == ("day_impossible",)


def test_the_limit_date_is_over_when_it_is_over_at_destination() -> None:
    """In Osh it is the 6th already, in Poti still the 5th: it can be released for that day."""
    release = ReleaseForTransit("2026-12-05")
    in_time, late = "2026-12-05T19:59:59.999Z", "2026-12-05T20:00:00.000Z"
    assert after(SEALED).tell(release, OSH, now=late) == ("limit_date_past",)
    assert after(SEALED).tell(release, OSH, now=in_time) == ("movement.released/1",)


def test_the_limit_date_is_watched_at_departure() -> None:
    world = after(RELEASED)
    assert MOVEMENTS.due(world.now(), "KG") == (("overdue", "2026-12-05T19:59:59.999Z"),)
    assert MOVEMENTS.due(world.now(), "UZ") == ()
    system = Actor("KGOSH001", "KG", "", "system")
    assert world.tell(MarkOverdue(), system) == ()
    last, late = "2026-12-05T19:59:59.999Z", "2026-12-05T20:00:00.000Z"
    assert world.tell(MarkOverdue(), system, now=last) == (), "it is still that day in Poti"
    assert world.tell(MarkOverdue(), OSH, now=late) == ()
    assert world.tell(MarkOverdue(), system, now=late) == ("movement.overdue/1",)
    assert MOVEMENTS.due(world.now(), "KG") == (("terms", "2026-12-11T18:00:00.000Z"),)
    assert listings(world.now(), "KG")[0].data["overdue"]


def test_a_cancelled_movement_seen_at_a_border_is_a_discrepancy() -> None:
    world = after(SEALED)
    world.hear(DeclarationCancelled("sold"), CARRIER)
    world.hear(FrontierCrossed("UZDUST01", f"{TODAY}T09:00:00.000Z"), DUSTLIK)
    assert world.now().status == "cancelled"
    assert [d.code for d in world.now().open_discrepancies()] == ["crossed_while_cancelled"]


def test_where_it_stands_in_the_lists_of_each_desk() -> None:
    found = {row.list for row in listings(after(1).now(), "KG")}
    assert found == {"carrier:ala-too:open", "customs:KGOSH001:decide"}
    found = {row.list for row in listings(after(RELEASED).now(), "KG")}
    assert found == {
        "carrier:ala-too:open",
        "customs:KGOSH001:underway",
        "customs:KGOSH001:due",
        "map:KG-OSH:KG-DOST",
    }
    assert {row.list for row in listings(after(ARRIVED).now(), "GE")} == {
        "customs:GETSIT01:closed",
        "customs:GEPOTI01:arrived",
        "customs:GEPOTI01:due",
        "map:GE-POTI:GE-POTI",
    }
    assert dict(lanes(after(RELEASED + 2).now())) == {
        "KGOSH001": "underway",
        "UZDUST01": "closed",
        "TMFARA01": "underway",
        "AZALAT01": "expected",
        "GETSIT01": "expected",
        "GEPOTI01": "expected",
    }
    assert {lane for _, lane in lanes(after(OVER).now())} == {"closed"}


def test_by_what_it_is_found() -> None:
    assert keys(after(1).now(), "KG") == (
        "lrn:ala-too:OSH-2026-1",
        "plate:01KG777ABC",
        "plate:01KG445TR",
        "container:MSKU1234565",
    )
    assert keys(after(ACCEPTED).now(), "UZ")[0].startswith("mrn:")


@pytest.mark.parametrize(
    ("steps", "seals"),
    [
        (6, []),
        (7, ["seal:KG778201", "seal:KG778202"]),
        (11, ["seal:KG778202", "seal:AZ1"]),
        (17, ["seal:KG778202", "seal:AZ1"]),
        (18, []),
    ],
    ids=["sealed", "released", "resealed", "goods released", "written off"],
)
def test_a_seal_leads_to_the_load_it_closes_while_that_is_under_way(
    steps: int, seals: list[str]
) -> None:
    for node in ("KG", "UZ"):
        found = keys(after(steps).now(), node)
        assert [key for key in found if key.startswith("seal:")] == seals


def test_the_seals_declared_are_those_of_all_containers() -> None:
    boxes = DOSSIER.consignment.equipment
    assert declared_seals(DOSSIER) == tuple(seal for box in boxes for seal in box.seals)
