"""A rule as one row of a state's own list: what an official edits in a spreadsheet.

A rule of a union stands in the list of each of its states, marked `union`; it is asked once, by the
state in which the union is met.
"""

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.attachments import Paper
from corridor.domain.places import Mode
from corridor.domain.reference.permit_rule import (
    EVERYWHERE,
    NO_CONDITIONS,
    Authority,
    Conditions,
    Direction,
    Fee,
    Held,
    Instrument,
    Obtained,
    Question,
    RequirementRule,
    Words,
)
from corridor.domain.territories import territory_of
from corridor.domain.values import Currency, Date, QuestionCode

MANY_MAX: Final = 200
Title = Annotated[str, Meta(max_length=300)]
Named = Annotated[str, Meta(min_length=1, max_length=300)]
Range = Annotated[str, Meta(pattern=r"\A(\d\d){1,5}(-(\d\d){1,5})?\Z")]
Ranges = Annotated[tuple[Range, ...], Meta(max_length=MANY_MAX)]
State = Annotated[str, Meta(pattern=r"\A[A-Z]{2}\Z")]
StateOrUnion = Annotated[str, Meta(pattern=r"\A([A-Z]{2}|EAEU)\Z")]
States = Annotated[tuple[State, ...], Meta(max_length=MANY_MAX)]
Place = Annotated[str, Meta(pattern=r"\A[A-Z]{2}-[A-Z0-9]{2,8}\Z")]
Limit = Annotated[int, Meta(ge=1, le=1_000_000)] | None
Facts = Annotated[tuple[QuestionCode, ...], Meta(max_length=20)]
Hazard = Literal["1", "2", "3", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1", "6.2", "7", "8", "9"]
Un = Annotated[str, Meta(pattern=r"\A(\d{4}|\*)\Z")]
VehicleFact = Literal["foreign", "same_union", "cooled", "tir", "through_union"]
_FLAGS: Final[dict[VehicleFact, str]] = {
    "foreign": "foreign_registration",
    "same_union": "same_union",
    "cooled": "temperature_controlled",
    "tir": "under_tir",
    "through_union": "through_union",
}
_LIMITS: Final = (
    "gross_over_kg",
    "axle_over_kg",
    "length_over_mm",
    "width_over_mm",
    "height_over_mm",
)
_SETS: Final = (
    "un",
    "hazards",
    "registered_in",
    "carriers_of",
    "places",
    "origins",
    "destinations",
)
CONDITIONS: Final = (*_LIMITS, *_SETS)
"""Conditions that a row has under the same name."""


class PermitRule(
    msgspec.Struct, frozen=True, omit_defaults=True, tag="permit_rule", forbid_unknown_fields=True
):
    """A rule of a state. Empty cells ask for nothing; several values are parted by a bar.

    ``scope``      `union`: a rule of the state's union, asked once where that is met
    ``hs``         prefixes of 2 to 10 digits, or ranges of them; the longest that fits decides
    ``item_facts`` what calls it up whatever the code: `live_animals`, `cites`
    ``vehicle``    what is asked of the vehicle and the way, all of it
    ``places``     places of the state at one of which it is asked
    ``question``   what only the carrier can tell, with its text unless it is a known one
    ``drivers_of`` where the driver's state is known the question is not asked: yes for these
    ``held``       papers of the driver or authorisations of the carrier that answer it with yes
    ``authority``  the desk that decides, as `KZ-ROAD`
    ``effect``     `apply`: asked for here; `carry`: a duty; `exempt`: frees of such a permit
    ``recognises`` states, or `EAEU`, whose document of this kind is taken for the own one
    ``fee_minor``  in minor units of ``fee_currency``
    """

    id: Annotated[str, Meta(pattern=r"\A[A-Z0-9][A-Z0-9.-]{0,16}\Z")]
    state: State
    kind: Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_]{0,16}\Z")]
    title_en: Named
    title_ru: Named
    directions: Annotated[tuple[Direction, ...], Meta(min_length=1, max_length=3)]
    authority: Annotated[str, Meta(pattern=r"\A[A-Z]{2}-[A-Z]{2,8}\Z")]
    instrument_en: Named
    instrument_ru: Named
    version: Annotated[int, Meta(ge=1, le=10_000)] = 1
    valid_from: Date = "2000-01-01"
    valid_to: Date | None = None
    scope: Literal["state", "union"] = "state"
    effect: Obtained = "apply"
    blocking: bool = True
    at: Literal["departure", "border"] = "border"
    modes: Annotated[tuple[Mode, ...], Meta(max_length=4)] = ()
    hs: Ranges = ()
    except_hs: Ranges = ()
    item_facts: Facts = ()
    un: Annotated[tuple[Un, ...], Meta(max_length=MANY_MAX)] = ()
    hazards: Annotated[tuple[Hazard, ...], Meta(max_length=13)] = ()
    gross_over_kg: Limit = None
    axle_over_kg: Limit = None
    length_over_mm: Limit = None
    width_over_mm: Limit = None
    height_over_mm: Limit = None
    vehicle: Annotated[tuple[VehicleFact, ...], Meta(max_length=5)] = ()
    registered_in: States = ()
    carriers_of: States = ()
    places: Annotated[tuple[Place, ...], Meta(max_length=MANY_MAX)] = ()
    origins: States = ()
    destinations: States = ()
    question: Annotated[str, Meta(pattern=r"\A[a-z0-9_]{0,17}\Z")] = ""
    question_en: Title = ""
    question_ru: Title = ""
    drivers_of: States = ()
    held: Annotated[tuple[Held, ...], Meta(max_length=10)] = ()
    authority_en: Title = ""
    authority_ru: Title = ""
    instrument_number: Annotated[str, Meta(max_length=70)] = ""
    instrument_date: Date | None = None
    lead_time_days: Annotated[int, Meta(ge=0, le=365)] | None = None
    fee_minor: Annotated[int, Meta(ge=0, le=10**15)] | None = None
    fee_currency: Currency | None = None
    papers: Annotated[tuple[Paper, ...], Meta(max_length=20)] = ()
    recognises: Annotated[tuple[StateOrUnion, ...], Meta(max_length=MANY_MAX)] = ()
    recognition_en: Title = ""
    recognition_ru: Title = ""
    confidence: Literal["H", "M", "L"] = "M"
    illustrative: bool = True

    @property
    def key(self) -> str:
        """By which rows of two editions are held against each other."""
        return self.id


