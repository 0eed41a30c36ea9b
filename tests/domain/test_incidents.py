"""Incidents of all six kinds: what each needs, what becomes of the load, who endorsed it."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Equipment, Means, vehicles_of
from corridor.domain.movement.endorsement import Endorsement
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.reporting import TellIncident
from tests.domain.movement_world import ALAT, CARRIER, TODAY, World, after

RELEASED = 7
SEALS, NEW = ("KG-778201", "KG-778202"), ("AZ-1", "AZ-2")
BY_POLICE = Endorsement("Traffic police, post 4", "Shirvan", "AZ", TODAY)
WAGON = Means("departure", "20", "21812471217", "KZ")


def recorded(code: Any, **said: Any) -> tuple[tuple[str, ...], World]:
    world = after(RELEASED)
    return world.tell(RecordIncident("AZALAT01", code, "It happened.", **said), ALAT), world


@pytest.mark.parametrize(
    ("code", "said", "told"),
    [
        ("1", {}, ()),
        ("2", {}, ("broken_seals_missing",)),
        ("2", {"broken_seals": SEALS[:1]}, ()),
        ("3", {}, ("incident_seals_missing", "incident_means_missing")),
        ("3", {"new_seals": NEW[:1]}, ("incident_means_missing",)),
        ("3", {"new_vehicle": "10AB123"}, ("incident_seals_missing",)),
        ("3", {"new_vehicle": "10AB123", "new_seals": NEW[:1]}, ()),
        ("4", {}, ("incident_seals_missing",)),
        ("4", {"broken_seals": SEALS[:1]}, ()),
        ("5", {"place": "km 12", "country": "AZ"}, ()),
        ("6", {}, ("incident_means_missing",)),
        ("6", {"new_container": "CSQU3054383"}, ()),
        ("6", {"replaces": "CSQU3054383", "new_vehicle": "X"}, ("incident_container",)),
        ("1", {"endorsed": replace(BY_POLICE, country="QQ")}, ("endorsed_nowhere",)),
        ("1", {"endorsed": replace(BY_POLICE, on="2026-11-22")}, ("endorsed_when",)),
        ("1", {"endorsed": replace(BY_POLICE, on="2026-02-31")}, ("endorsed_when",)),
        ("1", {"endorsed": BY_POLICE}, ()),
    ],
)
def test_each_kind_asks_for_what_it_needs(
    code: Any, said: dict[str, Any], told: tuple[str, ...]
) -> None:
    assert recorded(code, **said)[0] == (told or ("movement.incident/1",))


def test_what_has_no_seals_needs_none() -> None:
    world = after(RELEASED)
    world.state = replace(world.now(), seals=())
    for code in ("2", "4"):
        said: Any = RecordIncident("AZALAT01", code, "x")
        assert world.tell(said, ALAT) == ("movement.incident/1",)


def test_all_look_for_the_new_means_from_then_on_and_find_it_by_the_old() -> None:
    before = vehicles_of(after(RELEASED).now().dossier)
    truck = Means("departure", "30", "10AB123", "AZ")
    told, world = recorded("3", means=(truck,), new_seals=NEW, broken_seals=SEALS)
    assert told == ("movement.incident/1",)
    state = world.now()
    assert vehicles_of(state.dossier) == ("10AB123",)
    assert state.seals == NEW
    [incident] = state.incidents
    assert (incident.new_vehicle, incident.before) == ("10AB123", before)
    assert "plate:10AB123" in MOVEMENTS.keys(state, "AZ")
    assert {"10AB123", before[0]} <= MOVEMENTS.found_by(state, "AZ").ids
    wrong = replace(truck, nationality="QQ")
    refused, _ = recorded("6", means=(wrong,))
    assert refused
    assert "/" not in refused[0]


def test_a_container_takes_the_place_of_another() -> None:
    world = after(RELEASED)
    load = world.now().dossier.consignment
    boxes = (Equipment(1, "MSKU1234565"), Equipment(2, "TGHU1234560"))
    dossier = replace(world.now().dossier, consignment=replace(load, equipment=boxes))
    world.state = replace(world.now(), dossier=dossier)
    said = RecordIncident(
        "AZALAT01", "6", "Torn open.", new_container="CSQU3054383", replaces="msku 1234565"
    )
    assert world.tell(said, ALAT) == ("movement.incident/1",)
    after_it = world.now().dossier.consignment.equipment
    assert [box.container for box in after_it] == ["CSQU3054383", "TGHU1234560"]


def test_a_carrier_says_where_and_on_what_and_who_endorsed_it() -> None:
    world = after(RELEASED)
    assert world.tell(TellIncident("5", "x"), CARRIER) == ("incident_place_missing",)
    moved = TellIncident("3", "The cooler failed.", "km 12")
    assert world.tell(moved, CARRIER) == ("incident_means_missing",)
    late = replace(moved, new_vehicle="10AB123", endorsed=replace(BY_POLICE, on="2027-01-01"))
    assert world.tell(late, CARRIER) == ("endorsed_when",)
    whole = replace(late, new_nationality="AZ", new_seals=NEW, country="AZ", endorsed=BY_POLICE)
    assert world.tell(whole, CARRIER) == ("movement.incident_told/1",)
    trouble = world.now().open_trouble
    assert trouble is not None
    assert (trouble.new_vehicle, trouble.new_nationality, trouble.endorsed) == (
        "10AB123",
        "AZ",
        BY_POLICE,
    )
    assert vehicles_of(world.now().dossier) != ("10AB123",)
