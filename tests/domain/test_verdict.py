"""The verdict on a scanned permit; what a device says alike: tests/node/test_trust_words.py."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.permits.credentials import EMPTY_ONLY, Credential
from corridor.domain.permits.reasons import VERDICT_REASONS
from corridor.domain.permits.verdict import (
    Known,
    SignatureWord,
    Standing,
    judge,
    known_of,
    with_limits,
)
from tests.domain.test_credentials import PERMIT, read, text_of

CREDENTIAL = read(text_of())
TODAY = "2026-11-25"
GOOD, ALTERED = SignatureWord(), SignatureWord("altered")
IN_FORCE = Known("in_force")
CASES: list[tuple[Credential, SignatureWord, str, str, Known | None, str, list[str]]] = [
    (CREDENTIAL, GOOD, TODAY, "", None, "valid", []),
    (CREDENTIAL, GOOD, TODAY, "01KG123ABC", IN_FORCE, "valid", []),
    (CREDENTIAL, GOOD, TODAY, "01 kg 4567-t", None, "valid", []),
    (CREDENTIAL, GOOD, "2026-11-21", "", None, "valid", []),
    (CREDENTIAL, GOOD, "2026-12-20", "", None, "valid", []),
    (CREDENTIAL, GOOD, "2026-12-21", "", None, "invalid", ["credential_expired"]),
    (CREDENTIAL, GOOD, "2026-11-20", "", None, "invalid", ["credential_not_yet_valid"]),
    (CREDENTIAL, ALTERED, TODAY, "", None, "invalid", ["credential_signature"]),
    (CREDENTIAL, SignatureWord("stale_list"), TODAY, "", None, "check", ["credential_list_stale"]),
    (
        CREDENTIAL,
        SignatureWord("clock_behind"),
        TODAY,
        "",
        None,
        "check",
        ["credential_clock_behind"],
    ),
    (CREDENTIAL, GOOD, TODAY, "01KG999ZZZ", None, "invalid", ["credential_other_plate"]),
    (CREDENTIAL, GOOD, TODAY, "", Known("used_up"), "invalid", ["credential_used"]),
    (CREDENTIAL, GOOD, TODAY, "", Known("revoked"), "invalid", ["credential_revoked"]),
    (
        CREDENTIAL,
        GOOD,
        TODAY,
        "",
        Known("used_up", trip="single"),
        "invalid",
        ["credential_used", "credential_one_way"],
    ),
    (
        CREDENTIAL,
        GOOD,
        TODAY,
        "",
        Known("in_force", trip="return", used=True),
        "valid",
        ["credential_way_back"],
    ),
    (
        CREDENTIAL,
        GOOD,
        TODAY,
        "",
        Known("in_force", load="empty"),
        "check",
        ["credential_only_empty"],
    ),
    (CREDENTIAL, GOOD, TODAY, "", Known("replaced"), "invalid", ["credential_replaced"]),
    (CREDENTIAL, GOOD, TODAY, "", Known("disputed"), "check", ["credential_disputed"]),
    (CREDENTIAL, GOOD, TODAY, "", Known("unknown"), "invalid", ["credential_not_issued"]),
    (CREDENTIAL, GOOD, TODAY, "01КG123АВС", None, "valid", []),
    (CREDENTIAL, GOOD, TODAY, "O1KG123ABC", None, "check", ["credential_plate_alike"]),
    (
        CREDENTIAL,
        ALTERED,
        "2027-01-01",
        "01KG999ZZZ",
        None,
        "invalid",
        ["credential_signature", "credential_expired", "credential_other_plate"],
    ),
    (
        replace(CREDENTIAL, conditions=("Slowly.",)),
        GOOD,
        TODAY,
        "",
        None,
        "valid",
        ["credential_has_conditions"],
    ),
    (replace(CREDENTIAL, plates=()), GOOD, TODAY, "01KG999ZZZ", None, "valid", []),
]


@pytest.mark.parametrize(
    ("credential", "word", "day", "plate", "known", "verdict", "reasons"), CASES
)
def test_the_verdict_names_what_is_wrong(
    credential: Credential,
    word: SignatureWord,
    day: str,
    plate: str,
    known: Known | None,
    verdict: str,
    reasons: list[str],
) -> None:
    found = judge(credential, word, day, plate, known)
    assert (found.verdict, list(found.reasons)) == (verdict, reasons)
    assert set(found.reasons) <= set(VERDICT_REASONS)


def test_a_node_that_knows_the_day_of_issue_judges_the_key_by_it() -> None:
    ended = SignatureWord("", "2026-11-20T08:00:00.000Z")
    asked = judge(CREDENTIAL, ended, TODAY)
    assert asked.reasons == ("credential_key_ran_out",)
    before = Known("in_force", "2026-11-20T19:00:00.000Z")
    assert judge(CREDENTIAL, ended, TODAY, "", before).verdict == "valid"
    after = Known("in_force", "2026-11-20T20:00:00.000Z")
    assert judge(CREDENTIAL, ended, TODAY, "", after).verdict == "check"


@pytest.mark.parametrize(
    ("status", "standing"),
    [("granted", "in_force"), ("exhausted", "used_up"), ("revoked", "revoked")],
)
def test_what_the_holder_of_the_case_knows(status: Any, standing: Standing) -> None:
    text = text_of()
    case = replace(PERMIT, status=status, credential=text, decided_at="2026-11-20T08:00:00.000Z")
    assert known_of(case, text) == Known(standing, case.decided_at)
    assert known_of(replace(case, credential="DTC1.other"), text).standing == "replaced"
    assert known_of(None, text).standing == "unknown"


def test_what_is_for_an_empty_vehicle_does_not_let_a_laden_one_pass() -> None:
    known = with_limits(IN_FORCE, replace(PERMIT, load="empty"))
    assert with_limits(IN_FORCE, None) is IN_FORCE
    found = judge(CREDENTIAL, GOOD, TODAY, "", known, laden=True)
    assert (found.verdict, found.reasons) == ("invalid", ("credential_for_empty",))
    laden = judge(CREDENTIAL, GOOD, TODAY, "", replace(known, load="laden"), laden=True)
    assert laden.verdict == "valid"
    assert EMPTY_ONLY in read(text_of(replace(PERMIT, load="empty"))).conditions
