"""An application as the authority sees it."""

from typing import Annotated

import msgspec
from msgspec import Meta

from corridor.domain.attachments import Attachments
from corridor.domain.consignment import Party, Vehicle
from corridor.domain.values import Code, Country, Date, LongText, Reference, Text, Whole

DetailCode = Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_]{0,39}\Z")]


class PermitGoods(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the goods a permit is asked for: what the authority needs and no more."""

    number: Whole
    description: Text
    hs: str = ""
    gross_kg: str = ""
    dangerous_goods: tuple[str, ...] = ()


class Detail(msgspec.Struct, frozen=True):
    """One answer to what the type of the permit asks and no dossier says."""

    code: DetailCode
    value: LongText


class PermitRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """The application as the authority sees it: complete, with nothing to look up elsewhere."""

    dossier: Annotated[str, Meta(max_length=70)]
    """Empty for a permit that is applied for by itself."""
    kind: Code
    country: Country
    authority: Code
    rule: Annotated[str, Meta(max_length=17)]
    """Empty where no rule asks for it: it is applied for by itself."""
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
    posts: Annotated[tuple[str, ...], Meta(max_length=50)] = ()
    """Offices of the whole way: they are told if it is revoked while the vehicle is on the road."""
    details: Annotated[tuple[Detail, ...], Meta(max_length=40)] = ()
    """What the type asks beyond the dossier."""
    recognised_by: Annotated[tuple[Country, ...], Meta(max_length=50)] = ()
    """States of the way that take this permit for one of their own: they hear of it."""
    type_version: Whole = 0
    """By which version of the type it was judged; set when it is applied, whatever was sent."""
    vehicle: Vehicle | None = None
    """Mass and size of the vehicle, for a type whose authority decides by them."""
