"""Customs territories, their frontiers, and the parties to common transit."""

import pytest

from corridor.domain.reference import Reference, load_reference
from corridor.domain.territories import (
    UNIONS,
    is_common_transit,
    is_customs_frontier,
    territory_of,
)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def test_the_union_is_one_territory_of_five_states() -> None:
    assert UNIONS["EAEU"] == {"AM", "BY", "KZ", "KG", "RU"}
    assert {territory_of(state) for state in UNIONS["EAEU"]} == {"EAEU"}


@pytest.mark.parametrize("state", ["UZ", "TJ", "TM", "AZ", "GE", "CN", "TR", "IR"])
def test_the_other_states_are_each_their_own(state: str) -> None:
    assert territory_of(state) == state


def test_the_european_union_is_one_territory_of_27() -> None:
    assert len(UNIONS["EU"]) == 27
    assert territory_of("RO") == territory_of("BG") == "EU"


@pytest.mark.parametrize(
    ("a", "b", "frontier"),
    [
        ("KG", "KZ", False),
        ("KZ", "RU", False),
        ("KG", "UZ", True),
        ("RO", "BG", False),
        ("KZ", "AZ", True),
        ("AZ", "GE", True),
        ("KG", "KG", False),
        ("KG", "CN", True),
    ],
)
def test_customs_frontiers(a: str, b: str, frontier: bool) -> None:
    assert is_customs_frontier(a, b) is frontier
    assert is_customs_frontier(b, a) is frontier


def test_georgia_joined_common_transit_in_february_2025(reference: Reference) -> None:
    parties = reference.contracting_parties
    assert not is_common_transit(parties, "GE", "2025-01-31")
    assert is_common_transit(parties, "GE", "2025-02-01")


def test_a_member_of_the_european_union_is_a_party_through_it(reference: Reference) -> None:
    assert is_common_transit(reference.contracting_parties, "RO", "2026-11-21")
    assert not is_common_transit(reference.contracting_parties, "KZ", "2026-11-21")


def test_states_are_named_as_their_officials_write_them(reference: Reference) -> None:
    names = {code: reference.countries[code].name("ru") for code in ("KG", "TM", "AZ", "BY")}
    assert names == {
        "KG": "Кыргызстан",
        "TM": "Туркменистан",
        "AZ": "Азербайджан",
        "BY": "Беларусь",
    }
    assert reference.countries["KG"].name("en") == "Kyrgyzstan"
