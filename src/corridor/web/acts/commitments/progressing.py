"""Noting progress: what was done, and where it can be seen."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.commitments.progressing import NoteProgress, ProgressNoted
from corridor.domain.commitments.state import Commitment
from corridor.domain.refusals import N_
from corridor.web.act import BESIDES, Act, Reading, Shown, Tale, field_of


def _reads(said: ProgressNoted, tale: Tale) -> Iterable[str]:
    yield said.note
    if said.evidence:
        yield tale.say("Evidence: %(page)s", page=said.evidence)


NOTE: Final = Act[Commitment](
    name="note",
    desk="registrar",
    label=N_("Note progress"),
    title=N_("Note what was done"),
    consequence=lambda deed: deed.reader.words(
        "Everybody reads it, with the name of your state; the status as reported stays as it is."
    ),
    fields=lambda deed: [
        field_of("textarea", "note", deed.reader.words("What was done")),
        field_of(
            "text",
            "evidence",
            deed.reader.words("Address of what shows it"),
            hint=deed.reader.words("It begins with https://"),
            kind="url",
            optional=True,
        ),
    ],
    command=lambda deed: NoteProgress(deed.form["note"], deed.form["evidence"]),
    done=N_("The progress was noted"),
    offered=lambda state, actor: BESIDES if actor.role == "registrar" else None,
    pointers={"/note": "note", "/evidence": "evidence"},
    stays=True,
)
PROGRESSING: Final = Shown[Commitment](
    acts=(NOTE,), reads=(Reading(ProgressNoted, N_("Progress noted"), note=_reads),)
)
