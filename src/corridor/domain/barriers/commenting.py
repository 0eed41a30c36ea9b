"""Commenting: what another state says of a measure, as long as comments are taken."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told, Voice
from corridor.domain.barrier import COMMENTS_MAX, Barrier, Comment
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.reported import decided, wrong_text
from corridor.domain.values import Reason, Text


class CommentOnBarrier(Command, frozen=True, tag="barrier.comment"):
    """Say for the own state what stands against a measure, or how it could be milder."""

    text: Reason


class BarrierCommented(Payload, frozen=True, tag="barrier.commented/1"):
    """A state said something of a measure of another."""

    text: Text


def _asks(state: Barrier, command: CommentOnBarrier, context: Context) -> Refused | None:
    is_open = state.is_open(context.day_at(state.home))
    return None if is_open else refuse("barrier_closed", until=state.notice.comments_until or "—")


ANY_REGISTRAR: Final[Voice[Barrier]] = Voice(
    "registrar of any state", lambda state, fact: fact.actor.role == "registrar", _asks
)


def _comment(state: Barrier, command: CommentOnBarrier, context: Context) -> Decision:
    if len(state.comments) >= COMMENTS_MAX:
        return refuse("register_full", limit=COMMENTS_MAX)
    return decided(wrong_text(command.text, "/text"), BarrierCommented(command.text))


def _commented(s: Barrier, p: BarrierCommented, f: Fact[Any]) -> Barrier:
    said = Comment(f.node, f.at, f.actor.person, p.text)
    return replace(s, comments=(*s.comments, said)[:COMMENTS_MAX])


COMMENTING: Final = Act[Barrier](
    "commenting",
    asked=(Asked(CommentOnBarrier, by="registrar", decide=_comment, voice=ANY_REGISTRAR),),
    told=(Told(BarrierCommented, ANY_REGISTRAR, frozenset(), _commented),),
    texts={
        "barrier_closed": RefusalText(
            N_("No comments are taken on this measure any more; the last day: {until}."),
            N_("Write to the body that answers for it."),
        ),
    },
)
