"""What stands against a list before it is taken: each fault with its row and its column."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from corridor.domain.days import is_day
from corridor.domain.needs import Ask, Look
from corridor.domain.refdata.judging_codes import (
    CODE_TEXTS,
    faults_of_code,
    faults_of_days,
    faults_of_whole,
)
from corridor.domain.refdata.judging_mappings import MAPPING_TEXTS, faults_of_mapping
from corridor.domain.refdata.judging_rules import RULE_TEXTS, contradictions, faults_of_rule
from corridor.domain.refdata.rows import KEY_OF, ROW_OF, ListName, OfficeRow, Row
from corridor.domain.refdata.way_rows import (
    WAY_TEXTS,
    LinkRow,
    PlaceRow,
    faults_of_link,
    faults_of_place,
    places_left_out,
)
from corridor.domain.reference import Reference
from corridor.domain.reference.mapping_rows import MappingRow
from corridor.domain.reference.model import RateRow
from corridor.domain.reference.permit_rows import PermitRule
from corridor.domain.refusals import N_, Refusal, RefusalText

OPEN_LANES: Final = ("expected", "decide", "underway", "arrived")


def faults_of(
    name: ListName, rows: tuple[Row, ...], node: str, reference: Reference, day: str = ""
) -> tuple[Refusal, ...]:
    """All of them; the pointer is `/rows/3/place`, rows counted from 0.

    `day`: from which the list counts, where that is known.
    """
    found = tuple(_faults(name, rows, node, reference))
    return found or (*faults_of_whole(name, rows, node, day), *_of_rules(rows))


def _of_rules(rows: tuple[Row, ...]) -> Iterator[Refusal]:
    return contradictions(tuple(row for row in rows if isinstance(row, PermitRule)))


def _faults(
    name: ListName, rows: tuple[Row, ...], node: str, reference: Reference
) -> Iterator[Refusal]:
    seen = Counter(_identity(row) for row in rows)
    known = {*reference.places, *(row.code for row in rows if isinstance(row, PlaceRow))}
    base = next((row.base for row in rows if isinstance(row, RateRow)), "")
    for number, row in enumerate(rows):
        at = f"/rows/{number}"
        if not isinstance(row, ROW_OF[name]):
            yield Refusal("refdata_other_list", at)
        if seen[_identity(row)] > 1:
            yield Refusal("refdata_twice", f"{at}/{KEY_OF[name]}", "", {"key": row.key})
        if isinstance(row, OfficeRow):
            yield from _of_office(row, at, node, reference)
        elif isinstance(row, RateRow):
            yield from _of_rate(row, at, base)
        elif isinstance(row, PermitRule):
            yield from faults_of_rule(row, at, node, reference)
        elif isinstance(row, PlaceRow):
            yield from faults_of_place(row, at, node, known)
        elif isinstance(row, LinkRow):
            yield from faults_of_link(row, at, node, known)
        elif isinstance(row, MappingRow):
            yield from faults_of_mapping(row, at, reference)
        else:
            yield from faults_of_code(row, at)
    if name == "places":
        places = (row for row in rows if isinstance(row, PlaceRow))
        yield from places_left_out(places, node, reference)


def _identity(row: Row) -> tuple[str, str]:
    return row.key, row.state if isinstance(row, PermitRule) else ""


def _of_office(row: OfficeRow, at: str, node: str, reference: Reference) -> Iterator[Refusal]:
    if row.code[:2] != node:
        yield Refusal("refdata_other_state", f"{at}/code", "", {"office": row.code})
    place = reference.places.get(row.place)
    if place is None or place.country != node:
        yield Refusal("refdata_place_unknown", f"{at}/place", "", {"given": row.place})
    if (row.opens or row.closes) and not (row.days and row.opens < row.closes and row.opens):
        yield Refusal("refdata_hours", f"{at}/opens")
    if not all(map(is_day, row.holidays)):
        yield Refusal("refdata_no_day", f"{at}/holidays")
    yield from faults_of_days(row.valid_from, row.valid_to, at)


def _of_rate(row: RateRow, at: str, base: str) -> Iterator[Refusal]:
    if Decimal(row.rate) == 0:
        yield Refusal("refdata_rate_zero", f"{at}/rate")
    if row.base != base:
        yield Refusal("refdata_two_bases", f"{at}/base", "", {"given": row.base, "base": base})
    if row.currency == row.base:
        yield Refusal("refdata_own_currency", f"{at}/currency")


class OpenAt:
    """How many movements each of the state's offices has on its desk that are not over."""

    def gather(self, look: Look, ask: Ask) -> dict[str, int]:
        """Office → movements, counted on the lists that the engine keeps."""
        found: Counter[str] = Counter()
        for name, count in look.counts(f"customs:{ask.context.node}").items():
            _, office, lane = name.split(":", 2)
            found[office] += count if lane in OPEN_LANES else 0
        return dict(found)


TEXTS: Final[dict[str, RefusalText]] = (
    CODE_TEXTS
    | RULE_TEXTS
    | WAY_TEXTS
    | MAPPING_TEXTS
    | {
        "refdata_other_state": RefusalText(
            N_("{office} is not of this state."),
            N_("The operators of its own state's node say what its lists hold."),
        ),
        "refdata_other_list": RefusalText(
            N_("This row belongs to another list."), N_("Bring each list in by itself.")
        ),
        "refdata_twice": RefusalText(
            N_("{key} is in the list more than once."), N_("Leave one row of each.")
        ),
        "refdata_place_unknown": RefusalText(
            N_("{given} is no place of this state that the corridor knows."),
            N_("Take the code of a place from the reference data."),
        ),
        "refdata_hours": RefusalText(
            N_("The hours are not whole."),
            N_("Give the days, when it opens, and when it closes later on the same day."),
        ),
        "refdata_rate_zero": RefusalText(
            N_("The rate is zero."), N_("Write what the currency costs, as 98.40.")
        ),
        "refdata_two_bases": RefusalText(
            N_("The rates are given in {given} and in {base}."),
            N_("Give all rates in the state's own currency."),
        ),
        "refdata_own_currency": RefusalText(
            N_("This is the state's own currency."), N_("Leave the row out.")
        ),
    }
)
"""Of what is wrong with a row, whichever act it is refused in."""
