"""The evidence file: what it proves, and one attack for every check."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from corridor.evidence.case import CaseContent, Inclusion, Origin, build_case
from corridor.evidence.container import pack, unpack
from corridor.evidence.errors import CaseInvalid
from corridor.evidence.keys import Ed25519Signer
from corridor.evidence.manifest import MANIFEST
from corridor.evidence.merkle import leaf_hash
from corridor.evidence.note import cosign, sign_note, signature_lines
from corridor.evidence.receipt import sign_receipt
from corridor.evidence.report import Received, Witnessed
from corridor.evidence.trust import KeyUse, RootKey, Roots
from corridor.evidence.verify import verify_case
from tests.evidence.case_world import (
    ACKNOWLEDGED_SIZE,
    EXPORTED_AT,
    KG_LOG,
    KZ_LOG,
    OWN,
    PEERS,
    Log,
    case,
    case_receipt,
    content,
    event,
    own_event,
    peer_event,
    receipt,
    repacked,
    with_case,
)
from tests.evidence.world import (
    NOW,
    NOW_S,
    ROOT_SIGNERS,
    ROOTS,
    SIGNERS,
    entry,
    node_key,
    sealed,
    signer,
    trust_list,
)

CHECKS = [
    "container",
    "manifest",
    "document",
    "trust-list",
    "exporter",
    "checkpoint",
    "events",
    "inclusion",
    "origin",
    "receipts",
]
KG, KZ, UZ = SIGNERS["KG"], SIGNERS["KZ"], SIGNERS["UZ"]
STRANGER = signer("stranger")


def failing(data: bytes, roots: Roots | None = ROOTS) -> tuple[str, str]:
    """The name and code of the check that failed, after all before it passed."""
    report = verify_case(data, roots)
    assert report.roots_given == (roots is not None)
    assert not report.ok
    assert not report.events
    failed = report.failed
    assert failed is not None
    assert failed.remedy
    assert [check.name for check in report.checks] == CHECKS[: failed.number]
    assert all(check.ok for check in report.checks[:-1])
    return failed.name, failed.code


def test_what_a_case_proves() -> None:
    report = verify_case(case(), ROOTS)
    assert report.ok
    assert report.failed is None
    assert [check.name for check in report.checks] == CHECKS
    assert [check.number for check in report.checks] == list(range(1, 11))
    assert (report.reference, report.subject) == ("26KGOSH0010000001K5", "mv-01")
    assert (report.node, report.exported_at, report.log_size) == ("KG", EXPORTED_AT, 6)
    assert report.witnessed == (Witnessed("UZ", "2026-11-21T22:52:00.000Z"),)
    assert [(item.node, item.number) for item in report.events] == [
        ("KG", 1),
        ("KG", 2),
        ("KZ", 7),
        ("KG", 3),
    ]


def test_who_said_what_and_who_received_it() -> None:
    lodged, released, crossed, discharged = verify_case(case(), ROOTS).events
    assert (lodged.tag, bytes(lodged.payload)) == (
        "movement.lodged/1",
        b'{"tag":"movement.lodged/1"}',
    )
    assert (lodged.office, lodged.org, lodged.person, lodged.role) == (
        "KGOFF001",
        "KG-CUSTOMS",
        "p-1",
        "officer",
    )
    assert released.received == (Received("KZ", NOW, "2026-11-21T22:51:00.000Z", 2),)
    assert discharged.received == ()
    assert (crossed.index, crossed.origin_index) == (3, 1)
    assert crossed.witnessed == (Witnessed("UZ", "2026-11-21T22:51:00.000Z"),)
    assert (lodged.index, lodged.origin_index) == (0, None)


def test_without_roots_it_says_so() -> None:
    report = verify_case(case(), None)
    assert report.ok
    assert not report.roots_given
    assert "of the file itself" in report.checks[3].detail
    assert verify_case(case(), ROOTS).roots_given


def test_the_same_content_gives_the_same_bytes() -> None:
    assert case() == case()


def test_every_single_byte_counts() -> None:
    data = case()
    for at in range(len(data)):
        flipped = bytearray(data)
        flipped[at] ^= 0x20
        assert failing(bytes(flipped)) == ("container", "case.container")


@pytest.mark.parametrize("name", sorted(unpack(case())))
def test_every_byte_of_every_part_counts(name: str) -> None:
    """As above, by one who rebuilds the container; a flipped manifest is not the exporter's."""
    parts = unpack(case())
    for at in range(0, len(parts[name]), 7):
        flipped = bytearray(parts[name])
        flipped[at] ^= 0x01
        check, _ = failing(pack(parts | {name: bytes(flipped)}))
        assert check in ({"manifest", "document", "exporter"} if name == MANIFEST else {"manifest"})


