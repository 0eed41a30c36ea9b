"""The benchmarks run and say what they promise to say. How fast this machine is, is no test."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from corridor.node.bench import observing, partners
from corridor.node.bench.load import Load
from corridor.node.bench.partners import Partner, compare_partners
from corridor.node.bench.result import cost, percentile, rate
from corridor.node.cli.bench import command

pytestmark = pytest.mark.processes
KEYS = {"name", "ours", "limit", "ratio", "unit", "limit_is", "detail"}
Run = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def run() -> Run:
    """Runs `corridor bench …` and gives its results."""

    def run(*arguments: str) -> list[dict[str, Any]]:
        done = CliRunner().invoke(command, [*arguments, "--json"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


def _check(results: list[dict[str, Any]], names: list[str]) -> None:
    assert [result["name"] for result in results] == names
    for result in results:
        assert result.keys() == KEYS
        assert result["ours"] > 0
        assert result["limit"] > 0
        assert result["ratio"] > 0


def test_lodge_measures_a_real_node_beside_two_limits(run: Run) -> None:
    results = run("lodge", "--seconds", "0.4")
    _check(results, ["lodge", "lodge-processor", "lodge-driver"])
    assert results[0]["detail"]["not_accepted"] == 0
    assert 7_000 < results[0]["detail"]["body_bytes"] < 9_000


def test_ncts_measures_short_and_long_messages(run: Run) -> None:
    _check(run("ncts", "--seconds", "0.1"), ["ncts-1", "ncts-20", "ncts-999"])


def test_quota_measures_beside_a_counter_and_nothing_is_over(run: Run) -> None:
    results = run("quota", "--seconds", "0.1")
    _check(results, ["quota"])
    assert results[0]["detail"]["over_quota"] == 0


def test_qr_measures_signing_and_judging(run: Run) -> None:
    results = run("qr", "--seconds", "0.1")
    _check(results, ["qr-sign", "qr-verify"])
    assert 300 < results[0]["detail"]["text_bytes"] <= 700


def test_requirements_are_measured_with_few_and_with_many_rules(run: Run) -> None:
    results = run("requirements", "--seconds", "0.5")
    _check(results, ["requirements-64", "requirements-1000", "requirements-10000"])


def test_a_log_is_read_anew_with_rate_and_progress(run: Run) -> None:
    (result,) = results = run("rebuild", "--entries", "100")
    _check(results, ["rebuild"])
    assert result["detail"]["entries"] >= 100
    assert result["detail"]["rows"] >= 100, "those of the node's own beginning make none"


def test_lodging_is_measured_with_the_observatory_and_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(observing, "ROUND_S", 0.3)
    result = next(observing.bench_observed(0.1))
    assert result.name == "observed-lodge"
    assert result.ours > 0
    assert result.detail["observatory_read"] >= 2


def test_rules_measure_all_states_beside_a_lodgement(run: Run) -> None:
    (result,) = results = run("rules", "--seconds", "0.2")
    _check(results, ["rules"])
    assert result["detail"]["states"] == 5
    assert 0 < result["detail"]["share_of_lodge"] < 1


def test_tad_measures_whole_papers(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corridor.node.bench.tad.ITEMS_MAX", 40)
    _check(run("tad", "--seconds", "0.1"), ["tad"])


def test_follow_measures_two_real_nodes_and_a_single_event(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corridor.node.bench.follow.ROUNDS", 1)
    results = run("follow", "--seconds", "0.3")
    _check(results, ["follow", "follow-live"])
    assert 7_000 < results[0]["detail"]["event_bytes"] < 9_000
    assert results[1]["detail"]["samples"] >= 100
    assert results[1]["detail"]["p99_ms"] >= results[1]["detail"]["p50_ms"]


def test_grow_measures_every_list_at_every_size(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corridor.node.bench.grow.SAMPLES_LEAST", 2)
    results = run("grow", "--seconds", "0.1", "--sizes", "60,120")
    first = [r for r in results if r["name"].endswith("-60")]
    second = [r for r in results if r["name"].endswith("-120")]
    assert len(first) == len(second) == len(results) // 2
    lists = {"carrier-open", "customs-decide", "customs-expected", "customs-underway"}
    expected = {f"grow-{name}-{form}-60" for name in lists for form in ("api", "page")}
    assert expected | {"grow-command-60"} <= {result["name"] for result in first}
    assert all(result["ratio"] == 1 for result in first)


def test_pages_measures_what_everybodys_navigation_offers(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corridor.node.bench.pages.SAMPLES_LEAST", 3)
    monkeypatch.setattr("corridor.node.bench.observed.FACTS", 10_000)
    results = run("pages", "--seconds", "0.01", "--movements", "60")
    _check(results, [result["name"] for result in results])
    names = {result["name"].partition(":")[2] for result in results}
    assert {"/carrier", "/carrier/books", "/customs", "/permits", "/operator/accounts"} <= names
    assert any(name.startswith("/carrier/dossiers/mv-UZ-") for name in names)
    assert all(result["detail"]["p95_ms"] >= round(result["ours"], 1) for result in results)
    assert all(result["detail"]["samples"] >= 3 for result in results)


@pytest.mark.parametrize("sizes", ["", "0,5", "9,3", "7,7", "many"])
def test_sizes_have_to_grow(sizes: str) -> None:
    done = CliRunner().invoke(command, ["grow", "--sizes", sizes])
    assert done.exit_code == click.UsageError.exit_code


def test_without_json_a_line_is_for_a_person() -> None:
    faster = rate("lodge", [(500.0, 1000.0)], "events/s", "a limit", connections=32)
    assert faster.line() == (
        "lodge: 500.0 events/s, limit 1,000.0 (a limit), ratio 0.50; connections 32; "
        "spread 0.50 to 0.50; ratios [0.5]"
    )


def test_more_is_better_in_every_ratio() -> None:
    assert rate("a", [(2.0, 4.0)], "x/s", "").ratio == 0.5
    assert cost("b", 4.0, 2.0, "ms", "").ratio == 0.5


def test_the_median_round_counts() -> None:
    found = rate("a", [(1.0, 10.0), (4.0, 8.0), (9.0, 0.0)], "x/s", "")
    assert (found.ours, found.limit, found.ratio) == (4.0, 8.0, 0.1)


def test_percentiles_are_of_what_was_answered() -> None:
    load = Load(4, 2.0, 0, (3.0, 1.0, 2.0, 4.0))
    assert load.per_second == 2.0
    assert [percentile(load.latencies_ms, share) for share in (0, 0.5, 0.99, 1)] == [
        1.0,
        3.0,
        4.0,
        4.0,
    ]


def test_a_partner_that_cannot_be_installed_is_said_and_fails_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, run = Partner("as2", "no such requirement", "nothing"), partners._run

    def without_pip(arguments: list[str], within_s: float) -> bytes:
        """Nothing can be installed then, whatever is asked for; to bring pip in takes seconds."""
        return run([*arguments, "--without-pip"] if "venv" in arguments else arguments, within_s)

    monkeypatch.setattr(partners, "_run", without_pip)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(partners, "PARTNERS", (broken,))
    [result] = compare_partners(1_000.0, b"{}", 0.1)
    assert (result.name, result.limit, result.ratio) == ("follow-as2", 0.0, 0.0)
    assert "No module named pip" in str(result.detail["not_measured"])


def test_seconds_that_are_no_number_are_wrong_usage() -> None:
    result = CliRunner().invoke(command, ["rules", "--seconds", "nan"])
    assert result.exit_code == 2
    assert "not a number" in result.output
