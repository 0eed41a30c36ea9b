"""An application as the authority sees it."""

from typing import Annotated

import msgspec
from msgspec import Meta

from corridor.domain.attachments import Attachments
from corridor.domain.consignment import Party
from corridor.domain.values import Code, Country, Date, LongText, Reference, Text, Whole


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
    term_days: Whole | None = None
    """Days the rule gives the authority to decide; set when it is applied, whatever was sent."""
    attachments: Attachments = ()
    """The files that the rule asks for, of those attached to the dossier."""
    quota: Reference | None = None
    """The quota out of which the own ministry is asked for it, not the state where it holds."""
