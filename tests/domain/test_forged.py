"""A peer that speaks for another: no event of any kind is believed of whoever has no right to it.

The events are those of the registry, so that a new act is tried here as soon as it is there.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pytest
from msgspec import inspect as shape
from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Told
from corridor.domain.authorised.state import AuthorisedPerson
from corridor.domain.barrier import Barrier, Notice
from corridor.domain.checkpoints.state import Visit
from corridor.domain.commitments.state import Commitment, Promise
from corridor.domain.complaints.state import Complaint
from corridor.domain.contacts.state import Contact, Ways
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.figures.state import MonthFigures, Vintage
from corridor.domain.indicators.state import Indicator, Series
from corridor.domain.kind import Kind
from corridor.domain.kinds import KINDS
from corridor.domain.movement.parts import BrokenSeal
from corridor.domain.movement.seal_parts import NavigationSeal
from corridor.domain.powers.state import Power
from corridor.domain.quota import Quota
from corridor.domain.records.state import RecordRequest
from corridor.domain.refdata.state import ReferenceList
from corridor.domain.reported import Said, Source
from corridor.domain.watches.state import Watch
from tests.domain.after_world import pursued
from tests.domain.movement_world import DOSSIER, GRN, GUARANTEE, NODES, NOW, SUBJECT, after
from tests.domain.test_access import PERMIT

WATCHED: Final = NavigationSeal("KZ-NAV-1", "kz-seals", "UZ", NOW)
ON_THE_WAY: Final = replace(
    after(8).now(),
    navigation_seals=(WATCHED,),
    broken=(BrokenSeal("KG-778201", "UZDUST01", NOW),),
)
MOVEMENTS: Final = (ON_THE_WAY, *pursued())
DAYS: Final = ("2026-01-01", "2026-12-31")
ASKED: Final = Power("pa-KG-1", "KG", "ala-too", "broker", ("file",), *DAYS)
REQUEST: Final = RecordRequest(
    "rr-KZ-1", "KZ", "KZTAZH01", "plate", "01KG777ABC", "KG", "control", "On the road.", NOW
)
PROMISED: Final = Promise(
    Said("x"), ("KG", "UZ"), Said("x"), "planned", "customs", Source(Said("x"))
)
NOTIFIED: Final = Notice(Said("x"), "fee", "adopted", Said("x"), Said("x"))
COUNTED: Final = Series(Said("x"), "USD_m", ("KG", "UZ"))
SUBJECTS: Final[dict[str, tuple[Any, ...]]] = {
    "mv": MOVEMENTS,
    "pm": (
        PERMIT,
        replace(
            PERMIT, request=replace(PERMIT.request, quota="qt-UZ-KG-2026-2", authority="KG-ROAD")
        ),
        replace(PERMIT, home="UZ", owner="", status="granted", admitted_from="TR"),
    ),
    "gr": (GUARANTEE,),
    "cp": (Visit("cp-UZ-1", "UZDUST01", "01KG123ABC", "entry"),),
    "pa": (ASKED, replace(ASKED, given_at=NOW)),
    "ct": (Contact("ct-KG-KGOSH001", "KG", "KGOSH001", Ways(), NOW, "operator"),),
    "rr": (replace(REQUEST, status="referred", departure="KGOSH001"),),
    "rd": (ReferenceList("rd-KG-offices", "KG", "offices"),),
    "qt": (Quota("qt-UZ-KG-2026-2", "UZ", "KG", 2026, "2"),),
    "ob": (MonthFigures("ob-KG-2026-10", "KG", "2026-10", (Vintage(NOW, ()),)),),
    "cm": (Commitment("cm-KG-C1", "KG", "C1", PROMISED, NOW, "registrar"),),
    "in": (Indicator("in-KG-F1", "KG", "F1", COUNTED, NOW, "registrar"),),
    "ba": (Barrier("ba-KG-B1", "KG", "B1", NOTIFIED, NOW, "registrar"),),
    "bc": (Complaint("bc-KG-1", "KG", "ala-too", "UZ", "fee", "x", NOW, NOW[:10], SUBJECT),),
    "bw": (Watch("bw-KG-1", "KG", "ala-too", ("UZ",), (), NOW),),
    "au": (AuthorisedPerson("au-KG-1", "KG", "C521", "KGC521A", "f", "F", "KGOSH001", *DAYS),),
}
STATES: Final = (*NODES, "IR", "RU")
"""Those of the corridor, and two that no node of it speaks for."""
OFFICES: Final = (
    *("KGOSH001", "KGBISH01", "UZDUST01", "UZALAT01", "TMFARA01", "TMTURK01", "AZALAT01"),
    *("GETSIT01", "GEPOTI01", "KZTAZH01", "RUPETU01"),
)
FIRMS: Final = ("ala-too", "broker", "other")
ACTORS: Final = (
    *(Actor(office, "", "somebody", "customs") for office in OFFICES),
    *(Actor(office, "", "somebody", "checkpoint") for office in ("TMTURK01", "AZALAT01")),
    Actor("UZ-TRANSPORT", "", "somebody", "permit"),
    *(Actor("", firm, "somebody", "carrier") for firm in FIRMS),
    Actor("", "kz-seals", "somebody", "seals"),
    Actor("", "", "somebody", "operator"),
    Actor("", "", "somebody", "registrar"),
    Actor("", "", "", SYSTEM),
)


def called(actor: Actor) -> str:
    """An office, a firm, or else a role."""
    return actor.office or actor.org or actor.role


EVERYBODY: Final = frozenset(map(called, ACTORS))
DESKS: Final = (*OFFICES, "UZ-TRANSPORT")


def at(node: str, *who: str) -> frozenset[tuple[str, str]]:
    return frozenset((node, one) for one in who)


def everybody(node: str) -> frozenset[tuple[str, str]]:
    """Whoever it is: what only its own node can know of is never asked by another."""
    return at(node, *EVERYBODY)


HOLDER: Final = at("KG", "ala-too")
DEPARTURE: Final = at("KG", "KGOSH001")
DESTINATION: Final = at("GE", "GEPOTI01")
TRANSIT: Final = frozenset(
    (one[:2], one) for one in ("UZDUST01", "TMFARA01", "AZALAT01", "GETSIT01")
)
EXIT: Final = frozenset((one[:2], one) for one in ("UZALAT01", "TMTURK01"))
ROUTE: Final = DEPARTURE | TRANSIT | EXIT | DESTINATION
RIGHTFUL: Final[dict[tuple[str, str], frozenset[tuple[str, str]]]] = {
    ("mv", "nobody"): frozenset(),
    ("mv", "holder"): HOLDER,
    ("mv", "office of departure"): DEPARTURE,
    ("mv", "office of transit"): TRANSIT,
    ("mv", "office of exit"): EXIT,
    ("mv", "office of destination"): DESTINATION,
    ("mv", "office of destination, or authorised consignee"): DESTINATION,
    ("mv", "any office of the route"): ROUTE,
    ("mv", "office whose part it is in the movement"): ROUTE,
    ("mv", "any office of the route, or authorised consignee"): ROUTE,
    ("mv", "guarantor's ledger"): everybody("KG"),
    ("mv", "operator of the navigation seal"): at("UZ", "kz-seals"),
    ("mv", "checkpoint of a port of the route, or holder"): HOLDER
    | at("TM", "TMTURK01")
    | at("AZ", "AZALAT01"),
    ("mv", "holder, or office where it turned up"): HOLDER
    | frozenset((one[:2], one) for one in DESKS),
    ("mv", "holder, or authorised consignee"): HOLDER
    | at("GE", "ala-too", "broker", "other", "kz-seals"),
    ("mv", "whoever was asked"): HOLDER | DESTINATION,
    ("mv", "office that recovers the debt"): DEPARTURE | at("UZ", "UZDUST01"),
    ("pm", "applicant"): HOLDER,
    ("pm", "applicant, or the authority that brought it in"): HOLDER,
    ("pm", "authority that was asked"): at("UZ", "UZ-TRANSPORT"),
    ("pm", "node where it was applied for"): at("KG", SYSTEM) | at("UZ", SYSTEM),
    ("pm", "state where it holds"): everybody("UZ"),
    ("pm", "own ministry, by quota"): everybody("KG"),
    ("pm", "node of the state of issue"): at("UZ", SYSTEM) | at("KG", SYSTEM),
    ("pm", "authority that was asked, or its node"): at("UZ", "UZ-TRANSPORT", SYSTEM)
    | at("KG", SYSTEM),
    ("pm", "post of the state that admitted it"): at("UZ", "UZDUST01", "UZALAT01"),
    ("pm", "node that heard of it from another system"): at("KG", SYSTEM)
    | at("UZ", "UZDUST01", "UZALAT01"),
    ("gr", "guarantor's ledger"): everybody("KG"),
    ("gr", "guarantor"): everybody("KG"),
    ("cp", "checkpoint"): at("UZ", "UZDUST01"),
    ("pa", "whoever asked for it"): at("KG", "broker"),
    ("pa", "whoever gave it"): HOLDER,
    ("pa", "the clock of its node"): at("KG", SYSTEM),
    ("ct", "operator of the node of that state"): at("KG", "operator"),
    ("rr", "nobody"): frozenset(),
    ("rr", "node of departure"): at("KG", *EVERYBODY - frozenset(DESKS), "KGOSH001", "KGBISH01"),
    ("rd", "operator of the node of that state"): at("KG", "operator"),
    ("au", "the office that gave it"): DEPARTURE,
    ("ob", "observatory of the node of that state"): at("KG", SYSTEM),
    ("cm", "registrar of the state in whose register it stands"): at("KG", "registrar"),
    ("cm", "registrar of a party"): at("KG", "registrar") | at("UZ", "registrar"),
    ("in", "registrar of the state in whose register it stands"): at("KG", "registrar"),
    ("in", "registrar of a party"): at("KG", "registrar") | at("UZ", "registrar"),
    ("ba", "registrar of the state in whose register it stands"): at("KG", "registrar"),
    ("ba", "registrar of any state"): frozenset((node, "registrar") for node in STATES),
    ("ba", "node of the state in whose register it stands"): at("KG", SYSTEM),
    ("bc", "carrier that complains"): HOLDER,
    ("bc", "registrar of the state complained of"): at("UZ", "registrar"),
    ("bc", "node of the state complained of"): at("UZ", SYSTEM),
    ("bw", "firm that watches"): HOLDER,
    ("bw", "node of the firm that watches"): at("KG", SYSTEM),
    ("qt", "ministry of either state"): everybody("UZ") | everybody("KG"),
    ("qt", "state whose roads are used"): everybody("UZ"),
    ("qt", "state whose carriers use it"): everybody("KG"),
}
"""(kind, voice) → (node, who) that are believed of the subjects above: all others are not."""


def given(event: type[Payload], actor: Actor, state: Any) -> dict[str, Any]:
    """What would make this actor believed, wherever an event writes it."""
    asked = state.pursuit.enquiries if hasattr(state, "pursuit") else ()
    office = {"office": actor.office} if "office" in shape_of(event) else {}
    return {
        **office,
        "to_office": actor.office,
        "dossier": DOSSIER,
        "route": DOSSIER.route,
        "grn": GRN,
        "seal": WATCHED.seal,
        "request": PERMIT.request,
        "enquiry": asked[-1].id if asked else "",
    }


@cache
def shape_of(event: type[Payload]) -> dict[str, Any]:
    """Name → (type, whether it has to be given)."""
    found = shape.type_info(event)
    assert isinstance(found, shape.StructType)
    return {field.name: (field.type, field.required) for field in found.fields}


def payloads(event: type[Payload], actor: Actor, state: Any) -> Iterator[Payload]:
    """The event as this actor would have to write it, in each form that has a speaker."""
    fields, known = shape_of(event), given(event, actor, state)
    wanted = {name for name, (_, required) in fields.items() if required} | {"office"}
    plainly = {name: plain(kind) for name, (kind, _) in fields.items() if name in wanted}
    said = event(**plainly | {name: known[name] for name in wanted & fields.keys() & known.keys()})
    yield said
    if "authorisation" in fields:
        yield replace(said, authorisation="X")
    if "did" in fields:
        yield from (replace(said, did=one) for one in fields["did"][0].values)


def plain(kind: shape.Type) -> Any:
    """The least value of a type."""
    match kind:
        case shape.StructType():
            return kind.cls(**{f.name: plain(f.type) for f in kind.fields if f.required})
        case shape.LiteralType():
            return kind.values[0]
        case shape.IntType():
            return 1
        case shape.BoolType():
            return True
        case shape.VarTupleType():
            return ()
        case _:
            return ""


def spoken(kind: Kind[Any], told: Told[Any], actor: Actor, node: str) -> Iterator[Any]:
    """(state, fact) for each subject of the kind and each form of the event."""
    for state in SUBJECTS[kind.prefix]:
        for said in payloads(told.event, actor, state):
            yield state, Fact(said, node, 1, NOW, NOW, actor)


def believed(kind: Kind[Any], told: Told[Any]) -> frozenset[tuple[str, str]]:
    """Everybody at every node who may say it, of any of the subjects."""
    return frozenset(
        (node, called(actor))
        for actor in ACTORS
        for node in STATES
        if any(told.voice.says(*one) for one in spoken(kind, told, actor, node))
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.prefix)
def test_nobody_but_who_has_the_right_is_believed(kind: Kind[Any]) -> None:
    for event, told in kind.told.items():
        rightful = RIGHTFUL[kind.prefix, told.voice.name]
        assert believed(kind, told) == rightful, (event, told.voice.name)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.prefix)
def test_what_a_forger_says_changes_nothing(kind: Kind[Any]) -> None:
    """A peer signs for another state: the words of whoever has the right, from a wrong node."""
    for told in kind.told.values():
        rightful = RIGHTFUL[kind.prefix, told.voice.name]
        for actor in ACTORS:
            nodes = [node for node, who in rightful if who == called(actor)]
            for forger in (STATES[STATES.index(node) - 1] for node in nodes):
                if (forger, called(actor)) in rightful:
                    continue  # it says so for itself
                for state, fact in spoken(kind, told, actor, forger):
                    then = kind.evolve(state, fact, SUBJECT)
                    if (forger, called(actor)) not in rightful:
                        assert then == kind.unheard(state, fact), (told.event, forger, actor)


def test_a_subject_begins_at_the_node_that_its_number_names_and_nowhere_else() -> None:
    begins = [(kind, told) for kind in KINDS for told in kind.told.values() if told.begin]
    assert {kind.prefix for kind, _ in begins} == {kind.prefix for kind in KINDS}
    for kind, told in begins:
        for actor in ACTORS:
            for _, fact in spoken(kind, told, actor, "RU"):
                subject = f"{kind.prefix}-KG-00000000000000000001"
                assert kind.evolve(None, fact, subject) is None, told.event
