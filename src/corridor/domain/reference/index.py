"""Builds a Reference out of plain rows: checks that they agree, and indexes them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from corridor.domain.places import MODES, Link, Mode, Place
from corridor.domain.reference.code_rows import CodeRow, PackageKind
from corridor.domain.reference.model import Office, Reference
from corridor.domain.reference.nomenclature import Nomenclature
from corridor.domain.territories import BorderControls, ContractingParty, Country

_Row = TypeVar("_Row")
Rows = Mapping[str, CodeRow]


def build_reference(
    *,
    places: Sequence[Place],
    links: Sequence[Link],
    countries: Sequence[Country],
    offices: Sequence[Office],
    borders: Sequence[BorderControls],
    contracting_parties: Sequence[ContractingParty],
    lists: Mapping[str, Sequence[CodeRow]],
) -> Reference:
    """Index the rows. Raises ValueError when a row names what does not exist or repeats a key."""
    codes = {name: _unique((row.code, row) for row in rows) for name, rows in lists.items()}
    by_id = _unique((place.id, place) for place in places)
    country_by_code = _unique((country.code, country) for country in countries)
    office_by_code = _unique((office.code, office) for office in offices)
    _require_known("country", (place.country for place in places), country_by_code)
    _require_known("place", (end for link in links for end in (link.start, link.end)), by_id)
    _require_known("place", (office.place for office in offices), by_id)
    _require_known("place", (pair for place in places for pair in place.paired), by_id)
    return Reference(
        places=by_id,
        links=tuple(links),
        countries=country_by_code,
        offices=office_by_code,
        borders=tuple(borders),
        contracting_parties=tuple(contracting_parties),
        **code_indexes(codes),
        offices_at=offices_at(offices),
        links_at=_links_at(links),
        open_links=frozenset(_open_links(links)),
        mainland=MappingProxyType(_mainland(by_id, links)),
    )


def code_indexes(lists: Mapping[str, Mapping[str, CodeRow]]) -> dict[str, Any]:
    """The fields of a Reference that are made from lists of codes."""
    kinds = {c: row for c, row in lists["packages"].items() if isinstance(row, PackageKind)}
    return {
        "lists": MappingProxyType(lists),
        "package_kinds": MappingProxyType(kinds),
        "bulk": frozenset(code for code, kind in kinds.items() if kind.bulk),
        "unpacked": frozenset(code for code, kind in kinds.items() if kind.unpacked),
        "goods": Nomenclature(lists["goods"]),
    }


def with_ways(
    reference: Reference, places: Mapping[str, Place], links: Sequence[Link]
) -> Reference:
    """Where states issued lists of places or links; a link to a place that is not known is none."""
    known = tuple(link for link in links if link.start in places and link.end in places)
    return replace(
        reference,
        places=MappingProxyType(places),
        links=known,
        links_at=_links_at(known),
        open_links=frozenset(_open_links(known)),
        mainland=MappingProxyType(_mainland(places, known)),
    )


def with_own(reference: Reference, codes: Mapping[str, Mapping[str, Rows]]) -> Reference:
    """Where states issued lists of codes: `codes` has them by state, then by list."""
    own: dict[str, Reference] = {}
    common = own[""] = replace(reference, own=MappingProxyType(own))
    for state, lists in codes.items():
        indexes = code_indexes({**common.lists, **lists})
        own[state] = replace(common, issued=frozenset(lists), **indexes)
    return common


def _unique(pairs: Iterable[tuple[str, _Row]]) -> Mapping[str, _Row]:
    found: dict[str, _Row] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"reference data repeats {key}")
        found[key] = value
    return MappingProxyType(found)


def _require_known(what: str, keys: Iterable[str], known: Mapping[str, object]) -> None:
    unknown = sorted(set(keys) - known.keys())
    if unknown:
        raise ValueError(f"reference data names an unknown {what}: {', '.join(unknown)}")


def offices_at(offices: Sequence[Office]) -> Mapping[str, tuple[Office, ...]]:
    """Place to its offices."""
    found: dict[str, tuple[Office, ...]] = {}
    for office in offices:
        found[office.place] = (*found.get(office.place, ()), office)
    return MappingProxyType(found)


def _links_at(links: Iterable[Link]) -> Mapping[str, tuple[Link, ...]]:
    found: dict[str, tuple[Link, ...]] = {}
    for link in links:
        if link.status == "open":
            for place in (link.start, link.end):
                found[place] = (*found.get(place, ()), link)
    return MappingProxyType(found)


def _open_links(links: Iterable[Link]) -> Iterator[tuple[Mode, str, str]]:
    for link in links:
        if link.status == "open":
            yield link.mode, link.start, link.end
            yield link.mode, link.end, link.start


def _mainland(places: Mapping[str, Place], links: Iterable[Link]) -> dict[tuple[Mode, str], int]:
    """Number the connected pieces of each state, per mode, by merging along its open links."""
    piece: dict[tuple[Mode, str], int] = {}
    for mode in MODES:
        for place in places:
            piece[mode, place] = len(piece)
    for link in links:
        if link.status == "open" and places[link.start].country == places[link.end].country:
            kept, merged = piece[link.mode, link.start], piece[link.mode, link.end]
            for key, number in piece.items():
                if number == merged:
                    piece[key] = kept
    return piece
