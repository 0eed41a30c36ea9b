"""Naming a part: eight checkpoints are eight rows once they have names, and nothing before."""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.commitments.state import PARTS_MAX, Commitment, Part
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refusals import N_, Refusal, RefusalText
from corridor.domain.registrars import REGISTRAR
from corridor.domain.reported import DayOrNone, Said, decided, wrong_day, wrong_said

PartNumber = Annotated[int, Meta(ge=1, le=PARTS_MAX)]


class NamePart(Command, frozen=True, tag="commitment.name_part"):
    """Say which thing a part of the commitment is, and when it was done."""

    number: PartNumber
    name: Said
    done_on: DayOrNone = ""


class PartNamed(Payload, frozen=True, tag="commitment.part_named/1"):
    """A part of the commitment has a name."""

    number: PartNumber
    name: Said
    done_on: DayOrNone = ""


def _name(state: Commitment, command: NamePart, context: Context) -> Decision:
    said = PartNamed(command.number, command.name, command.done_on)
    return decided(_wrong(state, command), said)


def _wrong(state: Commitment, command: NamePart) -> Iterator[Refusal]:
    if command.number > state.promise.parts:
        yield Refusal("commitment_part", "/number", "", {"parts": str(state.promise.parts)})
    yield from wrong_said(command.name, "/name")
    yield from wrong_day(command.done_on, "/done_on")


def _named(s: Commitment, p: PartNamed, f: Fact[Any]) -> Commitment:
    others = tuple(part for part in s.parts if part.number != p.number)
    parts = (*others, Part(p.number, p.name, p.done_on))
    return replace(s, parts=tuple(sorted(parts, key=lambda part: part.number)))


NAMING: Final = Act[Commitment](
    "naming",
    asked=(Asked(NamePart, by="registrar", decide=_name, voice=REGISTRAR),),
    told=(Told(PartNamed, REGISTRAR, frozenset(), _named),),
    texts={
        "commitment_part": RefusalText(
            N_("The commitment has {parts} parts."),
            N_("Choose one of them, or correct the row first."),
        ),
    },
)
