"""Who has to act before a day comes, and is reminded of it: the desk that acts, where it is."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from corridor.domain.codes import guarantor_of
from corridor.domain.days import days_between
from corridor.domain.movement.falling_due import Due, falling_due
from corridor.domain.movement.offices import node_of, offices
from corridor.domain.movement.state import Movement

_OF_CARRIER: Final = frozenset({"limit", "presentation", "amendment"})


class Reminding(NamedTuple):
    """Which desk is told, on the page of what, and by which name it is known that it was."""

    desk: str
    subject: str
    name: str


def near(state: Movement, today: str, lead_days: int, where: str) -> Iterator[Due]:
    """What falls due in the calendar of a place within so many days, and has not passed there."""
    for due in falling_due(state):
        is_there = due.where == where
        if is_there and due.day >= today and days_between(today, due.day) <= lead_days:
            yield due


def due_afar(state: Movement, node: str) -> str:
    """The first day by which the carrier has to act, where none of this node's offices has the
    movement before it: on no other list would it be found.
    """
    is_afar = state.home == node and all(node_of(one) != node for one in offices(state.dossier))
    days = (due.day for due in falling_due(state) if _whom(state, due) == "carrier")
    return min(days, default="") if is_afar else ""


def reminders(state: Movement, due: Due, node: str) -> Iterator[Reminding]:
    """Whose act it is, as far as that desk is on this node."""
    whom = _whom(state, due)
    if not whom:
        yield from _to_guarantor(state, due, node)
    elif whom == "carrier":
        if state.home == node:
            yield Reminding(f"carrier:{state.owner}", state.id, due.name)
    elif node_of(whom) == node:
        yield Reminding(f"customs:{whom}", state.id, due.name)


def _whom(state: Movement, due: Due) -> str:
    """The carrier, an office, or nothing where it is a guarantor's."""
    if due.what in _OF_CARRIER or (due.what, due.about) == ("payment", "debtor"):
        return "carrier"
    if due.what == "payment":
        return ""
    if due.what == "answer":
        return due.at[1] if len(due.at) > 1 else "carrier"
    return due.where


def _to_guarantor(state: Movement, due: Due, node: str) -> Iterator[Reminding]:
    """At the page of the guarantee: a guarantor has none of the movement."""
    grn = state.guarantee.grn if due.about == "guarantor" else due.about
    for one in state.guarantees:
        if one.grn == grn and one.guarantor and guarantor_of(grn) == node:
            yield Reminding(f"guarantor:{one.guarantor}", f"gr-{grn}", f"{due.name} {state.id}")
