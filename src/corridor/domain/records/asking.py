"""Asking for the record of a movement that nobody announced, and saying what for.

A vehicle stands at an office whose node knows nothing of its movement. The node of departure has
its record, and is asked for it by the MRN, or by a plate, a container or a seal.
"""

from typing import Any, Final

from corridor.domain.acts import Act, Asked, Decision, Told, unchanged
from corridor.domain.codes import check_mrn
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.offices import node_of
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.needs import Ask, StatesUnder
from corridor.domain.records.answering import judged_at_once
from corridor.domain.records.counting import ASKED_TODAY
from corridor.domain.records.state import (
    By,
    Number,
    Purpose,
    RecordRequest,
    asked_key,
    number_key,
)
from corridor.domain.records.voices import NOBODY
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.searching import PART_MIN, identifier
from corridor.domain.values import Office, Reason, Text

_PART: Final = {"transit": "TRA", "destination": "DES"}
"""What an office has to be entitled to where the vehicle is shown for that."""


class AskForRecord(Command, frozen=True, tag="record.request"):
    """Ask the node of departure for the record of a movement. `to`: the state of departure, which
    an MRN says by itself.
    """

    office: Office
    by: By
    number: Number
    purpose: Purpose
    words: Reason
    to: Text = ""


class RecordRequested(Payload, frozen=True, tag="record.requested/1"):
    """CD012C, at destination CD027C: an office asks for the record of a movement."""

    office: Office
    by: By
    number: Number
    to: Text
    purpose: Purpose
    words: Text


def _known_here(movement: Movement, ask: Ask) -> bool:
    is_told = ask.context.node in MOVEMENTS.audience(movement)
    return is_told and movement.status in UNDERWAY


KNOWN: Final = StatesUnder(
    Movement, lambda ask: number_key(ask.said.by, ask.said.number), _known_here
)
"""Movements under way with this number of which this node is told anyway."""
WAITING: Final = StatesUnder(
    RecordRequest,
    lambda ask: asked_key(ask.said.office, ask.said.number),
    lambda request, ask: request.is_open,
)


def _ask(state: RecordRequest | None, command: AskForRecord, context: Context) -> Decision:
    number = identifier(command.number)
    to = number[2:4] if command.by == "mrn" else command.to
    wrong = (
        _wrong_office(state, command, context)
        or _wrong_number(command.by, number)
        or _wrong_node(to, context)
    )
    if wrong:
        return wrong
    if context.of(KNOWN):
        return refuse("record_known", "/number", number=number)
    if context.of(WAITING):
        return refuse("record_asked", "/number", number=number)
    if context.of(ASKED_TODAY) >= context.parameters.record_requests_a_day:
        return refuse("record_too_many", limit=context.parameters.record_requests_a_day)
    asked = (command.office, command.by, number, to, command.purpose, command.words)
    return (RecordRequested(*asked),)


def _wrong_office(
    state: RecordRequest | None, command: AskForRecord, context: Context
) -> Refused | None:
    is_theirs = context.actor.office == command.office and node_of(command.office) == context.node
    if state is not None or not is_theirs:
        return refuse("not_your_office", "/office", office=command.office)
    known, part = context.reference.offices.get(command.office), _PART.get(command.purpose)
    if part is not None and (known is None or part not in known.roles):
        return refuse("record_wrong_part", "/purpose", office=command.office)
    return None


def _wrong_number(by: str, number: str) -> Refused | None:
    is_sound = check_mrn(number).ok if by == "mrn" else len(number) >= PART_MIN
    return None if is_sound else refuse("record_number", "/number", number=number)


def _wrong_node(to: str, context: Context) -> Refused | None:
    if to == context.node:
        return refuse("record_here", "/to")
    return None if to in context.nodes else refuse("record_no_node", "/to", country=to)


def _begin(fact: Fact[Any], subject: str) -> RecordRequest | None:
    """It is born on the node of the office that asks, and nobody asks for another."""
    said, actor = fact.payload, fact.actor
    is_theirs = (actor.role, actor.office) == ("customs", said.office)
    if not is_theirs or not fact.node == node_of(said.office) == home_of(subject):
        return None
    return RecordRequest(
        id=subject,
        home=fact.node,
        office=said.office,
        by=said.by,
        number=said.number,
        to=said.to,
        purpose=said.purpose,
        words=said.words,
        asked_at=fact.at,
        asked_by=actor.person,
        updated_at=fact.at,
    )


ASKING: Final = Act[RecordRequest](
    "asking",
    asked=(Asked(AskForRecord, "customs", _ask, needs=(KNOWN, WAITING, ASKED_TODAY), begins=True),),
    told=(Told(RecordRequested, NOBODY, frozenset(), unchanged, begin=_begin),),
    follows=(judged_at_once(RecordRequested),),
    texts={
        "record_number": RefusalText(
            N_("{number} is no number of this kind."),
            N_("Compare it with the paper or the vehicle."),
        ),
        "record_here": RefusalText(
            N_("The movement would have begun in this state: its record is here, if there is one."),
            N_("Look for it with the search of the work list."),
        ),
        "record_no_node": RefusalText(
            N_("The state of departure {country} is not connected to the corridor."),
            N_("Ask its customs in another way, and keep the vehicle here."),
        ),
        "record_known": RefusalText(
            N_("A movement under way with the number {number} is known here."),
            N_("Open it by its number, or report the vehicle as one that is not expected here."),
        ),
        "record_asked": RefusalText(
            N_("This office has asked for {number} already, and waits for the answer."),
            N_("Open the request to see how it stands."),
        ),
        "record_too_many": RefusalText(
            N_("An office asks for no more than {limit} records a day."),
            N_("Call the office of departure, or ask tomorrow."),
        ),
        "record_wrong_part": RefusalText(
            N_("Office {office} does not do that part of transit."),
            N_("Choose what it is asked for instead."),
        ),
    },
)
