"""A template is compiled once, whoever reads it, and never kept longer than its source."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, TemplateAssertionError

from corridor.web.compiled import OPTIONS, Shelf, compiler

Say = Callable[[Any], str]


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled, one by one."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return []


def _page(folder: Path, shelf: Shelf, compiled: list[str], say: Say) -> str:
    environment = Environment(loader=FileSystemLoader(folder), bytecode_cache=shelf, **OPTIONS)
    environment.filters["label"] = say

    def compiles(source: str, name: str, filename: str) -> Any:
        compiled.append(name)
        return compiler(["label"]).compile(source, name, filename)

    speaking: Any = environment
    speaking.compile = compiles
    return environment.get_template("page.html").render()


def test_languages_and_processes_share_what_is_compiled(
    tmp_path: Path, compiled: list[str]
) -> None:
    (tmp_path / "page.html").write_text('{{ "road"|label }}')
    shelf = Shelf(tmp_path)
    assert _page(tmp_path, shelf, compiled, lambda code: f"by {code}") == "by road"
    assert _page(tmp_path, shelf, compiled, {"road": "дорога"}.__getitem__) == "дорога"
    assert _page(tmp_path, Shelf(tmp_path), compiled, str.upper) == "ROAD"
    assert compiled == ["page.html"]


def test_a_changed_source_is_compiled_anew(tmp_path: Path, compiled: list[str]) -> None:
    for text in ("before", "after"):
        (tmp_path / "page.html").write_text(text)
        assert _page(tmp_path, Shelf(tmp_path), compiled, str) == text
    assert len(compiled) == 2


def test_what_is_spoilt_or_cannot_be_kept_is_compiled(tmp_path: Path, compiled: list[str]) -> None:
    (tmp_path / "page.html").write_text("whole")
    _page(tmp_path, Shelf(tmp_path), compiled, str)
    [kept] = (tmp_path / "__pycache__").iterdir()
    good = kept.read_bytes()
    turned = (good[:at] + bytes([good[at] ^ 16]) + good[at + 1 :] for at in range(0, len(good), 9))
    cut = (good[:at] for at in range(0, len(good), 9))
    spoilt = [*turned, *cut, good[:40] + bytes(len(good))]
    for bad in spoilt:
        kept.write_bytes(bad)
        assert _page(tmp_path, Shelf(tmp_path), compiled, str) == "whole"
        assert kept.read_bytes() == good
    assert _page(tmp_path, Shelf(tmp_path / "nowhere"), compiled, str) == "whole"
    assert _page(tmp_path, Shelf(tmp_path / "page.html"), compiled, str) == "whole"
    assert len(compiled) == 3 + len(spoilt)


def test_a_filter_that_nobody_knows_is_a_fault_of_the_template() -> None:
    with pytest.raises(TemplateAssertionError):
        compiler(["label"]).compile('{{ "road"|lable }}')
