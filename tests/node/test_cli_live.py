"""`corridor evidence` and `corridor ncts submit` against a demo that runs."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec
import pypdfium2  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner, Result

import corridor.node.demo
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.engine.observed import OVERVIEW
from corridor.node.cli import group
from corridor.node.demo.actors import Actors
from corridor.node.demo.fill import tokens_of
from corridor.node.demo.ports import free_ports
from tests.web.observed_figures import two_years

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]
SAMPLE = Path(corridor.node.demo.__file__).parent / "sample.xml"


class Live(NamedTuple):
    """A demo that runs."""

    folder: Path
    urls: dict[str, str]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("live") / "demo"
    state = tmp_path_factory.mktemp("state")
    command = ["demo", "--json", "--quiet", "--dir", str(folder), "--port-base", str(free_base())]
    with subprocess.Popen(
        [sys.executable, "-m", "corridor", *command],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "XDG_STATE_HOME": str(state)},
    ) as process:
        assert process.stdout is not None
        told = (json.loads(line) for line in process.stdout)
        urls = next(event["urls"] for event in told if event["event"] == "running")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_STATE_HOME", str(state))
            yield Live(folder, urls)
        process.terminate()
        process.communicate()


def free_base() -> int:
    """A port below six free ones."""
    return free_ports(6)[0] - 1


def submit(live: Live, *more: object, file: Path = SAMPLE, node: str = "KG") -> Result:
    arguments = ["ncts", "submit", file, "--node", live.urls[node], "--route", "osh-poti", *more]
    return CliRunner().invoke(group, [*map(str, arguments), "--dir", str(live.folder)])


def evidence(live: Live, reference: str, output: Path, *more: str) -> Result:
    arguments = ["evidence", reference, "-o", str(output), "--dir", str(live.folder), *more]
    return CliRunner().invoke(group, arguments)


def test_a_message_is_filed_and_its_evidence_verifies(live: Live, tmp_path: Path) -> None:
    filed = submit(live, "--lrn", "ONE-1", "--json")
    assert filed.exit_code == 0, filed.output
    told: dict[str, Any] = json.loads(filed.output)
    assert told["accepted"] is True
    assert told["lrn"] == "ONE-1"
    assert any(aside["pointer"].startswith("/CC015C/Guarantee") for aside in told["aside"])
    file = tmp_path / "case.zip"
    fetched = evidence(live, told["subject"], file)
    assert fetched.exit_code == 0, fetched.output
    verified = CliRunner().invoke(group, ["verify", str(file), "--json"])
    assert verified.exit_code == 0, verified.output
    assert [event["tag"] for event in json.loads(verified.output)["events"]] == [
        "movement.lodged/1"
    ]


def test_an_accepted_movement_has_its_document(live: Live, tmp_path: Path) -> None:
    filed = submit(live, "--lrn", "SEVEN-1", "--json")
    subject, file = json.loads(filed.output)["subject"], tmp_path / "tad.pdf"
    arguments = ["tad", subject, "-o", str(file), "--dir", str(live.folder)]
    early = CliRunner().invoke(group, arguments)
    assert early.exit_code == 1
    assert not file.exists()
    actors = Actors.of_demo(live.folder, live.urls, threading.Event())
    actors.do("KG", "customs", "KGOSH001", subject, AcceptDeclaration())
    actors.close()
    fetched = CliRunner().invoke(group, arguments)
    assert fetched.exit_code == 0, fetched.output
    assert file.read_bytes().startswith(b"%PDF-")


def test_a_demo_is_found_from_anywhere(live: Live, tmp_path: Path) -> None:
    arguments = ["ncts", "submit", str(SAMPLE), "--node", live.urls["KG"], "--route", "osh-poti"]
    assert CliRunner().invoke(group, [*arguments, "--lrn", "FIVE-1"]).exit_code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path))
        lost = CliRunner().invoke(group, [*arguments, "--lrn", "SIX-1"])
    assert lost.exit_code == 2
    assert "--token" in lost.output


def test_words_for_people_say_what_went_where(live: Live) -> None:
    filed = submit(live, "--lrn", "TWO-1")
    assert filed.exit_code == 0
    assert "filed at http://127.0.0.1:" in filed.output
    assert "kept aside" in filed.output


def test_the_same_reference_twice_is_refused(live: Live) -> None:
    assert submit(live, "--lrn", "THREE-1").exit_code == 0
    again = submit(live, "--lrn", "THREE-1")
    assert again.exit_code == 1
    assert "/dossier/lrn" in again.output


def test_a_wrong_access_code_is_refused(live: Live) -> None:
    token = tokens_of(live.folder)["KG"]["alatoo"]
    refused = submit(live, "--lrn", "FOUR-1", "--token", token, "--access-code", "XXXX", "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.output)["refusals"][0]["code"] == "guarantee_access_code"


def test_an_invalid_message_is_refused_with_pointer_and_reason(live: Live, tmp_path: Path) -> None:
    file = tmp_path / "wrong.xml"
    file.write_text(SAMPLE.read_text().replace("<grossMass>1500.5<", "<grossMass>9<", 1))
    refused = submit(live, "--json", file=file)
    assert refused.exit_code == 1
    [reason, *_] = json.loads(refused.output)["refusals"]
    assert reason["pointer"].startswith("/CC015C/Consignment")
    assert reason["text"]


def test_a_wrong_token_is_refused(live: Live, tmp_path: Path) -> None:
    assert submit(live, "--token", "dtc_nobody").exit_code == 1
    more = ("--node", live.urls["AZ"], "--token", "dtc_nobody")
    assert evidence(live, "26KG3ECOFK1A991JJ0", tmp_path / "x.zip", *more).exit_code == 1


def test_an_unknown_movement_leaves_no_file(live: Live, tmp_path: Path) -> None:
    result = evidence(live, "26KG3ECOFK1A991JJ0", tmp_path / "x.zip")
    assert result.exit_code == 1
    assert "nobody here knows of it" in result.output
    assert not list(tmp_path.iterdir())


def test_a_node_that_does_not_answer_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for commands in ("asking", "ncts"):
        monkeypatch.setattr(f"corridor.node.cli.{commands}.GIVE_UP_S", 0.2)
    [port] = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    more = ["--node", url, "--token", "dtc_nobody"]
    for arguments in (
        ["evidence", "26KG3ECOFK1A991JJ0", "-o", str(tmp_path / "x.zip"), *more],
        ["ncts", "submit", str(SAMPLE), "--route", "osh-poti", *more],
    ):
        result = CliRunner().invoke(group, arguments)
        assert result.exit_code == 1
        assert f"no answer from {url}" in result.output


def test_a_report_is_fetched_from_a_node_that_runs(live: Live, tmp_path: Path) -> None:
    folder, paper = live.folder / "KG", tmp_path / "report.pdf"
    (folder / OVERVIEW).write_bytes(msgspec.json.encode(two_years()))
    about = ["report", "corridor", "TITR", "--dir", str(folder), "-o", str(paper), "--lang", "en"]
    asked = [*about, "--from", "2026-01", "--to", "2026-10"]
    assert CliRunner().invoke(group, asked, standalone_mode=False).exception is None
    with closing(pypdfium2.PdfDocument(paper)) as document:
        pages = [one.get_textpage().get_text_range() for one in document]
    page = httpx.get(
        f"{live.urls['KG']}/observatory/corridors/TITR", headers={"cookie": "lang=en"}
    ).text
    growths = re.findall(r'#growth">([^<]+)<', page)
    assert growths
    for growth in growths:
        assert growth.replace("−", "–") in " ".join(pages)
    wrong = CliRunner().invoke(group, [*about, "--from", "2026-13", "--to", "x"])
    assert wrong.exit_code == 2
    assert "--from" in wrong.output
