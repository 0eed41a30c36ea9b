"""Reference data with what states issued: for each day on which something changes, a set."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType

import msgspec

from corridor.domain.refdata.base import office_of
from corridor.domain.refdata.rows import OfficeRow
from corridor.domain.refdata.state import Edition, ReferenceList, days_of, edition_on
from corridor.domain.refdata.way_rows import LinkRow, PlaceRow, link_of, link_row, place_of
from corridor.domain.reference.code_rows import CodeRow
from corridor.domain.reference.index import Rows, offices_at, with_own, with_ways
from corridor.domain.reference.mapping_rows import MappingRow
from corridor.domain.reference.model import Editions, Office, RateRow, Reference
from corridor.domain.reference.permit_rows import PermitRule

_Lists = dict[tuple[str, str], tuple[ReferenceList, ...]]


def with_editions(base: Reference, lists: Iterable[ReferenceList]) -> Reference:
    """The program's data, and above them what is in `lists`; on each day those of that day."""
    by_name: _Lists = defaultdict(tuple)
    lists = tuple(lists)
    for one in lists:
        by_name[one.node, one.list] += (one,)
    issued = (e for found in by_name.values() for one in found for e in one.editions)
    days = {day for edition in issued for day in days_of(edition)}
    if not days:
        return base
    editions = Editions(sha256(msgspec.msgpack.encode(lists)).hexdigest())
    first = replace(base, editions=editions)
    sets = [_set_of(first, by_name, day) for day in sorted(days)]
    editions.fill(("", *sorted(days)), (first, *sets))
    return first


def _set_of(base: Reference, by_name: _Lists, day: str) -> Reference:
    base = _with_ways(base, by_name, day)
    offices, rates = dict(base.offices), dict(base.rates)
    rules: dict[str, tuple[PermitRule, ...]] = {}
    mappings: dict[str, tuple[MappingRow, ...]] = {}
    codes: dict[str, dict[str, Rows]] = defaultdict(dict)
    since: dict[str, dict[str, str]] = defaultdict(dict)
    for (state, name), lists in by_name.items():
        edition = edition_on(lists, day)
        if edition is None:
            continue
        since[state][name] = edition.valid_from
        if name == "offices":
            offices = {k: o for k, o in offices.items() if o.country != state}
            offices |= _offices(edition, base)
        elif name == "rates":
            rates[state] = {r.currency: r for r in edition.rows if isinstance(r, RateRow)}
        elif name == "permit_rules":
            rules[state] = tuple(r for r in edition.rows if isinstance(r, PermitRule))
        elif name == "mappings":
            mappings[state] = _mappings(edition, day)
        elif name not in ("places", "links"):
            codes[state][name] = _codes(edition, day)
    found = replace(
        base,
        offices=MappingProxyType(offices),
        offices_at=offices_at(tuple(offices.values())),
        rates=MappingProxyType(rates),
        permit_rules=MappingProxyType(rules),
        mappings=MappingProxyType(mappings),
        since=MappingProxyType(dict(since)),
    )
    return with_own(found, codes) if codes else found


def _with_ways(base: Reference, by_name: _Lists, day: str) -> Reference:
    """The places that states have said there are by a day, and the links as they count on it."""
    if not any(name in ("places", "links") for _, name in by_name):
        return base
    places, links = dict(base.places), {link_row(link).key: link for link in base.links}
    known = dict(links)
    for (state, name), lists in by_name.items():
        edition = edition_on(lists, day) if name == "links" else None
        if name == "places":
            for row in _places_until(lists, day):
                places[row.code] = place_of(row, places.get(row.code))
        if edition is not None:
            rows = [row for row in edition.rows if isinstance(row, LinkRow)]
            links = {key: link for key, link in links.items() if link.start[:2] != state}
            links |= {row.key: link_of(row, known.get(row.key)) for row in rows}
    return with_ways(base, places, tuple(links.values()))


def _places_until(lists: tuple[ReferenceList, ...], day: str) -> Iterator[PlaceRow]:
    """In the order of their editions: what an earlier one had stays, the last word counts."""
    found = (e for one in lists for e in one.editions if e.valid_from <= day)
    for edition in sorted(found, key=lambda one: (one.valid_from, one.issued_at)):
        yield from (row for row in edition.rows if isinstance(row, PlaceRow))


def _codes(edition: Edition, day: str) -> dict[str, CodeRow]:
    rows = (row for row in edition.rows if isinstance(row, CodeRow))
    return {row.code: row for row in rows if row.counts_on(day)}


def _mappings(edition: Edition, day: str) -> tuple[MappingRow, ...]:
    rows = (row for row in edition.rows if isinstance(row, MappingRow))
    return tuple(row for row in rows if row.counts_on(day))


def _offices(edition: Edition, base: Reference) -> dict[str, Office]:
    """Those whose place this node's data know: a newer program of another state may know more."""
    rows = (row for row in edition.rows if isinstance(row, OfficeRow))
    return {row.code: office_of(row) for row in rows if row.place in base.places}
