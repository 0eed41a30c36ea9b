"""An access code is checked at the guarantor's node in another state, and is read nowhere else."""

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from corridor.domain.codes import make_grn
from corridor.domain.consignment import GuaranteeUse
from corridor.domain.facts import Actor
from corridor.domain.guarantees.changing import GiveNewCode
from corridor.domain.guarantees.registering import RegisterGuarantee
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.securing import ChangeGuarantees
from corridor.domain.movement.state import Movement
from corridor.engine.handing import PARCEL, read_parcel, taken_of
from corridor.engine.jobs import PutDocument
from corridor.engine.outcome import Outcome
from corridor.engine.queries import Queries
from corridor.evidence import canonical
from corridor.evidence.httpsig import Request
from corridor.evidence.keys import seal_for
from corridor.exchange.handing import HANDING_PATH, HandingRequest, purpose_of
from corridor.exchange.transport import Answer, signed_request
from corridor.node.demo.dossiers import story_dossier
from tests.exchange.network import Node, Wires, settle
from tests.support.engines import CARRIER, MOVEMENT, customs, do, signer_of

UZBEK = make_grn("26", "UZ", "000001000001")
OTHER = make_grn("26", "UZ", "000001000002")
GEORGIAN = make_grn("26", "GE", "000001000001")
CODE, WRONG = "Q9z7", "Q9z8"
AT_UZ = Actor("", "uz-guarantor", "g", "guarantor")
OSH = customs("KGOSH001")
ONLY = f"gr-{UZBEK}"
HOUR_MS = 3_600_000


class World:
    """KG, where it is filed and released; UZ, whose guarantor answers; GE, which is on the way."""

    def __init__(self) -> None:
        self.wires = Wires()
        self.kg, self.uz = Node("KG", self.wires), Node("UZ", self.wires)
        self.ge = Node("GE", self.wires)
        self.nodes = (self.kg, self.uz, self.ge)
        self.register(UZBEK)

    def register(self, grn: str, reference_minor: int = 5_000_000, **changes: Any) -> None:
        node = self.uz if grn[2:4] == "UZ" else self.ge
        terms = RegisterGuarantee(
            grn, "ala-too", "1", reference_minor, "EUR", "2026-01-01", "2027-12-31", CODE
        )
        asked = replace(terms, **changes)
        assert not do(node.core, asked, AT_UZ, f"gr-{grn}").refusals

    def lodge(self, code: str = CODE, movement: str = MOVEMENT, **changes: Any) -> Outcome:
        lrn = f"OSH-{movement[-4:]}"
        dossier = replace(story_dossier(lrn, UZBEK, date(2026, 11, 21)), **changes)
        found = do(self.kg.core, LodgeDeclaration(dossier, code), CARRIER, movement)
        assert not found.refusals, found.refusals
        return found

    def ask(self, movement: str = MOVEMENT) -> None:
        """Accept it, and ask the guarantor."""
        for command in (AcceptDeclaration(), DecideControl("green"), RequestGuarantee()):
            assert not do(self.kg.core, command, OSH, movement).refusals

    def run(self, *nodes: Node) -> None:
        asyncio.run(settle(*(nodes or self.nodes)))

    def hand_over(self) -> None:
        for node in self.nodes:
            asyncio.run(node.hand_over())

    def at(self, node: Node | None = None, movement: str = MOVEMENT) -> Movement:
        state = Queries((node or self.kg).core).get(movement).state
        assert isinstance(state, Movement)
        return state

    def ledger(self, grn: str = UZBEK) -> Guarantee:
        node = self.uz if grn[2:4] == "UZ" else self.ge
        state = Queries(node.core).get(f"gr-{grn}").state
        assert isinstance(state, Guarantee)
        return state

    def word(self, grn: str = UZBEK) -> str:
        with self.kg.core.store.read() as reader:
            taken = taken_of(reader, MOVEMENT, f"gr-{grn}")
        return taken.answer if taken else ""

    def waiting(self) -> int:
        with self.kg.core.store.read() as reader:
            return len(reader.documents(PARCEL, None, 10))


@pytest.fixture
def world() -> World:
    return World()


