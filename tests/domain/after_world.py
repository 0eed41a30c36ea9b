"""Movements that did not arrive: overdue, enquired after, their debt recovered."""

from collections.abc import Iterator

from corridor.domain.facts import Actor
from corridor.domain.movement.answering_enquiries import AnswerEnquiry
from corridor.domain.movement.closing import CloseMovement, ReopenMovement
from corridor.domain.movement.enquiring import Enquire
from corridor.domain.movement.overdue import MarkOverdue
from corridor.domain.movement.recovering import (
    DecideHandover,
    EndRecovery,
    HandOverRecovery,
    OpenRecovery,
)
from corridor.domain.movement.state import Movement
from tests.domain.movement_world import CARRIER, DUSTLIK, OSH, World, after

RELEASED, ARRIVED, FREED = 7, 13, 17
CLOCK = Actor("KGOSH001", "KG", "", "system")
LATE, WEEK = "2026-12-06T08:00:00.000Z", "2026-12-12T08:00:00.000Z"
MONTHS = "2027-07-06T08:00:00.000Z"
HOLDER = Enquire("Where are the goods?")
OFFICE = Enquire("Did it come?", "GEPOTI01")
DEBT = 1_200_000


def overdue() -> World:
    world = after(RELEASED)
    world.tell(MarkOverdue(), CLOCK, now=LATE)
    return world


def competent(world: World) -> str:
    recovery = world.now().pursuit.recovery
    return recovery.competent if recovery is not None else ""


def enquired(*asked: Enquire) -> World:
    """A week after the limit date, the enquiry begins."""
    world = overdue()
    for one in asked or (HOLDER,):
        assert world.tell(one, OSH, now=WEEK) == ("movement.enquiry_made/1",)
    return world


def ids(world: World) -> list[str]:
    return [one.id for one in world.now().pursuit.enquiries]


def failed() -> World:
    """The holder says that it has not arrived."""
    world = enquired()
    answer = AnswerEnquiry(ids(world)[0], "not_arrived", "Stolen.")
    assert world.tell(answer, CARRIER, now=WEEK) == ("movement.enquiry_answered/1",)
    return world


def recovering() -> World:
    world = failed()
    opened = world.tell(OpenRecovery("enquiry_failed", DEBT, "Stolen."), OSH, now=WEEK)
    assert opened == ("movement.recovery_opened/1",)
    return world


def handed_over() -> World:
    world = recovering()
    asked = world.tell(HandOverRecovery("UZDUST01", "It was stolen there."), OSH, now=WEEK)
    assert asked == ("movement.recovery_handed_over/1",)
    return world


def pursued() -> Iterator[Movement]:
    """Enquired after, proved otherwise, its debt recovered here and elsewhere, closed."""
    yield enquired(HOLDER, OFFICE).now()
    yield failed().now()
    world = enquired()
    world.tell(AnswerEnquiry(ids(world)[0], "proof", document="x"), CARRIER)
    yield world.now()
    yield recovering().now()
    world = handed_over()
    yield world.now()
    world.tell(DecideHandover("UZDUST01", accepted=True), DUSTLIK)
    yield world.now()
    world = recovering()
    world.tell(EndRecovery("remitted", "x"), OSH)
    yield world.now()
    world.tell(CloseMovement("x"), OSH)
    yield world.now()
    world.tell(ReopenMovement("x"), OSH)
    yield world.now()
