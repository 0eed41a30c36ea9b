"""Which codes of a list a dossier names."""

from corridor.domain.consignment import Dossier, items_of
from corridor.domain.movement.rules.code_lists import countries_in
from corridor.domain.refdata.rows import ListName
from corridor.domain.refdata.usage import part_of
from corridor.domain.routes import OFFICE_ROLE_FOR


def codes_in(dossier: Dossier, name: ListName) -> frozenset[str]:
    """Codes of a list that a dossier names; nothing of lists that are no lists of codes."""
    items = items_of(dossier)
    match name:
        case "offices":
            points = [one for one in dossier.route.points if one.office]
            return frozenset(
                part_of(one.office or "", OFFICE_ROLE_FOR[one.role])
                for one in points
                if one.role in OFFICE_ROLE_FOR
            )
        case "countries":
            return frozenset(code for _, code in countries_in(dossier) if code)
        case "packages":
            return frozenset(one.kind for item in items for one in item.packages)
        case "currencies":
            named = [item.currency for item in items] + [g.currency for g in dossier.guarantees]
            return frozenset(one for one in named if one)
        case "dangerous":
            return frozenset(number for item in items for number in item.dangerous_goods)
        case "goods":
            return frozenset(item.hs[:digits] for item in items for digits in (4, 6) if item.hs)
    return frozenset()
