"""What goes out is valid in both phases, and the same for ever."""

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.accepting import RejectDeclaration
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.control import AnnounceControl, DecideControl
from corridor.domain.movement.correcting import AskForAmendment
from corridor.domain.movement.enquiring import EnquiryMade
from corridor.domain.movement.goods_release import Held, ReleaseGoods
from corridor.domain.movement.guarantee import GuaranteeRefused
from corridor.domain.movement.invalidating import InvalidateMovement
from corridor.domain.movement.recovering import RecoveryOpened
from corridor.domain.movement.refusing_arrival import RefuseArrival
from corridor.domain.movement.releasing import RefuseRelease
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.state import Movement
from corridor.gateways.ncts.message import Message, read_message
from corridor.gateways.ncts.messages import MESSAGES
from corridor.gateways.ncts.official import check_schema
from corridor.gateways.ncts.outgoing import ANSWERS, Outgoing, Request, outgoing_of
from corridor.gateways.ncts.outgoing.said import Said
from corridor.gateways.ncts.outgoing.table import answer_of
from corridor.gateways.ncts.record import Written, fitted_message
from corridor.gateways.ncts.table import TABLE
from tests.domain.lives import lives
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    GRN,
    LIFE,
    OSH,
    POTI,
    SUBJECT,
    World,
    after,
)
from tests.support.sources import ROOT

