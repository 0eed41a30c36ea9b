"""What was compiled once is asked again as text, and gives what Ibis itself gives."""

from pathlib import Path

import pytest

from corridor.observatory import compiled
from corridor.observatory.asking import ask, facts_in
from corridor.observatory.measures.measure import told
from corridor.observatory.measures.registry import BY_NAME
from corridor.observatory.store import Observatory
from tests.observatory.examples import EXAMPLES

NEVER = "this is not compiled again"


@pytest.mark.parametrize("name", ["tonnes", "crossings", "on-time", "tfi1", "quota-use"])
def test_the_same_as_of_ibis_with_the_same_types(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    rows, asked, _ = EXAMPLES[name]
    measure, observatory = BY_NAME[name], Observatory(tmp_path / "observatory.duckdb")
    with observatory.opened() as db:
        observatory.append(db, rows, 0, 1)
        expected = told(measure, facts_in(db), **asked).to_pyarrow().to_pylist()
    assert repr(ask(observatory, measure, **asked)) == repr(expected) != "[]"
    monkeypatch.setattr(compiled, "question", NEVER)
    assert repr(ask(observatory, measure, **asked)) == repr(expected)
    with pytest.raises(TypeError, match="not callable"):
        ask(observatory, measure, **asked, first="2020-01-01")


def test_another_process_of_the_same_program_compiles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = EXAMPLES["tfi1"][0]
    measure, observatory = BY_NAME["tfi1"], Observatory(tmp_path / "observatory.duckdb")
    with observatory.opened() as db:
        observatory.append(db, rows, 0, 1)
    expected = ask(observatory, measure)
    compiled.keep_compiled(tmp_path, compiled.remember(tmp_path))
    kept = (tmp_path / compiled.FILE).read_bytes()

    def anew(content: bytes) -> None:
        monkeypatch.setattr(compiled, "_KNOWN", {})
        (tmp_path / compiled.FILE).write_bytes(content)
        compiled.remember(tmp_path)

    monkeypatch.setattr(compiled, "question", NEVER)
    anew(kept)
    assert ask(observatory, measure) == expected
    program = compiled.remember(tmp_path).encode()
    for other in (b"{", kept.replace(program, b"another")):
        anew(other)
        with pytest.raises(TypeError, match="not callable"):
            ask(observatory, measure)


def test_a_process_that_is_asked_ever_more_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[compiled.Key, compiled.Question] = {}
    monkeypatch.setattr(compiled, "_KNOWN", known)
    monkeypatch.setattr(compiled, "QUESTIONS_MAX", 2)
    monkeypatch.setattr(compiled, "question", lambda made: made)
    for number in range(5):
        compiled.compiled((str(number),), lambda: NEVER)
        assert len(known) <= 2