MANY: Final = frozenset(
    (
        *_SETS,
        "directions",
        "modes",
        "hs",
        "except_hs",
        "item_facts",
        "vehicle",
        "drivers_of",
        "held",
        "papers",
        "recognises",
    )
)
"""Columns with several values."""


def spread(prefix: str) -> tuple[str, ...]:
    """`0801-0803` → `0801`, `0802`, `0803`. Both ends have the same length."""
    first, dash, last = prefix.partition("-")
    if not dash:
        return (first,)
    width = len(first)
    return tuple(f"{n:0{width}d}" for n in range(int(first), int(last) + 1))


def all_spread(ranges: tuple[str, ...]) -> tuple[str, ...]:
    """Every prefix by itself."""
    return tuple(one for part in ranges for one in spread(part))


def rule_of(
    row: PermitRule, questions: dict[str, Question], desks: dict[str, Authority]
) -> RequirementRule:
    """The rule that a row says. `questions`: the known ones, `desks`: those of the corridor."""
    return RequirementRule(
        id=row.id,
        version=row.version,
        kind=row.kind,
        title=Words(row.title_en, row.title_ru),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        countries=(row.state,),
        directions=row.directions,
        desk=row.authority.partition("-")[2],
        instruments=(_act(row),),
        at=row.at,
        confidence=row.confidence,
        hs=all_spread(row.hs),
        except_hs=all_spread(row.except_hs),
        item_facts=row.item_facts,
        modes=row.modes,
        conditions=_conditions(row),
        question=row.question,
        asks=_asks(row, questions),
        lead_time_days=row.lead_time_days,
        blocking=row.blocking,
        obtained=row.effect,
        fee=_fee(row),
        recognition=_words(row.recognition_en, row.recognition_ru),
        recognises=row.recognises,
        papers=row.papers,
        illustrative=row.illustrative,
        by_union=row.scope == "union",
        owner=row.state,
        authorities={row.state: _desk(row, desks)},
    )


