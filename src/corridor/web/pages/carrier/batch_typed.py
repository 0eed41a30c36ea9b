"""What a page of a batch says of its rows: taken cell by cell, and what cannot be taken is kept
on the page with the reason.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from corridor.domain.reference import Reference
from corridor.domain.refusals import N_
from corridor.domain.typed import place, tidy
from corridor.web.batches.mending import with_cells
from corridor.web.batches.model import Batch, Row
from corridor.web.forms import Form
from corridor.web.i18n import Words
from corridor.web.shape_words import TOO_LONG, echoed
from corridor.web.views.drafting.taking import LETTERS_MAX
from corridor.web.views.drafting.together import read_seen

MEANWHILE: Final = N_(
    "You wrote “%(mine)s”; meanwhile “%(theirs)s” was written there, and stands. Write it once "
    "more if yours is right."
)
DONE: Final = N_(
    "Row %(number)s was filed or taken out meanwhile and is not changed. You wrote in it: "
    "“%(text)s”."
)
SEEN: Final = "seen-"
Mine = Mapping[int, Mapping[str, str]]
"""Row → field → what stands typed there and is not taken yet."""


class Untaken(NamedTuple):
    """A cell that is not taken: its field on the page (empty where its row is gone), and why."""

    field: str
    text: str
    args: Mapping[str, str | int]


class Typed(NamedTuple):
    """The row with what is taken; what is not; what of it the page shows once more."""

    row: Row
    untaken: tuple[Untaken, ...] = ()
    mine: Mapping[str, str] = {}


def touched(
    form: Form, number: int, shown: Mapping[str, str], columns: Iterable[str]
) -> Mapping[str, str]:
    """The cells of a row that do not say what they showed."""
    names = {field: cell_name(number, field) for field in columns}
    given = {field: form[name] for field, name in names.items() if name in form.values}
    return {f: text for f, text in given.items() if text != tidy(shown.get(f, ""))}


def cell_name(number: int, field: str) -> str:
    """The field of the page for a cell."""
    return f"c-{number}-{field}"


def typed_row(row: Row, batch: Batch, form: Form, reference: Reference) -> Typed:
    """The row with the cells that were touched, but for those that another wrote meanwhile, and
    those that are too long.
    """
    seen = form[f"{SEEN}{row.number}"]
    shown = read_seen(seen) if seen else row.cells
    given = touched(form, row.number, shown, batch.columns)
    if row.state != "open":
        return Typed(row, done(row.number, given))
    long = {field: text for field, text in given.items() if len(text) > LETTERS_MAX}
    given = {field: text for field, text in given.items() if field not in long}
    mine = with_cells(row, given, reference).cells
    others = [f for f in given if row.cells.get(f, "") not in (shown.get(f, ""), mine.get(f, ""))]
    kept = {field: text for field, text in given.items() if field not in others}
    untaken = [_theirs(row, field, given[field]) for field in others]
    untaken += [_too_long(row, field, text) for field, text in long.items()]
    return Typed(with_cells(row, kept, reference), tuple(untaken), long)


def _theirs(row: Row, field: str, mine: str) -> Untaken:
    args = {"mine": echoed(mine) or "—", "theirs": echoed(row.cells.get(field, "")) or "—"}
    return Untaken(cell_name(row.number, field), MEANWHILE, args)


def _too_long(row: Row, field: str, text: str) -> Untaken:
    args = {"limit": LETTERS_MAX, "given": len(text)}
    return Untaken(cell_name(row.number, field), TOO_LONG, args)


def done(number: int, given: Mapping[str, str]) -> tuple[Untaken, ...]:
    """What was typed in a row that cannot be changed any more."""
    args: dict[str, str | int] = {"number": number, "text": "; ".join(given.values())}
    return (Untaken("", DONE, args),) if given else ()


def of_no_row(rows: Iterable[Row], batch: Batch, form: Form) -> tuple[Untaken, ...]:
    """What was typed in rows that are not there any more."""
    known = {row.number for row in rows}
    return tuple(
        untaken
        for number in _numbers(form)
        if number not in known
        for untaken in done(number, _unsaved(form, batch, number))
    )


def unsaved(form: Form, batch: Batch) -> Mine:
    """All that was touched, where nothing could be taken."""
    return {n: given for n in _numbers(form) if (given := _unsaved(form, batch, n))}


def _unsaved(form: Form, batch: Batch, number: int) -> Mapping[str, str]:
    shown = read_seen(form[f"{SEEN}{number}"])
    return touched(form, number, shown, batch.columns)


def _numbers(form: Form) -> list[int]:
    sent = (name.removeprefix(SEEN) for name in form.values if name.startswith(SEEN))
    return [number for name in sent if (number := place(name))]


def tell(words: Words, form: Form, untaken: Iterable[Untaken]) -> None:
    """Say at each cell why it is not taken."""
    for one in untaken:
        form.add_error(one.field, words(one.text, **one.args))
