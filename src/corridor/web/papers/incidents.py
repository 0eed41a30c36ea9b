"""Incidents and transhipments on the accompanying document: recorded ones, and room by hand."""

from typing import Final

from corridor.domain.movement.parts import Incident
from corridor.domain.movement.state import Movement
from corridor.web.papers.both import Both
from corridor.web.papers.sheet import Column, Lines, Table

BY_HAND: Final = ("\u00a0",) * 3
"""Lines that are kept free for a pen."""


def incidents_table(both: Both, state: Movement) -> Table:
    """What the offices recorded; below it an empty row, since a road is no office."""
    say = both.say
    columns = (
        Column(say("Place, date, what happened"), 12),
        Column(say("New vehicle, container, seals"), 9),
        Column(say("Mark of the office"), 7),
    )
    rows = (*(_row(both, one) for one in state.incidents), (BY_HAND, (), ()))
    return Table(say("Incidents and transhipments on the way"), columns, rows, tall=True)


def _row(both: Both, found: Incident) -> tuple[Lines, ...]:
    seals = ", ".join(found.new_seals)
    new = tuple(part for part in (found.new_vehicle, found.new_container, seals) if part)
    what = (both.label(found.code, "incident"), found.text)
    return (what, new or ("—",), (both.office(found.office), both.moment(found.at, found.office)))
