"""Which permits no longer hold: told to peers, kept, and used where there is no line."""

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.permits.changing import AllowPermitChange, AskPermitChange
from corridor.domain.permits.revoking import RevokePermit
from corridor.domain.permits.stopped import STOPPED_LIST, StoppedPermits, digest_of
from corridor.domain.permits.using import UsePermit
from corridor.domain.permits.verdict import Known
from corridor.engine.mending import MENDED, CompleteLists
from corridor.engine.stopped import KeepStopped, stopped_here
from corridor.engine.unit import Unit
from corridor.evidence import canonical
from corridor.evidence.httpsig import Request
from corridor.exchange.areas import AREAS
from corridor.exchange.errors import LineFault
from corridor.exchange.stopped import STOPPED_PATH, StoppedRequest
from corridor.exchange.stopped_ask import ask_stopped
from corridor.exchange.stopped_serve import HOLDS_MS, PER_MINUTE_MAX
from corridor.exchange.transport import Answer, signed_request
from tests.exchange.network import sealed, trust_list
from tests.exchange.test_standing import (
    DESK,
    HOLDER,
    PERMIT,
    SYSTEM,
    Two,
    credential_of,
    lookup,
    stopped_lists,
    two,
)
from tests.support.engines import do, signer_of

__all__ = ["two"]


def told(two: Two) -> StoppedPermits:
    two.az.clock.turn(HOLDS_MS + 1)
    return asyncio.run(ask_stopped(two.uz.core, two.uz.trust, two.wires, "AZ"))


def test_what_was_revoked_or_used_up_is_told_until_its_last_day(two: Two) -> None:
    assert told(two).known(two.text) is None
    do(two.az.core, UsePermit("AZALAT01", "mv-KG-1"), SYSTEM, PERMIT)
    assert told(two).used_up == (digest_of(two.text),)
    two.az.clock.turn(31 * 24 * 3_600_000)
    assert two.az.stopped.own().used_up == ()


def test_a_code_that_was_replaced_holds_no_more_and_the_new_one_does(two: Two) -> None:
    do(two.az.core, AskPermitChange("replaced", "It was lost"), HOLDER, PERMIT)
    do(two.az.core, AllowPermitChange(), DESK, PERMIT)
    stopped = told(two)
    assert stopped.revoked == (digest_of(two.text),)
    assert stopped.used_up == ()


def test_a_node_without_a_line_judges_by_the_last_list(two: Two) -> None:
    lists, asks = stopped_lists(two.uz), lookup(two, two.uz)
    credential = credential_of(two.text)
    do(two.az.core, RevokePermit("False papers"), DESK, PERMIT)
    two.wires.down.add("AZ")
    assert asyncio.run(asks(credential, two.text)).known is None
    asyncio.run(lists.fetch("AZ"))
    assert lists.all().keys() == {"UZ"}
    two.wires.down.clear()
    asyncio.run(lists.fetch("AZ"))
    two.wires.down.add("AZ")
    asyncio.run(lists.fetch("AZ"))
    unasked = asyncio.run(asks(credential, two.text))
    assert (unasked.known, unasked.at) == (Known("revoked"), "")
    assert lists.all().keys() == {"AZ", "UZ"}


def test_an_older_list_does_not_take_the_place_of_a_newer(two: Two) -> None:
    new, old = StoppedPermits("2026-11-26T08:00:00.000Z", ("a",)), StoppedPermits("2026-11-25")
    for one in (new, old):
        two.uz.core.run_one(KeepStopped("AZ", one))
    assert stopped_lists(two.uz).of("AZ") == new


def test_a_list_has_an_end_and_says_so(two: Two) -> None:
    do(two.az.core, RevokePermit("False papers"), DESK, PERMIT)
    with two.az.core.store.read() as reader:
        assert stopped_here(reader, "", 1) == StoppedPermits("", (digest_of(two.text),))
        assert stopped_here(reader, "", 0).is_cut


def test_what_was_revoked_before_there_were_lists_is_listed_once_a_node_starts(two: Two) -> None:
    do(two.az.core, RevokePermit("False papers"), DESK, PERMIT)
    two.az.core.run_one(Forget())
    assert two.az.stopped.own().revoked == ()
    assert two.az.core.run_one(CompleteLists()) == 1
    two.az.clock.turn(HOLDS_MS + 1)
    assert two.az.stopped.own().revoked == (digest_of(two.text),)
    assert two.az.core.run_one(CompleteLists()) == 0


class Forget:
    """As a store of an earlier version is."""

    def run(self, unit: Unit) -> None:
        unit.tx.change_rows(PERMIT, {STOPPED_LIST}, ())
        unit.tx.delete_document(MENDED, f"list{STOPPED_LIST}")


def asked(two: Two, signer: str = "UZ", **changes: Any) -> Answer:
    fields = {"issuer": "AZ", "asker": "UZ", "nonce": "n"}
    body = canonical.encode(StoppedRequest(**(fields | changes)))
    now_ms = two.az.clock.now_ms()
    made = signed_request(f"http://az.test{STOPPED_PATH}", body, signer_of(signer), "n", now_ms)
    return asyncio.run(two.az.stopped.handle(made))


def test_it_has_to_be_a_peer_that_asks_for_itself_and_not_too_often(two: Two) -> None:
    assert asked(two, signer="KG").status == 403
    assert asked(two, issuer="KG").status == 403
    unsigned = Request("POST", f"http://az.test{STOPPED_PATH}", {}, b"{}")
    assert asyncio.run(two.az.stopped.handle(unsigned)).status == 401
    assert asyncio.run(two.az.stopped.handle(replace(unsigned, body=b" " * 5_000))).status == 413
    for _ in range(PER_MINUTE_MAX - 1):
        assert asked(two).status == 200
    assert asked(two).status == 429


def test_a_peer_to_whom_permits_are_not_shown_is_told_nothing(two: Two) -> None:
    pairs = tuple(
        replace(pair, areas=tuple(a for a in AREAS.values() if a != "permit"))
        for pair in trust_list().exchange
    )
    two.az.trust.adopt_at_start(sealed(trust_list(version=2, exchange=pairs)))
    with pytest.raises(LineFault, match="403"):
        told(two)


def test_an_altered_list_and_one_for_another_question_are_none(two: Two) -> None:
    told(two)
    two.wires.replace_answer(two.wires.answers[-1].body)
    with pytest.raises(LineFault):
        told(two)


@pytest.mark.parametrize("place", range(0, 300, 23))
def test_a_list_that_was_altered_is_none(two: Two, place: int) -> None:
    def bent(answer: Answer) -> Answer:
        at = place % len(answer.body)
        body = answer.body[:at] + bytes([answer.body[at] ^ 1]) + answer.body[at + 1 :]
        return replace(answer, body=body)

    two.wires.on_answer = bent
    with pytest.raises(LineFault):
        told(two)