def drop(name: str) -> Callable[[dict[str, bytes]], object]:
    return lambda parts: parts.pop(name)


def put(name: str, data: bytes) -> Callable[[dict[str, bytes]], object]:
    return lambda parts: parts.update({name: data})


OTHER_EVENT = event("KG", 1, "movement.cancelled/1", 10)


@pytest.mark.parametrize(
    ("edit", "check"),
    [
        (drop("receipts/00001.json"), "manifest"),
        (put("events/00009.json", OTHER_EVENT), "manifest"),
        (put("events/00001.json", OTHER_EVENT), "manifest"),
        (drop(MANIFEST), "manifest"),
        (put(MANIFEST, b"\xff"), "manifest"),
        (put(MANIFEST, b"no note"), "manifest"),
        (put(MANIFEST, sign_note("other\n", "KG-1", KG).encode()), "manifest"),
    ],
)
def test_an_outsider_changes_the_parts(
    edit: Callable[[dict[str, bytes]], object], check: str
) -> None:
    assert failing(repacked(case(), edit))[0] == check


def test_a_manifest_that_lists_a_part_twice() -> None:
    text = unpack(case())[MANIFEST].decode().partition("\n\n")[0] + "\n"
    doubled = sign_note(text + text.splitlines()[-1] + "\n", "KG-1", KG).encode()
    assert failing(repacked(case(), put(MANIFEST, doubled))) == ("manifest", "case.manifest")


@pytest.mark.parametrize(
    ("edit", "check", "code"),
    [
        # What the exporter itself could sign, were it dishonest.
        (drop("case.json"), "document", "canonical.malformed"),
        (drop("receipts/00001.json"), "document", "case.document"),
        (put("extra.txt", b"x"), "document", "case.document"),
        (with_case(lambda case: case.update(node="KZ")), "document", "case.document"),
        (with_case(lambda case: case.update(exported_at=NOW)), "document", "case.document"),
        (with_case(lambda case: case.update(events=[])), "document", "canonical.shape"),
        (put("trust-list.json", b"{}"), "trust-list", "trust.malformed"),
        (put("checkpoint.txt", b"\xff"), "checkpoint", "note.malformed"),
        (put("checkpoint.txt", b"none"), "checkpoint", "note.malformed"),
        (put("events/00001.json", b"{}"), "events", "event.shape"),
        (put("events/00001.json", b"{ }"), "events", "canonical.form"),
        (put("events/00002.json", OWN[0]), "events", "case.event"),
        (put("events/00001.json", OTHER_EVENT), "inclusion", "proof.root"),
        (put("origins/00001.txt", b"none"), "origin", "note.malformed"),
        (put("receipts/00001.json", b"{}"), "receipts", "canonical.shape"),
    ],
)
def test_the_exporter_changes_the_parts(
    edit: Callable[[dict[str, bytes]], object], check: str, code: str
) -> None:
    assert failing(repacked(case(), edit, KG)) == (check, code)


def swap_paths(case: dict[str, Any]) -> None:
    held = [item["held"] for item in case["events"]]
    held[0]["path"], held[1]["path"] = held[1]["path"], held[0]["path"]


def swap_places(case: dict[str, Any]) -> None:
    held = [item["held"] for item in case["events"]]
    held[0]["index"], held[1]["index"] = held[1]["index"], held[0]["index"]


def same_place(case: dict[str, Any]) -> None:
    case["events"][1]["held"]["index"] = case["events"][0]["held"]["index"]


def origin_off(case: dict[str, Any]) -> None:
    case["events"][3]["origin"] = None
    case["events"][0]["origin"] = {"checkpoint": 0, "index": 0, "path": []}


def shift_origin(case: dict[str, Any]) -> None:
    case["events"][3]["origin"]["index"] = 0


def shift_position(case: dict[str, Any]) -> None:
    case["receipts"][0]["position"] = 2


def receipt_for_another_event(case: dict[str, Any]) -> None:
    case["receipts"][0]["event"] = 1


def receipt_for_a_peers_event(case: dict[str, Any]) -> None:
    case["receipts"][0]["event"] = 3


def receipt_for_no_event(case: dict[str, Any]) -> None:
    case["receipts"][0]["event"] = 4


def other_head(case: dict[str, Any]) -> None:
    case["receipts"][1]["before"] = base64.b64encode(bytes(32)).decode()


def no_consistency(case: dict[str, Any]) -> None:
    case["receipts"][0]["consistency"] = []


