"""How the figures were taken: definitions, what is left out, what is invented."""

from collections.abc import Sequence
from typing import Final

from corridor.web.observed import words
from corridor.web.observed.figure import Asked
from corridor.web.observed.shelf import Shelf
from corridor.web.report.content import Column, Part, Table
from corridor.web.templating import Reader

OURS: Final = "ours"
"""The source of what is defined nowhere else."""


def method_part(reader: Reader, shelf: Shelf, asked: Sequence[Asked], is_invented: bool) -> Part:
    """The rules that hold for all, then each measure that the report tells."""
    say = reader.words.gettext
    texts = [
        say(
            "A group of fewer than five cases, or of fewer than five movements, is in no public "
            "figure, not even in a total: totals may be a little lower than true ones."
        ),
        say(
            "Of several months there is a sum, a mean of all cases or a share of all cases. "
            "Medians and ratios of months have none in common: of one month and of a whole year "
            "they stand as on the pages, else month by month."
        ),
        say(
            "What a node measures is what its state may see; the sums of all states come from the "
            "monthly tables that each of them signs."
        ),
        say("The month in which the log ends is provisional: it still grows."),
    ]
    if is_invented:
        texts.append(
            say("Invented: some or all of the figures are of a demonstration, not of the world.")
        )
    once = {one.name: one for one in asked}
    return Part(say("How it was measured"), tuple(texts), _measures(reader, shelf, once))


def _measures(reader: Reader, shelf: Shelf, once: dict[str, Asked]) -> tuple[Table, ...]:
    say = reader.words.gettext
    heads = (
        Column(say("Measure"), 3),
        Column(say("Definition"), 7),
        Column(say("Unit"), 2),
        Column(say("Source of the definition"), 3),
        Column(say("Left out, cases"), 2, True),
    )
    rows = tuple(
        (
            (say(one.one.title),),
            (say(one.one.says),),
            (words.unit(reader, one.one) or "—",),
            (_source(reader, one.one.source),),
            (reader.formats.number(shelf.charted[name].left_out or 0),),
        )
        for name, one in once.items()
    )
    return (Table(say("Measures"), heads, rows),) if rows else ()


def _source(reader: Reader, source: str) -> str:
    return reader.words.gettext(source if source != OURS else "this product")
