"""Terms: an office notes by its own clock that a day has passed, and by when it has to solve.

The node's parameters decide once, when a term begins; the event states the day, so that all nodes
fold alike and a parameter that is changed later moves nothing.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Heard, Timer, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import days_later
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.falling_due import falling_due, unnoted
from corridor.domain.movement.hearing import at_departure, at_named
from corridor.domain.movement.offices import departure_office, destination_office
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.voices import DEPARTURE, ON_ROUTE
from corridor.domain.terms import TermsOf
from corridor.domain.values import Date, Office

SOLVING: Final = TermsOf("discrepancies")


class PassTerms(Command, frozen=True, tag="movement.pass_terms"):
    """The node's own clock says that a day has passed, or a discrepancy has no term yet."""


class TermPassed(Payload, frozen=True, tag="movement.term_passed/1"):
    """A day has come or passed at this office; `what` is said by the table of terms."""

    office: Office
    what: str
    day: Date
    about: str = ""
    """The event that is waited on, or of whom, where there may be several."""


class DiscrepanciesTermSet(Payload, frozen=True, tag="movement.discrepancies_term/1"):
    """CD018C: departure states by when it solves what was found and has no term yet."""

    solve_by: Date


def _pass(state: Movement, command: PassTerms, context: Context) -> Decision:
    if context.actor.role != SYSTEM:
        return ()
    office = context.actor.office
    passed: tuple[Payload, ...] = tuple(
        TermPassed(office, due.what, due.day, due.about)
        for due in unnoted(state)
        if due.where == office and due.instant <= context.now
    )
    if office != departure_office(state.dossier) or not any(_without_term(state)):
        return passed
    today = context.day_at(office)
    days = context.of(SOLVING).on("discrepancies", today)
    return (*passed, DiscrepanciesTermSet(days_later(today, days)))


def _without_term(state: Movement) -> Iterator[str]:
    """When each was found that departure has not said yet by when it solves it."""
    if state.status in UNDERWAY:
        yield from (d.at for d in state.discrepancies if d.is_undecided and not d.solve_by)


def _due(office_of: Callable[[Movement], str], state: Movement) -> str:
    """The next instant at which that office has to note something."""
    office = office_of(state)
    instants = [due.instant for due in unnoted(state) if due.where == office]
    if office == departure_office(state.dossier):
        instants += _without_term(state)
    return min(instants, default="")


def _departure(state: Movement) -> str:
    return departure_office(state.dossier)


def _destination(state: Movement) -> str:
    return destination_office(state.dossier)


def _told(state: Movement, said: TermPassed) -> Iterator[tuple[str, str]]:
    """The office whose day it is; that of departure too where it waits for another's results."""
    yield from at_named(state, said)
    if said.what == "results":
        yield from at_departure(state, said)


def _competent(state: Movement) -> str:
    """The office of another state that took recovery over; none where it is departure's."""
    recovery = state.pursuit.recovery
    competent = recovery.competent if recovery is not None else ""
    return "" if competent == _departure(state) else competent


def _passed(s: Movement, p: TermPassed, f: Fact[Any]) -> Movement:
    name = f"{p.what} {p.day} {p.about}".strip()
    return s if name in s.passed else replace(s, passed=(*s.passed, name))


def _set(s: Movement, p: DiscrepanciesTermSet, f: Fact[Any]) -> Movement:
    found = (
        replace(one, solve_by=p.solve_by) if one.is_undecided and not one.solve_by else one
        for one in s.discrepancies
    )
    return replace(s, discrepancies=tuple(found))


def _desks(state: Movement) -> Iterator[tuple[str, str]]:
    """What has come and is still open is the office's to decide on."""
    passed = {due.where for due in falling_due(state) if due.name in state.passed}
    yield from ((office, "decide") for office in sorted(passed))


def _timer(name: str, office_of: Callable[[Movement], str]) -> Timer[Movement]:
    return Timer(
        name,
        due=partial(_due, office_of),
        office=office_of,
        command=PassTerms,
        came_later=("customs:", ":decide"),
    )


TERMS: Final = Act[Movement](
    "terms",
    asked=(Asked(PassTerms, SYSTEM, _pass, needs=(SOLVING,)),),
    told=(
        Told(TermPassed, ON_ROUTE, UNDERWAY, _passed, heard=Heard(offices=_told)),
        Told(DiscrepanciesTermSet, DEPARTURE, UNDERWAY, _set),
    ),
    timers=(
        _timer("terms", _departure),
        _timer("terms_competent", _competent),
        _timer("terms_destination", _destination),
    ),
    desks=_desks,
)
