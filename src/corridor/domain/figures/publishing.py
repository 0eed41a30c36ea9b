"""Publishing the figures of a month that has closed, for all states."""

from itertools import pairwise
from typing import Any, Final

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Told, unchanged
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at
from corridor.domain.facts import Fact, Payload
from corridor.domain.figures.disclosure import discloses
from corridor.domain.figures.state import Month, MonthFigures, Rows, Vintage, figures_id
from corridor.domain.figures.voices import VOICE, is_observatory, wrong_speaker
from corridor.domain.refusals import N_, RefusalText, Refused, refuse


class PublishFigures(Command, frozen=True, tag="figures.publish"):
    """Tell all states the figures of a closed month. `invented`: of a demonstration."""

    month: Month
    rows: Rows
    invented: bool = False


class FiguresPublished(Payload, frozen=True, tag="figures.published/1"):
    """The figures of a month, as the observatory of a state tells everybody."""

    month: Month
    rows: Rows
    invented: bool = False


def _publish(state: MonthFigures | None, command: PublishFigures, context: Context) -> Decision:
    wrong = _wrong(state, command, context) or wrong_rows(command.rows)
    return wrong or (FiguresPublished(command.month, command.rows, command.invented),)


def _wrong(state: MonthFigures | None, command: PublishFigures, context: Context) -> Refused | None:
    if state is not None:
        return refuse("figures_published")
    if figures_id(context.node, command.month) != context.subject:
        return refuse("figures_other_state")
    if command.month >= context.day_at(context.node)[:7]:
        return refuse("figures_month_open", "/month", month=command.month)
    return wrong_speaker(context)


def wrong_rows(rows: Rows) -> Refused | None:
    """Why a table cannot be told."""
    if any(one.key >= other.key for one, other in pairwise(rows)):
        return refuse("figures_order", "/rows")
    shown = discloses(rows)
    return None if shown is None else refuse("figures_disclose", "/rows", measure=shown.measure)


def _begin(fact: Fact[Any], subject: str) -> MonthFigures | None:
    """Of the own state alone, and only what may be told: each node judges that for itself."""
    said, node = fact.payload, fact.node
    if subject != figures_id(node, said.month) or not is_observatory(fact, node):
        return None
    if wrong_rows(said.rows) is not None or said.month >= day_at(fact.at, node)[:7]:
        return None
    first = Vintage(fact.at, said.rows, said.invented)
    return MonthFigures(subject, node, said.month, (first,), updated_at=fact.at)


PUBLISHING: Final = Act[MonthFigures](
    "publishing",
    asked=(
        Asked(
            PublishFigures,
            SYSTEM,
            _publish,
            begins=True,
            names=lambda command, node: figures_id(node, command.month),
        ),
    ),
    told=(Told(FiguresPublished, VOICE, frozenset(), unchanged, begin=_begin),),
    texts={
        "figures_other_state": RefusalText(
            N_("These are not the figures of this state and month."),
            N_("The observatory of its own state's node publishes them."),
        ),
        "figures_published": RefusalText(
            N_("The figures of this month were published already."), N_("Revise them.")
        ),
        "figures_month_open": RefusalText(
            N_("The month {month} has not closed yet."), N_("Publish it once it is over.")
        ),
        "figures_order": RefusalText(
            N_("The rows of the table do not stand in their order, or one stands twice."),
            N_("Order them by measure, column and value, each once."),
        ),
        "figures_disclose": RefusalText(
            N_("The table gives away fewer than five cases of the measure {measure}."),
            N_("Leave out the smallest group as well."),
        ),
    },
)
