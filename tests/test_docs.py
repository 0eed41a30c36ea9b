"""What the documents say is so: links, commands, names on the screen, examples that run."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

import catalogues
import documents
from corridor.domain.kinds import EVENTS
from corridor.domain.movement.kind import MOVEMENTS
from corridor.engine.codec import tag_of
from corridor.node.cli import group as program
from corridor.node.demo.fill import fill_node, tokens_of
from corridor.node.demo.network import DEMO_NODES, make_network
from corridor.node.demo.ports import free_ports
from corridor.node.demo.supervisor import is_healthy
from corridor.node.node import Node
from corridor.web.auth.accounts import account_of_token
from corridor.web.views.node_alarms import ILLS
from tests.support import markdown, sources

README, README_RU = sources.ROOT / "README.md", sources.ROOT / "README.ru.md"
DESKS = ("carrier", "customs", "permits", "checkpoint", "guarantor", "operator")
LANGUAGES = {"en": markdown.DOCS, "ru": markdown.DOCS / "ru"}
TWINS = [(README, README_RU)] + [
    (markdown.DOCS / f"{desk}.md", markdown.DOCS / "ru" / f"{desk}.md") for desk in DESKS
]
BOLD = re.compile(r"\*\*([A-ZА-ЯЁ][^*]+)\*\*")
PATIENCE_S = 30.0
PICTURE_BYTES_MAX = 250_000
PICTURES_BYTES_MAX = 2_000_000


def test_made_documents_are_what_the_code_says() -> None:
    stale = [path.name for path, text in documents.documents() if path.read_text("utf-8") != text]
    assert not stale, "run scripts/documents.py"


@pytest.mark.parametrize("path", markdown.documents(), ids=sources.name)
def test_links_lead_somewhere(path: Path) -> None:
    def broken() -> Iterator[str]:
        for to in markdown.links(path):
            file, _, anchor = to.partition("#")
            target = (path.parent / file).resolve() if file else path
            if not target.exists():
                yield f"{to}: not there"
            elif anchor and anchor not in markdown.anchors(target):
                yield f"{to}: no such heading"

    assert not (found := "\n".join(broken())), found


@pytest.mark.parametrize("path", markdown.documents(), ids=sources.name)
def test_commands_are_real(path: Path) -> None:
    tasks = set(re.findall(r"^([a-z]+):", (sources.ROOT / "Makefile").read_text(), re.MULTILINE))

    def unknown() -> Iterator[str]:
        for line in markdown.commands(path):
            words = line.split()
            if words[0] == "make" and not set(_plain(words[1:])) <= tasks:
                yield line
            if words[0].endswith("/corridor"):
                yield from (f"{line}: {why}" for why in _misused(words[1:]))

    assert not (found := "\n".join(unknown())), found


def _plain(words: list[str]) -> Iterator[str]:
    """Without assignments."""
    return (word for word in words if "=" not in word)


def _misused(words: list[str]) -> Iterator[str]:
    """What a command line names that the program does not have."""
    command: click.Command = program
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            yield f"no command {words[0]}"
            return
        command, words = found, words[1:]
    known = {name for option in command.params for name in option.opts}
    known |= {"--help", "-h"}
    yield from (f"no option {word}" for word in words if word.startswith("-") and word not in known)


@pytest.mark.parametrize("twins", TWINS, ids=lambda twins: twins[0].name)
def test_twins_say_the_same(twins: tuple[Path, Path]) -> None:
    english, russian = twins
    assert _outline(english) == _outline(russian)


def _outline(path: Path) -> dict[str, object]:
    """What must agree in two languages: heads, tables, pictures, blocks and their commands."""
    return {
        "headings": [level for level, _ in markdown.headings(path)],
        "tables": [len(row) for row in markdown.rows(path)],
        "steps": len(re.findall(r"\b\d\. ", markdown.prose(path))),
        "blocks": [block.language for block in markdown.blocks(path)],
        "commands": list(markdown.commands(path)),
        "pictures": len(re.findall(r"!\[", markdown.prose(path))),
    }


@cache
def _said(language: str) -> tuple[str, ...]:
    """All texts of the pages in one language."""
    with catalogues.catalogue_path(language).open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    texts: list[str] = []
    for message in messages:
        forms = (message.id, message.string) if language == "en" else (message.string,)
        for form in forms:
            texts += [form] if isinstance(form, str) else list(form or ())
    return tuple(texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("desk", DESKS)
def test_names_on_the_screen_are_those_of_the_pages(desk: str, language: str) -> None:
    """A bold name that begins with a capital is a button or heading."""
    path = LANGUAGES[language] / f"{desk}.md"
    named = {" ".join(name.split()) for name in BOLD.findall(markdown.prose(path))}
    assert not named - set(_said(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("desk", [desk for desk in DESKS if desk != "operator"])
def test_quoted_messages_are_those_of_the_program(desk: str, language: str) -> None:
    """In a table of messages `…` stands for whatever the message names."""

    def strange() -> Iterator[str]:
        for message in _quoted(LANGUAGES[language] / f"{desk}.md"):
            pattern = re.compile(".*".join(map(re.escape, message.split("…"))))
            if not any(pattern.match(text) for text in _said(language)):
                yield message

    assert not (found := "\n".join(strange())), found


def _quoted(path: Path) -> Iterator[str]:
    in_messages = False
    for first, *_ in markdown.rows(path):
        if first in ("message", "сообщение"):
            in_messages = True
        elif first and not first.startswith("-") and in_messages:
            yield first
    assert in_messages


def test_whatever_ails_a_node_stands_in_the_page_for_its_engineer() -> None:
    page = (markdown.DOCS / "node.md").read_text("utf-8")
    assert [ill for ill in ILLS if f"`{ill}`" not in page] == []


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (markdown.DOCS / "pictures").iterdir()}
    assert sizes
    assert max(sizes.values()) <= PICTURE_BYTES_MAX, sizes
    assert sum(sizes.values()) <= PICTURES_BYTES_MAX


@dataclass
class Served:
    """One node of a demo's world, its own process: enough for whoever speaks to one node."""

    folder: Path
    url: str


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The node of Kyrgyzstan; its peers do not answer, which harms nothing."""
    folder = tmp_path_factory.mktemp("docs") / "demo-data"
    settings = make_network(folder, free_ports(len(DEMO_NODES)))
    fill_node(folder / "KG", tokens_of(folder)["KG"])
    url = f"http://127.0.0.1:{settings.ports[0]}"
    process = subprocess.Popen([_beside_python("corridor"), "serve", str(folder / "KG")])
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not is_healthy(url):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield Served(folder, url)
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _beside_python(name: str) -> str:
    return str(Path(sys.executable).parent / name)


@pytest.fixture
def as_a_reader(tmp_path: Path) -> Path:
    """A folder that looks like the project's, in which a reader may leave files."""
    for name in ("docs", "src"):
        (tmp_path / name).symlink_to(sources.ROOT / name)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    return tmp_path


