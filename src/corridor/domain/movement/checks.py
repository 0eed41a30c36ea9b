"""Checks that the decisions share. Each gives a refusal, or None when all is well."""

from corridor.domain.context import Context
from corridor.domain.movement import events as e
from corridor.domain.movement.offices import departure_office, destination_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import Refused, refuse
from corridor.domain.values import is_later

Decision = tuple[e.MovementEvent, ...] | Refused
ACCEPTED = frozenset({"accepted", "under_control", "guarantee_registering"})


def not_owner(state: Movement, context: Context) -> Refused | None:
    if context.actor.role == "carrier" and context.actor.org == state.owner:
        return None
    return refuse("not_your_dossier")


def not_at(office: str, context: Context) -> Refused | None:
    if context.actor.role == "customs" and context.actor.office == office:
        return None
    return refuse("not_your_office", office=office)


def wrong_status(state: Movement, allowed: frozenset[str]) -> Refused | None:
    if state.status in allowed:
        return None
    return refuse("wrong_status", status=state.status)


def at_departure(state: Movement, context: Context, allowed: frozenset[str]) -> Refused | None:
    wrong = not_at(departure_office(state.dossier), context)
    return wrong or wrong_status(state, allowed)


def at_destination(state: Movement, context: Context, *stages: str) -> Refused | None:
    wrong = not_at(destination_office(state.dossier), context)
    if wrong or state.destination.status in stages:
        return wrong
    return refuse("wrong_stage", stage=state.destination.status)


def in_future(instant: str | None, pointer: str, context: Context) -> Refused | None:
    if instant is not None and is_later(instant, context.now):
        return refuse("time_in_future", pointer, given=instant)
    return None
