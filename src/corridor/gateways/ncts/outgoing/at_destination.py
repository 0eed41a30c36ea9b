"""What the office of destination tells the trader there, and what departure says of the end."""

from corridor.domain.days import day_at
from corridor.gateways.ncts.messages import discharge as messages
from corridor.gateways.ncts.messages.header import Header
from corridor.gateways.ncts.messages.unloading import UnloadingPermission
from corridor.gateways.ncts.outgoing.load import load_of
from corridor.gateways.ncts.outgoing.said import Said, holder_of, trader_of

ALL_GOODS = "1"


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
    """CC025C."""
    office = said.fact.payload.office
    return messages.GoodsReleaseNotice(
        **said.header(office),
        mrn=said.after.mrn,
        released_on=said.day(office),
        indicator=ALL_GOODS,
        office=office,
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
