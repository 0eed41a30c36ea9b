"""Each cross-field rule: what it accepts, what it refuses, and that it says so to people."""

import csv
import os
import re
import string
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corridor.domain.movement.judging import load_refusals
from corridor.domain.movement.rules import (
    FIRST,
    RULES,
    WARNINGS,
    Rule,
    check_rules,
    check_warnings,
    rules_on,
)
from corridor.domain.movement.rules.goods import goods_of
from corridor.domain.movement.rules.held import FORTY, HELD
from corridor.domain.movement.rules.registry import OF_ONE_PART
from corridor.domain.movement.rules.texts import TEXTS
from corridor.domain.reference import Reference, load_reference
from corridor.domain.refusal_texts import REFUSAL_TEXTS
from corridor.domain.routes.check import ROUTE_PROBLEMS
from tests.domain.rule_base import Edits, dossier
from tests.domain.rule_cases import CASES

ALL = {type(rule).__name__: rule for rule in (*FIRST, *RULES, *WARNINGS)}
TODAY = "2026-11-21"

_PASSES = [(name, edits) for name, case in CASES.items() for edits in case.passes]
_STOPS = [(name, *stop) for name, case in CASES.items() for stop in case.stops]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


@pytest.mark.parametrize(("name", "edits"), _PASSES)
def test_rule_accepts(name: str, edits: Edits, reference: Reference) -> None:
    assert list(ALL[name].check(dossier(edits), reference)) == []


@pytest.mark.parametrize(("name", "edits", "pointer"), _STOPS)
def test_rule_refuses(name: str, edits: Edits, pointer: str, reference: Reference) -> None:
    findings = list(ALL[name].check(dossier(edits), reference))
    assert findings, "the rule let it pass"
    assert findings[0][0] == pointer
    issued = replace(reference, issued=frozenset({"goods"}))  # some ask for a list of the state
    assert ALL[name].may_object(goods_of(dossier(edits)), issued), "it would not be asked"
    text = TEXTS[f"rule.{ALL[name].code}"]
    for _, args in findings:
        assert "{" not in text.text.format(**args) + text.remedy.format(**args)


@pytest.mark.parametrize("name", ALL)
def test_rule_is_complete(name: str) -> None:
    """A rule without a reason, a text, a remedy or both tests does not get in."""
    rule = ALL[name]
    assert type(rule).__doc__
    assert rule.text.strip()
    assert rule.remedy.strip()
    assert name in CASES, f"{name} has no tests"
    assert CASES[name].passes
    assert CASES[name].stops


def test_no_tests_of_rules_that_are_gone() -> None:
    assert CASES.keys() == ALL.keys()


@pytest.mark.parametrize("name", ALL)
def test_rule_speaks_russian(name: str, root: Path) -> None:
    catalogue = root / "src/corridor/web/locale/ru/LC_MESSAGES/corridor.po"
    from babel.messages.pofile import read_po

    with catalogue.open("rb") as file:
        translations = {message.id: message.string for message in read_po(file)}
    for english in (ALL[name].text, ALL[name].remedy):
        russian = translations.get(english)
        assert russian, f"no Russian for: {english}"
        assert _arguments(str(russian)) == _arguments(english)


def _arguments(text: str) -> set[str | None]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_a_right_dossier_passes_all_rules(reference: Reference) -> None:
    assert check_rules(dossier({}), reference, TODAY) == ()
    assert check_warnings(dossier({}), reference) == ()


def test_refusals_come_in_the_order_of_the_fields(reference: Reference) -> None:
    edits: Edits = {
        "guarantees.0.grn": "24GBABCDEF1234567",
        "consignment.gross_kg": "1",
        "consignment.houses.0.items.1.number": 7,
        "consignment.houses.0.items.0.hs": "770000",
        "tir_carnet": "XF12345678",
    }
    found = check_rules(dossier(edits), reference, TODAY, root="/dossier")
    assert [refusal.pointer for refusal in found] == [
        "/dossier/consignment/houses/0/items/0/hs",
        "/dossier/consignment/houses/0/items/1/number",
        "/dossier/consignment/gross_kg",
        "/dossier/tir_carnet",
        "/dossier/guarantees/0/grn",
    ]
    assert found[-1].rule == "R0028"
    assert found[-1].code == "rule.R0028"
    assert found[-1].args == {"given": "24GBABCDEF1234567", "expected": "9"}


