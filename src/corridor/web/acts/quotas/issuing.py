"""Issuing permits: to those whose turn it is, or to those who are chosen."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.facts import Actor
from corridor.domain.quota import Quota
from corridor.domain.quotas.issuing import (
    GO_MAX,
    IssueNext,
    IssuePermits,
    NumberPutBack,
    NumberTaken,
)
from corridor.domain.refusals import N_
from corridor.domain.typed import number, one_line
from corridor.web.act import (
    AT_ONCE,
    BESIDES,
    Act,
    Deed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    why_of,
)
from corridor.web.acts.quotas.proposing import is_own
from corridor.web.views.quota_queue import waiting_for

CHOSEN: Final = "permits"


def _may(state: Quota, actor: Actor) -> Place | None:
    return AT_ONCE if is_own(actor, state.holder) and state.left else None


def _may_choose(state: Quota, actor: Actor) -> Place | None:
    return BESIDES if _may(state, actor) is not None else None


def _next(deed: Deed[Quota]) -> IssueNext | None:
    typed = number(deed.form["count"])
    if not typed.isdecimal() or len(typed) > len(str(GO_MAX)) or not 1 <= int(typed) <= GO_MAX:
        text = deed.reader.words("Give a whole number from 1 to %(most)s.", most=GO_MAX)
        deed.form.add_error("count", text)
        return None
    return IssueNext(int(typed))


def _chosen(deed: Deed[Quota]) -> IssuePermits | None:
    found = tuple(deed.form.all(CHOSEN))
    if not found:
        deed.form.add_error(CHOSEN, deed.reader.words("Choose who gets a permit."))
        return None
    return IssuePermits(found, one_line(deed.form["reason"]))


def _choices(deed: Deed[Quota]) -> list[dict[str, Any]]:
    _ = deed.reader.words
    waits = waiting_for(deed.services, deed.state, GO_MAX)
    wanted = set(deed.request.query_params.getall("permit", []))
    options = [{"value": one.id, "label": _who(deed, one)} for one in waits]
    checked = [one.id for one in waits if one.id in wanted]
    hint = _("In the order in which they asked. Left: %(left)s.", left=deed.state.left)
    why = _("Needed where it is the turn of others by the rule; the other ministry reads it.")
    return [
        field_of("checkboxes", CHOSEN, _("Who waits"), "", hint, options=options, checked=checked),
        field_of("textarea", "reason", _("Reason"), "", why, rows=2, optional=True),
    ]


def _who(deed: Deed[Quota], permit: Any) -> str:
    asked, formats = permit.request, deed.reader.formats
    name = deed.reader.legible(asked.holder.name or asked.holder.id or permit.owner)
    when = formats.moment(permit.applied_at, deed.state.holder)
    return f"{name}, {', '.join(asked.plates)}, {when}"


def _taken(said: NumberTaken, tale: Tale) -> Iterable[str]:
    yield tale.say("Serial number %(serial)s.", serial=said.serial)
    yield from why_of(said, tale)


def _over(deed: Deed[Quota]) -> tuple[str, str] | None:
    """Where nobody waits, nothing can be issued."""
    if waiting_for(deed.services, deed.state, 1):
        return None
    _ = deed.reader.words
    return _("Nobody waits"), _("An application that waits for a permit of this quota stands here.")


ISSUING: Final = Shown[Quota](
    acts=(
        Act(
            name="issue-next",
            desk="permit",
            label=N_("Issue to those whose turn it is"),
            title=N_("Issue permits to those whose turn it is?"),
            consequence=lambda deed: deed.reader.words(
                "The permits are signed with the key of this state and sent to the carriers at "
                "once. Left now: %(left)s.",
                left=deed.state.left,
            ),
            command=_next,
            done=N_("Permits were issued"),
            offered=_may,
            fields=lambda deed: [
                field_of("number", "count", deed.reader.words("How many permits"), "1")
            ],
            over=_over,
            pointers={"/count": "count"},
        ),
        Act(
            name="issue",
            desk="permit",
            label=N_("Choose who gets one"),
            go=N_("Issue to those chosen"),
            title=N_("Issue permits to those who are chosen"),
            consequence=lambda deed: deed.reader.words(
                "The permits are signed with the key of this state and sent to the carriers at "
                "once."
            ),
            command=_chosen,
            done=N_("Permits were issued"),
            offered=_may_choose,
            fields=_choices,
            over=_over,
            pointers={
                "/permits": CHOSEN,
                "/reason": "reason",
                **{f"/permits/{place}": CHOSEN for place in range(GO_MAX)},
            },
        ),
    ),
    reads=(
        Reading(NumberTaken, N_("Permit issued"), note=_taken),
        Reading(
            NumberPutBack,
            N_("The permit could not be issued: its number is left again"),
            "attention",
        ),
    ),
)