ASKED = AskForAmendment("The mass differs", "2026-11-25", ("/consignment/gross_kg",))
PART = ReleaseGoods("part", (Held(2, reason="Sampled"), Held(1, 20, reason="Missing papers")))
NOTHING = ReleaseGoods("none", (Held(0, reason="Sampled"),))
REQUEST = Request("CC015C", "MY-15", "MY.SOFTWARE", "KG", 1)
SHORT = st.one_of(
    st.sampled_from(["", "0", "12", "KG", "a\nb"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=140),
)


@pytest.fixture(scope="module")
def schemas() -> Path | None:
    """The official schemas, where they are; the product's own are asked in any case."""
    folder = Path(os.environ.get("CORRIDOR_SHARED", ROOT.parent / "shared")) / "ncts"
    return folder if folder.is_dir() else None


def _told(world: World, *requests: Request) -> list[Outgoing]:
    return list(outgoing_of(SUBJECT, world.facts, requests))


def _check(name: str, written: Written, phase: str, schemas: Path | None) -> etree._Element:
    """Well built by our own table and by the official schema."""
    assert not written.lacking, (name, written.lacking)
    found = read_message(written.data)
    assert isinstance(found, Message), found
    if schemas is not None:
        assert check_schema(written.data, name, phase, schemas) == ()
    return found.root


def _phases(name: str) -> list[str]:
    return sorted(TABLE.messages[name])


def test_a_life_without_trouble_is_told_in_order_and_nothing_of_it_is_lost(
    schemas: Path | None,
) -> None:
    told = _told(after(len(LIFE)), REQUEST)
    assert [one.name for one in told] == [
        *("CC928C", "CC028C", "CC029C", "CC182C", "CC043C", "CC025C", "CC045C")
    ]
    for one in told:
        for phase in _phases(one.name):
            _check(one.name, one.written(phase), phase, schemas)
    assert [one.id for one in told][:2] == ["KG000000000001928", "KG000000000002028"]


def test_the_same_event_is_the_same_bytes_whatever_comes_after() -> None:
    early, late = _told(after(7), REQUEST), _told(after(len(LIFE)), REQUEST)
    for one, other in zip(early, late, strict=False):
        assert one.id == other.id
        assert [one.written(p) for p in "56"] == [other.written(p) for p in "56"]


def test_an_answer_names_the_message_that_it_answers(schemas: Path | None) -> None:
    told = _told(after(7), REQUEST)
    for one in told:
        root = _check(one.name, one.written("5"), "5", schemas)
        assert root.findtext("correlationIdentifier") == "MY-15"
        assert root.findtext("messageRecipient") == "MY.SOFTWARE"
        assert root.findtext("messageSender") == "NTA.KG"
        assert root.findtext("preparationDateAndTime") == "2026-11-21T14:00:00"
    unasked = etree.fromstring(_told(after(1))[0].written("6").data)
    assert unasked.find("correlationIdentifier") is None


@pytest.mark.parametrize(
    ("steps", "command", "by", "name", "expected"),
    [
        (1, RejectDeclaration("Not readable"), OSH, "CC056C", {"rejectionReason": "Not readable"}),
        (1, CancelDeclaration("Sold"), CARRIER, "CC009C", {"LRN": "OSH-2026-1", "decision": "1"}),
        (2, CancelDeclaration("Sold"), CARRIER, "CC009C", {"initiatedByCustoms": "0"}),
        (2, DecideControl("red", ("an informant",)), OSH, "CC060C", {"type": "40"}),
        (2, AnnounceControl(("physical",)), OSH, "CC060C", {"notificationType": "2"}),
        (2, ASKED, OSH, "CC022C", {"errorPointer": "/CC015C/Consignment/grossMass"}),
        (2, InvalidateMovement("Lost"), OSH, "CC009C", {"initiatedByCustoms": "1"}),
        (6, RefuseRelease("Too heavy", "C1"), OSH, "CC051C", {"noReleaseMotivationCode": "C1"}),
        (6, RefuseRelease("Too heavy"), OSH, "CC051C", {"noReleaseMotivationText": "Too heavy"}),
        (1, AmendDeclaration(replace(DOSSIER, limit_date="2026-12-01")), CARRIER, "CC004C", {}),
        (12, RefuseArrival("GEPOTI01", "wrong_mrn"), POTI, "CC057C", {"errorCode": "90"}),
        (12, RefuseArrival("GEPOTI01", "other", "Shut"), POTI, "CC057C", {"rejectionCode": "4"}),
        (16, PART, POTI, "CC025C", {"releaseIndicator": "2"}),
        (16, NOTHING, POTI, "CC025C", {"releaseIndicator": "4"}),
        (15, RecordResults("B1", "Two boxes"), POTI, "CC019C", {}),
    ],
)
def test_what_is_decided_otherwise_is_told_as_well(
    schemas: Path | None, steps: int, command: Any, by: Any, name: str, expected: dict[str, str]
) -> None:
    world = after(steps)
    assert all("/" in word for word in world.tell(command, by))
    last = _told(world)[-1]
    assert last.name == name
    for phase in _phases(name):
        root = _check(name, last.written(phase), phase, schemas)
        texts = {str(leaf.tag): leaf.text for leaf in root.iter() if not len(leaf)}
        assert expected.items() <= texts.items()
        assert "informant" not in str(texts), "why a control was decided is not for the trader"


def test_a_guarantee_is_refused_with_the_code_of_the_list(schemas: Path | None) -> None:
    world = after(4)
    world.hear(GuaranteeRefused(GRN, "guarantee_insufficient"), OSH, "KG")
    last = _told(world)[-1]
    root = _check("CC055C", last.written("6"), "6", schemas)
    assert root.findtext("GuaranteeReference/InvalidGuaranteeReason/code") == "G09"


def test_what_nobody_had_the_right_to_say_is_no_message() -> None:
    world = after(6)
    before = _told(world)
    world.hear(world.facts[1].payload, POTI)
    assert _told(world) == before


def test_every_message_that_goes_out_is_made_by_an_event() -> None:
    made = {answer.name for answer in ANSWERS.values()}
    expected = {
        *("CC004C", "CC009C", "CC019C", "CC022C", "CC025C", "CC028C", "CC029C", "CC035C"),
        *("CC043C", "CC045C", "CC051C", "CC055C", "CC056C", "CC057C", "CC060C", "CC140C"),
        *("CC182C", "CC928C"),
    }
    assert made == expected
    assert made <= MESSAGES.keys()


def test_the_holder_is_asked_and_then_told_what_is_owed(schemas: Path | None) -> None:
    world = after(7)
    world.hear(EnquiryMade("holder", "", "Where is it?", "2027-01-15"), OSH)
    world.hear(RecoveryOpened("enquiry_failed", 1_850_050, "EUR", "No answer"), OSH)
    enquiry, recovery = _told(world)[-2:]
    root = _check("CC140C", enquiry.written("6"), "5", schemas)
    assert root.findtext("TransitOperation/limitForResponseDate") == "2027-01-15"
    for phase in "56":
        root = _check("CC035C", recovery.written(phase), phase, schemas)
        assert root.findtext("RecoveryNotification/amountClaimed") == "18500.50"


@settings(max_examples=30, deadline=None)
@given(life=lives())
def test_whatever_happens_what_is_told_is_valid(
    life: list[tuple[Movement, Fact[Any], Movement]], schemas: Path | None
) -> None:
    for before, fact, then in life:
        answer = answer_of(fact.payload)
        if answer is not None:
            record = answer.make(Said(answer.name, fact, before, then))
            for phase in _phases(answer.name):
                _check(answer.name, fitted_message(record, answer.name, phase), phase, schemas)


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [one for key, below in value.items() for one in _leaves(below, (*path, key))]
    if isinstance(value, list):
        return [one for at, below in enumerate(value) for one in _leaves(below, (*path, at))]
    return [path]


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """The story's, with some values replaced by anything that a dossier may hold, or left out."""
    plain = msgspec.json.decode(msgspec.json.encode(DOSSIER))
    for path in draw(st.lists(st.sampled_from(_leaves(plain)), min_size=1, max_size=6)):
        *above, last = path
        here = plain
        for step in above:
            here = here[step]
        if "route" not in path and "lrn" not in path:
            is_text = isinstance(here[last], str)
            here[last] = draw(SHORT if is_text else st.integers(0, 99_999))
    try:
        return msgspec.convert(plain, Dossier)
    except msgspec.ValidationError:
        assume(False)
        raise


@settings(max_examples=60, deadline=None)
@given(dossier=dossiers(), name=st.sampled_from(sorted({a.name for a in ANSWERS.values()})))
def test_whatever_is_declared_what_is_told_is_valid_or_says_what_it_lacks(
    dossier: Dossier, name: str, schemas: Path | None
) -> None:
    state = replace(after(len(LIFE)).now(), dossier=dossier)
    payloads: dict[type[Payload], Any] = {type(f.payload): f for f in after(len(LIFE)).facts}
    for kind, answer in ANSWERS.items():
        fact = payloads.get(kind)
        if answer.name == name and fact is not None and answer.when(fact.payload):
            record = answer.make(Said(name, fact, state, state))
            for phase in _phases(name):
                written = fitted_message(record, name, phase)
                if written.lacking:
                    assert written.lacking.startswith(f"/{name}/")
                else:
                    _check(name, written, phase, schemas)
