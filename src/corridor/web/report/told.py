"""What the states told each other of the period, who did not, and two sides of each border."""

from collections.abc import Iterable, Iterator

from corridor.domain.reference import Reference
from corridor.web.common.adding import Common, Mirror
from corridor.web.common.shown import View, goods_view, mirror_view, only
from corridor.web.observed import words
from corridor.web.report.content import Column, Part, Table
from corridor.web.report.wanted import Wanted, months_between
from corridor.web.templating import Reader


def told_parts(
    reader: Reader, common: Common, reference: Reference, wanted: Wanted
) -> Iterator[Part]:
    """From the common view: sums, borders, and whose months are missing."""
    say = reader.words.gettext
    yield Part(
        say("What the states told each other"),
        _missing(reader, common, wanted),
        tuple(_goods(reader, common, wanted)),
        notes=(
            say(
                "A movement is told of by the state where it departs, so that the sum counts it "
                "once. Growth compares only states that told both months."
            ),
        ),
    )
    yield _borders(reader, common, _ends(reference, wanted), wanted)
    yield Part(
        say("Months that the states published"), tables=(_published(reader, common, wanted),)
    )


def _missing(reader: Reader, common: Common, wanted: Wanted) -> tuple[str, ...]:
    say = reader.words.gettext
    absent = {node for nodes in common.missing(wanted.months).values() for node in nodes}
    if not absent:
        return (say("All states have told all months of the period."),)
    names = ", ".join(reader.names.country(one) for one in sorted(absent))
    return (
        say(
            "Not all months were told: some or all are missing of %(states)s. The sums below are "
            "without them.",
            states=names,
        ),
    )


def _goods(reader: Reader, common: Common, wanted: Wanted) -> Iterator[Table]:
    say, months = reader.words.gettext, wanted.months
    rows = [(say("All states together"), one) for one in goods_view(reader, common, "", months)]
    for state in wanted.states:
        alone = only(common, (state,))
        name = say("Departing in: %(state)s", state=reader.names.country(state))
        rows += [(name, one) for one in goods_view(reader, alone, "", months)]
    for one in goods_view(reader, common, "corridor", months):
        if wanted.states or one["code"] == wanted.name:
            known = words.value(reader, "corridor", one["code"])
            rows.append((known or say("Corridor: %(name)s", name=say("None of the known")), one))
    heads = (
        Column("", 5),
        Column(say("Tonnes"), 2, True),
        Column(say("Movements"), 2, True),
        Column(say("Since the year before"), 3, True),
        Column(say("Told by"), 3),
    )
    if rows:
        yield Table(say("Goods carried"), heads, tuple(_row(name, one) for name, one in rows))


def _row(name: str, one: View) -> tuple[tuple[str, ...], ...]:
    return ((name,), (one["tonnes"],), (one["movements"],), (one["growth"],), (one["of"],))


def _ends(reference: Reference, wanted: Wanted) -> set[frozenset[str]] | None:
    """Borders of the corridor, as pairs of states; None where states are asked for."""
    if wanted.states:
        return None
    places = reference.places
    pairs = (
        frozenset((places[one.start].country, places[one.end].country))
        for one in reference.links
        if wanted.name in one.corridors and one.start in places and one.end in places
    )
    return {one for one in pairs if len(one) == 2}


def _is_asked(one: Mirror, ends: set[frozenset[str]] | None, wanted: Wanted) -> bool:
    if ends is None:
        return one.start in wanted.states or one.end in wanted.states
    return frozenset((one.start, one.end)) in ends


def _borders(
    reader: Reader, common: Common, ends: set[frozenset[str]] | None, wanted: Wanted
) -> Part:
    say = reader.words.gettext
    found = [one for one in common.mirrors(wanted.months) if _is_asked(one, ends, wanted)]
    title = say("Borders as both sides tell them")
    if not found:
        return Part(title, (say("No border of these was crossed by five movements in a month."),))
    heads = (
        Column(say("From"), 3),
        Column(say("To"), 3),
        Column(say("Let out"), 2, True),
        Column(say("Taken in"), 2, True),
        Column(say("Difference"), 2, True),
        Column(say("Part of the greater"), 2, True),
    )
    views = (mirror_view(reader, one) for one in found)
    names = ("start", "end", "exits", "entries", "difference", "percent")
    rows = tuple(tuple((one[name],) for name in names) for one in views)
    return Part(
        title,
        tables=(Table("", heads, rows),),
        notes=(
            say(
                "Movements by the day at each side: what left on the last days of the period, or "
                "is at sea, is taken in later. A dash: that side told nothing, or fewer than five."
            ),
        ),
    )


def _published(reader: Reader, common: Common, wanted: Wanted) -> Table:
    say = reader.words.gettext
    heads = (
        Column(say("Country"), 3),
        Column(say("Told"), 2, True),
        Column(say("Revised"), 2, True),
        Column(say("Missing"), 6),
    )
    rows = tuple(_state(reader, common, node, wanted) for node in common.states)
    return Table("", heads, rows)


def _state(
    reader: Reader, common: Common, node: str, wanted: Wanted
) -> tuple[tuple[str, ...], ...]:
    told = [one for month in wanted.months if (one := common.of(node, month)) is not None]
    missing = [month for month in wanted.months if common.of(node, month) is None]
    revised = sum(len(one.vintages) > 1 for one in told)
    return (
        (reader.names.country(node),),
        (f"{len(told)}/{len(wanted.months)}",),
        (str(revised),),
        (_spans(missing) or "—",),
    )


def _spans(months: Iterable[str]) -> str:
    """Months that follow each other as one span."""
    spans = list[list[str]]()
    for month in months:
        if spans and month in list(months_between(spans[-1][-1], month))[:2]:
            spans[-1] = [spans[-1][0], month]
        else:
            spans.append([month])
    return ", ".join("–".join(f"{one[5:]}.{one[:4]}" for one in span) for span in spans)
