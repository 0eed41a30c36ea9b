"""Figures of a month: told by the observatory of their own state, and of no single movement."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.facts import Actor, Fact
from corridor.domain.figures.disclosure import discloses, later, told_beside, undisclosed
from corridor.domain.figures.kind import FIGURES
from corridor.domain.figures.publishing import FiguresPublished, PublishFigures
from corridor.domain.figures.revising import FiguresRevised, ReviseFigures
from corridor.domain.figures.state import VINTAGES_MAX, FigureRow, MonthFigures, figures_id
from corridor.domain.figures.voices import OBSERVATORY
from corridor.domain.kind import TO_ALL
from corridor.domain.refusals import refuse
from tests.domain.known import decide
from tests.domain.movement_world import NOW, OSH, context

MONTH = "2026-10"
SUBJECT = figures_id("KG", MONTH)
TODAY = NOW[:10]


def row(n: int, value: str = "", by: str = "mode", measure: str = "tonnes") -> FigureRow:
    return FigureRow(measure, n, {"sum": str(20 * n)}, by if value else "", value)


ROWS = (row(30), row(10, "rail"), row(20, "road"))


def told(state: MonthFigures | None, command: Any, actor: Actor = OBSERVATORY, **more: Any) -> Any:
    known = {"subject": SUBJECT, "node": "KG"} | more
    return decide(FIGURES, state, command, context(actor, **known))


def fact(payload: Any, node: str = "KG", actor: Actor = OBSERVATORY, number: int = 1) -> Fact[Any]:
    at = f"2026-11-{number:02d}T08:00:00.000Z"
    return Fact(payload, node, number, f"{at}-{number:04d}", at, actor)


def published() -> MonthFigures:
    state = FIGURES.fold(SUBJECT, [fact(FiguresPublished(MONTH, ROWS))])
    assert state is not None
    return state


def test_the_figures_of_a_closed_month_go_to_all_states() -> None:
    assert told(None, PublishFigures(MONTH, ROWS)) == (FiguresPublished(MONTH, ROWS),)
    state = published()
    assert (state.node, state.month, state.last.rows) == ("KG", MONTH, ROWS)
    assert FIGURES.listings(state, "UZ")[0].list == "figures:KG"
    assert {"KG", "UZ", "AZ", "GE"} <= FIGURES.audience(state)
    assert (FIGURES.keys(state, "KG"), FIGURES.keys(state, "UZ")) == ((TO_ALL,), ())
    assert FIGURES.found_by(state, "KG").desks == frozenset()
    assert FIGURES.sees(OSH, state)
    assert not FIGURES.sees(Actor(), state)


@pytest.mark.parametrize(
    ("command", "code", "pointer", "args"),
    [
        (PublishFigures("2026-09", ROWS), "figures_other_state", "", {}),
        (PublishFigures(MONTH, ROWS[::-1]), "figures_order", "/rows", {}),
        (PublishFigures(MONTH, (ROWS[0], ROWS[0])), "figures_order", "/rows", {}),
        (
            PublishFigures(MONTH, (row(12), row(9, "rail"))),
            "figures_disclose",
            "/rows",
            {"measure": "tonnes"},
        ),
    ],
)
def test_what_may_not_be_told_is_refused(
    command: PublishFigures, code: str, pointer: str, args: dict[str, str]
) -> None:
    assert told(None, command) == refuse(code, pointer, **args)


def test_a_month_is_told_when_it_is_over_once_and_by_nobodys_hand() -> None:
    month = TODAY[:7]
    early = told(None, PublishFigures(month, ROWS), subject=figures_id("KG", month))
    assert early == refuse("figures_month_open", "/month", month=month)
    assert told(published(), PublishFigures(MONTH, ROWS)) == refuse("figures_published")
    operator = Actor("", "kg-operator", "operator", "operator")
    assert told(None, PublishFigures(MONTH, ROWS), operator) == refuse("figures_by_hand")
    assert told(None, ReviseFigures(ROWS)) == refuse("figures_unknown")


@pytest.mark.parametrize(
    ("payload", "node", "actor"),
    [
        (FiguresPublished(MONTH, ROWS), "UZ", OBSERVATORY),
        (FiguresPublished(MONTH, ROWS), "KG", OSH),
        (FiguresPublished("2026-09", ROWS), "KG", OBSERVATORY),
        (FiguresPublished(MONTH, (row(12), row(9, "rail"))), "KG", OBSERVATORY),
        (FiguresPublished("2026-11", ROWS), "KG", OBSERVATORY),
    ],
)
def test_nobody_else_is_believed_nor_a_table_that_gives_somebody_away(
    payload: FiguresPublished, node: str, actor: Actor
) -> None:
    subject = SUBJECT if payload.month != "2026-11" else figures_id("KG", "2026-11")
    assert FIGURES.fold(subject, [fact(payload, node, actor)]) is None


def test_a_revised_month_keeps_what_was_told_before() -> None:
    state, more = published(), (row(36), row(10, "rail"), row(26, "road"))
    assert told(state, ReviseFigures(more), now="2026-11-01T17:00:00.000Z") == refuse(
        "figures_revised_today"
    )
    [said] = told(state, ReviseFigures(more))
    after = FIGURES.evolve(state, fact(said, number=2), SUBJECT)
    assert after is not None
    assert [one.rows for one in after.vintages] == [ROWS, more]
    assert told(after, ReviseFigures(more)) == refuse("figures_same")
    assert told(after, ReviseFigures(more), node="UZ") == refuse("figures_other_state")
    often = replace(after, vintages=after.vintages[:1] * VINTAGES_MAX)
    assert told(often, ReviseFigures(more)) == refuse(
        "figures_revised_often", number=str(VINTAGES_MAX)
    )


@pytest.mark.parametrize(
    "rows",
    [
        (row(31), row(11, "rail"), row(20, "road")),
        (row(36), row(34, "road")),
        (row(36), row(36)),
    ],
)
def test_a_revision_that_gives_somebody_away_changes_nothing(rows: tuple[FigureRow, ...]) -> None:
    state = published()
    assert FIGURES.evolve(state, fact(FiguresRevised(rows), number=2), SUBJECT) == state
    again = fact(FiguresPublished(MONTH, ROWS), number=2)
    assert FIGURES.evolve(state, again, SUBJECT) == state


def test_taking_groups_from_their_total_leaves_nobody_or_five() -> None:
    rows = (row(22), row(8, "rail"), row(11, "road"), row(9, measure="value", value="EUR"))
    assert discloses(rows) == rows[0]
    kept = undisclosed(rows)
    assert kept == (rows[0], rows[2], rows[3]), "three others are hidden by the eight of the rail"
    assert discloses(kept) is None
    assert undisclosed((row(7), row(6, "rail"))) == (row(7),)


def test_taking_one_table_from_the_next_leaves_nobody_or_five() -> None:
    now = (row(33), row(11, "rail"), row(15, "road"), row(7, "sea"))
    kept = (row(30), row(10, "rail"), row(15, "road"))
    assert later(ROWS, now) == kept, "three more in all, one more by rail: both stay as told"


def test_what_is_left_out_cannot_be_worked_out_from_the_total() -> None:
    def shown(total: int, *sizes: int) -> list[int]:
        groups = [FigureRow("tonnes", n, {}, "mode", str(at)) for at, n in enumerate(sizes)]
        return [one.n for one in told_beside(groups, total)]

    assert shown(30, 10, 20) == [10, 20]
    assert shown(33, 10, 20) == [20]  # three of 33 would be told by what is missing
    assert shown(35, 10, 20) == [10, 20]
    assert shown(13, 10) == []
    assert shown(20, 10, 20) == [10, 20]  # one movement may be in two groups
