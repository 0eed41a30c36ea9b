"""One event of a movement with the states around it, and what every message of it begins with."""

from typing import Any

import msgspec

from corridor.domain.consignment import Aside, Dossier, Party
from corridor.domain.days import clock_at, day_at
from corridor.domain.facts import Fact
from corridor.domain.movement.offices import departure_office, destination_office, node_of
from corridor.domain.movement.state import Movement
from corridor.gateways.ncts.messages.header import Holder

REPRESENTED = "2"
"""A representative acts in the name of the holder (CL094: direct)."""


class Said(msgspec.Struct, frozen=True):
    """`request`: number of the message that is answered; `recipient`: who sent it."""

    name: str
    fact: Fact[Any]
    before: Movement | None
    after: Movement
    request: str = ""
    recipient: str = ""

    @property
    def dossier(self) -> Dossier:
        """What was declared, as it stood then."""
        return self.after.dossier

    @property
    def departure(self) -> str:
        """The office of departure."""
        return departure_office(self.dossier)

    @property
    def destination(self) -> str:
        """The office where the goods arrived, or are expected."""
        return self.after.destination.office or destination_office(self.dossier)

    def header(self, office: str) -> dict[str, Any]:
        """Of a message from this office: the same event has the same number and time for ever."""
        return header_of(
            self.name,
            office,
            self.recipient or recipient_of(self.after),
            number_of(self.fact.node, self.fact.number, self.name),
            time_at(self.fact.at, office),
            self.request,
        )

    def from_departure(self) -> dict[str, Any]:
        """Of a message from the office of departure to the holder."""
        return {
            **self.header(self.departure),
            "lrn": self.dossier.lrn,
            "mrn": self.after.mrn,
            "office": self.departure,
            "holder": holder_of(self.dossier),
        }

    def representative(self) -> dict[str, Any]:
        """Who acts for the holder, with the capacity that NCTS wants to be named."""
        party = self.dossier.representative
        if party is None:
            return {}
        status = Aside(f"/{self.name}/Representative/status", REPRESENTED)
        return {"representative": party, "aside": (status,)}

    def time(self, office: str) -> str:
        """When it was said, on the clock of an office."""
        return time_at(self.fact.at, office)

    def day(self, office: str) -> str:
        """On which day it was said, at an office."""
        return day_at(self.fact.at, office)


def header_of(
    name: str, office: str, recipient: str, id: str, prepared_at: str, request: str
) -> dict[str, Any]:
    """The fields of a header."""
    return {
        "sender": f"NTA.{node_of(office)}",
        "recipient": recipient,
        "prepared_at": prepared_at,
        "id": id,
        "kind": name,
        "correlation": request,
    }


def number_of(node: str, number: int, name: str) -> str:
    """The number of the message that an event is: `KG000000000042028`."""
    return f"{node}{number:012d}{name[2:5]}"


def recipient_of(movement: Movement) -> str:
    """Whom a message goes to that answers none: the holder."""
    return movement.dossier.holder.id or movement.owner


def time_at(moment: str, office: str) -> str:
    """An instant on the clock of an office, to the second and without a zone: NCTS knows none."""
    local = clock_at(moment, office)
    return f"{local:%Y-%m-%dT%H:%M:%S}" if local is not None else ""


def holder_of(dossier: Dossier) -> Holder:
    """The holder of the transit procedure."""
    return Holder(**msgspec.structs.asdict(dossier.holder), tir=dossier.tir_holder)


def trader_of(dossier: Dossier) -> str:
    """Who takes the goods at destination: the consignee by its number, or else the holder."""
    load = dossier.consignment
    parties: tuple[Party | None, ...] = (
        load.consignee,
        *(house.consignee for house in load.houses),
        dossier.holder,
    )
    return next((party.id for party in parties if party is not None and party.id), "")
