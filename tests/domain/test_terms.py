"""What falls due of a movement: by which day, at which office, and what is noted when it passed."""

from typing import Any

from msgspec.structs import replace

from corridor.domain.days import days_between, months_later
from corridor.domain.facts import Actor
from corridor.domain.movement.falling_due import Due, falling_due
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.overdue import MarkOverdue
from corridor.domain.movement.parts import Discrepancy
from corridor.domain.movement.terms import DiscrepanciesTermSet, PassTerms, TermPassed
from corridor.domain.terms import InForce, read_dated, with_change, write_dated
from tests.domain.known import NOTHING, Known
from tests.domain.movement_world import NOW, OSH, POTI, World, after

RELEASED = 7
CLOCK = Actor("KGOSH001", "KG", "", "system")
LATE = "2026-12-06T08:00:00.000Z"


def overdue(known: Known = NOTHING) -> World:
    world = after(RELEASED)
    assert world.tell(MarkOverdue(), CLOCK, known, now=LATE) == ("movement.overdue/1",)
    return world


def found_b1() -> World:
    world = after(RELEASED)
    open_one = Discrepancy("packages_missing", NOW)
    world.state = replace(world.now(), discrepancies=(open_one,))
    return world


def test_a_term_has_the_value_of_its_day() -> None:
    dated = with_change(with_change(read_dated("7"), "2026-12-10", 10), "2026-12-20", 12)
    assert read_dated(write_dated(dated)) == dated
    terms = InForce({"enquiry": dated})
    days = ("2026-12-09", "2026-12-10", "2026-12-19", "2026-12-20")
    assert [terms.on("enquiry", day) for day in days] == [7, 10, 10, 12]
    assert terms.on("recovery", "2026-12-09") == 7
    earlier = with_change(dated, "2026-12-10", 9)
    assert write_dated(earlier) == "7\n2026-12-10 9"
    assert read_dated("31\n2026-02-31 5\n2026-03-01 x\n2026-03-01 6") == (
        ("", 31),
        ("2026-03-01", 6),
    )


def test_days_and_months_are_those_of_the_calendar() -> None:
    assert months_later("2026-07-31", 7) == "2027-02-28"
    assert months_later("2026-12-05", 7) == "2027-07-05"
    assert days_between("2026-12-30", "2027-01-02") == 3
    assert days_between("2026-12-30", "2026-02-31") == 0


def test_the_days_of_enquiry_and_recovery_are_stated_by_the_terms_of_that_day() -> None:
    assert overdue().now().pursuit.enquiry_from == "2026-12-12"
    longer = Known(settings={"term.enquiry": "7\n2026-12-06 20", "term.recovery": "1"})
    pursuit = overdue(longer).now().pursuit
    assert (pursuit.enquiry_from, pursuit.recovery_from) == ("2026-12-25", "2027-01-05")
    later = Known(settings={"term.enquiry": "7\n2026-12-07 20"})
    assert overdue(later).now().pursuit.enquiry_from == "2026-12-12"


def test_a_day_that_has_come_is_noted_once_also_after_a_jump_of_the_clock() -> None:
    world = overdue()
    early, far = "2026-12-11T17:59:59.999Z", "2027-08-01T00:00:00.000Z"
    assert MOVEMENTS.due(world.now(), "KG") == (("terms", "2026-12-11T18:00:00.000Z"),)
    assert MOVEMENTS.due(world.now(), "GE") == ()
    assert world.tell(PassTerms(), CLOCK, now=early) == ()
    assert world.tell(PassTerms(), OSH, now=far) == ()
    assert world.tell(PassTerms(), CLOCK, now=far) == ("movement.term_passed/1",) * 2
    assert world.now().passed == ("enquiry 2026-12-12", "recovery 2027-07-05")
    assert MOVEMENTS.due(world.now(), "KG") == ()
    assert world.tell(PassTerms(), CLOCK, now=far) == ()
    world.hear(TermPassed("KGOSH001", "enquiry", "2026-12-12"), CLOCK)
    assert len(world.now().passed) == 2


def test_departure_states_by_when_it_solves_what_was_found() -> None:
    world = found_b1()
    assert MOVEMENTS.due(world.now(), "KG")[1] == ("terms", NOW)
    assert world.tell(PassTerms(), CLOCK) == ("movement.discrepancies_term/1",)
    assert world.now().discrepancies[0].solve_by == "2026-12-04"
    assert world.tell(PassTerms(), CLOCK) == ()
    assert "discrepancies" in {due.what for due in falling_due(world.now())}
    over = "2026-12-04T18:00:00.000Z"
    assert MOVEMENTS.due(world.now(), "KG")[1] == ("terms", "2026-12-04T17:59:59.999Z")
    assert world.tell(PassTerms(), CLOCK, now=over) == ("movement.term_passed/1",)


def test_only_departure_states_the_term_of_discrepancies() -> None:
    world = found_b1()
    world.hear(DiscrepanciesTermSet("2027-01-01"), POTI)
    assert world.now().discrepancies[0].solve_by == ""


def test_each_office_has_one_row_of_all_that_falls_due_there() -> None:
    world = overdue()
    world.state = replace(
        world.now(), discrepancies=(Discrepancy("x", NOW, solve_by="2027-01-01"),)
    )
    (row,) = (row for row in MOVEMENTS.listings(world.now(), "KG") if row.list.endswith(":due"))
    terms = [["enquiry", "2026-12-12", ""], ["discrepancies", "2027-01-01", ""]]
    assert (row.due, row.data["terms"][:2]) == ("2026-12-12", terms)
    assert "term=recovery" in row.marks
    assert not [row for row in MOVEMENTS.listings(world.now(), "UZ") if row.list.endswith(":due")]


def test_a_day_that_does_not_exist_ends_as_it_is_written() -> None:
    due: Any = Due("enquiry", "2027-02-31", "KGOSH001", (), begins=True)
    assert due.instant == "2027-02-31T23:59:59.999Z"


def test_a_limit_date_that_does_not_exist_counts_from_the_day_it_was_noted() -> None:
    world = after(RELEASED)
    world.state = replace(world.now(), limit_date="2026-11-31")
    world.tell(MarkOverdue(), CLOCK, now=LATE)
    assert world.now().pursuit.enquiry_from == "2026-12-13"
