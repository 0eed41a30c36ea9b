"""Whatever a transit system does has its event, page, call, receivers and test, without a hole."""

import re

import coverage_table
from corridor.domain.guarantees.reasons import REASON_OF, REASONS
from corridor.domain.kinds import KINDS
from corridor.domain.movement.rules.held import FORTY
from corridor.engine.codec import tag_of
from corridor.gateways.ncts.messages import MESSAGES
from coverage_rows import PARTS
from coverage_tests import test_of as held_by
from tests.support import markdown


def test_no_row_has_a_hole() -> None:
    rows = [row for part in coverage_table.coverage_rows().values() for row in part]
    assert len(rows) == sum(len(part) for part in PARTS.values())
    assert not [row for row in rows if not row.is_whole]
    further = [*coverage_table.reason_rows(), *coverage_table.rule_rows()]
    assert len(further) == len(REASON_OF) + len({code for group in FORTY for code in group})
    assert not [row for row in further if not all(row)]
    assert not [row for row in coverage_table.bad_input_rows() if not all(row)]


def test_every_reason_of_the_list_is_looked_up_but_for_the_one_that_says_it_was_not() -> None:
    assert REASONS.keys() - set(REASON_OF.values()) == {"G00"}


def test_every_event_of_a_guarantee_and_every_term_stands_in_a_row() -> None:
    named = {tag for rows in PARTS.values() for tags in rows.values() for tag in tags}
    own = {tag_of(told) for kind in KINDS if kind.prefix == "gr" for told in kind.told}
    assert own <= named, own - named
    assert all(
        named & {tag_of(told.event) for told in act.told}
        for kind in KINDS
        if kind.prefix == "mv"
        for act in kind.acts
        if act.timers
    )


def test_every_message_of_ncts_here_stands_in_a_row_and_in_the_comparison() -> None:
    compared = (markdown.DOCS / "compared.md").read_text("utf-8")
    for where in (" ".join(PARTS["Messages of NCTS"]), compared):
        missing = MESSAGES.keys() - set(re.findall(r"CC\d{3}C", where))
        assert not missing, missing
    forwarded = set(re.findall(r"CD\d{3}[CD]", compared)) - {"CD010C"}
    named = set(re.findall(r"CD\d{3}[CD]", " ".join(PARTS["Messages of NCTS"])))
    assert forwarded <= named, forwarded - named


def test_what_no_test_names_is_a_hole() -> None:
    assert held_by("no_such" + "_thing") == ""
    assert not coverage_table.Row("a", "b", "", "d", "e", "f").is_whole
