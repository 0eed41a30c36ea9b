"""A load that goes on by other means, as planned: where, by what, under which document."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Means, vehicles_of
from corridor.domain.movement.asking_transshipment import (
    RefuseTransshipment,
    RequestTransshipment,
)
from corridor.domain.movement.carried import Transfer
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.parts import BrokenSeal
from corridor.domain.movement.state import Movement
from corridor.domain.movement.transshipping import RecordTransshipment
from tests.domain.movement_world import CARRIER, NOW, TODAY, after, customs

CROSSED = 9
TURKMENBASHI = customs("TMTURK01")
FERRY = (Means("departure", "11", "Berkarar", "TM"),)
ONTO_FERRY = RecordTransshipment(
    "TMTURK01", "TM-TURK", "sea", FERRY, "BL-77", "Turkmen Lines", ("KG-778201",), ("TM-5",)
)


def test_each_leg_keeps_what_carried_it_and_under_which_document() -> None:
    world = after(CROSSED)
    before = vehicles_of(world.now().dossier)
    assert world.tell(ONTO_FERRY, TURKMENBASHI) == ("movement.transshipped/1",)
    state = world.now()
    [leg] = state.legs
    assert (leg.place, leg.mode, leg.document, leg.carrier, leg.at, leg.before) == (
        "TM-TURK",
        "sea",
        "BL-77",
        "Turkmen Lines",
        NOW,
        before,
    )
    assert vehicles_of(state.dossier)[0] == "Berkarar"
    assert state.dossier.consignment.inland_mode == "1"
    assert state.seals == ("KG-778202", "TM-5")
    assert {before[0], "BERKARAR"} <= MOVEMENTS.found_by(state, "AZ").ids
    again = replace(ONTO_FERRY, broken_seals=())
    assert world.tell(again, TURKMENBASHI) == ("seal_twice", "transship_same")


def test_where_no_mode_was_declared_none_is_said() -> None:
    world = after(CROSSED)
    load = replace(world.now().dossier.consignment, inland_mode="")
    world.state = replace(world.now(), dossier=replace(world.now().dossier, consignment=load))
    assert world.tell(ONTO_FERRY, TURKMENBASHI) == ("movement.transshipped/1",)
    assert not world.now().dossier.consignment.inland_mode


def test_a_seal_found_broken_before_is_taken_off_with_it() -> None:
    world = after(CROSSED)
    broken = (BrokenSeal("KG-778201", "TMFARA01", NOW),)
    world.state = replace(world.now(), seals=("KG-778202",), broken=broken)
    assert world.tell(ONTO_FERRY, TURKMENBASHI) == ("movement.transshipped/1",)
    assert not world.now().broken


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"place": "KZ-AKTA"}, ("transship_place",)),
        ({"onto": "rail"}, ("transship_mode", "rule.R0472")),
        ({"broken_seals": ("NO-1",)}, ("seal_unknown",)),
        ({"new_seals": ("KG-778202",)}, ("seal_twice",)),
        ({"at": f"{TODAY}T23:00:00.000Z"}, ("time_in_future",)),
        ({"at": f"{TODAY}T01:00:00.000Z"}, ("seen_before_release",)),
        ({"office": "TMFARA01"}, ("not_your_office",)),
    ],
)
def test_what_cannot_be(changes: dict[str, Any], told: tuple[str, ...]) -> None:
    assert after(CROSSED).tell(replace(ONTO_FERRY, **changes), TURKMENBASHI) == told


ASK = RequestTransshipment(
    "TMTURK01", "TM-TURK", "sea", FERRY, "BL-77", "The ferry sails tonight.", "Turkmen Lines"
)


def test_a_carrier_asks_and_the_office_that_sees_it_answers_with_its_record() -> None:
    world = after(CROSSED)
    assert world.tell(ASK, CARRIER) == ("movement.transshipment_requested/1",)
    assert "customs:TMTURK01:decide" in desks_of(world.now())
    assert world.tell(ASK, CARRIER) == ("transship_pending",)
    assert vehicles_of(world.now().dossier)[0] != "Berkarar"
    assert world.tell(ONTO_FERRY, TURKMENBASHI) == ("movement.transshipped/1",)
    assert [one.status for one in world.now().transfers] == ["confirmed"]
    assert world.now().pending_transfer is None
    refusal = RefuseTransshipment("TMTURK01", "No room on board.")
    assert world.tell(refusal, TURKMENBASHI) == ("transship_not_asked",)


def test_an_office_says_why_the_goods_are_not_moved() -> None:
    world = after(CROSSED)
    world.tell(ASK, CARRIER)
    elsewhere = replace(ASK, office="AZALAT01", place="AZ-ALAT", onto="road")
    world.state = replace(world.now(), transfers=(*_refused(world.now()), *world.now().transfers))
    refusal = RefuseTransshipment("TMTURK01", "No room on board.")
    assert world.tell(refusal, TURKMENBASHI) == ("movement.transshipment_refused/1",)
    last = world.now().transfers[-1]
    assert (last.status, last.answer) == ("refused", "No room on board.")
    assert "transship_pending" not in world.tell(elsewhere, CARRIER)
    world.tell(ONTO_FERRY, TURKMENBASHI)
    assert world.now().transfers[-1].status in ("refused", "requested")


def _refused(state: Movement) -> tuple[Transfer, ...]:
    return tuple(replace(one, status="refused") for one in state.transfers)


def desks_of(state: Movement) -> set[str]:
    return {row.list for row in MOVEMENTS.listings(state, "TM")}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"place": "KZ-AKTA"}, ("transship_place",)),
        ({"onto": "rail"}, ("transship_mode", "rule.R0472")),
        ({"office": "KZAKTA01"}, ("change_office",)),
    ],
)
def test_what_cannot_be_asked_for(changes: dict[str, Any], told: tuple[str, ...]) -> None:
    assert after(CROSSED).tell(replace(ASK, **changes), CARRIER) == told
