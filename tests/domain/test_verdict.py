"""The verdict on a scanned permit; keys and days by the cases of the page's script, too."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.days import day_at
from corridor.domain.permits.credentials import Credential
from corridor.domain.permits.reasons import VERDICT_REASONS
from corridor.domain.permits.verdict import Known, SignatureWord, Standing, judge, known_of
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
    (CREDENTIAL, GOOD, TODAY, "01KG999ZZZ", None, "invalid", ["credential_other_plate"]),
    (CREDENTIAL, GOOD, TODAY, "", Known("used_up"), "invalid", ["credential_used"]),
    (CREDENTIAL, GOOD, TODAY, "", Known("revoked"), "invalid", ["credential_revoked"]),
    (CREDENTIAL, GOOD, TODAY, "", Known("replaced"), "invalid", ["credential_replaced"]),
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


FILE = Path(__file__).parents[1] / "vectors" / "verdicts.json"
SHARED: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))["cases"]
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
}
"""The words of the page's script, and the codes that a node keeps with a visit."""


def word_of(case: dict[str, Any]) -> SignatureWord:
    """What a trust list would say; that one really does is tested with the node's own."""
    key, now, stale = case["key"], case["now"], case["now"] >= case["expires"]
    if not case.get("key_known", True):
        return SignatureWord("stale_list" if stale else "unknown_issuer")
    if case.get("forged"):
        return ALTERED
    if key["revoked_at"] and now >= key["revoked_at"]:
        return SignatureWord("key_revoked")
    if now < key["valid_from"]:
        return SignatureWord("key_not_yet")
    ended = key["valid_to"] if now >= key["valid_to"] else ""
    return SignatureWord("stale_list" if stale else "", ended)


@pytest.mark.parametrize("case", SHARED, ids=lambda case: case["what"])
def test_a_node_says_what_a_device_says(case: dict[str, Any]) -> None:
    credential = replace(CREDENTIAL, valid_from=case["first"], valid_to=case["last"])
    found = judge(credential, word_of(case), day_at(case["now"], case["where"]))
    assert (found.verdict, "".join(found.reasons[:1])) == (case["word"], CODES[case["reason"]])


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
