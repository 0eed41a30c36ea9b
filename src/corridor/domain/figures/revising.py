"""Revising the figures of a month: another table counts, and the earlier ones are kept."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.figures.disclosure import later
from corridor.domain.figures.state import VINTAGES_MAX, MonthFigures, Rows, Vintage
from corridor.domain.figures.voices import VOICE
from corridor.domain.refusals import N_, RefusalText, Refused, refuse


class ReviseFigures(Command, frozen=True, tag="figures.revise"):
    """Tell all states other figures of a month, since what happened in it came to be known later.

    Rows that changed by fewer than five cases stay as they were told.
    """

    rows: Rows
    invented: bool = False


class FiguresRevised(Payload, frozen=True, tag="figures.revised/1"):
    """Figures of a month in place of those that were told before, which are kept."""

    rows: Rows
    invented: bool = False


def revision(state: MonthFigures, rows: Rows, now: str) -> Rows | Refused:
    """The table that may follow, or why none may at an instant."""
    found = later(state.last.rows, rows)
    if found == state.last.rows:
        return refuse("figures_same")
    if len(state.vintages) >= VINTAGES_MAX:
        return refuse("figures_revised_often", number=str(VINTAGES_MAX))
    home = home_of(state.id)
    if day_at(now, home) <= day_at(state.last.at, home):
        return refuse("figures_revised_today")
    return found


def _revise(state: MonthFigures, command: ReviseFigures, context: Context) -> Decision:
    found = revision(state, command.rows, context.now)
    if isinstance(found, Refused):
        return found
    return (FiguresRevised(found, command.invented),)


def _fits(state: MonthFigures, said: FiguresRevised, fact: Fact[Any]) -> bool:
    """Only what may follow: each node judges that for itself."""
    fits = later(state.last.rows, said.rows) == said.rows
    return fits and len(state.vintages) < VINTAGES_MAX


def _revised(s: MonthFigures, p: FiguresRevised, f: Fact[Any]) -> MonthFigures:
    return replace(s, vintages=(*s.vintages, Vintage(f.at, p.rows, p.invented)))


REVISING: Final = Act[MonthFigures](
    "revising",
    asked=(Asked(ReviseFigures, SYSTEM, _revise, voice=VOICE),),
    told=(Told(FiguresRevised, VOICE, frozenset(), _revised, fits=_fits),),
    texts={
        "figures_same": RefusalText(
            N_("Nothing changed that may be told."),
            N_("Nothing is left to do: rows of which fewer than five changed stay as they were."),
        ),
        "figures_revised_often": RefusalText(
            N_("The figures of this month were revised {number} times already."),
            N_("Let them stand, and explain the difference in a later month."),
        ),
        "figures_revised_today": RefusalText(
            N_("The figures of this month were told today already."),
            N_("Revise them on the next day."),
        ),
    },
)
