"""Undischarged movements of a guarantor on paper, in the order of the list that was asked for."""

from collections.abc import Sequence

from corridor.engine.queries import ListedRow
from corridor.web.auth.accounts import organisations
from corridor.web.listing.of_undischarged import (
    age_of,
    next_for_guarantor,
    words_of,
)
from corridor.web.papers.both import Both
from corridor.web.papers.frame import foot
from corridor.web.papers.sheet import Box, Column, Lines, Sheet, Table
from corridor.web.services import Services


def undischarged_sheet(
    both: Both, services: Services, org: str, rows: Sequence[ListedRow], is_cut: bool
) -> Sheet:
    """The paper. `is_cut`: the list is longer than this."""
    return Sheet(
        title=both.say("Undischarged movements"),
        reference=org,
        marks=(both.say("The list goes on: this paper holds its first rows."),) if is_cut else (),
        rows=(_head(both, services, org, rows),),
        listed=(_table(both, services, rows),),
        foot=foot(both, services.demo),
    )


def _head(both: Both, services: Services, org: str, rows: Sequence[ListedRow]) -> tuple[Box, ...]:
    say, name = both.say, organisations(services.queries).get(org, org)
    return (
        Box(say("Guarantor"), (name,), width=2),
        Box(say("Movements"), (both.number(len(rows)),)),
        Box(say("Reserved"), _sums(both, rows)),
        Box(say("As of"), (both.moment(services.now(), services.node),)),
    )


def _sums(both: Both, rows: Sequence[ListedRow]) -> Lines:
    """One sum for each currency: no rate is known here."""
    sums = dict[str, int]()
    for row in rows:
        for _, minor, currency in row.data["held"]:
            sums[currency] = sums.get(currency, 0) + minor
    return tuple(_money(both, minor, currency) for currency, minor in sorted(sums.items()))


def _table(both: Both, services: Services, rows: Sequence[ListedRow]) -> Table:
    say = both.say
    columns = (
        Column(say("Movement"), 7),
        Column(say("Guarantee"), 7),
        Column(say("Reserved"), 5, right=True),
        Column(say("Held, days"), 3, right=True),
        Column(say("State"), 5),
        Column(say("Limit date"), 4),
        Column(say("Next step"), 9),
    )
    return Table(
        say("Undischarged movements"), columns, tuple(_row(both, services, row) for row in rows)
    )


def _row(both: Both, services: Services, row: ListedRow) -> tuple[Lines, ...]:
    data, node = row.data, services.node
    days = age_of(row, node, services.day_at(node))
    return (
        (data["ref"],),
        tuple(grn for grn, _, _ in data["held"]),
        tuple(_money(both, minor, currency) for _, minor, currency in data["held"]),
        (both.number(days),),
        tuple(both.label(*word) for word in words_of(row.data)),
        (both.day(data["limit_date"]),),
        tuple(_step(both, services, row)),
    )


def _step(both: Both, services: Services, row: ListedRow) -> Lines:
    state = services.queries.get(row.subject).state
    found = (next_for_guarantor(row, state, reader) for reader in (both.ru, both.en))
    return tuple(". ".join(filter(None, step)) for step in found)


def _money(both: Both, minor: int, currency: str) -> str:
    return both.of(lambda reader: reader.formats.money(minor, currency))
