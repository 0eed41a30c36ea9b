"""Every act of the domain is whole at the desks: it has its page, its name, its sign, its file."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any, cast, get_args

import pytest
from msgspec.structs import replace

from corridor.domain.authorised.state import AuthorisedPerson
from corridor.domain.barrier import Barrier, Notice
from corridor.domain.checkpoints.state import Visit
from corridor.domain.commitments.state import Commitment, Promise
from corridor.domain.complaints.state import Complaint
from corridor.domain.consignment import GuaranteeUse, Means
from corridor.domain.contacts.state import Contact, Ways, contact_id
from corridor.domain.facts import Actor, Payload
from corridor.domain.indicators.state import Indicator, Series
from corridor.domain.kind import Kind
from corridor.domain.kinds import COMMANDS, EVENTS, KINDS, MAY_COMMAND
from corridor.domain.movement.carried import Transfer, VoyageStep
from corridor.domain.movement.changing import RequestChange
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.correcting import AskForAmendment
from corridor.domain.movement.costs import Cost
from corridor.domain.movement.diverting import RequestDiversion
from corridor.domain.movement.following_parts import RecordPart
from corridor.domain.movement.parts import ArrivalNotice, BrokenSeal, Discrepancy, Share
from corridor.domain.movement.state import Movement
from corridor.domain.permits.applications import request_for
from corridor.domain.permits.brought import Brought
from corridor.domain.permits.state import Assigned, Change, FeeDue, Paid, Permit, Proposal
from corridor.domain.powers.state import Power
from corridor.domain.quota import Disputed, Offer, Quota, Terms, Tranche, quota_id
from corridor.domain.records.state import RecordRequest
from corridor.domain.reported import Said, Source
from corridor.domain.serials import Range
from corridor.domain.watches.state import Watch
from corridor.engine.codec import tag_of
from corridor.engine.records import NodeRecord
from corridor.web.act import Act, Shown
from corridor.web.acts.node import NODE
from corridor.web.acts.readings import reading_of
from corridor.web.acts.registry import (
    AUTHORISED,
    BARRIERS,
    COMMITMENTS,
    COMPLAINTS,
    CONTACTS,
    FIGURES,
    GUARANTEES,
    INDICATORS,
    MOVEMENTS,
    PERMITS,
    POWERS,
    QUOTAS,
    RECORDS,
    REFERENCE,
    VISITS,
    WATCHES,
    acts_at,
    offered,
)
from tests.domain.after_world import pursued
from tests.domain.movement_world import CARRIER, DOSSIER, LIFE, OSH, after, customs
from tests.domain.permit_cases import dossier, requirements
from tests.domain.test_splitting import SPLIT

ROOMS: dict[str, tuple[str, tuple[Shown[Any], ...]]] = {
    "mv": ("movement", MOVEMENTS),
    "pm": ("permits", PERMITS),
    "gr": ("guarantees", GUARANTEES),
    "cp": ("checkpoints", VISITS),
    "pa": ("powers", POWERS),
    "ct": ("contacts", CONTACTS),
    "au": ("authorised", AUTHORISED),
    "rr": ("records", RECORDS),
    "rd": ("refdata", REFERENCE),
    "qt": ("quotas", QUOTAS),
    "ob": ("figures", FIGURES),
    "cm": ("commitments", COMMITMENTS),
    "in": ("indicators", INDICATORS),
    "ba": ("barriers", BARRIERS),
    "bc": ("complaints", COMPLAINTS),
    "bw": ("watches", WATCHES),
}
OTHER = "KZTAZH01"
REFERRED = RecordRequest(
    id="rr-KZ-1",
    home="KZ",
    office=OTHER,
    by="plate",
    number="01KG777ABC",
    to="KG",
    purpose="control",
    words="On the road.",
    asked_at="2026-11-21T08:00:00.000Z",
    status="referred",
    departure="KGOSH001",
)
PAGES_OF_THEIR_OWN = {
    "carrier": {
        "LodgeDeclaration": "pages.carrier.send",
        "AmendDeclaration": "pages.carrier.send",
        "ApplyForPermit": "pages.carrier.applications",
        "ProvideInformation": "pages.carrier.applications",
        "WithdrawPermit": "pages.carrier.applications",
        "ReturnPermit": "pages.carrier.returning",
        "AskForPower": "acts.powers.asking",
        "FileComplaint": "acts.complaints.complaining",
        "WatchBarriers": "acts.watches.watching",
    },
    "customs": {
        "GiveAuthorisation": "acts.authorised.giving",
        "AskForRecord": "acts.records.asking",
    },
    "checkpoint": {
        "RegisterArrival": "pages.checkpoint.board",
        "ScanPermit": "pages.checkpoint.visit",
    },
    "permit": {
        "BringInPermit": "brought.taking",
        "BringInCertificate": "brought.certificates",
    },
    "guarantor": {"RegisterGuarantee": "acts.guarantees.registering"},
    "operator": {
        "StateContact": "acts.contacts.stating",
        "ProposeReference": "acts.refdata.proposing",
    },
}
"""What is no dialog about a subject that is there: forms of many pages, scans, first entries."""
DESKS: list[tuple[str, tuple[Shown[Any], ...]]] = [
    ("customs", MOVEMENTS),
    ("carrier", MOVEMENTS),
    ("carrier", POWERS),
    ("carrier", PERMITS),
    ("checkpoint", MOVEMENTS),
    ("permit", PERMITS),
    ("checkpoint", VISITS),
    ("operator", CONTACTS),
    ("customs", AUTHORISED),
    ("customs", RECORDS),
    ("permit", QUOTAS),
    ("registrar", COMMITMENTS),
    ("registrar", INDICATORS),
    ("registrar", BARRIERS),
    ("registrar", COMPLAINTS),
    ("carrier", COMPLAINTS),
    ("carrier", WATCHES),
]
SAID = (*EVENTS, *get_args(NodeRecord))


def commands_of(act: Act[Any]) -> set[str]:
    """What the act may become: the commands that the code of its function names."""
    names = cast("FunctionType", act.command).__code__.co_names
    return {command.__name__ for command in COMMANDS} & {*names}


def movements() -> Iterator[Movement]:
    """A life without trouble, and what can come in between."""
    yield from (after(steps).now() for steps in range(1, len(LIFE) + 1))
    yield replace(after(1).now(), dossier=replace(DOSSIER, additional_type="D"))
    paper = replace(DOSSIER, guarantees=(GuaranteeUse("8", "", "DEC-8"),))
    yield replace(after(2).now(), dossier=paper)
    divert = RequestDiversion("GEPOTI01", "GEBATU01", "The ship is there.")
    change = RequestChange("UZDUST01", "Broken down.", driver="Another")
    between = (
        (2, DecideControl("red", ("Risk",)), OSH),
        (2, AskForAmendment("Wrong mass.", "2026-11-25", ("/limit_date",)), OSH),
        (7, divert, CARRIER),
        (8, change, CARRIER),
    )
    for steps, command, actor in between:
        world = after(steps)
        assert all("/" in told for told in world.tell(command, actor))
        yield world.now()
    load = replace(DOSSIER.consignment, means=(Means("departure", "20", "52387768"),))
    yield replace(after(8).now(), dossier=replace(DOSSIER, consignment=load))
    yield replace(after(8).now(), shares=(Share(OTHER, "rr-KZ-1", "transit", "now"),))
    yield from pursued()
    world = after(8)
    world.tell(SPLIT, customs("UZDUST01"))
    yield world.now()
    for part in (1, 2):
        world.tell(RecordPart("TMFARA01", part), customs("TMFARA01"))
    yield world.now()
    asked = Transfer("UZDUST01", "UZ-DUST", "road", (), "CMR-1")
    yield replace(after(8).now(), transfers=(asked,))
    waits = VoyageStep("TM-TURK", "waiting", "2026-11-18T08:00:00.000Z", "TMTURK01")
    yield replace(after(9).now(), voyage=(waits,))
    yield replace(after(8).now(), broken=(BrokenSeal("KG-778201", "UZDUST01", "now"),))
    by = (ArrivalNotice("GEPOTI01", authorisation="C", status="recorded"),)
    taken = replace(after(13).now(), notices=by)
    yield replace(taken, split=world.now().split)
    there = taken.destination
    yield replace(taken, destination=replace(there, permit_at="2026-11-21T09:00:00.000Z"))
    yield replace(taken, destination=replace(there, status="unloading_permitted"))
    paid = Cost("KG:9", "official", 2500, "USD", "UZ-DUST", "", "2026-11-21", 2500)
    yield replace(after(8).now(), costs=(paid,))
    yield replace(after(8).now(), discrepancies=(Discrepancy("cancelled_while_released", "now"),))


def quotas() -> Iterator[Quota]:
    """Of both states, as each may find it."""
    terms = Terms(2, (Tranche("2026-01-01", 2),), "2027-01-31")
    for giver, holder in (("UZ", "KG"), ("KG", "UZ")):
        quota = Quota(quota_id(giver, holder, 2026, "2"), giver, holder, 2026, "2", terms=terms)
        yield from (quota, replace(quota, free=(Range(1, 2),)))
        for node in (giver, holder):
            yield replace(quota, disputes=(Disputed(1, "pm-KG-1", "double", "now"),))
            yield replace(quota, offers=(Offer(f"{node}:1", node, terms, "now", "officer"),))


def of_the_register(room: tuple[Shown[Any], ...]) -> Any:
    """One row of the register, complaint or choice."""
    said, reported = Said("x"), ("now", "registrar")
    if room is COMMITMENTS:
        promise = Promise(said, ("KG",), said, "planned", "customs", Source(said), parts=8)
        return Commitment("cm-KG-C1", "KG", "C1", promise, *reported)
    if room is INDICATORS:
        series = Series(said, "USD_m", ("KG",))
        return Indicator("in-KG-F1", "KG", "F1", series, *reported)
    if room is BARRIERS:
        notice = Notice(said, "fee", "proposed", said, said, comments_until="2026")
        return Barrier("ba-KG-B1", "KG", "B1", notice, *reported)
    if room is COMPLAINTS:
        return Complaint("bc-KG-1", "KG", "", "UZ", "fee", "x", "now", "now", "mv-KG-1")
    return Watch("bw-KG-1", "KG", "", ("UZ",), (), "now")


def states(room: tuple[Shown[Any], ...]) -> Iterator[Any]:
    """Of the subjects of a room, as they may stand."""
    if room is MOVEMENTS:
        yield from movements()
    elif room is PERMITS:
        asked = request_for(requirements(dossier())[0], dossier(), "mv-KG-1")
        permit = Permit("pm-KG-1", "KG", "ala-too", asked)
        yield from (permit, replace(permit, status="granted"))
        yield from (replace(permit, status="refused"), replace(permit, status="appealed"))
        yield replace(permit, four_eyes=True)
        yield replace(permit, proposal=Proposal("grant", "another", "now"))
        yield replace(permit, status="granted", four_eyes=True)
        owed = FeeDue(100, "USD", "RF00", "2026-12-01")
        yield replace(permit, fee=owed)
        paid = Paid(200, "2026-12-01", "B1", "", "R1")
        yield replace(permit, fee=owed, payments=(paid,))
        yield replace(permit, status="granted", review="due")
        yield replace(permit, status="granted", change=Change("replaced", "Lost.", "now"))
        alone = replace(permit, request=replace(asked, dossier=""), status="granted")
        outside = replace(alone, brought=Brought(source="table", issuer="KG"), uses_granted=2)
        yield replace(outside, assigned=(Assigned("mv-KG-1", "KG"),))
        yield replace(alone, uses_granted=2, assigned=(Assigned("mv-KG-1", "KG"),))
    elif room is POWERS:
        power = Power("pa-KG-1", "KG", "", "broker", ("file",), "2026-11-01", "2026-12-31")
        yield from (power, replace(power, holder="holder", broker=""))
        yield replace(power, given_at="2026-11-01T00:00:00Z")
    elif room is QUOTAS:
        yield from quotas()
    elif room is RECORDS:
        yield REFERRED
    elif room is AUTHORISED:
        days = ("2026-11-01", "2026-12-31")
        person = AuthorisedPerson("au-KG-1", "KG", "C521", "KGC521A", "f", "F", "KGOSH001", *days)
        yield from (person, replace(person, suspended_at="2026-11-02T00:00:00Z"))
    elif room in (COMMITMENTS, INDICATORS, BARRIERS, COMPLAINTS, WATCHES):
        yield of_the_register(room)
    elif room is CONTACTS:
        yield Contact(contact_id("KGOSH001"), "KG", "KGOSH001", Ways(), "now", "operator")
    else:
        visit = Visit("cp-UZ-1", "UZDUST01", "01KG123ABC", "entry")
        yield from (visit, replace(visit, gate_in_at="2026-11-21T09:45:29Z"))


@pytest.mark.parametrize("event", SAID, ids=lambda e: e.__name__)
def test_every_event_has_its_name_and_sign(event: type[Payload]) -> None:
    reading = reading_of(str(event.__struct_config__.tag))
    assert reading is not None
    assert reading.event is event
    assert reading.label


def test_every_event_is_read_in_one_place() -> None:
    shown = [NODE, *(act for _, room in ROOMS.values() for act in room)]
    read = [reading.event for act in shown for reading in act.reads]
    assert sorted(event.__name__ for event in read) == sorted(event.__name__ for event in SAID)


BY_API_ALONE = {"seals"}
"""Roles of machines: their page shows what they said, and asks nothing."""


@pytest.mark.parametrize("role", sorted(MAY_COMMAND.keys() - BY_API_ALONE))
def test_a_desk_asks_what_its_role_may_ask_and_nothing_else(role: str) -> None:
    own = PAGES_OF_THEIR_OWN.get(role, {})
    for command, page in own.items():
        assert hasattr(import_module(f"corridor.web.{page}"), command), page
    acts = [act for _, room in ROOMS.values() for act in acts_at(room, role).values()]
    made = set[str]().union(*(commands_of(act) for act in acts))
    assert all(len(commands_of(act)) == 1 for act in acts)
    assert not made & own.keys()
    assert made | own.keys() == {command.__name__ for command in MAY_COMMAND[role]}


@pytest.mark.parametrize(("role", "room"), DESKS)
def test_each_act_of_a_desk_is_offered_at_some_time(
    role: str, room: tuple[Shown[Any], ...]
) -> None:
    acts = acts_at(room, role)
    assert all(act.label and act.title and act.done for act in acts.values())
    offices = {OTHER, "KG-ROAD", *(point.office or "" for point in DOSSIER.route.points)}
    found = {
        act.name
        for state in states(room)
        for office in offices
        for act in offered(acts, state, Actor(office, role=role))
    }
    assert found == acts.keys()


@pytest.mark.parametrize(("role", "room"), DESKS)
def test_no_two_acts_of_a_desk_have_one_address(role: str, room: tuple[Shown[Any], ...]) -> None:
    names = [act.name for shown in room for act in shown.acts if act.desk == role]
    assert sorted(names) == sorted(acts_at(room, role))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: ROOMS[kind.prefix][0])
def test_an_act_has_the_same_file_on_both_sides(kind: Kind[Any], root: Path) -> None:
    name, _ = ROOMS[kind.prefix]
    acts = {act.name for act in kind.acts}
    assert all((root / f"src/corridor/domain/{name}/{act}.py").is_file() for act in acts)
    files = {path.stem for path in (root / "src/corridor/web/acts" / name).glob("*.py")}
    assert files == {"__init__", *acts}


def test_an_unknown_event_stands_for_itself() -> None:
    class Newer(Payload, frozen=True, tag="movement.newer/1"):
        """Of a newer version."""

    assert reading_of(tag_of(Newer())) is None
