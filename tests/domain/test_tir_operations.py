"""TIR operations: what the record would tell eTIR of each customs territory, and what not."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import GuaranteeUse
from corridor.domain.movement.crossing import RecordCrossing, RefuseCrossing
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.leaving import RecordExit
from corridor.domain.movement.parts import BrokenSeal, Crossing, Destination, Discrepancy, Leg
from corridor.domain.movement.state import Movement
from corridor.domain.projections.tir_messages import seals_at
from corridor.domain.projections.tir_operations import TirMessage, operations_of
from corridor.domain.projections.tir_table import CLASSES, ERRORS, load_tir_fields
from corridor.domain.routes import DEMO_ROUTES, Route
from tests.domain.movement_world import DOSSIER, NOW, REFERENCE, after, customs

OFFICES = REFERENCE.offices
LATER = "2026-11-22T08:00:00.000Z"


def under_carnet(state: Movement, **changes: Any) -> Movement:
    dossier = replace(
        state.dossier,
        declaration_type="TIR",
        tir_carnet="XN25000050",
        tir_holder="KGZ/001/12",
        guarantees=(GuaranteeUse("B"),),
    )
    return replace(state, **{"dossier": dossier} | changes)


def messages(state: Movement) -> dict[tuple[int, str], TirMessage]:
    found = operations_of(state, OFFICES)
    return {(one.sequence, m.name): m for one in found for m in one.messages}


def values(message: TirMessage) -> dict[str, str]:
    return {one.to: one.value for one in message.values}


def faults(message: TirMessage) -> list[tuple[str, str]]:
    return [(one.code, one.pointer) for one in message.faults]


def test_each_customs_territory_has_one_operation_and_the_union_is_one() -> None:
    state = under_carnet(after(2).now())
    found = operations_of(state, OFFICES)
    assert [(one.sequence, one.territory) for one in found] == [
        (1, "EAEU"),
        (2, "UZ"),
        (3, "TM"),
        (4, "AZ"),
        (5, "GE"),
    ]
    through = replace(state.dossier, route=DEMO_ROUTES["bishkek-poti"])
    union, *others = operations_of(replace(state, dossier=through), OFFICES)
    assert (union.territory, union.countries, union.first, union.last) == (
        "EAEU",
        ("KG", "KZ"),
        "KG-BISH",
        "KZ-KURY",
    )
    assert [one.territory for one in others] == ["AZ", "GE"]


def test_a_transit_without_a_carnet_has_none() -> None:
    assert operations_of(after(18).now(), OFFICES) == ()


def test_before_it_is_accepted_an_operation_has_no_number() -> None:
    filed = messages(under_carnet(after(1).now()))[1, "I9"]
    assert "TIROperation/identifier" not in values(filed)
    field = load_tir_fields()["I9", "TIROperation/identifier"]
    assert (field.name("ru"), field.name("en")) == ("Номер операции", "Number of the operation")


def test_before_the_release_all_is_to_come() -> None:
    found = messages(under_carnet(after(2).now()))
    assert {one.standing for one in found.values()} == {"due"}
    assert "Start/date" not in values(found[1, "I9"])


def test_a_whole_life_is_started_terminated_and_discharged() -> None:
    world = after(7)
    for office in ("KGDOST01", "UZALAT01", "TMTURK01", "AZKRAS01"):
        entry = {"UZALAT01": "UZDUST01", "TMTURK01": "TMFARA01", "AZKRAS01": "AZALAT01"}.get(office)
        if entry:
            assert world.tell(RecordCrossing(entry), customs(entry)) == ("movement.crossed/1",)
        assert world.tell(RecordExit(office), customs(office)) == ("movement.left/1",)
    assert world.tell(RecordCrossing("GETSIT01"), customs("GETSIT01")) == ("movement.crossed/1",)
    state = under_carnet(
        world.now(),
        status="written_off",
        written_off_at=LATER,
        control_result="A1",
        destination=Destination("goods_released", "GEPOTI01", NOW, True, True, "fine", "A1"),
    )
    found = messages(state)
    assert {one.standing for one in found.values()} == {"said"}
    assert values(found[1, "I9"]) == {
        "ObligationGuarantee/reference": "XN25000050",
        "TIRCarnetHolder/identifier": "KGZ/001/12",
        "TIROperation/identifier": f"{state.mrn}/1",
        "TIROperation/sequence": "1",
        "Start/CustomsOffice": "KGOSH001",
        "Start/date": NOW,
        "Start/Seal/number": "KG-778201, KG-778202",
        "Start/Control/result": "A1",
        "Start/limitDate": state.limit_date,
    }
    last = values(found[5, "I11"])
    assert (last["Termination/CustomsOffice"], last["Termination/date"]) == ("GEPOTI01", NOW)
    assert (last["Termination/Control/sealsIntact"], last["Termination/Control/result"]) == (
        "yes",
        "A1",
    )
    assert last["Termination/remarks"] == "fine"
    assert values(found[3, "I13"])["Discharge/withReservation"] == "no"
    known = load_tir_fields()
    assert all((name, to) in known for (_, name), m in found.items() for to in values(m))


def test_what_is_written_off_with_a_debt_is_discharged_with_reservation() -> None:
    debt = Discrepancy("seals_broken", NOW, outcome="debt")
    state = under_carnet(after(7).now(), written_off_at=LATER, discrepancies=(debt,))
    assert values(messages(state)[1, "I13"])["Discharge/withReservation"] == "yes"


def test_an_office_that_refuses_the_entry_refuses_the_start() -> None:
    world = after(7)
    assert world.tell(RefuseCrossing("UZDUST01", "No permit"), customs("UZDUST01")) == (
        "movement.crossing_refused/1",
    )
    found = messages(under_carnet(world.now()))
    assert (2, "I9") not in found
    assert (2, "I11") not in found
    refused = found[2, "I17"]
    assert refused.standing == "said"
    assert "No permit" in values(refused)["RefusalToStart/reason"]
    silent = replace(world.now(), crossings=(Crossing("UZDUST01", "stopped", NOW),))
    assert "RefusalToStart/reason" not in values(messages(under_carnet(silent))[2, "I17"])


def test_the_first_operation_cannot_be_refused() -> None:
    state = under_carnet(after(2).now(), status="not_released", updated_at=NOW, reason="papers")
    refused = messages(state)[1, "I17"]
    assert (refused.standing, faults(refused)) == ("faulty", [("216", "")])
    silent = messages(replace(state, reason=""))[1, "I17"]
    assert "RefusalToStart/reason" not in values(silent)


@pytest.mark.parametrize(
    ("changes", "message", "told"),
    [
        ({"crossings": ()}, (2, "I11"), [("213", "")]),
        ({"exits": ()}, (2, "I13"), [("200", "")]),
        ({"released_at": "2026-02-30T08:00:00.000Z"}, (1, "I9"), [("103", "Start/date")]),
    ],
)
def test_steps_that_do_not_fit_draw_the_error_of_their_class(
    changes: dict[str, Any], message: tuple[int, str], told: list[tuple[str, str]]
) -> None:
    world = after(8)
    assert world.tell(RecordExit("UZALAT01"), customs("UZALAT01")) == ("movement.left/1",)
    state = under_carnet(replace(world.now(), written_off_at=LATER), **changes)
    found = messages(state)[message]
    assert (found.standing, faults(found)) == ("faulty", told)
    assert all(code in ERRORS and code[0] in CLASSES for code, _ in told)


def test_what_must_be_said_and_is_not_draws_a_missing_field() -> None:
    state = under_carnet(after(2).now())
    bare = replace(state, dossier=replace(state.dossier, tir_holder=""))
    assert ("101", "TIRCarnetHolder/identifier") in faults(messages(bare)[1, "I9"])
    points = tuple(
        replace(point, office=None, role="via") if point.role in ("transit", "exit") else point
        for point in state.dossier.route.points
    )
    unnamed = replace(state, dossier=replace(state.dossier, route=Route(points)))
    found = messages(unnamed)
    assert faults(found[2, "I9"]) == [("101", "Start/CustomsOffice")]
    assert faults(found[2, "I11"]) == [("101", "Termination/CustomsOffice")]


def test_an_office_that_is_in_no_list_draws_not_found() -> None:
    state = under_carnet(after(2).now())
    (first, *_) = operations_of(state, frozenset())
    assert ("304", "Start/CustomsOffice") in faults(first.messages[0])


def test_goods_for_the_border_post_start_and_end_there() -> None:
    points = DOSSIER.route.points
    upto = next(i for i, p in enumerate(points) if p.office == "UZDUST01")
    short = Route((*points[:upto], replace(points[upto], role="destination", mode=None)))
    state = under_carnet(after(7).now())
    state = replace(state, dossier=replace(state.dossier, route=short))
    assert messages(state)[2, "I9"].standing == "due"
    there = replace(state, destination=Destination("arrived", "UZDUST01", NOW))
    found = messages(there)
    assert values(found[2, "I9"])["Start/date"] == NOW
    assert values(found[2, "I11"])["Termination/date"] == NOW


def test_seals_are_those_of_the_time() -> None:
    world = after(10)
    changed = RecordIncident("AZALAT01", "2", "broken", ("KG-778201",), ("AZ-1",))
    assert world.tell(changed, customs("AZALAT01")) == ("movement.incident/1",)
    state = world.now()
    assert state.seals == ("KG-778202", "AZ-1")
    late = tuple(replace(one, at=LATER) for one in state.incidents)
    assert set(seals_at(replace(state, incidents=late), NOW)) == {"KG-778202", "KG-778201"}
    assert seals_at(replace(state, incidents=late), LATER) == state.seals
    broken = replace(state, broken=(BrokenSeal("KG-9", "GETSIT01", LATER),))
    assert "KG-9" in seals_at(broken, NOW)
    assert "KG-9" not in seals_at(broken, LATER)
    moved = replace(state, legs=(Leg("TM-TURK", "sea", (), "BL", "", "TMTURK01", LATER),))
    assert seals_at(moved, NOW) == ()
