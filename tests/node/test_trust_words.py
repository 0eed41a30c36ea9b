"""What a post takes along judges as a node does: the cases of the page's script, with real keys."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.days import day_at
from corridor.domain.permits.credentials import Credential, build_credential, read_credential
from corridor.domain.permits.reasons import VERDICT_REASONS
from corridor.domain.permits.stopped import StoppedPermits, digest_of, known_by_lists
from corridor.domain.permits.verdict import judge
from corridor.engine.credentials import credential_signer
from corridor.evidence.keys import Ed25519Signer
from corridor.node.trust_words import PostKey, PostTrust, post_trust, signature_word
from tests.domain.test_credentials import PERMIT
from tests.exchange.network import trust_list

FILE = Path(__file__).parents[1] / "vectors" / "verdicts.json"
SHARED: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))["cases"]
SIGNER = Ed25519Signer.from_seed("az-1", b"A" * 32)
STRANGER = Ed25519Signer.from_seed("az-1", b"S" * 32)
CODES = {
    "": "",
    "not_yet": "credential_not_yet_valid",
    "expired": "credential_expired",
    "altered": "credential_signature",
    "unknown_issuer": "credential_key_unknown",
    "key_revoked": "credential_key_revoked",
    "key_not_yet": "credential_key_not_yet",
    "key_ran_out": "credential_key_ran_out",
    "stale_list": "credential_list_stale",
    "clock_behind": "credential_clock_behind",
    "revoked": "credential_revoked",
    "used_up": "credential_used",
    "disputed": "credential_disputed",
    "other_plate": "credential_other_plate",
    "plate_alike": "credential_plate_alike",
}
"""The words of the page's script, and the codes that a node keeps with a visit."""


def credential_of(case: dict[str, Any]) -> Credential:
    request = replace(PERMIT.request, plates=("01KG777ABC", "01KG808DTC"))
    permit = replace(PERMIT, request=request, valid_from=case["first"], valid_to=case["last"])
    signer = STRANGER if case.get("forged") else SIGNER
    text = build_credential(permit, credential_signer(signer))
    assert isinstance(text, str)
    read = read_credential(text)
    assert isinstance(read, Credential)
    assert read.text == text
    return read


def taken_along(case: dict[str, Any], text: str) -> PostTrust:
    key = PostKey("AZ", "az-1", SIGNER.algorithm, SIGNER.public.data, **case["key"])
    stopped = case.get("stopped", "")
    revoked = digest_of(text) if stopped == "revoked" else "another12345"
    used_up = (digest_of(text),) if stopped == "used_up" else ()
    doubted = (digest_of(PERMIT.number),) if stopped == "disputed" else ()
    lists = {"AZ": StoppedPermits(case["now"], (revoked,), used_up, disputed=doubted)}
    return PostTrust(
        version=1,
        issued="2026-11-01T00:00:00.000Z",
        expires=case["expires"],
        keys=(key,) if case.get("key_known", True) else (),
        made=case.get("made", ""),
        stopped=lists if stopped else {},
    )


@pytest.mark.parametrize("case", SHARED, ids=lambda case: case["what"])
def test_a_node_says_what_a_device_says(case: dict[str, Any]) -> None:
    credential = credential_of(case)
    trust = taken_along(case, credential.text)
    known = known_by_lists(trust.stopped, credential)
    day = day_at(case["now"], case["where"])
    plate = case.get("plate", credential.plates[0])
    word = signature_word(trust, credential, case["now"])
    found = judge(credential, word, day, plate, known)
    reason = CODES[case["reason"]]
    assert (found.verdict, "".join(found.reasons[:1])) == (case["word"], reason)
    assert not reason or reason in VERDICT_REASONS


def test_it_is_made_of_the_trust_list_in_force() -> None:
    taken = post_trust(trust_list(), "2026-11-26T08:00:00.000Z")
    assert {key.node for key in taken.keys} <= taken.offsets.keys()
    assert (taken.version, taken.made, taken.stopped) == (1, "2026-11-26T08:00:00.000Z", {})
