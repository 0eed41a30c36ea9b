"""Noting progress: what a party did, and where it can be seen."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.commitments.state import ENTRIES_MAX, Commitment, Progress
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refusals import refuse
from corridor.domain.registrars import PARTY
from corridor.domain.reported import Address, decided, wrong_text
from corridor.domain.values import Reason, Text


class NoteProgress(Command, frozen=True, tag="commitment.note"):
    """Note what was done, with the address of what shows it."""

    note: Reason
    evidence: Address = ""


class ProgressNoted(Payload, frozen=True, tag="commitment.progressed/1"):
    """A party noted what was done."""

    note: Text
    evidence: Address = ""


def _note(state: Commitment, command: NoteProgress, context: Context) -> Decision:
    if len(state.progress) >= ENTRIES_MAX:
        return refuse("register_full", limit=ENTRIES_MAX)
    said = ProgressNoted(command.note, command.evidence)
    return decided(wrong_text(command.note, "/note"), said)


def _noted(s: Commitment, p: ProgressNoted, f: Fact[Any]) -> Commitment:
    entry = Progress(f.node, f.at, f.actor.person, p.note, p.evidence)
    return replace(s, progress=(*s.progress, entry))


PROGRESSING: Final = Act[Commitment](
    "progressing",
    asked=(Asked(NoteProgress, by="registrar", decide=_note, voice=PARTY),),
    told=(Told(ProgressNoted, PARTY, frozenset(), _noted),),
)
