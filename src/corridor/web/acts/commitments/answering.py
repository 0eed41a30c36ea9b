"""Saying for the own state how a commitment stands."""

from collections.abc import Iterable
from typing import Final, cast

from corridor.domain.commitments.answering import SayStanding, StandingSaid
from corridor.domain.commitments.state import WORDS, Commitment, Word
from corridor.domain.refusals import N_
from corridor.web.act import AT_ONCE, Act, Deed, Reading, Shown, Tale, field_of


def _command(deed: Deed[Commitment]) -> SayStanding | None:
    word = deed.chosen("word", WORDS)
    if not word:
        return None
    return SayStanding(cast(Word, word), deed.form["reason"])


def _reads(said: StandingSaid, tale: Tale) -> Iterable[str]:
    yield f"{tale.reader.labels(said.word, 'commitment_word')}."
    yield said.reason


SAY: Final = Act[Commitment](
    name="say",
    desk="registrar",
    label=N_("Say how it stands"),
    title=N_("Say for your state how it stands"),
    consequence=lambda deed: deed.reader.words(
        "It is the word of your state alone; where another says otherwise, both are shown."
    ),
    fields=lambda deed: [
        field_of(
            "radios",
            "word",
            deed.reader.words("For your state it is"),
            options=deed.reader.labels.options("commitment_word"),
        ),
        field_of("textarea", "reason", deed.reader.words("Explanation"), optional=True),
    ],
    command=_command,
    done=N_("The word of your state was noted"),
    offered=lambda state, actor: AT_ONCE if actor.role == "registrar" else None,
    pointers={"/word": "word", "/reason": "reason"},
    stays=True,
)
ANSWERING: Final = Shown[Commitment](
    acts=(SAY,), reads=(Reading(StandingSaid, N_("A state said how it stands"), note=_reads),)
)
