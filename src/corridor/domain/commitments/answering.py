"""Saying how it stands: each party for itself, so that a disagreement is seen."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.commitments.state import Commitment, Side, Word
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.registrars import PARTY
from corridor.domain.reported import decided, wrong_text
from corridor.domain.values import Text


class SayStanding(Command, frozen=True, tag="commitment.say"):
    """Say for the own state that it is done, under way, or not done."""

    word: Word
    reason: Text = ""


class StandingSaid(Payload, frozen=True, tag="commitment.standing_said/1"):
    """A party says how it stands."""

    word: Word
    reason: Text = ""


def _say(state: Commitment, command: SayStanding, context: Context) -> Decision:
    before = next((one for one in state.sides if one.node == context.node), None)
    if before is not None and (before.word, before.reason) == (command.word, command.reason):
        return refuse("commitment_said", "/word")
    said = StandingSaid(command.word, command.reason)
    return decided(wrong_text(command.reason, "/reason"), said)


def _said(s: Commitment, p: StandingSaid, f: Fact[Any]) -> Commitment:
    others = tuple(one for one in s.sides if one.node != f.node)
    return replace(s, sides=(*others, Side(f.node, p.word, f.at, f.actor.person, p.reason)))


ANSWERING: Final = Act[Commitment](
    "answering",
    asked=(Asked(SayStanding, by="registrar", decide=_say, voice=PARTY),),
    told=(Told(StandingSaid, PARTY, frozenset(), _said),),
    texts={
        "commitment_said": RefusalText(
            N_("Your state says so already."), N_("Nothing is left to do.")
        ),
    },
)
