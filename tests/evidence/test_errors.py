"""Every code has a remedy and a place where it is raised."""

import re
from pathlib import Path

import pytest

from corridor.evidence import errors
from corridor.evidence.errors import REMEDIES, EvidenceError, ProofInvalid


def raised_codes(folder: Path) -> set[str]:
    areas = {
        kind.__name__: kind.area
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, EvidenceError)
    }
    code = re.compile(rf"\b({'|'.join(areas)})\(\s*\"([a-z-]+)\"")
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    return {f"{areas[kind]}.{reason}" for kind, reason in code.findall(text)}


def test_remedies_are_those_of_the_codes_raised(root: Path) -> None:
    found = raised_codes(root / "src" / "corridor" / "evidence")
    # Two are chosen by an expression: a number too large for any integer type reads as a float.
    assert found | {"canonical.integer", "canonical.float"} == set(REMEDIES)


def test_an_error_tells_code_detail_and_remedy() -> None:
    error = ProofInvalid("root", "leaf 3")
    assert (error.code, error.detail, str(error)) == ("proof.root", "leaf 3", "proof.root: leaf 3")
    assert error.diagnostics() == REMEDIES["proof.root"]
    assert str(ProofInvalid("root")) == "proof.root"


def test_an_unknown_code_is_a_broken_invariant() -> None:
    with pytest.raises(KeyError):
        ProofInvalid("no-such-reason")
