"""Notifying a measure: for the first time, or in place of what its row said before."""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.barrier import Barrier, Notice, barrier_id
from corridor.domain.barriers.goods import wrong_goods
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refusals import N_, Refusal, RefusalText, refuse
from corridor.domain.registrars import REGISTRAR, is_registrar
from corridor.domain.reported import Ref, decided, wrong_day, wrong_said


class NotifyBarrier(Command, frozen=True, tag="barrier.notify"):
    """Notify a new or changed measure of the own state to all others."""

    number: Ref
    notice: Notice


class BarrierNotified(Payload, frozen=True, tag="barrier.notified/1"):
    """A state notified a measure, or changed what it had notified."""

    number: Ref
    notice: Notice


def _notify(state: Barrier | None, command: NotifyBarrier, context: Context) -> Decision:
    if barrier_id(context.node, command.number) != context.subject:
        return refuse("register_row_other", "/number")
    if state is not None and state.notice == command.notice:
        return refuse("barrier_same")
    wrong = (*_wrong(command.notice), *_wrong_goods(command.notice, context))
    return decided(wrong, BarrierNotified(command.number, command.notice))


def _wrong_goods(notice: Notice, context: Context) -> Iterator[Refusal]:
    return wrong_goods(notice.goods, "/notice/goods", context.reference)


def _wrong(notice: Notice) -> Iterator[Refusal]:
    for name in ("title", "body", "text"):
        yield from wrong_said(getattr(notice, name), f"/notice/{name}")
    yield from wrong_said(notice.effect, "/notice/effect", needed=False)
    yield from wrong_day(notice.in_force_from, "/notice/in_force_from")
    yield from wrong_day(notice.comments_until, "/notice/comments_until")
    if notice.stage == "adopted" and not notice.in_force_from:
        yield Refusal("barrier_from", "/notice/in_force_from")
    if notice.in_force_from and notice.comments_until >= notice.in_force_from:
        yield Refusal("barrier_comments", "/notice/comments_until")


def _begin(fact: Fact[Any], subject: str) -> Barrier | None:
    """Only of the own state."""
    said = fact.payload
    if subject != barrier_id(fact.node, said.number) or not is_registrar(fact, fact.node):
        return None
    who = fact.actor.person
    return Barrier(subject, fact.node, said.number, said.notice, fact.at, who, updated_at=fact.at)


def _notified(s: Barrier, p: BarrierNotified, f: Fact[Any]) -> Barrier:
    """What is notified anew is not lifted any more."""
    if p.number != s.number:
        return s
    return replace(
        s,
        notice=p.notice,
        notified_at=f.at,
        notified_by=f.actor.person,
        lifted_on="",
        lifted_because="",
    )


NOTIFYING: Final = Act[Barrier](
    "notifying",
    asked=(
        Asked(
            NotifyBarrier,
            by="registrar",
            decide=_notify,
            voice=REGISTRAR,
            begins=True,
            names=lambda command, node: barrier_id(node, command.number),
        ),
    ),
    told=(Told(BarrierNotified, REGISTRAR, frozenset(), _notified, begin=_begin),),
    texts={
        "barrier_same": RefusalText(
            N_("The notice says this already."), N_("Nothing is left to do.")
        ),
        "barrier_from": RefusalText(
            N_("A measure that is adopted has a day from which it holds."),
            N_("Give that day, or notify it as proposed."),
        ),
        "barrier_comments": RefusalText(
            N_("Comments would be taken when the measure holds already."),
            N_("Give a last day for comments that is before it."),
        ),
    },
)
