"""Permits and certificates that were given outside of the corridor, in words."""

from textwrap import wrap
from typing import Any, Final

from corridor.domain.movement.state import Movement
from corridor.domain.permits.brought import Brought
from corridor.domain.permits.certificates import Certificate
from corridor.domain.permits.certifying import certificate_of
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.services import Services
from corridor.web.templating import Reader

View = dict[str, Any]
DIGEST_PART: Final = 16
"""Letters of a digest that stand together: it fits a narrow screen, and is compared by parts."""
SOURCES: Final = {
    "ephyto": N_("An electronic certificate (SPS XML)"),
    "table": N_("A table brought in at the desk"),
    "api": N_("The authority's own system"),
    "xroad": N_("The authority's own system, by X-Road"),
}


TYPES: Final = {
    "851": N_("Phytosanitary certificate"),
    "657": N_("Phytosanitary certificate for re-export"),
    "853": N_("Veterinary certificate"),
    "852": N_("Sanitary certificate"),
}
_OTHER_UNITS: Final = {"STM": N_("stems")}
"""Of cut flowers, as certificates name them; the list of units that comes along has no code for it.
"""


def satisfied_text(reader: Reader, number: str, brought: Brought, where: str) -> str:
    """`Certificate N of S, taken in on D`: by what a requirement is satisfied."""
    say, day = reader.words, _moment(reader, brought.taken_at, where)
    who = _whose(reader, brought)
    if brought.certificate is None:
        text = say("Permit %(number)s of a system of its own: %(who)s.", number=number, who=who)
    else:
        text = say("Certificate %(number)s: %(who)s.", number=number, who=who)
    return " ".join((text, say("Taken in: %(moment)s.", moment=day))) if day else text


def _moment(reader: Reader, instant: str, where: str) -> str:
    return str(reader.formats.moment(instant, where)) if instant else ""


def _whose(reader: Reader, brought: Brought) -> str:
    country = reader.names.country(brought.issuer)
    return f"{reader.legible(brought.service)}, {country}" if brought.service else country


def brought_text(reader: Reader, permit: Permit | None) -> str:
    """The same of a permit; nothing where it was decided on here."""
    if permit is None or permit.brought is None:
        return ""
    return satisfied_text(reader, permit.number, permit.brought, permit.home)


def brought_view(reader: Reader, permit: Permit) -> View | None:
    """All of it for the desk that brought it in; None where it was decided on here."""
    brought = permit.brought
    if brought is None:
        return None
    found, day = brought.certificate, reader.formats.day
    where = permit.home
    rows = [
        (N_("Issued by"), _whose(reader, brought)),
        (N_("Issued on"), day(brought.issued_on)),
        (N_("Came as"), reader.words(SOURCES[brought.source])),
        (N_("Taken in"), _moment(reader, brought.taken_at, where)),
        (N_("Changed"), _moment(reader, brought.changed_at, where)),
        (N_("SHA-256 of the file"), " ".join(wrap(brought.digest, DIGEST_PART))),
        (N_("Message"), brought.reference),
        (N_("Counts"), reader.formats.days(permit.valid_from, permit.valid_to)),
        (N_("Replaced by"), brought.superseded_by),
        *(_of_certificate(reader, found) if found is not None else ()),
    ]
    return {
        "text": satisfied_text(reader, permit.number, brought, where),
        "rows": [{"label": reader.words(name), "value": said} for name, said in rows if said],
        "lines": [_line(reader, one) for one in found.goods] if found is not None else [],
    }


def _of_certificate(reader: Reader, found: Certificate) -> list[tuple[str, str]]:
    names = reader.names
    return [
        (N_("Type of document"), _type_of(reader, found.type_code)),
        (N_("Signed by"), ", ".join(one for one in (found.signatory, found.place) if one)),
        (N_("Consignor"), reader.legible(found.consignor.name)),
        (N_("Consignee"), reader.legible(found.consignee.name)),
        (N_("Way"), " → ".join(map(names.country, found.countries))),
        (N_("Point of entry"), reader.legible(found.entry)),
        (N_("Vehicles"), ", ".join(found.means)),
        (N_("Containers"), ", ".join(found.containers)),
        (N_("Seals"), ", ".join(found.seals)),
        (N_("Additional declarations"), "; ".join(map(reader.legible, found.declarations))),
        (N_("In the place of"), found.replaces),
    ]


def _type_of(reader: Reader, code: str) -> str:
    """The type by its code of UN/EDIFACT 1001, in words where it is one of these documents."""
    return f"{reader.words(TYPES[code])} ({code})" if code in TYPES else code


def _line(reader: Reader, line: Any) -> View:
    mass, say = reader.formats.mass, reader.words
    much = [mass(line.net_kg) if line.net_kg else "", _measured(reader, line.quantity)]
    if line.packages:
        much.append(say("packages: %(count)s", count=line.packages))
    origin = [reader.names.country(line.origin), reader.legible(line.place)]
    return {
        "number": line.number,
        "description": reader.legible(line.description or line.botanical),
        "botanical": line.botanical if line.description else "",
        "hs": line.hs,
        "much": ", ".join(one for one in much if one),
        "origin": ", ".join(one for one in origin if one),
        "treatment": ", ".join(
            _measured(reader, part) for part in reader.legible(line.treatment).split(", ")
        ),
    }


def _measured(reader: Reader, text: str) -> str:
    """`24 HUR` as `hour: 24`; what is no measure in a known unit stays as it was sent."""
    value, _, unit = text.rpartition(" ")
    if not value.replace(".", "", 1).isdecimal():
        return text
    if unit in _OTHER_UNITS:
        return f"{reader.words(_OTHER_UNITS[unit])}: {value}"
    name = reader.names.of_list("units", unit)
    return f"{name}: {value}" if name else text


def goes_out(services: Services, permit: Permit) -> Certificate | None:
    """The certificate as which it goes out, if it does; the authority by its English name."""
    subject, office = permit.request.dossier, permit.request.authority
    state = services.queries.get(subject).state if subject else None
    dossier = state.dossier if isinstance(state, Movement) else None
    found = next((one for one in services.authorities if one.code == office), None)
    return certificate_of(permit, dossier, found.name.en if found else office)