@pytest.mark.processes
def test_the_api_can_be_used_as_its_page_shows(node: Served, as_a_reader: Path) -> None:
    (as_a_reader / "demo-data").symlink_to(node.folder)
    shown = [
        b.text for b in markdown.blocks(markdown.DOCS / "api.md", "sh") if "make " not in b.text
    ]
    assert len(shown) >= 10
    script = "\n".join(shown).replace("http://127.0.0.1:8701", node.url)
    done = _shell(script, as_a_reader)
    assert not done.returncode, done.stdout + done.stderr
    assert "VERIFIED: " in done.stdout


def test_a_node_can_be_set_up_as_its_page_shows(as_a_reader: Path) -> None:
    path = markdown.DOCS / "node.md"
    keys = next(b.text for b in markdown.blocks(path, "sh") if "openssl" in b.text)
    settings = next(b.text for b in markdown.blocks(path, "json"))
    people = next(b.text for b in markdown.blocks(path, "sh") if "corridor account" in b.text)
    rights = next(b.text for b in markdown.blocks(path, "sh") if "chmod" in b.text)
    trust, backup = (b.text for b in markdown.blocks(path, "python"))
    assert _shell(keys, as_a_reader).returncode == 0
    (as_a_reader / "node-KG" / "node.json").write_text(settings, "utf-8")
    assert _python(trust, as_a_reader) == ""
    assert _shell(rights, as_a_reader).returncode == 0
    typed = "printf 'a long first password\n' |"  # a reader types it twice
    script = people.replace("corridor account add", "corridor account add --password-stdin", 1)
    done = _shell(f"{typed} {script}", as_a_reader)
    assert not done.returncode, done.stdout + done.stderr
    assert "a.osmonov  customs  KGOSH001" in done.stdout
    token = (as_a_reader / "token.txt").read_text().strip()
    assert _python(backup, as_a_reader) == ""
    opened = Node.open(as_a_reader / "node-KG")
    try:
        account = account_of_token(opened.queries, token, "2026-11-21T08:00:00.000Z")
        assert account is not None
        assert account.office == "KGOSH001"
    finally:
        opened.store.close()


def _shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_PROXY": "*", "no_proxy": "*"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _python(script: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_comparison_with_other_systems_names_each_event_of_a_movement() -> None:
    named = set(re.findall(r"`([a-z]+\.[a-z_]+/\d+)`", (markdown.DOCS / "compared.md").read_text()))
    known = set(map(tag_of, EVENTS))
    assert named <= known, named - known
    missing = set(map(tag_of, MOVEMENTS.told)) - named
    assert not missing, missing
