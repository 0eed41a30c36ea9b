"""Costs as rows: at places and of stretches, what is taken back as less."""

from typing import Any

from corridor.domain.movement.costs import Cost
from corridor.domain.movement.diverting import DecideDiversion, RequestDiversion
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stating_costs import CostStated, CostWithdrawn, WithdrawCost
from corridor.observatory.happening import Happening
from corridor.observatory.reading import Reading
from tests.domain.movement_world import CARRIER, OSH, REFERENCE, TODAY, World, after

PLACES = ("UZ-DUST", "TM-FARA")


def rows_of(*said: Any) -> list[Happening]:
    """Of a movement that entered a state, of what its carrier then says."""
    world = after(8)
    for one in said:
        world.hear(one, CARRIER)
    return rows_in(world)


def rows_in(world: World) -> list[Happening]:
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


def test_what_a_diversion_leaves_aside_is_in_no_figure_and_can_be_taken_back() -> None:
    """The way ends elsewhere: rows of the place and the stretch that it has no more add up to
    nothing, and neither do they when the carrier takes them back.
    """
    world, end = after(8), ("UZ-DUST", "GE-POTI")
    for fee in (
        paid("official", 100, "UZ-DUST"),
        paid("official", 2_500, "GE-POTI"),
        paid("running", 40_000, *end),
        paid("running", 300, *PLACES),
    ):
        world.hear(fee, CARRIER)
    elsewhere = RequestDiversion("GEPOTI01", "GEBATU01", "The ship sails from Batumi.")
    assert world.tell(elsewhere, CARRIER)
    assert world.tell(DecideDiversion("GEBATU01", allowed=True), OSH)
    for number in (10, 11):
        assert world.tell(WithdrawCost(f"KG:{number}"), CARRIER) == ("movement.cost_withdrawn/1",)
    rows, left = rows_in(world), dict[str, int]()
    for one in rows:
        key = one.office if one.kind == "paid" else one.segment
        left[key] = left.get(key, 0) + (one.usd_minor or 0)
    assert left == {"UZDUST01": 100, "GEPOTI01": 0, "UZ-DUST>GE-POTI": 0, "UZ-DUST>TM-FARA": 300}
    assert len({(one.entry, one.part) for one in rows}) == len(rows)


def test_older_states_have_no_costs() -> None:
    assert Movement("mv-KG-1", "KG", "", after(1).now().dossier, "", "").costs == ()
    assert Cost("KG:1", "other", 1, "USD", "UZ-DUST", "", TODAY).usd_minor is None