@pytest.mark.parametrize(
    ("edit", "check", "code"),
    [
        (swap_paths, "inclusion", "proof.root"),
        (swap_places, "inclusion", "proof.root"),
        (same_place, "events", "case.event"),
        (origin_off, "origin", "case.event"),
        (shift_origin, "origin", "proof.root"),
        (shift_position, "receipts", "receipt.chain"),
        (receipt_for_another_event, "receipts", "receipt.chain"),
        (receipt_for_a_peers_event, "receipts", "case.receipt"),
        (receipt_for_no_event, "receipts", "case.receipt"),
        (other_head, "receipts", "receipt.chain"),
        (no_consistency, "receipts", "proof.length"),
    ],
)
def test_the_exporter_swaps_proofs(
    edit: Callable[[dict[str, Any]], object], check: str, code: str
) -> None:
    assert failing(repacked(case(), with_case(edit), KG)) == (check, code)


def test_a_manifest_of_a_key_not_in_the_list() -> None:
    assert failing(repacked(case(), lambda parts: None, STRANGER)) == ("exporter", "note.unsigned")
    impostor = Ed25519Signer.from_seed("KG-1", bytes(32))
    assert failing(case(impostor)) == ("exporter", "note.unsigned")
    assert failing(case(KZ)) == ("exporter", "note.unsigned")


def test_wrong_roots() -> None:
    others = tuple(
        RootKey(item.name, item.algorithm, signer("evil" + item.name).public.data)
        for item in ROOT_SIGNERS
    )
    assert failing(case(), Roots(2, others)) == ("trust-list", "trust.threshold")
    assert failing(case(), Roots(3, ROOTS.keys)) == ("trust-list", "trust.threshold")


def test_a_list_that_had_ended() -> None:
    ended = sealed(trust_list(expires=EXPORTED_AT))
    assert failing(case(trust_list=ended)) == ("trust-list", "trust.expired")


REVOKED: dict[str, Any] = {"revoked_at": "2026-11-22T07:00:00.000Z", "revoked_reason": "stolen"}


def revoking(node: str, **changes: Any) -> bytes:
    """A trust list in which a node's one key was revoked an hour before the export."""
    revoked = entry(node, node_key(SIGNERS[node], **(REVOKED | changes)))
    nodes = tuple(revoked if name == node else entry(name) for name in SIGNERS)
    return sealed(trust_list(nodes=nodes))


def test_a_revoked_exporter_proves_nothing_whatever_time_it_claims() -> None:
    list_ = revoking("KG", revoked_at="2026-11-23T00:00:00.000Z")
    assert failing(case(trust_list=list_)) == ("exporter", "trust.revoked")


def test_a_log_key_revoked_later_counts_for_what_others_had_cosigned() -> None:
    without = content().receipts[:0]
    report = verify_case(case(trust_list=revoking("KZ"), receipts=without), ROOTS)
    assert report.ok
    alone = (own_event(0), peer_event(KZ_LOG.checkpoint()))
    data = case(trust_list=revoking("KZ"), receipts=without, events=alone)
    assert failing(data) == ("origin", "trust.revoked")


def test_a_revoked_follower_has_received_nothing() -> None:
    assert failing(case(trust_list=revoking("KZ"))) == ("receipts", "trust.revoked")


def test_a_revoked_witness_condemns_its_line() -> None:
    assert failing(case(trust_list=revoking("UZ"))) == ("checkpoint", "trust.revoked")


def test_a_forged_cosignature() -> None:
    line = signature_lines(cosign(KG_LOG.checkpoint(), UZ, NOW_S))[1]
    forged = KG_LOG.checkpoint(size=4) + line
    assert failing(case(checkpoint=forged)) == ("checkpoint", "note.signature")


def test_a_cosignature_from_beyond_the_calendar() -> None:
    text = cosign(KG_LOG.checkpoint(), UZ, (1 << 63) - 1)
    assert failing(case(checkpoint=text)) == ("checkpoint", "trust.expired")


@pytest.mark.parametrize(
    ("checkpoint", "code"),
    [
        (KG_LOG.checkpoint(STRANGER), "note.unsigned"),
        (KZ_LOG.checkpoint(), "note.unsigned"),
        (cosign(KG_LOG.checkpoint(STRANGER), UZ, NOW_S), "note.unsigned"),
    ],
)
def test_checkpoints_of_others(checkpoint: str, code: str) -> None:
    assert failing(case(checkpoint=checkpoint)) == ("checkpoint", code)


def test_a_checkpoint_without_witnesses_counts_at_export() -> None:
    report = verify_case(case(checkpoint=KG_LOG.checkpoint()), ROOTS)
    assert report.ok
    assert report.witnessed == ()


