"""One record, four projections: every field has its row, nothing said is dropped unsaid."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.consignment import AtTheWheel, Vehicle
from corridor.domain.projections.projecting import Value, project, values_of
from corridor.domain.projections.table import (
    SYSTEMS,
    leaf_paths,
    load_boxes,
    load_fields,
    places_in,
)
from tests.domain.movement_world import DOSSIER

NCTS = {"lrn": "TransitOperation/LRN"}
FULL = replace(
    DOSSIER,
    driver=AtTheWheel("A. Driver"),
    vehicle=Vehicle(gross_kg="40000", temperature_controlled=True),
    answers={"dual_use": False},
)


def test_every_field_of_a_dossier_has_a_row_and_no_row_is_of_none() -> None:
    """A new field of the dossier is a line more of fields.csv."""
    assert [one.path for one in load_fields()] == list(leaf_paths())
    assert all(one.name("ru") and one.name("en") for one in load_fields())


def test_every_box_that_is_named_is_one() -> None:
    named = {box for one in load_fields() if one.eaeu for box in one.eaeu.split(", ")}
    assert named == set(load_boxes())
    assert load_boxes()["31"].name("ru") == "Грузовые места и описание товаров"
    assert load_boxes()["31"].name("en") == "Packages and description of goods"


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_is_said_is_kept_or_lost_and_never_both(system: Any) -> None:
    places = places_in(system, NCTS)
    found = project(FULL, system, places)
    said = [(path, pointer, text) for path, pointer, text in values_of(FULL)]
    told = sorted((one.path, one.pointer, one.value) for one in found.kept + found.lost)
    assert told == sorted(said)
    assert all(one.to == places[one.path] for one in found.kept)
    assert not any(one.path in places for one in found.lost)


def test_a_national_system_takes_all_and_ncts_what_the_gateway_takes() -> None:
    assert not project(FULL, "national", places_in("national", NCTS)).lost
    (lrn,) = project(FULL, "ncts", places_in("ncts", NCTS)).kept
    assert lrn == Value("lrn", "/lrn", "OSH-2026-1", "TransitOperation/LRN")


def test_values_are_those_of_the_bytes() -> None:
    found = {pointer: text for _, pointer, text in values_of(FULL)}
    assert found["/vehicle/temperature_controlled"] == "true"
    assert found["/answers/dual_use"] == "false"
    assert found["/driver/name"] == "A. Driver"
    assert "/reduced_dataset" not in found  # as it is where nobody says it
    assert found["/consignment/houses/0/items/0/hs"] == "080929"


def test_what_is_empty_is_not_said() -> None:
    assert list(values_of(("", None, "1203"), "un")) == [("un[]", "/2", "1203")]


@given(st.sampled_from(sorted(leaf_paths())))
def test_a_path_names_only_fields(path: str) -> None:
    assert all(step.removesuffix("[]").isidentifier() for step in path.split("."))
