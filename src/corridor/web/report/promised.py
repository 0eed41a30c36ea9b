"""What was promised and fell due: from the register of commitments, in the words of its sources."""

from collections.abc import Iterator, Sequence
from typing import Final

from corridor.domain.commitments.schedule import due_of
from corridor.domain.commitments.state import SOON_DAYS, Commitment
from corridor.domain.days import days_later
from corridor.web.register.shown import Promised, parties_view, source_view
from corridor.web.report.content import Column, Part, Table
from corridor.web.report.wanted import Wanted
from corridor.web.templating import Reader

ROWS_MAX: Final = 120
AFTER_ANY: Final = "32"
"""In the order of letters behind the last day of any month."""


def dated_until(wanted: Wanted, day: str) -> str:
    """The day after the last on which anything falls due that the report tells of."""
    return max(days_later(day, SOON_DAYS + 1), f"{wanted.last}-{AFTER_ANY}")


def promised_part(reader: Reader, promised: Promised, wanted: Wanted, day: str) -> Part:
    """Overdue, soon due, and due within the period."""
    say = reader.words.gettext
    title = say("Commitments due and overdue")
    if not (promised.known or wanted.states):
        return Part(title, (say("The register of this node has no commitments."),))
    found = [one for one in promised.rows if due_of(one, day) or _falls_due(one, wanted)]
    found.sort(key=lambda one: (one.promise.due_last, one.id))
    tables = (_table(reader, found[:ROWS_MAX], day),) if found else ()
    notes = (
        say(
            "The status is that of the source: signed, agreed, planned, proposed and discussed "
            "are different things. A term that was reported as “soon” is no day, and never overdue."
        ),
    )
    texts = tuple(_told(reader, promised, len(found), wanted, day))
    return Part(title, texts, tables, notes=notes)


def _told(reader: Reader, promised: Promised, due: int, wanted: Wanted, day: str) -> Iterator[str]:
    """Whose they are, how many, and how many of them were read."""
    say, number = reader.words.gettext, reader.formats.number
    yield _whose(reader, promised.known, wanted)
    yield say(
        "Overdue, near, or due within the period, as of %(day)s: %(due)s of %(count)s. Of the "
        "others no day is known by which they would be done, or it is not near.",
        day=reader.formats.day(day),
        due=number(due),
        count=number(promised.known),
    )
    if promised.is_cut:
        yield say(
            "Only the %(most)s whose day is the latest were read.", most=number(len(promised.rows))
        )


def _whose(reader: Reader, count: int, wanted: Wanted) -> str:
    say = reader.words.gettext
    if not wanted.states:
        return say("Of all parties: the register does not say to which corridor an entry belongs.")
    if not count:
        return say("The register has no commitments in which they take part.")
    names = " – ".join(reader.names.country(one) for one in wanted.states)
    return say("Commitments in which these take part: %(states)s.", states=names)


def _falls_due(one: Commitment, wanted: Wanted) -> bool:
    due = one.promise.due_last
    return bool(due) and one.promise.due_kind != "happened" and due[:7] in wanted.months


def _table(reader: Reader, rows: Sequence[Commitment], day: str) -> Table:
    say = reader.words.gettext
    heads = (
        Column(say("What was promised"), 8),
        Column(say("Parties"), 4),
        Column(say("Status, as reported"), 4),
        Column(say("By when, as reported"), 3),
        Column(say("Where it stands"), 3),
    )
    return Table("", heads, tuple(_row(reader, one, day) for one in rows))


def _row(reader: Reader, one: Commitment, day: str) -> tuple[tuple[str, ...], ...]:
    promise, lang = one.promise, reader.lang
    source = source_view(reader, promise.source)
    last = reader.formats.day(promise.due_last)
    said = promise.due.in_language(lang)
    return (
        (promise.what.in_language(lang), ", ".join(filter(None, (source["by"], source["on"])))),
        (parties_view(reader, promise.parties, promise.by),),
        (promise.status.in_language(lang),),
        (said or last, last if said else ""),
        (_standing(reader, one, day),),
    )


def _standing(reader: Reader, one: Commitment, day: str) -> str:
    say = reader.words.gettext
    if one.is_disputed:
        return say("one side says done, another not done")
    if one.is_done:
        return say("done, as the parties say")
    due = {"overdue": say("overdue"), "soon": say("due soon")}
    return due.get(due_of(one, day), say("due within the period"))
