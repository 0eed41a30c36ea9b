"""The filter of cases: mine, nobody's, my colleagues', or one colleague's."""

from collections.abc import Mapping
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.listings import mark
from corridor.domain.refusals import N_
from corridor.engine.cases import OFFICER, TAKEN
from corridor.engine.ports import Pick
from corridor.engine.queries import ListedRow, Queries
from corridor.web.listing.desk import DeskList
from corridor.web.views.finding import desk_of

MINE, NOBODY, OTHERS = "mine", "nobody", "others"
WORDS: Final = {
    MINE: N_("mine"),
    NOBODY: N_("nobody's"),
    OTHERS: N_("my colleagues'"),
}


def whose(value: str, me: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(marks that a row has to have, marks that it may not have) for a value of the filter."""
    match value:
        case "":
            return (), ()
        case "mine":
            return (mark(OFFICER, me),), ()
        case "nobody":
            return (), (TAKEN,)
        case "others":
            return (TAKEN,), (mark(OFFICER, me),)
        case login:
            return (mark(OFFICER, login),), ()


def sizes(queries: Queries, name: str, me: str, limit: int) -> Mapping[str, int]:
    """How many rows of a list each of the three has, counted up to a limit."""
    mine = queries.marked(name, mark(OFFICER, me), limit)
    taken = queries.marked(name, TAKEN, limit)
    total = queries.counts(name).get(name, 0)
    return {MINE: mine, NOBODY: min(limit, total - taken), OTHERS: taken - mine}


def how_many(queries: Queries, name: str, pick: Pick, limit: int) -> int | None:
    """How many rows fit, up to a limit, where single counts tell or few fit; else nothing."""
    if pick.span is None and len((*pick.marks, *pick.without)) == 1:
        if pick.marks:
            return queries.marked(name, pick.marks[0], limit)
        taken = queries.marked(name, pick.without[0], limit)
        return None if taken == limit else queries.counts(name).get(name, 0) - taken
    few = Pick(pick.marks, pick.span, limit // 4, 0, pick.without)
    return queries.picked(name, few, limit=0).total


def completed(
    queries: Queries, desk: DeskList, actor: Actor, rows: tuple[ListedRow, ...]
) -> tuple[ListedRow, ...]:
    """Rows with what stands in documents of their own: whose case each is, what was noted
    of it, what control is proposed.
    """
    if desk.is_shared:
        with_cases(queries, desk_of(actor), rows)
    if desk.is_noted:
        noted = queries.noted([row.subject for row in rows])
        for row in rows:
            row.data.update(noted[row.subject].figures)
    if desk.is_assessed:
        assessed = queries.assessed([row.subject for row in rows])
        for row in rows:
            if row.subject in assessed:
                row.data["proposed"] = assessed[row.subject].channel
    return rows


def with_cases(queries: Queries, desk: str, rows: tuple[ListedRow, ...]) -> None:
    """Let each row say whose case it is: it stands in a document, and not in the row."""
    for subject, case in queries.cases(desk, [row.subject for row in rows]).items():
        for row in rows:
            if row.subject == subject:
                row.data[OFFICER] = case.officer
