"""A complaint: filed by a carrier on its node, answered by the state whose barrier it is."""

from typing import Final

from corridor.domain.acts import Act
from corridor.domain.complaints.answering import ANSWERING
from corridor.domain.complaints.complaining import COMPLAINING
from corridor.domain.complaints.state import Complaint, complaints_key, evidence_key, open_key
from corridor.domain.complaints.timing import TIMING
from corridor.domain.complaints.withdrawing import WITHDRAWING
from corridor.domain.facts import Actor
from corridor.domain.kind import Kind, owner_at_home
from corridor.domain.listings import Row
from corridor.domain.refusals import N_, RefusalText, Refused, refuse

ACTS: Final[tuple[Act[Complaint], ...]] = (COMPLAINING, TIMING, ANSWERING, WITHDRAWING)
TO_ANSWER: Final = "registrar::open"
"""Those that wait for the registrar of this node."""
OVER: Final = "registrar::over"
"""Those that were answered or withdrawn."""


def _unknown(subject: str) -> Refused:
    return refuse("complaint_unknown")


def complaints_of(org: str) -> str:
    """The list of complaints of a firm."""
    return f"carrier:{org}:complaints"


def _listings(state: Complaint, node: str) -> tuple[Row, ...]:
    names = []
    if node == state.home:
        names.append(complaints_of(state.owner))
    if node == state.against:
        names.append(TO_ANSWER if state.is_open else OVER)
    return tuple(Row(name, state.answer_due, state.id, state.updated_at) for name in names)


def _keys(state: Complaint, node: str) -> tuple[str, ...]:
    found = []
    if node == state.home and not state.withdrawn_at:
        found.append(evidence_key(state.against, state.evidence))
    if node == state.home and state.is_open:
        found.append(open_key(state.owner))
    if node == state.against and state.barrier:
        found.append(complaints_key(state.barrier))
    return tuple(found)


def _sees(actor: Actor, state: Complaint) -> bool:
    """The firm itself; and the registrars of its own state and of that which answers."""
    if actor.role == "carrier":
        return actor.org == state.owner
    return actor.role == "registrar"


COMPLAINTS: Final = Kind(
    prefix="bc",
    title="Complaint of a barrier",
    state=Complaint,
    acts=ACTS,
    unknown=_unknown,
    listings=_listings,
    keys=_keys,
    sees=_sees,
    firms=owner_at_home,
    audience=lambda state: frozenset({state.home, state.against}),
    spread="To the node of filing and that of the state complained of.",
    texts={
        "complaint_other_state": RefusalText(
            N_("Another state answers this complaint."),
            N_("Its registrar does, on the node of that state."),
        ),
        "complaint_unknown": RefusalText(
            N_("There is no such complaint here."), N_("Open it from the list of complaints.")
        ),
    },
)