def test_the_decisive_date_chooses_the_rules(reference: Reference) -> None:
    sealed_trailer = dossier(
        {"consignment.containerised": False, "consignment.equipment.0.container": ""}
    )
    before = check_rules(sealed_trailer, reference, "2025-08-31")
    assert [refusal.rule for refusal in before] == ["C0670"]
    assert check_rules(sealed_trailer, reference, "2025-09-01") == ()
    assert check_rules(sealed_trailer, reference, "2023-10-31") == ()


def test_every_day_has_one_version_of_a_rule() -> None:
    for day in ("2023-11-01", "2025-08-31", "2025-09-01", TODAY):
        codes = [rule.code for rule in rules_on(day)]
        assert len(codes) == len(set(codes))


def test_a_warning_never_blocks(reference: Reference) -> None:
    other_box = dossier({"consignment.equipment.0.container": "WGPCGR"})
    assert check_rules(other_box, reference, TODAY) == ()
    assert [found.rule for found in check_warnings(other_box, reference)] == ["ISO6346"]


def test_a_rule_must_say_what_it_checks(reference: Reference) -> None:
    with pytest.raises(NotImplementedError):
        Rule().check(dossier({}), reference)


ITEM_AT = "/dossier/consignment/houses/0/items/0"


@pytest.mark.parametrize(
    ("edits", "rule", "field"),
    [
        ({"hs": "0809"}, "CL152", "hs"),
        ({"net_kg": "2000"}, "R0223", "net_kg"),
        ({"gross_kg": "heavy"}, "DTC04", "gross_kg"),
        ({"packages": ({"kind": "BX", "count": 3},)}, "C0060", "packages/0/marks"),
        ({"packages": ({"kind": "??", "count": 3, "marks": "A"},)}, "CL017", "packages/0/kind"),
        ({"dangerous_goods": ("12",)}, "CL101", "dangerous_goods/0"),
    ],
)
def test_a_goods_item_is_judged_by_itself(
    reference: Reference, edits: dict[str, Any], rule: str, field: str
) -> None:
    right = dossier({}).consignment
    assert load_refusals(right, reference, TODAY) == ()
    at = "consignment.houses.0.items.0."
    wrong = dossier({at + name: value for name, value in edits.items()}).consignment
    [found] = load_refusals(wrong, reference, TODAY)
    assert (found.rule, found.pointer) == (rule, f"{ITEM_AT}/{field}")


def test_of_one_item_only_what_needs_no_other() -> None:
    assert {rule.code for rule in (*FIRST, *RULES)} >= OF_ONE_PART


OWN = {rule.code for rule in ALL.values()}
CODE = re.compile(r"[A-Z]+\d{3,4}")
SHARED = Path(os.environ.get("CORRIDOR_SHARED", "")) / "ncts"
IN_SAMPLES = {
    "C-level-Consignee-both": "C0001",
    "C-level-Consignor-both": "C0542",
    "ISO6346-format": "ISO6346",
    "R0028-GRN": "R0028",
    "R0028-MRN": "R0028",
}


def test_each_of_the_forty_rules_is_held_or_says_why_not() -> None:
    for code in (code for group in FORTY for code in group):
        assert (code in OWN) != (code in HELD), code
    for code, held in HELD.items():
        named = set(re.findall(r"\b(?:[A-Z]+\d{3,4}|DTC\d\d)\b", held.says)) - {
            "C521",
            "C524",
            "CC044C",
        }
        assert held.where != "rule" or (named <= OWN and named), code
        ways = {one for one in re.findall(r"`([^`]+)`", held.says) if one.startswith("route.")}
        assert ways <= set(ROUTE_PROBLEMS), code
        others = set(re.findall(r"`([^`]+)`", held.says)) - ways
        assert others <= set(REFUSAL_TEXTS), code


@pytest.mark.skipif(not SHARED.is_dir(), reason="the tables of NCTS are not here")
def test_the_tables_name_no_rule_that_is_forgotten() -> None:
    def rows(name: str, column: str) -> Iterator[str]:
        with (SHARED / name).open(encoding="utf-8", newline="") as file:
            yield from (row[column] for row in csv.DictReader(file))

    forty = {code for text in rows("rules_top40.csv", "ncts_rules") for code in CODE.findall(text)}
    assert forty == {code for group in FORTY for code in group}
    said = {
        one.partition(":")[0].strip()
        for text in rows("samples/INDEX.csv", "semantic")
        for one in text.split("|")
    }
    broken = {IN_SAMPLES.get(one, one) for whole in said if whole for one in whole.split("/")}
    assert broken <= OWN | HELD.keys()
