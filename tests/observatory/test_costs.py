"""Costs as rows: at places and of stretches, what is taken back as less."""

from typing import Any

from corridor.domain.movement.costs import Cost
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stating_costs import CostStated, CostWithdrawn
from corridor.observatory.happening import Happening
from corridor.observatory.reading import Reading
from tests.domain.movement_world import CARRIER, REFERENCE, TODAY, after

PLACES = ("UZ-DUST", "TM-FARA")


def rows_of(*said: Any) -> list[Happening]:
    """Of a movement that entered a state, of what its carrier then says."""
    world = after(8)
    for one in said:
        world.hear(one, CARRIER)
    reading = Reading(REFERENCE)
    rows: list[Happening] = []
    for number, fact in enumerate(world.facts):
        rows += reading.of(number, world.now().id, fact)
    return [one for one in rows if one.kind in ("paid", "section_paid")]


def paid(what: Any, cents: int | None, place: str, to: str = "") -> CostStated:
    return CostStated(what, 1_000, "KGS" if cents is None else "USD", place, to, TODAY, "", cents)


def brief(row: Happening) -> tuple[Any, ...]:
    return (row.kind, row.office or row.segment, row.side, row.usd_minor, row.unrated, row.count)


def test_at_a_border_it_is_a_row_and_taken_back_it_is_the_same_less() -> None:
    fee = paid("official", 2_500, "UZ-DUST")
    stated, without = rows_of(fee, paid("service", None, "UZ-DUST"))
    assert brief(stated) == ("paid", "UZDUST01", "entry", 2_500, 0, 1)
    assert (stated.what, stated.day, stated.country) == ("official", TODAY, "UZ")
    assert brief(without)[3:] == (0, 1, 1)
    *_, gone = rows_of(fee, CostWithdrawn("KG:9"))
    assert brief(gone) == ("paid", "UZDUST01", "entry", -2_500, 0, -1)


def test_a_stretch_has_what_was_stated_on_it_and_at_its_places() -> None:
    """The place where it begins belongs to the stretch before."""
    fuel = paid("running", 40_000, *PLACES)
    rows = rows_of(paid("official", 100, "UZ-DUST"), paid("official", 200, "TM-FARA"), fuel)
    assert [one.kind for one in rows] == ["paid", "paid", "section_paid"]
    stretch = rows[-1]
    assert (stretch.segment, stretch.usd_minor, stretch.count) == ("UZ-DUST>TM-FARA", 40_200, 2)
    assert stretch.km
    assert stretch.gross_kg
    assert stretch.country == ""
    *_, place, more = rows_of(fuel, paid("service", 50, "TM-FARA"))
    assert (place.kind, more.kind, more.usd_minor, more.count) == ("paid", "section_paid", 50, 1)
    *_, gone = rows_of(fuel, paid("service", 50, "TM-FARA"), CostWithdrawn("KG:9"))
    assert (gone.usd_minor, gone.count) == (-40_050, -2)


def test_what_lies_elsewhere_now_says_nothing() -> None:
    assert rows_of(paid("official", 100, "KZ-TAZ"), paid("running", 100, "KZ-TAZ", "KZ-ALA")) == []


def test_older_states_have_no_costs() -> None:
    assert Movement("mv-KG-1", "KG", "", after(1).now().dossier, "", "").costs == ()
    assert Cost("KG:1", "other", 1, "USD", "UZ-DUST", "", TODAY).usd_minor is None
