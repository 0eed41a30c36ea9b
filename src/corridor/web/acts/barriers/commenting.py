"""Commenting on a measure of another state."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.barrier import Barrier
from corridor.domain.barriers.commenting import BarrierCommented, CommentOnBarrier
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.web.act import BESIDES, Act, Place, Reading, Shown, Tale, field_of


def _offered(state: Barrier, actor: Actor) -> Place | None:
    return BESIDES if actor.role == "registrar" and state.notice.comments_until else None


def _reads(said: BarrierCommented, tale: Tale) -> Iterable[str]:
    return [said.text]


COMMENT: Final = Act[Barrier](
    name="comment",
    desk="registrar",
    label=N_("Comment"),
    title=N_("Comment on a measure"),
    consequence=lambda deed: deed.reader.words(
        "Everybody reads it, with the name of your state; the state of the measure decides what "
        "becomes of it."
    ),
    fields=lambda deed: [field_of("textarea", "text", deed.reader.words("Comment of your state"))],
    command=lambda deed: CommentOnBarrier(deed.form["text"]),
    done=N_("The comment was sent"),
    offered=_offered,
    pointers={"/text": "text"},
    stays=True,
)
COMMENTING: Final = Shown[Barrier](
    acts=(COMMENT,), reads=(Reading(BarrierCommented, N_("State commented"), note=_reads),)
)