def test_a_right_code_is_checked_there_and_the_amount_is_reserved(world: World) -> None:
    world.lodge()
    assert world.waiting() == 1
    world.hand_over()
    assert (world.waiting(), world.word()) == (0, "fits")
    assert world.ledger().shown == (MOVEMENT,)
    world.ask()
    world.run()
    assert world.at().guarantee.status == "reserved"
    assert world.at().is_secured
    assert world.ledger().reserved == {MOVEMENT: 1_850_000}
    for node in world.nodes:
        assert world.at(node).guarantee == world.at().guarantee


def test_with_a_wrong_code_it_is_refused_by_that_name(world: World) -> None:
    world.lodge(WRONG)
    world.hand_over()
    assert world.word() == "wrong"
    world.ask()
    world.run()
    assert world.at().guarantee.refusal == "guarantee_access_code"
    assert world.at().is_guarantee_under_amendment
    assert world.ledger().reserved == {}


def test_without_a_code_it_is_refused_as_well(world: World) -> None:
    world.lodge("")
    assert world.waiting() == 0
    world.ask()
    world.run()
    assert world.at().guarantee.refusal == "guarantee_access_code"


def test_the_request_waits_for_a_code_that_comes_later(world: World) -> None:
    """The line to the guarantor's node was down; its carrier is not needed again."""
    world.lodge()
    world.ask()
    world.run()
    assert world.at().guarantee.status == "requested"
    assert world.ledger().awaiting[MOVEMENT].amount_minor == 1_850_000
    world.hand_over()
    world.run()
    assert world.at().guarantee.status == "reserved"
    assert world.ledger().awaiting == {}


def test_a_wrong_code_that_comes_later_is_a_refusal(world: World) -> None:
    world.lodge(WRONG)
    world.ask()
    world.run()
    world.hand_over()
    world.run()
    assert world.at().guarantee.refusal == "guarantee_access_code"
    assert world.ledger().awaiting == {}


def test_it_is_kept_while_the_other_node_is_down_and_over_a_restart(world: World) -> None:
    world.lodge()
    world.wires.down.add("UZ")
    world.hand_over()
    assert world.waiting() == 1
    assert list(world.kg.code_carrier.due()) == []  # left alone for a while
    world.wires.down.clear()
    again = Node("KG", world.wires, world.kg.clock, world.kg.core.store)
    asyncio.run(again.hand_over())
    assert world.ledger().shown == (MOVEMENT,)


def test_a_refusal_is_mended_without_filing_anew(world: World) -> None:
    world.lodge(WRONG)
    world.hand_over()
    world.ask()
    world.run()
    uses = world.at().dossier.guarantees
    again = ChangeGuarantees(uses, {UZBEK: CODE})
    assert not do(world.kg.core, again, CARRIER).refusals
    assert world.at().guarantee.status == "requested"  # departure did not have to come back
    world.hand_over()
    world.run()
    assert world.at().is_secured


def test_what_is_named_anew_frees_what_was_held(world: World) -> None:
    world.register(GEORGIAN)
    world.lodge()
    world.hand_over()
    world.ask()
    world.run()
    use = replace(world.at().dossier.guarantees[0], grn=GEORGIAN)
    assert refused(world, ChangeGuarantees((use,))) == ["access_code_missing"]
    assert not do(world.kg.core, ChangeGuarantees((use,), {GEORGIAN: CODE}), CARRIER).refusals
    world.hand_over()
    world.run()
    assert world.ledger().reserved == {}
    assert world.ledger(GEORGIAN).reserved == {MOVEMENT: 1_850_000}
    assert world.at().is_secured
    assert world.at().guarantors == {"GE"}


