"""A permit rule of a state's list on the screen: what it asks for, of whom, for what, and when."""

from collections.abc import Iterator
from typing import Any, Final

from corridor.domain.reference.permit_rows import PermitRule
from corridor.domain.refusals import N_
from corridor.web.labels.permit import FACTS
from corridor.web.speaking import Speaking

RULE_COLUMNS: Final = {
    "id": N_("Number of the rule"),
    "state": N_("Country"),
    "kind": N_("Kind of permit"),
    "title_en": N_("What is asked for, in English"),
    "title_ru": N_("What is asked for, in Russian"),
    "directions": N_("In which direction"),
    "authority": N_("Authority"),
    "instrument_en": N_("Legal act, in English"),
    "instrument_ru": N_("Legal act, in Russian"),
    "version": N_("Version"),
    "scope": N_("Of the state or its union"),
    "effect": N_("What the rule does"),
    "blocking": N_("Stops the truck"),
    "at": N_("Where it is needed"),
    "modes": N_("How the goods travel"),
    "hs": N_("HS codes"),
    "except_hs": N_("HS codes left out"),
    "item_facts": N_("Facts of the goods"),
    "un": N_("UN numbers"),
    "hazards": N_("Classes of dangerous goods"),
    "gross_over_kg": N_("Mass over, kg"),
    "axle_over_kg": N_("Axle load over, kg"),
    "length_over_mm": N_("Length over, mm"),
    "width_over_mm": N_("Width over, mm"),
    "height_over_mm": N_("Height over, mm"),
    "vehicle": N_("Vehicle and way"),
    "registered_in": N_("Registered in"),
    "carriers_of": N_("Carriers of"),
    "places": N_("Places"),
    "origins": N_("Way begins in"),
    "destinations": N_("Way ends in"),
    "question": N_("Question to the carrier"),
    "drivers_of": N_("Yes for drivers of"),
    "held": N_("Yes where one is held"),
    "question_en": N_("The question in English"),
    "question_ru": N_("The question in Russian"),
    "authority_en": N_("Authority, in English"),
    "authority_ru": N_("Authority, in Russian"),
    "instrument_number": N_("Number of the act"),
    "instrument_date": N_("Date of the act"),
    "lead_time_days": N_("Days to allow"),
    "fee_minor": N_("Fee, in minor units"),
    "fee_currency": N_("Currency of the fee"),
    "papers": N_("Papers to attach"),
    "recognises": N_("Recognises documents of"),
    "recognition_en": N_("What is recognised, in English"),
    "recognition_ru": N_("What is recognised, in Russian"),
    "confidence": N_("How certain it is"),
    "illustrative": N_("Illustrative"),
}
_EFFECTS: Final = {
    "apply": N_("to be applied for"),
    "carry": N_("to be carried along"),
    "exempt": N_("frees of it"),
}
_DIRECTIONS: Final = {
    "export": N_("on leaving"),
    "import": N_("on arriving"),
    "transit": N_("in transit"),
}
_VEHICLE: Final = {
    "foreign": N_("vehicle registered elsewhere"),
    "same_union": N_("vehicle registered in another state of the union"),
    "cooled": N_("temperature is kept"),
    "tir": N_("under a TIR carnet"),
    "through_union": N_("through two states of the union"),
}
_LIMITS: Final = {
    "gross_over_kg": N_("mass over %(limit)s kg"),
    "axle_over_kg": N_("axle load over %(limit)s kg"),
    "length_over_mm": N_("length over %(limit)s mm"),
    "width_over_mm": N_("width over %(limit)s mm"),
    "height_over_mm": N_("height over %(limit)s mm"),
}
CODES_MAX: Final = 12
"""Codes of one rule in a table; the rest is in the file."""


def rule_view(reader: Speaking, row: PermitRule) -> dict[str, Any]:
    """A row of the table."""
    say = reader.words
    return {
        "kind": "rule",
        "code": row.id,
        "version": row.version,
        "title": row.title_ru if reader.lang == "ru" else row.title_en,
        "permit": reader.labels(row.kind, "permit_kind"),
        "authority": row.authority,
        "act": _act(reader, row),
        "asks": [*_asks(reader, row), *_way(reader, row)],
        "directions": [say(_DIRECTIONS[one]) for one in row.directions],
        "effect": say(_EFFECTS[row.effect]),
        "blocking": row.blocking,
        "begins": row.valid_from,
        "ends": row.valid_to,
        "lead": row.lead_time_days,
        "fee": str(reader.formats.money(row.fee_minor, row.fee_currency)),
        "illustrative": row.illustrative,
    }


def _act(reader: Speaking, row: PermitRule) -> str:
    title = row.instrument_ru if reader.lang == "ru" else row.instrument_en
    day = reader.formats.day(row.instrument_date) if row.instrument_date else ""
    return ", ".join(part for part in (title, row.instrument_number, day) if part)


def _asks(reader: Speaking, row: PermitRule) -> Iterator[str]:
    """Of what goods and vehicles the rule speaks, in words."""
    say = reader.words
    if row.hs:
        yield say("HS %(codes)s", codes=_some(row.hs))
    if row.except_hs:
        yield say("but not HS %(codes)s", codes=_some(row.except_hs))
    yield from (say(FACTS[fact]) if fact in FACTS else fact for fact in row.item_facts)
    if row.un:
        yield say("UN %(codes)s", codes=_some(row.un))
    if row.hazards:
        yield say("dangerous goods of class %(codes)s", codes=_some(row.hazards))
    for name, text in _LIMITS.items():
        limit = getattr(row, name)
        if limit is not None:
            yield say(text, limit=reader.formats.number(limit))
    yield from (say(_VEHICLE[fact]) for fact in row.vehicle)


def _way(reader: Speaking, row: PermitRule) -> Iterator[str]:
    say = reader.words
    yield from (reader.labels(mode, "mode") for mode in row.modes)
    if row.registered_in:
        yield say("registered in %(codes)s", codes=_some(row.registered_in))
    if row.carriers_of:
        yield say("carriers of %(codes)s", codes=_some(row.carriers_of))
    if row.places:
        yield say("at %(codes)s", codes=_some(row.places))
    if row.origins:
        yield say("coming from %(codes)s", codes=_some(row.origins))
    if row.destinations:
        yield say("going to %(codes)s", codes=_some(row.destinations))
    if row.question:
        yield say("by the carrier's answer")
    if row.drivers_of:
        yield say("drivers of %(codes)s", codes=_some(row.drivers_of))
    if row.held:
        yield say("where one is held: %(papers)s", papers=_papers(reader, row))


def _papers(reader: Speaking, row: PermitRule) -> str:
    return ", ".join(reader.labels(one, "held").lower() for one in row.held)


def _some(codes: tuple[str, ...]) -> str:
    more = len(codes) - CODES_MAX
    return ", ".join(codes[:CODES_MAX]) + (f" … +{more}" if more > 0 else "")
