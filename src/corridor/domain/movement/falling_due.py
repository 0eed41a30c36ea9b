"""All that falls due of a movement, in one place: what, at which office, on which day.

Every day was stated in an event by whoever decided by the term. An office notes by its own clock
that a day has passed (`terms`); the lists of the offices show what is still open, passed or not.
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from corridor.domain.days import end_of_day, is_day, start_of_day
from corridor.domain.movement.offices import departure_office, destination_office, offices
from corridor.domain.movement.state import UNDERWAY, Movement

What = Literal[
    "limit",
    "enquiry",
    "recovery",
    "answer",
    "discrepancies",
    "results",
    "payment",
    "presentation",
    "amendment",
]
NOT_NOTED: Final = ("limit", "presentation", "amendment")
"""What passes without being noted here: those have an act of their own."""


class Due(NamedTuple):
    """One thing. `where`: whose calendar counts, and who notes that its day has passed."""

    what: What
    day: str
    where: str
    at: tuple[str, ...]
    """The offices on whose lists it stands."""
    about: str = ""
    begins: bool = False
    """Whether something may be done from that day on, instead of having to be done by then."""

    @property
    def name(self) -> str:
        """By which it is remembered that it has passed."""
        return f"{self.what} {self.day} {self.about}".strip()

    @property
    def instant(self) -> str:
        """From when on it has passed; a day that does not exist ends as it is written."""
        begins = self.begins and is_day(self.day)
        return (start_of_day if begins else end_of_day)(self.day, self.where)


def falling_due(state: Movement) -> tuple[Due, ...]:
    """What is open, the nearest first."""
    if state.status not in UNDERWAY:
        waits = waited_for(state)
        return (waits,) if waits is not None else ()
    return tuple(sorted(_open(state), key=lambda due: (due.day, due.what)))


def waited_for(state: Movement) -> Due | None:
    """Before release: what the office of departure waits for from the carrier."""
    departure, asked = departure_office(state.dossier), state.pending_correction
    if asked is not None:
        return Due("amendment", asked.deadline, departure, (departure,))
    if state.present_by and state.standing == "prelodged":
        return Due("presentation", state.present_by, departure, (departure,))
    return None


def _open(state: Movement) -> Iterator[Due]:
    departure = departure_office(state.dossier)
    yield from _of_the_way(state, departure)
    yield from _of_enquiries(state, departure)
    yield from _of_recovery(state)
    there = state.destination
    if state.status == "arrived" and there.results_by and not there.result:
        destination = destination_office(state.dossier)
        yield Due("results", there.results_by, destination, (destination, departure))
    undecided = [one for one in state.discrepancies if one.is_undecided and one.solve_by]
    if undecided:
        day = min(one.solve_by for one in undecided)
        yield Due("discrepancies", day, departure, (departure,))


def _of_the_way(state: Movement, departure: str) -> Iterator[Due]:
    pursuit, destination = state.pursuit, destination_office(state.dossier)
    is_noted = state.overdue_at and pursuit.enquiry_from  # earlier versions stated no day after it
    if state.status == "released" and not is_noted:
        parts = dict.fromkeys(office for office in offices(state.dossier) if office)
        yield Due("limit", state.limit_date, destination, tuple(parts))
    if state.status == "released" and pursuit.enquiry_from and not pursuit.opened_at:
        yield Due("enquiry", pursuit.enquiry_from, departure, (departure,), begins=True)
    is_due = pursuit.recovery_from and pursuit.recovery is None
    if state.status == "released" and is_due:
        yield Due("recovery", pursuit.recovery_from, departure, (departure,), begins=True)


def _of_enquiries(state: Movement, departure: str) -> Iterator[Due]:
    for one in state.pursuit.enquiries:
        waits = one.kind == "status" or state.is_enquired
        if not one.answered_at and waits:
            at = (departure, one.asked) if one.asked else (departure,)
            yield Due("answer", one.answer_by, departure, at, one.id)


def _of_recovery(state: Movement) -> Iterator[Due]:
    recovery = state.pursuit.recovery
    if recovery is None or not recovery.is_open or not recovery.left_minor:
        return
    first, at = state.guarantee.grn, (recovery.competent,)
    debtor = recovery.claim_of("debtor")
    if debtor is not None:
        yield Due("payment", debtor.pay_by, recovery.competent, at, debtor.of)
    for grn, claim in recovery.claimed(first).items():
        if recovery.owed_from(grn, first):
            about = claim.of if grn == first else grn
            yield Due("payment", claim.pay_by, recovery.competent, at, about)


def unnoted(state: Movement) -> tuple[Due, ...]:
    """What still has to be noted once its day has passed."""
    if state.status not in UNDERWAY:  # it waits for its carrier alone
        return ()
    found = (due for due in falling_due(state) if due.what not in NOT_NOTED)
    return tuple(due for due in found if due.name not in state.passed)
