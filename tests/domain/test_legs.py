"""Legs of a journey: who carries the goods from where, and under which document."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Dossier, LegPlan
from corridor.domain.movement.judging import dossier_refusals
from corridor.domain.movement.legs import legs_of
from corridor.domain.movement.planning_legs import PlanLegs
from corridor.domain.routes import Route
from tests.domain.movement_world import CARRIER, DOSSIER, OTHER_CARRIER, REFERENCE, TODAY, after

RELEASED = 7
FERRY = LegPlan(
    "TM-TURK",
    "Turkmen Lines",
    "ferry_ticket",
    "F-77",
    "Berkarar",
    "9074729",
    f"{TODAY}T10:00:00Z",
    f"{TODAY}T22:00:00Z",
)


def test_a_leg_ends_where_the_mode_changes_or_another_is_said_to_begin() -> None:
    ends = [(leg.start.place, leg.end.place, leg.mode) for leg in legs_of(DOSSIER)]
    assert ends == [
        ("KG-OSH", "TM-TURK", "road"),
        ("TM-TURK", "AZ-ALAT", "sea"),
        ("AZ-ALAT", "GE-POTI", "road"),
    ]
    another = replace(DOSSIER, legs=(LegPlan("UZ-DUST", "Silk Road"), LegPlan("KZ-AKTA")))
    first, second, *_ = legs_of(another)
    assert (first.end.place, first.plan, second.plan) == ("UZ-DUST", None, another.legs[0])
    assert legs_of(replace(DOSSIER, route=Route(()))) == ()
    gap = (replace(DOSSIER.route.points[0], mode=None), *DOSSIER.route.points[1:])
    assert legs_of(replace(DOSSIER, route=Route(gap)))[0].start.place == "KG-DOST"
    points = tuple(replace(point, mode=None) for point in DOSSIER.route.points)
    assert legs_of(replace(DOSSIER, route=Route(points))) == ()


def test_the_carrier_says_them_until_it_has_arrived_and_says_nothing_twice() -> None:
    world = after(RELEASED)
    legs = (LegPlan("KG-OSH"), FERRY)
    assert world.tell(PlanLegs(legs), OTHER_CARRIER) == ("not_your_dossier",)
    assert world.tell(PlanLegs(legs), CARRIER) == ("movement.legs_planned/1",)
    assert world.now().dossier.legs == (FERRY,)
    assert world.tell(PlanLegs(legs), CARRIER) == ("legs_unchanged",)
    assert world.tell(PlanLegs(()), CARRIER) == ("movement.legs_planned/1",)
    assert after(13).tell(PlanLegs(legs), CARRIER) == ("wrong_status",)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"place": "KZ-AKTA"}, ("leg_place",)),
        ({"place": "GE-POTI"}, ("leg_place",)),
        ({"place": "KG-OSH"}, ("leg_document", "leg_vessel")),
        ({"number": ""}, ("leg_document_half",)),
        ({"document": ""}, ("leg_document_half",)),
        ({"imo": "9074728"}, ("imo_digit",)),
        ({"imo": "907472"}, ("imo_format",)),
        ({"imo": "٩٠٧٤٧٢٩"}, ("imo_format",)),
        ({"arrives": FERRY.departs}, ("leg_times",)),
        ({"arrives": "2026-02-30T10:00:00Z"}, ("time_impossible",)),
    ],
)
def test_what_cannot_be_said_of_a_leg(changes: dict[str, Any], told: tuple[str, ...]) -> None:
    wrong = replace(FERRY, **changes)
    assert after(RELEASED).tell(PlanLegs((wrong,)), CARRIER) == told
    filed: Dossier = replace(DOSSIER, legs=(wrong,))
    assert {r.code for r in dossier_refusals(filed, REFERENCE, TODAY)} == {*told}


def test_a_place_begins_one_leg() -> None:
    assert after(RELEASED).tell(PlanLegs((FERRY, FERRY)), CARRIER) == ("leg_twice",)
