"""What both the carrier and an office say of an incident: where, and who endorsed it on paper."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.movement.endorsement import Endorsement
from corridor.domain.typed import day, one_line
from corridor.web.act import Field, MovementDeed, Tale, field_of
from corridor.web.templating import Reader

POINTERS: Final = {
    "/place": "place",
    "/country": "country",
    "/endorsed/authority": "endorsed_by",
    "/endorsed/place": "endorsed_at",
    "/endorsed/country": "endorsed_in",
    "/endorsed/on": "endorsed_on",
    "/endorsed": "endorsed_by",
}


def country_field(name: str, label: str, reader: Reader, value: str = "", hint: str = "") -> Field:
    """A state, by its name; it may be left out."""
    found = [
        {"value": code, "label": reader.names.country(code)} for code in reader.names.countries
    ]
    options = [{"value": "", "label": "—"}, *sorted(found, key=lambda one: one["label"])]
    return field_of(
        "select", name, label, value, hint, options=options, optional=True, codes="countries"
    )


def place_fields(deed: MovementDeed, place: str, country: str, hint: str, needed: bool) -> Any:
    """Where it happened."""
    _, reader = deed.reader.words, deed.reader
    return [
        field_of("text", "place", _("Where"), place, hint, optional=not needed),
        country_field("country", _("In which state"), reader, country),
    ]


def endorsed_fields(deed: MovementDeed, known: Endorsement | None) -> list[Field]:
    """The endorsement of another authority, as it stands on the accompanying document."""
    _, reader = deed.reader.words, deed.reader
    hint = _("Police, customs or another authority that saw it first; else leave all four empty.")
    by, at, land, on = ("",) * 4 if known is None else _said(known)
    found = [
        field_of("text", "endorsed_by", _("Endorsed on paper by"), by, hint, optional=True),
        field_of("text", "endorsed_at", _("Place of the endorsement"), at, optional=True),
        country_field("endorsed_in", _("State of the endorsement"), reader, land),
        field_of("date", "endorsed_on", _("Day of the endorsement"), on, optional=True),
    ]
    return [{**one, "fold": _("Endorsement of another authority")} for one in found]


def _said(known: Endorsement) -> tuple[str, str, str, str]:
    return (known.authority, known.place, known.country, known.on)


def endorsed_of(deed: MovementDeed) -> Endorsement | None:
    """The endorsement typed; a part of it alone is an error."""
    _, form = deed.reader.words, deed.form
    names = ("endorsed_by", "endorsed_at", "endorsed_in", "endorsed_on")
    if not any(form[name] for name in names):
        return None
    for name in names:
        deed.needed(name, _("Give all four of the endorsement, or none."))
    authority, place = one_line(form["endorsed_by"]), one_line(form["endorsed_at"])
    return Endorsement(authority, place, form["endorsed_in"], day(form["endorsed_on"]))


def where_and_who(said: Any, tale: Tale) -> Iterable[str]:
    """The place and the endorsement, on a timeline."""
    names = tale.reader.names
    if said.place:
        where = f"{said.place} ({names.country(said.country)})" if said.country else said.place
        yield tale.say("Where: %(place)s.", place=where)
    if said.endorsed is not None:
        one = said.endorsed
        yield tale.say(
            "Endorsed by %(authority)s, %(place)s (%(country)s), %(day)s.",
            authority=one.authority,
            place=one.place,
            country=names.country(one.country),
            day=tale.reader.formats.day(one.on),
        )
