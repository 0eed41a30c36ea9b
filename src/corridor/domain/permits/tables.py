"""What lists of permits show, and what they are filtered by."""

from collections.abc import Iterator
from typing import Final

from corridor.domain.listings import Column, Filter, Listing, marks_of
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.domain.searching import identifier

_KIND: Final = Filter("kind", N_("Permit"), "permit_kind")
_VEHICLE: Final = Filter("vehicle", N_("Vehicle"), is_plate=True)
_STATE: Final = Filter("state", N_("State"), "permit_status")
_BORDER: Final = Filter("border", N_("Enters by"), "office")
_DATES: Final = (("since", N_("Applied for")), ("due", N_("Decision due")))

OF_CARRIER: Final = Listing(
    columns=(
        Column("permit", N_("Permit")),
        Column("state", N_("State")),
        Column("authority", N_("Authority"), shown=False),
        Column("dossier", N_("Dossier")),
        Column("vehicle", N_("Vehicle")),
        Column("number", N_("Number"), is_lesser=True),
        Column("valid", N_("In force"), is_lesser=True),
        Column("due", N_("Decision due"), "due"),
        Column("since", N_("Applied for"), "since", shown=False),
        Column("updated", N_("Changed"), "updated", shown=False),
        Column("goods", N_("Goods"), shown=False),
        Column("border", N_("Enters by"), shown=False),
    ),
    filters=(
        _STATE,
        _KIND,
        Filter("country", N_("State that issues it"), "country"),
        _VEHICLE,
        _BORDER,
    ),
    dates=_DATES,
)
AT_AUTHORITY: Final = Listing(
    columns=(
        Column("due", N_("Decide by"), "due"),
        Column("holder", N_("Carrier"), "name"),
        Column("permit", N_("Permit")),
        Column("state", N_("State")),
        Column("officer", N_("Officer")),
        Column("vehicle", N_("Vehicle")),
        Column("goods", N_("Goods"), is_lesser=True),
        Column("route", N_("Route"), is_lesser=True),
        Column("dossier", N_("Dossier"), shown=False),
        Column("number", N_("Number"), shown=False),
        Column("valid", N_("In force"), shown=False),
        Column("border", N_("Enters by"), shown=False),
        Column("since", N_("Applied for"), "since", shown=False),
        Column("updated", N_("Changed"), "updated", shown=False),
    ),
    filters=(
        Filter("officer", N_("Whose case"), "officer"),
        _KIND,
        Filter("from", N_("Country of the carrier"), "country"),
        _STATE,
        _VEHICLE,
        Filter("holder", N_("Carrier")),
        _BORDER,
    ),
    dates=_DATES,
)


def marks(state: Permit) -> tuple[str, ...]:
    """By what its rows are filtered, in every list alike."""
    return marks_of(_pairs(state))


def _pairs(state: Permit) -> Iterator[tuple[str, str]]:
    asked = state.request
    yield "state", state.status
    yield "kind", asked.kind
    yield "country", asked.country
    yield "from", state.home
    yield "holder", asked.holder.name or asked.holder.id
    yield "border", asked.entry_office
    for plate in asked.plates:
        yield "vehicle", identifier(plate)
