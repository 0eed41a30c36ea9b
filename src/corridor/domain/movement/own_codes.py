"""Codes of the state of departure's own that stand in a dossier, and what other states have for
them. Of what is looked up in a list, `own_lists` says so; documents and means stand in none.
"""

from collections.abc import Iterator
from typing import Final

from corridor.domain.consignment import Document, Dossier
from corridor.domain.movement.rules.rule import item_at
from corridor.domain.reference import Reference
from corridor.domain.reference.mapping_rows import Mapped, Partner, meant_by, partner_of
from corridor.domain.refusals import N_, Refusal, RefusalText

Named = tuple[Mapped, str, str]
"""List, code, and where it stands."""


def notes_of_own(
    dossier: Dossier, reference: Reference, departure: str, country: str
) -> Iterator[Refusal]:
    """Own codes of documents and means, each once. Nothing is looked at without a mapping."""
    here, told = reference.mappings.get(departure, ()), set[tuple[str, str]]()
    for name, code, pointer in _named(dossier) if here else ():
        meant = meant_by(code, name, here)
        if meant is None or (name, code) in told:
            continue
        told.add((name, code))
        partner = partner_in(name, code, departure, country, reference)
        if partner is None and meant.code:
            partner = Partner(meant.code, meant.relation)
        args = {"country": country, "given": code, "refdata": name}
        yield note_of(Refusal("list_not_there", f"/dossier{pointer}", "", args), partner)


def note_of(found: Refusal, partner: Partner | None) -> Refusal:
    """The note, or the one that names the partner."""
    if partner is None:
        return found
    args = found.args | {"partner": partner.code, "mapping": partner.relation}
    return Refusal("list_partner", found.pointer, found.rule, args)


def partner_in(
    name: str, given: str, departure: str, country: str, reference: Reference
) -> Partner | None:
    """What a state of the way has for a code that its list does not know."""
    mappings = reference.mappings
    if not mappings:
        return None
    known = reference.of(country).lists.get(name, {})
    there, here = mappings.get(country, ()), mappings.get(departure, ())
    return partner_of(given, name, there, here, known)


def _named(dossier: Dossier) -> Iterator[Named]:
    load = dossier.consignment
    for number, means in enumerate(load.means):
        yield "means", means.kind, f"/consignment/means/{number}/kind"
    yield from _papers(load.documents, "/consignment")
    for index, house in enumerate(load.houses):
        yield from _papers(house.documents, f"/consignment/houses/{index}")
        for position, item in enumerate(house.items):
            yield from _papers(item.documents, item_at(index, position))


def _papers(documents: tuple[Document, ...], at: str) -> Iterator[Named]:
    for number, paper in enumerate(documents):
        yield "documents", paper.kind, f"{at}/documents/{number}/kind"


TEXTS: Final[dict[str, RefusalText]] = {
    "list_not_there": RefusalText(
        N_("{country}: the list “{refdata}” by which it works does not have {given}."),
        N_(
            "It is a code of the state of departure alone; ask before whether this state takes it,"
            " or choose one that both lists have."
        ),
    ),
    "list_partner": RefusalText(
        N_("{country}: its list “{refdata}” does not have {given}; {partner}: {mapping}."),
        N_(
            "The state of departure judges the declaration, so it may go; in what is written for"
            " this state name {partner}."
        ),
    ),
}
"""Of a code that another state does not have."""
