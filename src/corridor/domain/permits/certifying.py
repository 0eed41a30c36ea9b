"""A permit as a certificate that goes out: of what was granted here, or as it was taken in."""

from typing import Final

from msgspec.structs import replace

from corridor.domain.consignment import Dossier, Item, Party, items_of, plates_of
from corridor.domain.days import day_at
from corridor.domain.permit_types.request import PermitGoods
from corridor.domain.permits.certificates import Certificate, CertificateKind, CertifiedGoods
from corridor.domain.permits.state import Permit

TYPE_CODES: Final[dict[str, tuple[CertificateKind, str]]] = {
    "phytosanitary": ("phytosanitary", "851"),
    "veterinary": ("veterinary", "853"),
}
"""Kinds of permits that are certificates, with the code of the document (UNCL 1001)."""
_HELD: Final = ("granted", "exhausted", "revoked")


def certificate_of(permit: Permit, dossier: Dossier | None, service: str) -> Certificate | None:
    """None where it is none: only the state that the goods leave certifies them, and not before it
    knows for whom they are. `service`: the name of the authority.
    """
    if permit.brought is not None:
        return _as_taken_in(permit)
    asked = permit.request
    kind, code = TYPE_CODES.get(asked.kind, ("phytosanitary", ""))
    is_export = asked.countries[:1] == (asked.country,) and len(asked.countries) > 1
    if not code or not is_export or dossier is None or permit.status not in _HELD:
        return None
    told = {one.code: one.value for one in asked.details}
    return Certificate(
        kind=kind,
        type_code=code,
        number=permit.number,
        status="withdrawn" if permit.status == "revoked" else "in_force",
        issued_on=day_at(permit.decided_at, asked.country),
        service=service,
        consignor=_party(dossier, "consignor") or asked.holder,
        consignee=_party(dossier, "consignee") or Party(),
        exporter=asked.country,
        importer=asked.countries[-1],
        transit=asked.countries[1:-1],
        means=plates_of(dossier),
        containers=tuple(one.container for one in dossier.consignment.equipment if one.container),
        goods=_goods(permit, dossier, told),
        declarations=(told["declaration"],) if told.get("declaration") else (),
    )


def _as_taken_in(permit: Permit) -> Certificate | None:
    found = permit.brought.certificate if permit.brought else None
    if found is not None and permit.status == "revoked":
        return replace(found, status="withdrawn")
    return found


def _party(dossier: Dossier, name: str) -> Party | None:
    """That of the whole load, else of its first house that names one."""
    load = dossier.consignment
    every = (getattr(load, name), *(getattr(house, name) for house in load.houses))
    return next((one for one in every if one is not None and one.name), None)


def _goods(permit: Permit, dossier: Dossier, told: dict[str, str]) -> tuple[CertifiedGoods, ...]:
    """The lines that were granted, with masses and packages as they are declared."""
    declared = {item.declaration_number: item for item in items_of(dossier)}
    return tuple(
        _line(permit, line, declared.get(line.number), told)
        for line in permit.request.goods
        if line.number not in permit.left_out
    )


def _line(
    permit: Permit, line: PermitGoods, item: Item | None, told: dict[str, str]
) -> CertifiedGoods:
    packages = item.packages if item is not None else ()
    return CertifiedGoods(
        number=line.number,
        description=line.description,
        hs=line.hs,
        net_kg=item.net_kg if item is not None else "",
        gross_kg=line.gross_kg,
        packages=min(sum(one.count or 0 for one in packages), 99_999_999),
        package_kind=packages[0].kind if packages else "",
        origin=permit.request.country,
        place=told.get("place_of_growth", ""),
        treatment=told.get("treatment", ""),
    )
