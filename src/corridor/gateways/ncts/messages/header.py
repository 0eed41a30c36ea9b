"""What every message between a trader and customs begins with, and whom many of them name."""

from typing import Final

import msgspec

from corridor.domain.consignment import Aside, Party
from corridor.gateways.ncts.declaration import PARTY
from corridor.gateways.ncts.mapping import Inside, One, Shape


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Who sends it to whom, when, under which number, in answer to which; and what the record of
    this message has no field for.
    """

    sender: str
    recipient: str
    prepared_at: str
    """Local time of whoever made it, without a zone: NCTS knows none."""
    id: str
    kind: str
    correlation: str = ""
    aside: tuple[Aside, ...] = ()


class Holder(Party, frozen=True):
    """The holder of the transit procedure, who may be one under TIR."""

    tir: str = ""


HEADER: Final[Shape] = {
    "messageSender": "sender",
    "messageRecipient": "recipient",
    "preparationDateAndTime": "prepared_at",
    "messageIdentification": "id",
    "messageType": "kind",
    "correlationIdentifier": "correlation",
}
HOLDER: Final = One("holder", {**PARTY, "TIRHolderIdentificationNumber": "tir"})


def office(field: str = "office") -> Inside:
    """A group that names an office and nothing else."""
    return Inside({"referenceNumber": field})
