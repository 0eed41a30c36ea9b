"""The report as a whole: pure, so that the same figures give the same bytes."""

import msgspec

from corridor.domain.barrier import Barrier
from corridor.domain.reference import Reference
from corridor.web.common.adding import Common
from corridor.web.common.shown import is_invented
from corridor.web.observed import words
from corridor.web.observed.shelf import Shelf
from corridor.web.register.shown import Promised
from corridor.web.report.barriers import barriers_part
from corridor.web.report.behind import files_of, sums_part
from corridor.web.report.content import Content
from corridor.web.report.notes import method_part
from corridor.web.report.own import asked_for, own_parts
from corridor.web.report.promised import promised_part
from corridor.web.report.told import told_parts
from corridor.web.report.wanted import Wanted
from corridor.web.templating import Reader


class Sources(msgspec.Struct, frozen=True):
    """What a report is made of. `demo`: all of it is invented. `day`: today, where the node is."""

    shelf: Shelf
    common: Common
    reference: Reference
    promised: Promised
    barriers: tuple[Barrier, ...]
    day: str
    demo: bool


def report_of(reader: Reader, sources: Sources, wanted: Wanted) -> Content:
    """In the reader's language."""
    say, shelf = reader.words.gettext, sources.shelf
    invented = sources.demo or shelf.overview.invented or is_invented(sources.common)
    column = "state" if wanted.states else "corridor"
    asked = [
        one
        for value in wanted.states or (wanted.name,)
        for one in asked_for(reader, shelf, column, value)
    ]
    files = files_of(reader, asked, sources.common, wanted)
    title = say("Report on the work of the corridor over a period")
    about, period = about_of(reader, wanted), _period(reader, wanted)
    return Content(
        lang=reader.lang,
        title=title,
        about=about,
        period=period,
        head=f"{about}, {period}",
        page_of=say("page {n} of {all}"),
        lines=_lines(reader, shelf),
        mark=say("Demonstration: the data are invented.") if invented else "",
        parts=(
            *own_parts(reader, shelf, wanted),
            *told_parts(reader, sources.common, sources.reference, wanted),
            promised_part(reader, sources.promised, wanted, sources.day),
            barriers_part(reader, sources.barriers, wanted, sources.day),
            method_part(reader, shelf, asked, invented),
            sums_part(reader, files, asked),
        ),
        foot=say("A paper of the proposed platform; it does not claim to be an official document."),
        files=files,
    )


def about_of(reader: Reader, wanted: Wanted) -> str:
    """Of what it is."""
    say, names = reader.words.gettext, [reader.names.country(one) for one in wanted.states]
    if wanted.sort == "commission":
        return say("Commission: %(states)s", states=" – ".join(names))
    if wanted.sort == "state":
        return say("State: %(name)s", name=names[0])
    return say("Corridor: %(name)s", name=words.value(reader, "corridor", wanted.name))


def _period(reader: Reader, wanted: Wanted) -> str:
    ends = dict.fromkeys((wanted.first, wanted.last))
    return " – ".join(words.period(reader, month) for month in ends)


def _lines(reader: Reader, shelf: Shelf) -> tuple[str, ...]:
    say, overview = reader.words.gettext, shelf.overview
    return (
        say("Made by the node of %(country)s.", country=reader.names.country(overview.node)),
        say(
            "Its log was read up to %(day)s: %(count)s entries. The same figures stand on the "
            "pages of its observatory.",
            day=reader.formats.day(overview.last),
            count=reader.formats.number(overview.entries),
        ),
    )
