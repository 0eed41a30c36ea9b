"""`corridor account`: people and tokens of a node that is stopped."""

import asyncio
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corridor.engine.queries import Queries
from corridor.evidence.keys import Ed25519Signer
from corridor.evidence.trust import BilingualName
from corridor.node.cli import group
from corridor.node.cli.account_input import refuse_wrong
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.world import people_of
from corridor.node.settings import NodeSettings, write_secret, write_settings
from corridor.node.stopped_node import stopped_node
from corridor.stores.sqlite import SqliteStore
from corridor.web.auth.accounts import Account, account_of_token, find_account
from corridor.web.auth.passwords import is_right
from tests.support.cheap_passwords import passwords_are_cheap
from tests.support.folders import node_folder

__all__ = ["passwords_are_cheap"]
PASSWORD = "a long first password"
OFFICER = ("--name", "А. Осмонов", "--role", "customs", "--org", "KG-CUSTOMS")
CARRIER = ("--name", "А. Токтогулов", "--role", "carrier", "--org", "KG20211045678")
OSH = ("--office", "KGOSH001")


@pytest.fixture
def node(tmp_path: Path) -> Path:
    """The folder of a node that was never started."""
    return node_folder(tmp_path, "KG")


def run(*arguments: object, given: str = "") -> Result:
    return CliRunner().invoke(group, ["account", *map(str, arguments)], input=given)


def add(node: Path, login: str = "a.osmonov", *options: str, given: str = PASSWORD) -> Result:
    options = options or (*OFFICER, *OSH)
    return run("add", node, login, *options, "--password-stdin", given=f"{given}\n")


@contextmanager
def looked_into(node: Path) -> Iterator[Queries]:
    with stopped_node(node) as core:
        yield Queries(core)


