"""Writing: customs and the carrier write to each other inside the dossier, and can prove it.

A message may ask for an answer. As long as it has none, its addressee acts next; a question lapses
with the movement.
"""

from typing import Any, Final, Literal, get_args

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import TO_OFFICE
from corridor.domain.movement.moments import during
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.parts import Message
from corridor.domain.movement.state import OPEN, Movement, MovementStatus
from corridor.domain.movement.voices import HOLDER, ON_ROUTE
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import LongText, Office, Text, Words

MESSAGES_MAX: Final = 200
ANY: Final = frozenset(get_args(MovementStatus))


class WriteToCarrier(Command, frozen=True, tag="movement.write_to_carrier"):
    """Write to the carrier. `asks`: an answer is wanted; `answers`: the question it answers."""

    office: Office
    text: Words
    asks: bool = False
    answers: Text = ""
    attachments: SentFiles = ()


class WriteToOffice(Command, frozen=True, tag="movement.write_to_office"):
    """Write to an office of the route. `asks` and `answers` as above."""

    office: Office
    text: Words
    asks: bool = False
    answers: Text = ""
    attachments: SentFiles = ()


class WrittenToCarrier(Payload, frozen=True, tag="movement.written_to_carrier/1"):
    """An office wrote to the carrier. `answers` names a message as `node:number` of its event."""

    office: Office
    text: LongText
    asks: bool = False
    answers: Text = ""
    attachments: SentFiles = ()


class WrittenToOffice(Payload, frozen=True, tag="movement.written_to_office/1"):
    """The carrier wrote to an office."""

    office: Office
    text: LongText
    asks: bool = False
    answers: Text = ""
    attachments: SentFiles = ()


def open_questions(state: Movement, by: str, office: str = "") -> tuple[Message, ...]:
    """Questions of this role that wait for an answer, of one office or of all; oldest first."""
    if state.status not in OPEN or not state.messages:
        return ()
    asked = (m for m in state.messages if m.asks and not m.answered_at and m.by == by)
    return tuple(m for m in asked if office in ("", m.office))


def addressees(state: Movement) -> tuple[str, ...]:
    """The offices that the carrier can write to: those that see the movement."""
    if not state.mrn:
        return (departure_office(state.dossier),)
    found = (point.office for point in state.dossier.route.points if point.office)
    return tuple(dict.fromkeys(found))


def _to_carrier(state: Movement, command: WriteToCarrier, context: Context) -> Decision:
    return _wrong(state, command, "carrier") or (WrittenToCarrier(*_said(command)),)


def _to_office(state: Movement, command: WriteToOffice, context: Context) -> Decision:
    if command.office not in addressees(state):
        return refuse("office_not_on_route", "/office", office=command.office)
    return _wrong(state, command, "customs") or (WrittenToOffice(*_said(command)),)


def _said(command: WriteToCarrier | WriteToOffice) -> tuple[Any, ...]:
    """The fields of the event, which are those of the command."""
    return (command.office, command.text, command.asks, command.answers, command.attachments)


def _wrong(state: Movement, command: WriteToCarrier | WriteToOffice, asker: str) -> Refused | None:
    found: list[Refusal] = []
    open_ones = {one.id for one in open_questions(state, asker, command.office)}
    if command.answers and command.answers not in open_ones:
        found.append(Refusal("question_answered", "/answers"))
    if len(state.messages) >= MESSAGES_MAX:
        found.append(Refusal("messages_full", "", "", {"limit": str(MESSAGES_MAX)}))
    return Refused(tuple(found)) if found else None


def _written(s: Movement, p: WrittenToCarrier | WrittenToOffice, f: Fact[Any]) -> Movement:
    by: Literal["customs", "carrier"] = "carrier"
    if isinstance(p, WrittenToCarrier):
        by = "customs"
    earlier = tuple(
        replace(m, answered_at=f.at) if m.id == p.answers and m.by != by else m for m in s.messages
    )
    written = Message(f"{f.node}:{f.number}", p.office, by, f.at, p.text, p.asks, p.answers)
    return replace(s, messages=(*earlier, written))


def _is_asked(s: Movement) -> bool:
    return bool(open_questions(s, "customs"))


def _is_open(s: Movement, event: str) -> bool:
    return event in {one.id for one in open_questions(s, "customs")}


WRITING: Final = Act[Movement](
    "writing",
    asked=(
        Asked(WriteToCarrier, "customs", _to_carrier, ON_ROUTE, during(*sorted(OPEN))),
        Asked(WriteToOffice, "carrier", _to_office, HOLDER, during(*sorted(OPEN))),
    ),
    told=(
        Told(
            WrittenToCarrier,
            ON_ROUTE,
            ANY,
            _written,
            by_anybody=True,
            heard=Heard({"carrier": _is_asked}, urgent=True, one=_is_open),
        ),
        Told(WrittenToOffice, HOLDER, ANY, _written, heard=TO_OFFICE),
    ),
    texts={
        "question_answered": RefusalText(
            N_("The question has been answered, or is not put to you."),
            N_("Reload the page; write a message of its own if more is to be said."),
        ),
        "messages_full": RefusalText(
            N_("A dossier holds {limit} messages, and this one has them."),
            N_("Call the office or the carrier."),
        ),
    },
)