def _act(row: PermitRule) -> Instrument:
    title = Words(row.instrument_en, row.instrument_ru)
    return Instrument(title, row.instrument_number, row.instrument_date)


def _conditions(row: PermitRule) -> Conditions:
    said: dict[str, Any] = {name: getattr(row, name) for name in CONDITIONS}
    found = Conditions(**said | {_FLAGS[fact]: True for fact in row.vehicle})
    return NO_CONDITIONS if found == NO_CONDITIONS else found


def _asks(row: PermitRule, questions: dict[str, Question]) -> Question | None:
    if not row.question:
        return None
    text, known = _words(row.question_en, row.question_ru), questions.get(row.question)
    if known is None and text is None:
        return None
    found = known or Question(row.question, Words("", ""))
    return replace(found, text=text or found.text, drivers_of=row.drivers_of, held=row.held)


def _fee(row: PermitRule) -> Fee | None:
    if row.fee_minor is None or row.fee_currency is None:
        return None
    return Fee(row.fee_minor, row.fee_currency)


def _words(en: str, ru: str) -> Words | None:
    return Words(en or ru, ru or en) if en or ru else None


def _desk(row: PermitRule, desks: dict[str, Authority]) -> Authority:
    known = desks.get(row.authority)
    said = _words(row.authority_en, row.authority_ru)
    name = said or (known.name if known else Words(row.authority, row.authority))
    return Authority(row.authority, row.state, (row.kind,), name)


def speaks_for(rule: RequirementRule, state: str) -> bool:
    """Whether a rule holds in a state, by its own name, that of its union, or everywhere."""
    named = {EVERYWHERE, state, territory_of(state)}
    return not named.isdisjoint(rule.countries)


def row_of(rule: RequirementRule, state: str, authority: Authority) -> PermitRule:
    """A rule that came with the program as a row of one state's list, to be mended."""
    asked, act = rule.conditions, rule.instrument_in(state)
    is_own = EVERYWHERE in rule.countries or state in rule.countries
    return PermitRule(
        id=rule.id,
        state=state,
        kind=rule.kind,
        title_en=rule.title.en,
        title_ru=rule.title.ru,
        directions=rule.directions,
        authority=f"{state}-{rule.desk}",
        instrument_en=act.title.en,
        instrument_ru=act.title.ru,
        version=rule.version,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        scope="state" if is_own else "union",
        effect=rule.obtained,
        blocking=rule.blocking,
        at=rule.at,
        modes=rule.modes,
        hs=joined(rule.hs),
        except_hs=joined(rule.except_hs),
        item_facts=rule.item_facts,
        vehicle=tuple(fact for fact, name in _FLAGS.items() if getattr(asked, name)),
        question=rule.question,
        question_en=rule.asks.text.en if rule.asks else "",
        question_ru=rule.asks.text.ru if rule.asks else "",
        drivers_of=rule.asks.drivers_of if rule.asks else (),
        held=rule.asks.held if rule.asks else (),
        authority_en=authority.name.en,
        authority_ru=authority.name.ru,
        instrument_number=act.number,
        instrument_date=act.date,
        lead_time_days=rule.lead_time_days,
        fee_minor=rule.fee.amount_minor if rule.fee else None,
        fee_currency=rule.fee.currency if rule.fee else None,
        papers=rule.papers,
        recognises=rule.recognises,
        recognition_en=rule.recognition.en if rule.recognition else "",
        recognition_ru=rule.recognition.ru if rule.recognition else "",
        confidence=rule.confidence,
        illustrative=rule.illustrative,
        **{name: getattr(asked, name) for name in CONDITIONS},
    )


def joined(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """`0801`, `0802`, `0803` → `0801-0803`: neighbours of one length become a range."""
    ranges: list[tuple[str, str]] = []
    for prefix in sorted(prefixes, key=lambda one: (len(one), one)):
        first, last = ranges[-1] if ranges else ("", "")
        if last and len(last) == len(prefix) and int(prefix) == int(last) + 1:
            ranges[-1] = (first, prefix)
        else:
            ranges.append((prefix, prefix))
    return tuple(first if first == last else f"{first}-{last}" for first, last in ranges)
