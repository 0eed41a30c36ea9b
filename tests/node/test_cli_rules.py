"""`corridor rules`: every rule with its days and its texts in both languages."""

import json

from click.testing import CliRunner, Result

from corridor.domain.movement.rules import FIRST, RULES, WARNINGS
from corridor.node.cli import group


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["rules", *arguments])


def test_every_rule_is_told_with_days_and_texts() -> None:
    told = [json.loads(line) for line in run("list", "--all", "--json").output.splitlines()]
    assert [one["code"] for one in told] == [rule.code for rule in (*FIRST, *RULES, *WARNINGS)]
    for one in told:
        assert one["valid_from"]
        assert one["reason"]
        assert one["text"]["ru"] != one["text"]["en"]
        assert one["remedy"]["ru"] != one["remedy"]["en"]
    assert {one["code"] for one in told if one["kind"] == "warning"} == {r.code for r in WARNINGS}


def test_a_day_chooses_the_set_in_force() -> None:
    before, after = (
        run("list", "--on", day, "--json").output for day in ("2025-08-31", "2025-09-01")
    )
    assert before != after
    assert run("list", "--on", "2000-01-01").output == "no rule was in force on 2000-01-01\n"
    assert run().output == run("list").output


def test_one_rule_is_shown_and_an_unknown_one_named() -> None:
    shown = run("show", "r0994")
    assert shown.exit_code == 0
    assert "Масса брутто всей партии" in shown.output
    assert {json.loads(line)["code"] for line in run("show", "C0670", "--json").output.splitlines()}
    wrong = run("show", "R0993")
    assert wrong.exit_code == 2
    assert "near it: R0" in wrong.output
    assert run("list", "--on", "2026-02-30").exit_code == 2


def test_a_rule_that_an_act_holds_is_told_with_what_holds_it_and_why_it_has_no_days() -> None:
    told = run("show", "r0055")
    assert told.exit_code == 0
    assert "R0055, held by an act" in told.output
    assert "remark_not_declared" in told.output
    assert "In force from 2023-11-01" in told.output
    said = json.loads(run("show", "R0352", "--json").output)
    assert (said["by"], said["valid_from"]) == ("act", "2023-11-01")
