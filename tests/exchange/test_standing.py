"""A post asks the node that issued a permit; who does not hold its text is told nothing."""

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Party
from corridor.domain.facts import Actor
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.credentials import Credential, read_credential
from corridor.domain.permits.granting import GrantPermit
from corridor.domain.permits.revoking import RevokePermit
from corridor.domain.permits.state import Permit
from corridor.domain.permits.using import UsePermit
from corridor.domain.permits.verdict import Known
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.evidence import canonical
from corridor.evidence.httpsig import Request
from corridor.exchange.areas import AREAS
from corridor.exchange.errors import LineFault
from corridor.exchange.standing import STANDING_PATH, StandingAnswer, StandingRequest
from corridor.exchange.standing_ask import ask_standing
from corridor.exchange.standing_serve import PER_MINUTE_MAX
from corridor.exchange.transport import Answer, signed_request
from corridor.node.peers import PeerBoard
from corridor.node.permit_lookup import PermitLookup
from corridor.node.stopped_lists import StoppedLists
from tests.exchange.network import Node, Wires, sealed, trust_list
from tests.support.engines import RULES, START, do, signer_of

PERMIT = "pm-AZ-00000000000000000001"
DESK = Actor("AZ-ROAD", "az-road", "desk", "permit")
HOLDER = Actor("", "baku", "baku", "carrier")
SYSTEM = Actor("AZALAT01", "AZ", "", "system")


def granted(core: Core) -> str:
    """A permit of AZ for one entry; its text."""
    request = PermitRequest(
        dossier="mv-AZ-00000000000000000001",
        kind="road_transit",
        country="AZ",
        authority="AZ-ROAD",
        rule="R053",
        holder=Party(name="Baku Trans"),
        plates=("10AA001",),
    )
    assert not do(core, ApplyForPermit(request), HOLDER, PERMIT).refusals
    assert not do(core, GrantPermit("2026-11-21", "2026-12-20"), DESK, PERMIT).refusals
    return permit_of(core).credential


def permit_of(core: Core) -> Permit:
    state = Queries(core).get(PERMIT).state
    assert isinstance(state, Permit)
    return state


def credential_of(text: str) -> Credential:
    read = read_credential(text)
    assert isinstance(read, Credential)
    return read


class Two:
    """AZ, which issued a permit, and UZ, where it is shown."""

    def __init__(self) -> None:
        self.wires = Wires()
        self.az, self.uz = Node("AZ", self.wires), Node("UZ", self.wires)
        self.az.core.settings = replace(self.az.core.settings, requirement_rules=RULES)
        self.text = granted(self.az.core)

    def ask(self, text: str = "") -> StandingAnswer:
        uz = self.uz
        return asyncio.run(ask_standing(uz.core, uz.trust, self.wires, "AZ", text or self.text))


@pytest.fixture
def two() -> Two:

    return Two()


def test_it_stands_until_it_is_revoked(two: Two) -> None:
    told = two.ask()
    assert (told.standing, told.issued_at) == ("in_force", permit_of(two.az.core).decided_at)
    do(two.az.core, RevokePermit("False papers"), DESK, PERMIT)
    assert two.ask().standing == "revoked"


def test_a_used_up_one(two: Two) -> None:
    do(two.az.core, UsePermit("AZALAT01", "mv-KG-1"), SYSTEM, PERMIT)
    assert two.ask().standing == "used_up"


def test_asking_leaves_no_trace_and_a_refusal_does(two: Two) -> None:
    size = two.az.core.tip.size
    two.ask()
    assert two.az.core.tip.size == size
    with pytest.raises(LineFault):
        two.ask(two.text[:-4] + "AAAA")
    assert two.az.core.tip.size == size + 1


def test_who_does_not_hold_the_text_is_told_nothing(two: Two) -> None:
    number = permit_of(two.az.core).number
    for text in (number, "DTC1.e30.AA", two.text.replace("DTC1", "DTC2"), two.text[:-2] + "AA"):
        with pytest.raises(LineFault, match="404"):
            two.ask(text)


def test_a_peer_to_whom_permits_are_not_shown_is_told_nothing() -> None:

    two = Two()
    pairs = tuple(
        replace(pair, areas=tuple(a for a in AREAS.values() if a != "permit"))
        for pair in trust_list().exchange
    )

    two.az.trust.adopt_at_start(sealed(trust_list(version=2, exchange=pairs)))
    with pytest.raises(LineFault, match="403"):
        two.ask()


def asked(two: Two, signer: str = "UZ", **changes: Any) -> Answer:
    """A request that is made by hand."""
    fields = {"issuer": "AZ", "asker": "UZ", "nonce": "n", "text": two.text}
    body = canonical.encode(StandingRequest(**(fields | changes)))
    now_ms = two.az.clock.now_ms()
    made = signed_request(f"http://az.test{STANDING_PATH}", body, signer_of(signer), "n", now_ms)
    return asyncio.run(two.az.standing.handle(made))


def test_it_has_to_be_a_peer_that_asks_for_itself(two: Two) -> None:
    assert asked(two).status == 200
    assert asked(two, signer="KG").status == 403
    assert asked(two, issuer="KG").status == 403
    unsigned = Request("POST", f"http://az.test{STANDING_PATH}", {}, b"{}")
    assert asyncio.run(two.az.standing.handle(unsigned)).status == 401
    huge = replace(unsigned, body=b" " * 5_000)
    assert asyncio.run(two.az.standing.handle(huge)).status == 413


def test_so_many_a_minute(two: Two) -> None:
    for _ in range(PER_MINUTE_MAX):
        assert asked(two).status == 200
    assert asked(two).status == 429
    two.az.clock.turn(60_000)
    assert asked(two).status == 200


@pytest.mark.parametrize("place", range(0, 400, 7))
def test_an_answer_that_was_altered_is_none(two: Two, place: int) -> None:
    def bent(answer: Answer) -> Answer:
        at = place % len(answer.body)
        body = answer.body[:at] + bytes([answer.body[at] ^ 1]) + answer.body[at + 1 :]
        return replace(answer, body=body)

    two.wires.on_answer = bent
    with pytest.raises(LineFault):
        two.ask()


def test_an_answer_to_another_question_is_none(two: Two) -> None:
    two.ask()
    two.wires.replace_answer(two.wires.answers[-1].body)
    with pytest.raises(LineFault):
        two.ask()


def stopped_lists(node: Node) -> StoppedLists:
    return StoppedLists(node.core, node.submit, node.trust, node.wires, node.stopped)


def lookup(two: Two, node: Node) -> PermitLookup:
    board = PeerBoard(node.core, node.trust)
    board.watch(node.follower("AZ"))
    return PermitLookup(node.core, node.trust, two.wires, board, stopped_lists(node))


def test_a_node_without_a_line_says_so_and_what_it_knows_itself(two: Two) -> None:
    here, there = lookup(two, two.az), lookup(two, two.uz)
    credential = credential_of(two.text)
    own = asyncio.run(here(credential, two.text))
    issued_at = permit_of(two.az.core).decided_at
    assert own.known == Known("in_force", issued_at, trip="single", load="laden")
    assert own.at >= START
    told = asyncio.run(there(credential, two.text)).known
    assert told == Known("in_force", issued_at), "trip and load stand in its text alone"
    two.wires.down.add("AZ")
    unasked = asyncio.run(there(credential, two.text))
    assert (unasked.known, unasked.at) == (None, "")
    assert asyncio.run(here(credential, two.text)).known == own.known