def test_a_second_guarantee_covers_what_the_first_lacks(world: World) -> None:
    world.register(GEORGIAN)
    world.register(OTHER, reference_minor=1_000_000)
    first = GuaranteeUse("1", OTHER, "", 1_850_000, "EUR")
    world.lodge(guarantees=(first,))
    world.hand_over()
    world.ask()
    world.run()
    assert world.at().guarantee.refusal == "guarantee_insufficient"
    two = (
        replace(first, amount_minor=1_000_000),
        replace(first, grn=GEORGIAN, amount_minor=850_000),
    )
    less = (two[0], replace(two[1], amount_minor=849_999))
    assert refused(world, ChangeGuarantees(less, {GEORGIAN: CODE})) == ["guarantees_below_risk"]
    assert refused(world, ChangeGuarantees((first, first))) == ["guarantee_named_twice"]
    assert not do(world.kg.core, ChangeGuarantees(two, {GEORGIAN: CODE}), CARRIER).refusals
    world.hand_over()
    world.run()
    assert world.at().is_secured
    assert [one.amount_minor for one in world.at().guarantees] == [1_000_000, 850_000]
    for command in (AffixSeals(("KG-778201", "KG-778202")), ReleaseForTransit()):
        assert not do(world.kg.core, command, OSH).refusals
    world.run()
    assert world.ledger(OTHER).reserved
    assert world.ledger(GEORGIAN).reserved


def test_more_of_the_same_takes_the_place_of_less_or_nothing(world: World) -> None:
    world.register(OTHER, reference_minor=2_000_000)
    use = GuaranteeUse("1", OTHER, "", 1_000_000, "EUR")
    world.lodge(guarantees=(use,))
    world.hand_over()
    world.ask()
    world.run()
    for amount, held in ((1_500_000, {MOVEMENT: 1_500_000}), (2_500_000, {})):
        more = ChangeGuarantees((replace(use, amount_minor=amount),))
        assert not do(world.kg.core, more, CARRIER).refusals
        world.run()
        assert world.ledger(OTHER).reserved == held
    assert world.at().guarantee.refusal == "guarantee_insufficient"


def test_what_ends_while_its_code_is_awaited_holds_nothing_later(world: World) -> None:
    world.lodge()
    world.ask()
    world.run()
    assert not do(world.kg.core, CancelDeclaration("sold"), CARRIER).refusals
    world.run()
    world.hand_over()
    world.run()
    assert (world.ledger().reserved, world.ledger().awaiting) == ({}, {})


def test_too_many_wrong_codes_lock_it_for_a_while(world: World) -> None:
    names = [f"mv-KG-{number:020d}" for number in range(10, 17)]
    for name in names[:5]:
        world.lodge(WRONG, name)
    world.hand_over()
    until = world.ledger().locked_until
    assert until == "2026-11-21T09:00:00.000Z"
    world.lodge(CODE, names[5])
    world.hand_over()
    assert world.ledger().shown == ()  # not looked at, right or wrong
    assert [one.is_ignored for one in world.ledger().wrong] == [False] * 5 + [True]
    world.ask(names[5])
    world.run()
    assert world.at(movement=names[5]).guarantee.refusal == "guarantee_access_code"
    for node in world.nodes:
        node.clock.turn(HOUR_MS + 1)
    world.lodge(CODE, names[6])
    world.hand_over()
    assert world.ledger().shown == (names[6],)


def test_a_new_code_lifts_the_lock_and_the_old_one_opens_no_more(world: World) -> None:
    for number in range(10, 15):
        world.lodge(WRONG, f"mv-KG-{number:020d}")
    world.hand_over()
    assert world.ledger().is_locked("2026-11-21T08:30:00.000Z")
    assert not do(world.uz.core, GiveNewCode("N3wC"), AT_UZ, ONLY).refusals
    world.lodge("N3wC")
    world.hand_over()
    assert world.word() == "fits"
    world.lodge(CODE, "mv-KG-00000000000000000020")
    world.hand_over()
    assert world.ledger().shown == (MOVEMENT,)


def test_a_lost_answer_counts_a_wrong_code_once(world: World) -> None:
    world.lodge(WRONG)
    world.wires.on_answer = lambda answer: Answer(500, {}, b"")
    world.hand_over()
    assert world.waiting() == 1
    world.wires.on_answer = lambda answer: answer
    world.kg.clock.turn(60_000)
    world.hand_over()
    assert (world.word(), len(world.ledger().wrong)) == ("wrong", 1)


