"""Rules of documents: the proof of a customs status."""

from collections.abc import Iterable

from corridor.domain.consignment import Document, Dossier
from corridor.domain.movement.rules.rule import Finding, Rule, item_at
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_
from corridor.domain.territories import is_common_transit, territory_of

_UNION_GOODS = frozenset(("T2", "T2F"))
_WITH_UNION_GOODS = _UNION_GOODS | {"T"}
_PROOFS = frozenset(("C612", "C620", "N822", "N825"))
"""Previous documents that prove the status of Union goods (code list 178)."""


class R0020(Rule):
    """Union goods that leave another party to common transit bring the proof of their status."""

    code = "R0020"
    valid_from = "2025-11-01"
    """The parties are those of this day (code list 112); who accedes later makes a new version."""
    text = N_("Goods of type {type} from {country} need a proof of their Union status.")
    remedy = N_("Add the previous document C612, C620, N822 or N825 to the item or to the whole.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.declaration_type not in _WITH_UNION_GOODS:
            return
        country = _departure_country(dossier)
        if not self._is_asked_in(country, reference) or _has_proof(dossier.consignment.documents):
            return
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                kind = item.declaration_type or dossier.declaration_type
                if kind in _UNION_GOODS and not _has_proof(item.documents):
                    yield (
                        f"{item_at(index, position)}/documents",
                        {"type": kind, "country": country},
                    )

    def _is_asked_in(self, country: str, reference: Reference) -> bool:
        """Whether the country applies common transit without being a member of the EU."""
        parties = reference.contracting_parties
        return territory_of(country) != "EU" and is_common_transit(
            parties, country, self.valid_from
        )


def _departure_country(dossier: Dossier) -> str:
    """The country of the office of departure; nothing while there is no route."""
    points = dossier.route.points
    return (points[0].office or "")[:2] if points else ""


def _has_proof(documents: Iterable[Document]) -> bool:
    return any(one.group == "previous" and one.kind in _PROOFS for one in documents)