def test_a_log_is_no_witness_of_itself() -> None:
    report = verify_case(case(checkpoint=cosign(KG_LOG.checkpoint(), KG, NOW_S)), ROOTS)
    assert report.ok
    assert report.witnessed == ()


def test_a_key_that_is_not_for_witnesses_is_passed_over() -> None:
    idle = entry("UZ", node_key(UZ, use=(KeyUse.NODE,)))
    list_ = sealed(trust_list(nodes=(entry("KG"), entry("KZ"), idle)))
    report = verify_case(case(trust_list=list_), ROOTS)
    assert report.ok
    assert report.witnessed == ()


def test_a_receipt_of_the_instant_of_export() -> None:
    item = case_receipt(0, receipt=sign_receipt(receipt(at=EXPORTED_AT), KZ))
    assert verify_case(case(receipts=(item,)), ROOTS).ok


def test_an_older_checkpoint_does_not_hold_later_events() -> None:
    text = KG_LOG.checkpoint(size=4)
    assert failing(case(checkpoint=text))[0] == "inclusion"


def test_a_peers_event_proved_under_the_exporters_log() -> None:
    held = KG_LOG.inclusion(PEERS[0])
    origin = Origin(KG_LOG.checkpoint(), held.index, held.path)
    events = (own_event(0), msgspec.structs.replace(peer_event(), origin=origin))
    data = case(events=events, receipts=())
    assert failing(data) == ("origin", "note.unsigned")


@pytest.mark.parametrize(
    ("changes", "by", "code"),
    [
        ({}, UZ, "receipt.signature"),
        ({"at": "2026-11-22T08:00:00.001Z"}, KZ, "case.receipt"),
        ({"checkpoint": KG_LOG.checkpoint()}, KZ, "receipt.checkpoint"),
        ({"publisher": "UZ"}, KZ, "receipt.checkpoint"),
        ({"upto": 4}, KZ, "receipt.chain"),
        ({"head": leaf_hash(b"fork")}, KZ, "receipt.chain"),
    ],
)
def test_receipts_that_do_not_fit(changes: dict[str, Any], by: Ed25519Signer, code: str) -> None:
    item = case_receipt(0, receipt=sign_receipt(receipt(**changes), by))
    assert failing(case(receipts=(item,))) == ("receipts", code)


def test_a_history_rewritten_since_the_follower_saw_it() -> None:
    seen = Log("KG", [b"since rewritten", *KG_LOG.entries[1:]])
    note = cosign(seen.checkpoint(size=ACKNOWLEDGED_SIZE), KZ, NOW_S)
    item = case_receipt(0, receipt=sign_receipt(receipt(checkpoint=note), KZ))
    assert failing(case(receipts=(item,))) == ("receipts", "proof.root")


def test_a_receipt_of_another_publisher() -> None:
    note = cosign(KZ_LOG.checkpoint(), UZ, NOW_S)
    foreign = receipt(publisher="KZ", follower="UZ", checkpoint=note)
    item = case_receipt(0, receipt=sign_receipt(foreign, UZ))
    assert failing(case(receipts=(item,))) == ("receipts", "case.receipt")


def test_a_receipt_before_the_log_held_the_event() -> None:
    note = cosign(KG_LOG.checkpoint(size=2), KZ, NOW_S)
    item = case_receipt(1, receipt=sign_receipt(receipt(checkpoint=note), KZ))
    assert failing(case(receipts=(item,))) == ("receipts", "case.receipt")


@pytest.mark.parametrize(
    "changes",
    [
        {"node": "Kyrgyzstan"},
        {"exported_at": "yesterday"},
        {"events": ()},
        {"reference": "x" * 201},
        {"events": (msgspec.structs.replace(own_event(0), held=Inclusion(-1, ())),)},
    ],
)
def test_content_that_fits_no_file(changes: dict[str, Any]) -> None:
    with pytest.raises(CaseInvalid, match=r"case\.document"):
        build_case(content(**({"receipts": ()} | changes)), KG)


def test_content_is_plain_data() -> None:
    assert isinstance(content(), CaseContent)


def test_it_needs_this_room_alone(tmp_path: Path, root: Path) -> None:
    """Verification runs with no other room of the product and without a network."""
    (tmp_path / "case.zip").write_bytes(case())
    program = (
        "import sys, json; from pathlib import Path;"
        "from corridor.evidence.verify import verify_case;"
        "report = verify_case(Path(sys.argv[1]).read_bytes(), None);"
        "rooms = {name.split('.')[1] for name in sys.modules if name.startswith('corridor.')};"
        "print(json.dumps([report.ok, sorted(rooms)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "case.zip")],
        env={"PYTHONPATH": str(root / "src")},
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(done.stdout) == [True, ["evidence"]]
