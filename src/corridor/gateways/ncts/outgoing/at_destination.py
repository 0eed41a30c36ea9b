"""What the office of destination tells the trader there, and what departure says of the end."""

from collections.abc import Iterator
from typing import Final

from corridor.domain.consignment import Item
from corridor.domain.days import day_at
from corridor.domain.movement.goods_release import Held
from corridor.gateways.ncts.messages import discharge as messages
from corridor.gateways.ncts.messages.header import Header
from corridor.gateways.ncts.messages.rejection import FunctionalError, RejectionAtDestination
from corridor.gateways.ncts.messages.unloading import UnloadingPermission
from corridor.gateways.ncts.outgoing.at_departure import FUNCTIONAL, OTHER_REASON
from corridor.gateways.ncts.outgoing.elements import NO_RULE
from corridor.gateways.ncts.outgoing.load import load_of
from corridor.gateways.ncts.outgoing.said import Said, holder_of, trader_of

ALL_GOODS, IN_PART, NOTHING = "1", "2", "4"
_WHERE: Final[dict[str, tuple[str, str]]] = {
    "wrong_mrn": ("/TransitOperation/MRN", "90"),
    "already_arrived": ("/TransitOperation/MRN", "92"),
    "not_on_route": ("/CustomsOfficeOfDestinationActual/referenceNumber", "12"),
    "not_presented": ("/Consignment/LocationOfGoods", "12"),
    "not_authorised": ("/Authorisation[1]", "12"),
}
"""To what in the notification a reason points, and by which code (CL180)."""


def unloading_permitted(said: Said) -> Header:
    """CC043C."""
    dossier, office = said.dossier, said.fact.payload.office
    return UnloadingPermission(
        **said.header(office),
        mrn=said.after.mrn,
        declaration_type=dossier.declaration_type,
        accepted_on=day_at(said.after.accepted_at, said.departure),
        security=dossier.security,
        reduced_dataset=dossier.reduced_dataset,
        office=office,
        holder=holder_of(dossier),
        trader=trader_of(dossier),
        consignment=load_of(said.after),
    )


def goods_released(said: Said) -> Header:
    """CC025C: all goods, a part of them, or none yet; of a part it says which."""
    office, held = said.fact.payload.office, said.fact.payload.held
    extent = _extent(held, 0)
    return messages.GoodsReleaseNotice(
        **said.header(office),
        mrn=said.after.mrn,
        released_on=said.day(office),
        indicator=extent,
        office=office,
        trader=trader_of(said.dossier),
        houses=tuple(_houses(said, held)) if extent == IN_PART else (),
    )


def _extent(held: tuple[Held, ...], number: int) -> str:
    """What is free of an item; 0: of all goods."""
    mine = [one for one in held if one.item == number]
    if any(not one.packages for one in mine):
        return NOTHING
    return IN_PART if mine or (held and not number) else ALL_GOODS


def _houses(said: Said, held: tuple[Held, ...]) -> Iterator[messages.ReleasedHouse]:
    for house in said.dossier.consignment.houses:
        items = tuple(_item(item, _extent(held, item.declaration_number)) for item in house.items)
        found = {item.release for item in items}
        yield messages.ReleasedHouse(
            house.number, found.pop() if len(found) == 1 else IN_PART, items
        )


def _item(item: Item, release: str) -> messages.ReleasedItem:
    same = (name for name in messages.ReleasedItem.__struct_fields__ if name != "release")
    return messages.ReleasedItem(release=release, **{name: getattr(item, name) for name in same})


def arrival_refused(said: Said) -> Header:
    """CC057C: the office did not take the arrival in."""
    why, office = said.fact.payload, said.fact.payload.office
    at, code = _WHERE.get(why.code, ("", ""))
    error = FunctionalError(f"/CC007C{at}", code, NO_RULE)
    return RejectionAtDestination(
        **said.header(office),
        mrn=said.after.mrn,
        rejected="007",
        rejected_at=said.time(office),
        code=FUNCTIONAL if code else OTHER_REASON,
        reason=why.reason or why.code,
        office=office,
        errors=(error,) if code else (),
        trader=trader_of(said.dossier),
    )


def discrepancies(said: Said) -> Header:
    """CC019C, where the control at destination was not satisfactory (B1)."""
    results = said.fact.payload
    return messages.DiscrepanciesFound(
        **said.from_departure(), notified_on=said.day(said.departure), text=results.remarks
    )


def written_off(said: Said) -> Header:
    """CC045C."""
    on = said.fact.payload.written_off_on
    return messages.WrittenOff(**said.from_departure(), written_off_on=on)