def test_an_unknown_guarantee_is_said_to_be_unknown(world: World) -> None:
    world.lodge(guarantees=(GuaranteeUse("1", OTHER, "", 5, "EUR"),))
    world.hand_over()
    assert world.word(OTHER) == "unknown"
    world.ask()
    world.run()
    assert world.at().guarantee.refusal == "guarantee_unknown"


def refused(world: World, command: ChangeGuarantees) -> list[str]:
    return [one.code for one in do(world.kg.core, command, CARRIER).refusals]


def handed(node: Node, **bent: Any) -> Request:
    """What KG would send, bent."""
    key = signer_of("UZ")
    purpose = purpose_of(ONLY, MOVEMENT, "KG")
    asked = HandingRequest("UZ", "KG", "A" * 22, ONLY, MOVEMENT, "1", key.name, b"")
    asked = replace(asked, closed=seal_for(key.public, CODE.encode(), purpose))
    body = canonical.encode(replace(asked, **bent))
    now_ms = node.clock.now_ms()
    return signed_request(f"http://uz.test{HANDING_PATH}", body, signer_of("KG"), "A" * 22, now_ms)


@pytest.mark.parametrize(
    ("bent", "code"),
    [
        ({"asker": "GE"}, "request.addressee"),
        ({"guarantor": "GE"}, "request.addressee"),
        ({"movement": "mv-GE-00000000000000000001"}, "request.movement"),
        ({"movement": "pm-KG-00000000000000000001"}, "request.movement"),
        ({"guarantee": "mv-KG-1"}, "request.malformed"),
        ({"movement": "mv-KG-00000000000000000002"}, "request.closed"),
        ({"guarantee": f"gr-{OTHER}"}, "request.closed"),
        ({"closed": b"x" * 60}, "request.closed"),
        ({"attempt": ""}, "request.malformed"),
    ],
)
def test_what_is_handed_over_by_another_or_for_something_else_is_refused(
    world: World, bent: dict[str, Any], code: str
) -> None:
    answer = asyncio.run(world.uz.codes.handle(handed(world.uz, **bent)))
    assert msgspec.json.decode(answer.body)["code"] == code
    assert (world.ledger().shown, world.ledger().wrong) == ((), ())


def test_a_stranger_and_a_flood_are_refused(world: World) -> None:
    good = handed(world.uz)
    unsigned = replace(good, headers={"content-type": "application/json"})
    assert asyncio.run(world.uz.codes.handle(unsigned)).status == 401
    large = replace(good, body=b"x" * 3_000)
    assert asyncio.run(world.uz.codes.handle(large)).status == 413
    statuses = [asyncio.run(world.uz.codes.handle(good)).status for _ in range(302)]
    assert statuses.count(429) >= 1


def all_bytes(node: Node) -> Iterator[bytes]:
    """Everything that a node keeps: its log, states, rows, documents, answers."""
    for table in vars(node.core.store).values():
        yield repr(table).encode()
    with node.core.store.read() as reader:
        for event in reader.log(0, 1 << 30):
            yield event.data


def test_the_code_stands_in_no_byte_of_any_node_or_line(world: World) -> None:
    world.lodge()
    world.ask()
    world.run()
    kept = [b"".join(all_bytes(node)) for node in world.nodes]
    world.hand_over()
    world.run()
    kept += [b"".join(all_bytes(node)) for node in world.nodes]
    assert world.at().is_secured
    lines = [request.body for request in world.wires.requests]
    lines += [answer.body for answer in world.wires.answers]
    assert MOVEMENT.encode() in kept[0]
    assert UZBEK.encode() in b"".join(lines)
    assert not any(CODE.encode() in found for found in (*kept, *lines))


def test_a_code_that_the_nodes_key_opens_no_more_counts_as_wrong(world: World) -> None:
    world.lodge()
    with world.kg.core.store.read() as reader:
        [document] = reader.documents(PARCEL, None, 10)
    lost = replace(read_parcel(document), closed=b"x" * 60)
    kept = replace(document, body=msgspec.msgpack.encode(lost))
    world.kg.core.run_one(PutDocument(PARCEL, kept))
    world.hand_over()
    assert (world.word(), len(world.ledger().wrong)) == ("wrong", 1)
