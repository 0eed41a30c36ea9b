"""Barriers in the report: measures that were notified, hold or are commented on, and their cost."""

from collections.abc import Sequence
from typing import Final

from corridor.domain.barrier import Barrier
from corridor.web.barriers.words import cost_words
from corridor.web.report.content import Column, Part, Table
from corridor.web.report.wanted import Wanted
from corridor.web.templating import Reader

ROWS_MAX: Final = 60


def barriers_part(reader: Reader, rows: Sequence[Barrier], wanted: Wanted, day: str) -> Part:
    """Of the states asked for, else of all; what was lifted before the period is left out."""
    say = reader.words.gettext
    title = say("Barriers and technical regulations")
    first = f"{wanted.first}-01"
    mine = [one for one in rows if not wanted.states or one.home in wanted.states]
    found = [one for one in mine if not one.lifted_on or one.lifted_on >= first]
    if not found:
        return Part(title, (say("The register has no measure of these states."),))
    counted = sum(one.cost is not None for one in found)
    texts = (
        say(
            "Measures as of %(day)s: %(count)s. Of these, measured what they cost: %(counted)s.",
            day=reader.formats.day(day),
            count=str(len(found)),
            counted=str(counted),
        ),
    )
    notes = [
        say(
            "The hours are those of movements and permits that carriers gave as evidence, by the "
            "events of the state of the measure, in steps of five vehicles."
        )
    ]
    if any(one.notice.is_illustrative for one in found):
        notes.append(say("Measures that are marked so are invented for the demonstration."))
    return Part(title, texts, (_table(reader, found[:ROWS_MAX], day),), notes=tuple(notes))


def _table(reader: Reader, rows: Sequence[Barrier], day: str) -> Table:
    say = reader.words.gettext
    heads = (
        Column(say("Name of the measure"), 8),
        Column(say("Country"), 3),
        Column(say("Goods, by HS codes"), 3),
        Column(say("Holds from"), 3),
        Column(say("How it stands"), 4),
    )
    return Table("", heads, tuple(_row(reader, one, day) for one in rows))


def _row(reader: Reader, one: Barrier, day: str) -> tuple[tuple[str, ...], ...]:
    say, notice, lang = reader.words.gettext, one.notice, reader.lang
    mark = say("invented for the demonstration") if notice.is_illustrative else ""
    cost = cost_words(reader, one.cost.vehicles, one.cost.minutes) if one.cost else ""
    below = (reader.labels(notice.kind, "barrier_kind"), mark, cost)
    return (
        (notice.title.in_language(lang), *filter(None, below)),
        (reader.names.country(one.home),),
        (", ".join(notice.goods) or say("all goods"),),
        (reader.formats.day(notice.in_force_from) if notice.in_force_from else "—",),
        (reader.labels(one.standing(day), "barrier_standing"),),
    )
