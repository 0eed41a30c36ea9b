"""`corridor permit verify`: a text or a picture; the answer and its exit code."""

import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import segno
from click.testing import CliRunner, Result
from msgspec.structs import replace
from PIL import Image

from corridor.domain.permits.stopped import StoppedPermits, digest_of
from corridor.evidence.trust import seal_trust_list
from corridor.node.cli import group
from tests.exchange.network import ROOTS, node_key, sealed, trust_list
from tests.node.test_trust_words import SHARED, SIGNER, credential_of, taken_along

CASE: dict[str, Any] = next(one for one in SHARED if one["what"] == "Baku has")
TEXT = credential_of(CASE).text
AT = CASE["now"]


def verify(*arguments: str, **more: Any) -> Result:
    return CliRunner().invoke(group, ["permit", "verify", *arguments], **more)


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    return written(tmp_path)


def written(folder: Path, **changes: Any) -> Path:
    file = folder / "trust.json"
    file.write_bytes(msgspec.json.encode(replace(taken_along(CASE, TEXT), **changes)))
    return file


def told(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_good_one_is_valid_and_says_what_cannot_be_known(trust: Path) -> None:
    good = verify(TEXT, "--trust", str(trust), "--at", AT, "--plate", "01 kg 777 abc", "--json")
    said = told(good)
    assert (good.exit_code, said["verdict"], said["day"]) == (0, "valid", "2026-11-27")
    assert said["permit"]["plates"] == ["01KG777ABC", "01KG808DTC"]
    assert said["unknown"] == ["whether it was revoked, used up or replaced at any time"]
    shown = verify(TEXT, "--trust", str(trust), "--at", AT)
    assert shown.stdout.startswith("VALID")
    assert "not known here" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--plate", "01KG999ZZZ"), "credential_other_plate"),
        (("--place", "UZ"), "credential_not_yet_valid"),
        (("--at", "2027-01-02T00:00:00Z"), "credential_expired"),
        (("--at", "2026-10-01T00:00:00Z"), "credential_not_yet_valid"),
    ],
)
def test_what_speaks_against_it_is_named(
    trust: Path, arguments: tuple[str, ...], reason: str
) -> None:
    at = () if "--at" in arguments else ("--at", "2026-11-26T18:59:59Z")
    at = ("--at", AT) if "--plate" in arguments else at
    result = verify(TEXT, "--trust", str(trust), *at, *arguments, "--json")
    assert (result.exit_code, told(result)["reasons"][0]) == (1, reason)


def test_without_a_list_no_signature_counts() -> None:
    result = verify(TEXT, "--at", AT, "--json")
    said = told(result)
    assert (result.exit_code, said["verdict"]) == (1, "check")
    assert said["reasons"] == ["credential_no_list"]
    assert "--trust" in verify(TEXT, "--at", AT).stdout
    expired = told(verify(TEXT, "--at", "2027-06-01T00:00:00Z", "--json"))
    assert expired["verdict"] == "invalid"


def test_a_revoked_one_and_an_altered_one(tmp_path: Path) -> None:
    lists = {"AZ": StoppedPermits(AT, (digest_of(TEXT),))}
    trust = str(written(tmp_path, stopped=lists))
    revoked = verify(TEXT, "--trust", trust, "--at", AT, "--json")
    assert told(revoked)["reasons"] == ["credential_revoked"]
    assert told(revoked)["unknown"] == []
    for altered in (TEXT[:40] + "A" + TEXT[41:], TEXT[:-9], "DTC1.e30.AA", "", "hello"):
        result = verify(altered, "--trust", trust, "--at", AT)
        assert result.exit_code == 1
        assert result.stdout.startswith("NOT VALID")


def test_a_text_comes_broken_into_lines_or_from_a_pipe(trust: Path) -> None:
    broken = "\r\n ".join(TEXT[at : at + 60] for at in range(0, len(TEXT), 60))
    assert verify("-", "--trust", str(trust), "--at", AT, input=broken).exit_code == 0
    assert verify(broken, "--trust", str(trust), "--at", AT).exit_code == 0


def test_a_text_longer_than_any_name_of_a_file_is_no_permit() -> None:
    assert told(verify("A" * 5_000, "--json"))["verdict"] == "invalid"


def test_a_picture_is_read_and_one_without_a_code_is_refused(tmp_path: Path, trust: Path) -> None:
    code = io.BytesIO()
    segno.make(TEXT, error="l").save(code, kind="png", scale=4)
    picture = Image.open(code).convert("RGB").rotate(7, expand=True, fillcolor="white")
    picture.save(tmp_path / "permit.jpg")
    assert verify(str(tmp_path / "permit.jpg"), "--trust", str(trust), "--at", AT).exit_code == 0
    Image.new("L", (300, 300), 255).save(tmp_path / "empty.png")
    (tmp_path / "lies.png").write_bytes(b"%PDF-1.7")
    for name, said in (("empty.png", "no QR code"), ("lies.png", "not a picture")):
        result = verify(str(tmp_path / name))
        assert (result.exit_code, said in result.output) == (2, True)


def test_the_signed_list_of_a_node_is_taken_with_its_roots_beside_it(tmp_path: Path) -> None:
    trust = trust_list(("AZ",))
    listed = replace(trust, nodes=(replace(trust.nodes[0], keys=(node_key(SIGNER),)),))
    file = tmp_path / "trust.json"
    file.write_bytes(sealed(listed))
    no_roots = verify(TEXT, "--trust", str(file), "--at", AT)
    assert (no_roots.exit_code, "roots.json" in no_roots.output) == (2, True)
    (tmp_path / "roots.json").write_bytes(msgspec.json.encode(ROOTS))
    good = verify(TEXT, "--trust", str(file), "--at", AT, "--json")
    assert (good.exit_code, told(good)["reasons"]) == (0, [])
    assert told(good)["unknown"] == ["whether it was revoked, used up or replaced at any time"]
    file.write_bytes(seal_trust_list(listed, (SIGNER,)))
    forged = verify(TEXT, "--trust", str(file), "--at", AT)
    assert (forged.exit_code, "not signed by the roots" in forged.output) == (2, True)


def test_wrong_use_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text("{")
    assert verify(TEXT, "--at", "yesterday").exit_code == 2
    assert "there is no such file" in verify("nowhere.png").output
    result = verify(TEXT, "--trust", str(tmp_path / "list.json"))
    assert (result.exit_code, "--trust" in result.output) == (2, True)
