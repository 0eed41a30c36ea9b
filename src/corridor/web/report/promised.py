"""What was promised and fell due: from the register of commitments, in the words of its sources."""

from collections.abc import Sequence
from typing import Final

from corridor.domain.commitments.schedule import due_of
from corridor.domain.commitments.state import Commitment
from corridor.web.register.shown import parties_view, source_view
from corridor.web.report.content import Column, Part, Table
from corridor.web.report.wanted import Wanted
from corridor.web.templating import Reader

ROWS_MAX: Final = 120


def promised_part(reader: Reader, rows: Sequence[Commitment], wanted: Wanted, day: str) -> Part:
    """Overdue, soon due, and due within the period; for a state and a commission, of them alone."""
    say = reader.words.gettext
    title = say("Commitments due and overdue")
    if not (rows or wanted.states):
        return Part(title, (say("The register of this node has no commitments."),))
    asked = [one for one in rows if set(wanted.states) <= set(one.promise.parties)]
    found = [one for one in asked if due_of(one, day) or _falls_due(one, wanted)]
    found.sort(key=lambda one: (one.promise.due_last, one.id))
    texts = (
        _whose(reader, asked, wanted),
        say(
            "Overdue, near, or due within the period, as of %(day)s: %(due)s of %(count)s. Of the "
            "others no day is known by which they would be done, or it is not near.",
            day=reader.formats.day(day),
            due=str(len(found)),
            count=str(len(asked)),
        ),
    )
    tables = (_table(reader, found[:ROWS_MAX], day),) if found else ()
    notes = (
        say(
            "The status is that of the source: signed, agreed, planned, proposed and discussed "
            "are different things. A term that was reported as “soon” is no day, and never overdue."
        ),
    )
    return Part(title, texts, tables, notes=notes)


def _whose(reader: Reader, asked: Sequence[Commitment], wanted: Wanted) -> str:
    say = reader.words.gettext
    if not wanted.states:
        return say("Of all parties: the register does not say to which corridor an entry belongs.")
    if not asked:
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