def listed(node: Path) -> list[dict[str, Any]]:
    result = run("list", node, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_who_was_added_can_sign_in(node: Path) -> None:
    result = add(node)
    assert (result.exit_code, result.output) == (0, "a.osmonov: added\n")
    with looked_into(node) as queries:
        account = find_account(queries, "a.osmonov")
    assert account is not None
    assert account.actor().office == "KGOSH001"
    assert asyncio.run(is_right(account.hash, PASSWORD))
    assert not asyncio.run(is_right(account.hash, PASSWORD + "x"))


def test_a_program_reads_everything_but_the_digests(node: Path) -> None:
    result = run("add", node, "alatoo", *CARRIER, "--no-password", "--json")
    told = json.loads(result.output)
    assert told == {
        "login": "alatoo",
        "name": "А. Токтогулов",
        "role": "carrier",
        "office": "",
        "org": "KG20211045678",
        "org_name": "",
        "leads": False,
        "closed": "",
        "signs_in": False,
        "tokens": [],
    }
    assert listed(node) == [told]


def test_the_list_goes_by_role_and_says_who_has_no_password(node: Path) -> None:
    add(node)
    run("add", node, "alatoo", *CARRIER, "--no-password")
    first, second = run("list", node).output.splitlines()
    assert first.startswith("alatoo  carrier  –  KG20211045678")
    assert first.endswith("(tokens: 0, no password)")
    assert second.startswith("a.osmonov  customs  KGOSH001  KG-CUSTOMS")
    assert second.endswith("(tokens: 0)")


def test_a_token_is_printed_once_and_opens_the_account(node: Path) -> None:
    add(node)
    result = run("token", node, "a.osmonov", "--purpose", "the agency's own system")
    token = result.stdout.strip()
    assert result.exit_code == 0
    assert token.startswith("dtc_")
    assert "cannot be shown again" in result.stderr
    with looked_into(node) as queries:
        account = account_of_token(queries, token, "2026-11-21T08:00:00.000Z")
    assert account is not None
    assert account.login == "a.osmonov"
    [person] = listed(node)
    assert [held["purpose"] for held in person["tokens"]] == ["the agency's own system"]
    assert token not in run("list", node, "--json").output
    assert token.encode() not in (node / "store.db").read_bytes()


def test_a_token_for_a_program(node: Path) -> None:
    add(node)
    told = json.loads(run("token", node, "a.osmonov", "--json").stdout)
    assert told["login"] == "a.osmonov"
    assert told["token"].startswith("dtc_")


def test_who_is_removed_leaves_no_token_behind(node: Path) -> None:
    add(node)
    add(node, "b.osmonov")
    tokens = [run("token", node, login).stdout.strip() for login in ("a.osmonov", "b.osmonov")]
    result = run("remove", node, "a.osmonov", "--json")
    assert json.loads(result.output) == {"login": "a.osmonov", "removed": True, "tokens": 1}
    add(node)
    with looked_into(node) as queries:
        assert account_of_token(queries, tokens[0], "2026-11-21T08:00:00.000Z") is None
        assert account_of_token(queries, tokens[1], "2026-11-21T08:00:00.000Z") is not None


def test_tokens_can_be_taken_back_alone(node: Path) -> None:
    add(node)
    run("token", node, "a.osmonov")
    run("token", node, "a.osmonov")
    result = run("remove", node, "a.osmonov", "--tokens")
    assert result.output == "a.osmonov: kept; tokens taken back: 2\n"
    [person] = listed(node)
    assert person["tokens"] == []


def test_a_login_is_taken_once(node: Path) -> None:
    add(node)
    result = add(node)
    assert result.exit_code == 1
    assert "there is such an account already" in result.output


@pytest.mark.parametrize("words", [("token",), ("remove",), ("remove", "--tokens")])
def test_a_stranger_is_not_known(node: Path, words: tuple[str, ...]) -> None:
    verb, *options = words
    result = run(verb, node, "nobody", *options)
    assert result.exit_code == 1
    assert "there is no such account" in result.output


@pytest.mark.parametrize("words", [("list",), ("token", "a.osmonov"), ("remove", "a.osmonov")])
def test_while_the_node_runs_nothing_is_done(node: Path, words: tuple[str, ...]) -> None:
    add(node)
    running = SqliteStore.open(node / "store.db")
    try:
        verb, *rest = words
        result = run(verb, node, *rest)
    finally:
        running.close()
    assert result.exit_code == 1
    assert "is running" in result.output
    assert "Stop it" in result.output
    assert [person["login"] for person in listed(node)] == ["a.osmonov"]


WRONG: dict[str, tuple[str, ...]] = {
    "an officer without an office": OFFICER,
    "an office of another state": (*OFFICER, "--office", "UZDUST01"),
    "an office that is not there": (*OFFICER, "--office", "KGXXX001"),
    "a customs office for a permit desk": (*OFFICER, *OSH, "--role", "permit"),
    "a carrier at an office": (*CARRIER, *OSH),
    "an empty name": (*OFFICER, *OSH, "--name", " "),
    "a role that is not there": (*OFFICER, *OSH, "--role", "king"),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_account_that_could_not_work_is_wrong_usage(node: Path, name: str) -> None:
    assert add(node, "a.osmonov", *WRONG[name]).exit_code == 2
    assert listed(node) == []


@pytest.mark.parametrize("login", ["", "two words", "x" * 101, "tab\tbed"])
def test_a_login_is_one_word(node: Path, login: str) -> None:
    assert add(node, login).exit_code == 2


@pytest.mark.parametrize("given", ["", "short", "x" * 257])
def test_a_password_is_neither_short_nor_endless(node: Path, given: str) -> None:
    result = add(node, given=given)
    assert result.exit_code == 2
    assert "12 to 256" in result.output
    assert listed(node) == []


def test_one_way_to_a_password_is_enough(node: Path) -> None:
    result = add(node, "a.osmonov", *OFFICER, *OSH, "--no-password")
    assert result.exit_code == 2


def test_without_a_terminal_the_password_has_to_be_given(node: Path) -> None:
    result = run("add", node, "a.osmonov", *OFFICER, *OSH, given=PASSWORD)
    assert result.exit_code == 2
    assert "--password-stdin" in result.output


@pytest.mark.parametrize("second", [PASSWORD, "another long password"])
def test_at_a_terminal_it_is_asked_for_twice_and_not_shown(node: Path, second: str) -> None:
    command = [sys.executable, "-c", "from corridor.node.cli import main; main()"]
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*command, "account", "add", str(node), "a.osmonov", *OFFICER, *OSH],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    ) as process:
        os.close(slave)
        shown = _answer(master, "Password: ", PASSWORD) + _answer(master, "Once more: ", second)
        if second != PASSWORD:
            shown += _answer(master, "Password: ", PASSWORD)
            shown += _answer(master, "Once more: ", PASSWORD)
        shown += _rest(master)
    os.close(master)
    assert process.returncode == 0, shown
    assert "password" not in shown.replace("Password", "")
    assert [person["login"] for person in listed(node)] == ["a.osmonov"]


def _answer(terminal: int, question: str, answer: str) -> str:
    """Wait for a question and type the answer; what was shown until then."""
    shown = ""
    while question not in shown:
        shown += os.read(terminal, 1_000).decode()
    os.write(terminal, f"{answer}\n".encode())
    return shown


def _rest(terminal: int) -> str:
    shown = ""
    try:
        while data := os.read(terminal, 1_000):
            shown += data.decode()
    except OSError:  # how a terminal says that nobody is at its other end
        pass
    return shown


def test_what_is_no_folder_of_a_node(tmp_path: Path, node: Path) -> None:
    assert run("list", tmp_path / "nowhere").exit_code == 2
    assert run("list", tmp_path).exit_code == 1
    assert "node.json" in run("list", tmp_path).output
    (node / "key.pem").unlink()
    assert "key.pem" in run("list", node).output


@pytest.mark.parametrize("code", DEMO_NODES)
def test_everybody_of_the_demo_could_be_added(tmp_path: Path, code: str) -> None:
    names = BilingualName(ru=code, en=code)
    write_settings(tmp_path, NodeSettings(node=code, name=names, key_id="key-1"))
    write_secret(tmp_path / "key.pem", Ed25519Signer.generate("key-1").to_pem())
    with stopped_node(tmp_path) as core:
        for person in people_of(code):
            refuse_wrong(
                Account(person.login, person.name, person.org, person.role, person.office), core
            )


def test_help_teaches() -> None:
    assert "has to be stopped" in run("--help").output
    for verb in ("add", "list", "token", "remove"):
        assert run(verb, "--help").exit_code == 0
