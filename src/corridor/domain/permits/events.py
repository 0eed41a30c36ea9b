"""What can have happened to a permit. The subject is one application, from draft to last use."""

from typing import Annotated

import msgspec
from msgspec import Meta

from corridor.domain.consignment import Party
from corridor.domain.facts import Payload
from corridor.domain.values import Code, Country, Date, Instant, LongText, Reference, Text, Whole


class PermitGoods(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the goods a permit is asked for: what the authority needs and no more."""

    number: Whole
    description: Text
    hs: str = ""
    gross_kg: str = ""
    dangerous_goods: tuple[str, ...] = ()


class PermitRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """The application as the authority sees it: complete, with nothing to look up elsewhere."""

    dossier: Reference
    kind: Code
    country: Country
    authority: Code
    rule: Code
    holder: Party
    plates: tuple[str, ...] = ()
    goods: Annotated[tuple[PermitGoods, ...], Meta(max_length=1999)] = ()
    countries: tuple[Country, ...] = ()
    entry_office: str = ""
    leave_office: str = ""
    wanted_from: Date | None = None
    wanted_to: Date | None = None
    note: LongText = ""
    lrn: str = ""


class PermitApplied(Payload, frozen=True, tag="permit.applied/1"):
    """The carrier asked; also said again, mended, after a refusal."""

    request: PermitRequest


class InformationRequested(Payload, frozen=True, tag="permit.information_requested/1"):
    """The authority asks the carrier something before it decides."""

    question: LongText


class InformationProvided(Payload, frozen=True, tag="permit.information_provided/1"):
    """The carrier's answer."""

    answer: LongText


class PermitGranted(Payload, frozen=True, tag="permit.granted/1"):
    """Granted. `credential` is the signed text in the QR that a checkpoint verifies offline."""

    number: str
    valid_from: Date
    valid_to: Date
    credential: str
    conditions: tuple[Text, ...] = ()
    uses: Whole = 1


class PermitRefused(Payload, frozen=True, tag="permit.refused/1"):
    """Refused, with a coded reason and words."""

    code: Code
    reason: LongText


class PermitWithdrawn(Payload, frozen=True, tag="permit.withdrawn/1"):
    """The carrier took the application back before a decision."""


class PermitUsed(Payload, frozen=True, tag="permit.used/1"):
    """Written off by a crossing."""

    office: str
    movement: str
    used_at: Instant


class PermitRevoked(Payload, frozen=True, tag="permit.revoked/1"):
    """Taken back by the authority; a used one cannot be."""

    reason: LongText


PermitEvent = (
    PermitApplied
    | InformationRequested
    | InformationProvided
    | PermitGranted
    | PermitRefused
    | PermitWithdrawn
    | PermitUsed
    | PermitRevoked
)
