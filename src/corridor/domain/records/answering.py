"""Answering a request: by rule at once, or by a person of the office of departure.

The rule grants it to an office of a state that the route touches, or that borders on one of them,
for the vehicle that stands there. Whatever else is asked for, a person decides. What is granted
goes out as the movement itself does: every node that spoke of it sends what it said.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import (
    SYSTEM,
    Act,
    Asked,
    Decision,
    Follow,
    Heard,
    Reaction,
    Told,
    When,
)
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.offices import departure_office, node_of
from corridor.domain.movement.sharing import shared_by
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.needs import Ask, StatesUnder
from corridor.domain.records.counting import ASKED_TODAY
from corridor.domain.records.state import RecordRequest, Why, number_key
from corridor.domain.records.voices import ASKED, DEPARTURE
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.routes import countries_of
from corridor.domain.values import Reference as Name
from corridor.domain.values import Text, is_blank

BY_RULE: Final = frozenset({"transit", "destination", "incident"})
"""What is asked for by whoever has the vehicle before them."""


class JudgeRequest(Command, frozen=True, tag="record.judge"):
    """Answer it by rule, or refer it to the office of departure."""


class AnswerRequest(Command, frozen=True, tag="record.answer"):
    """Give the record, or not; a refusal needs its reason."""

    granted: bool
    reason: Text = ""


class RecordReferred(Payload, frozen=True, tag="record.referred/1"):
    """The rule does not answer it: a person of this office of departure decides."""

    office: Text


class RecordGranted(Payload, frozen=True, tag="record.granted/1"):
    """CD003C, CD115C: the record goes to whoever asked."""

    office: Text
    movement: Name
    mrn: Text
    by_rule: bool = False


class RecordRefused(Payload, frozen=True, tag="record.refused/1"):
    """CD003C, CD115C with a refusal."""

    why: Why
    office: Text = ""
    reason: Text = ""


def _departs_here(movement: Movement, ask: Ask) -> bool:
    return node_of(departure_office(movement.dossier)) == ask.state.to and bool(movement.mrn)


def _wanted(ask: Ask) -> str:
    return number_key(ask.state.by, ask.state.number) if ask.state is not None else ""


FOUND: Final = StatesUnder(Movement, _wanted, _departs_here)
"""Movements of this state of departure with the number that is asked for."""


def _judge(state: RecordRequest, command: JudgeRequest, context: Context) -> Decision:
    if context.actor.role != SYSTEM or state.status != "asked":
        return ()
    if context.of(ASKED_TODAY) >= context.parameters.record_requests_a_day:
        return (RecordRefused("too_many"),)
    found = context.of(FOUND)
    wanted = [movement for movement in found if movement.status in UNDERWAY]
    if len(wanted) != 1:
        why: Why = "several" if wanted else "not_under_way" if found else "unknown"
        return (RecordRefused(why),)
    [movement] = wanted
    if context.parameters.records_by_rule and is_by_rule(state, movement, context):
        return (_granted(movement, by_rule=True),)
    return (RecordReferred(departure_office(movement.dossier)),)


def is_by_rule(request: RecordRequest, movement: Movement, context: Context) -> bool:
    """Whether the purpose, and where the office lies, answer it by themselves."""
    route, here = set(countries_of(movement.dossier.route)), node_of(request.office)
    near = (set(border.countries) for border in context.reference.borders)
    return request.purpose in BY_RULE and (
        here in route or any(here in pair and pair & route for pair in near)
    )


def _granted(movement: Movement, by_rule: bool) -> RecordGranted:
    return RecordGranted(departure_office(movement.dossier), movement.id, movement.mrn, by_rule)


def _answer(state: RecordRequest, command: AnswerRequest, context: Context) -> Decision:
    if not command.granted:
        if is_blank(command.reason):
            return refuse("record_reason_missing", "/reason")
        return (RecordRefused("person", state.departure, command.reason),)
    theirs = [
        movement
        for movement in context.of(FOUND)
        if movement.status in UNDERWAY and departure_office(movement.dossier) == state.departure
    ]
    if len(theirs) != 1:
        return refuse("record_gone", "/granted", number=state.number)
    return (_granted(theirs[0], by_rule=False),)


def _referred(s: RecordRequest, p: RecordReferred, f: Fact[Any]) -> RecordRequest:
    return replace(s, status="referred", departure=p.office)


def _given(s: RecordRequest, p: RecordGranted, f: Fact[Any]) -> RecordRequest:
    return replace(
        s,
        status="granted",
        departure=p.office,
        movement=p.movement,
        mrn=p.mrn,
        by_rule=p.by_rule,
        answered_at=f.at,
        answered_by=f.actor.person,
    )


def _not_given(s: RecordRequest, p: RecordRefused, f: Fact[Any]) -> RecordRequest:
    return replace(
        s,
        status="refused",
        why=p.why,
        answer=p.reason,
        answered_at=f.at,
        answered_by=f.actor.person,
        by_rule=not p.office,
    )


def judged_at_once(event: type[Payload]) -> Follow:
    """What is asked with this is looked at where departure lies."""
    return Follow(event, lambda said, state: str(state.to), _judges)


def _judges(said: Payload, request: RecordRequest, context: Context) -> tuple[Reaction]:
    """The node that is asked looks at it at once."""
    return (Reaction(request.id, JudgeRequest()),)


def _shares(said: RecordGranted, request: RecordRequest, context: Context) -> tuple[Reaction]:
    """The movement itself tells the state that asks from then on."""
    purpose, to_office = request.purpose, request.office
    share = shared_by(
        said.office, said.movement, to_office=to_office, request=request.id, purpose=purpose
    )
    return (share,)


TO_DECIDE: Final = "answer"
"""The list of an office of departure on which requests wait for a person."""


def _at_departure(state: RecordRequest, said: RecordReferred) -> tuple[tuple[str, str], ...]:
    desk = f"customs:{said.office}"
    return ((desk, f"{desk}:{TO_DECIDE}"),)


def _at_asker(state: RecordRequest, said: Payload) -> tuple[tuple[str, str], ...]:
    return ((f"customs:{state.office}", ""),)


_TO_DEPARTURE: Final = Heard[RecordRequest](offices=_at_departure)
_TO_ASKER: Final = Heard[RecordRequest](offices=_at_asker)
_OPEN: Final = frozenset({"asked", "referred"})
ANSWERING: Final = Act[RecordRequest](
    "answering",
    asked=(
        Asked(JudgeRequest, SYSTEM, _judge, needs=(FOUND, ASKED_TODAY)),
        Asked(
            AnswerRequest,
            "customs",
            _answer,
            DEPARTURE,
            When(frozenset({"referred"}), "record_answered", lambda state: state.status),
            needs=(FOUND,),
        ),
    ),
    told=(
        Told(
            RecordReferred,
            ASKED,
            frozenset({"asked"}),
            _referred,
            heard=_TO_DEPARTURE,
        ),
        Told(RecordGranted, ASKED, _OPEN, _given, heard=_TO_ASKER),
        Told(RecordRefused, ASKED, _OPEN, _not_given, heard=_TO_ASKER),
    ),
    follows=(Follow(RecordGranted, lambda said, state: node_of(said.office), _shares),),
    texts={
        "record_reason_missing": RefusalText(
            N_("A refusal needs its reason."), N_("Say why the record is not given.")
        ),
        "record_answered": RefusalText(
            N_("This request waits for no answer any more."),
            N_("Reload the page to see what has happened since."),
        ),
        "record_gone": RefusalText(
            N_("No single movement of this office with the number {number} is under way any more."),
            N_("Refuse the request and say so."),
        ),
    },
)
