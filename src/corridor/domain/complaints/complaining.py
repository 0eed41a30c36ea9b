"""Complaining: a carrier names a movement or a permit of its own that met the barrier."""

from typing import Annotated, Any, Final

from msgspec import Meta

from corridor.domain.acts import Act, Asked, Decision, Told, unchanged
from corridor.domain.barrier import Barrier, BarrierKind, BarrierRef
from corridor.domain.commands import Command
from corridor.domain.complaints.evidence import is_own_movement, is_own_permit
from corridor.domain.complaints.state import (
    ANSWER_DAYS,
    OPEN_MAX,
    Complaint,
    evidence_key,
    open_key,
)
from corridor.domain.complaints.voices import COMPLAINER
from corridor.domain.context import Context
from corridor.domain.days import day_at, days_later
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.movement.state import Movement
from corridor.domain.needs import Ask, HolderOf, StateOf, StatesUnder
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.reported import decided, wrong_text
from corridor.domain.values import Country, Line, Reason, Text

MovementRef = Annotated[str, Meta(pattern=r"\A(mv-[A-Z]{2}-[A-Za-z0-9-]{1,60})?\Z")]
PermitRef = Annotated[str, Meta(pattern=r"\A(pm-[A-Z]{2}-[A-Za-z0-9-]{1,60})?\Z")]


class FileComplaint(Command, frozen=True, tag="complaint.file"):
    """Complain of a barrier to the state whose it is, with one movement or permit of one's own."""

    against: Country
    about: BarrierKind
    what: Reason
    movement: MovementRef = ""
    permit: PermitRef = ""
    barrier: BarrierRef = ""
    owner_name: Line = ""


class ComplaintFiled(Payload, frozen=True, tag="complaint.filed/1"):
    """A carrier complained of a barrier."""

    owner: str
    against: Country
    about: BarrierKind
    what: Text
    movement: MovementRef = ""
    permit: PermitRef = ""
    barrier: BarrierRef = ""
    owner_name: Line = ""


MOVEMENT: Final = StateOf(Movement, lambda ask: ask.said.movement)
PERMIT: Final = StateOf(Permit, lambda ask: ask.said.permit)
BARRIER: Final = StateOf(Barrier, lambda ask: ask.said.barrier)


def _for_evidence(ask: Ask) -> str:
    return evidence_key(ask.said.against, ask.said.movement or ask.said.permit)


EARLIER: Final = HolderOf(_for_evidence)
OPEN: Final = StatesUnder(
    Complaint, lambda ask: open_key(ask.context.actor.org), lambda complaint, ask: True
)


def _file(state: Complaint | None, command: FileComplaint, context: Context) -> Decision:
    owner = context.actor.org
    if not owner or state is not None:
        return refuse("complaint_not_yours")
    wrong = _wrong_evidence(command, context) or _wrong_place(command, context)
    if wrong is not None:
        return wrong
    said = ComplaintFiled(
        owner,
        command.against,
        command.about,
        command.what,
        command.movement,
        command.permit,
        command.barrier,
        command.owner_name,
    )
    return decided(wrong_text(command.what, "/what"), said)


def _wrong_evidence(command: FileComplaint, context: Context) -> Refused | None:
    """One thing of the firm's own, in which that state has a part."""
    if bool(command.movement) == bool(command.permit):
        return refuse("complaint_evidence", "/movement")
    movement, permit = context.of(MOVEMENT), context.of(PERMIT)
    owner, node = context.actor.org, context.node
    if command.movement:
        if movement is None or not is_own_movement(movement, owner, node):
            return refuse("complaint_evidence_unknown", "/movement")
        if command.against not in {point.country for point in movement.dossier.route.points}:
            return refuse("complaint_elsewhere", "/against")
        return None
    if permit is None or not is_own_permit(permit, owner, node):
        return refuse("complaint_evidence_unknown", "/permit")
    if command.against not in (permit.request.country, permit.issuer):
        return refuse("complaint_elsewhere", "/against")
    return None


def _wrong_place(command: FileComplaint, context: Context) -> Refused | None:
    barrier = context.of(BARRIER)
    if command.barrier and (barrier is None or barrier.home != command.against):
        return refuse("complaint_barrier", "/barrier")
    if command.against not in context.nodes:
        return refuse("complaint_no_node", "/against")
    if context.of(EARLIER):
        return refuse("complaint_twice", "/movement" if command.movement else "/permit")
    if len(context.of(OPEN)) >= OPEN_MAX:
        return refuse("complaint_many", limit=OPEN_MAX)
    return None


def _begin(fact: Fact[Any], subject: str) -> Complaint | None:
    """It stands on the node that its id names, and is the firm's own."""
    said = fact.payload
    if home_of(subject) != fact.node or fact.actor.org != said.owner or not said.owner:
        return None
    return Complaint(
        id=subject,
        home=fact.node,
        owner=said.owner,
        against=said.against,
        about=said.about,
        what=said.what,
        filed_at=fact.at,
        answer_due=days_later(day_at(fact.at, said.against), ANSWER_DAYS),
        movement=said.movement,
        permit=said.permit,
        barrier=said.barrier,
        owner_name=said.owner_name,
        updated_at=fact.at,
    )


COMPLAINING: Final = Act[Complaint](
    "complaining",
    asked=(
        Asked(
            FileComplaint,
            by="carrier",
            decide=_file,
            needs=(MOVEMENT, PERMIT, BARRIER, EARLIER, OPEN),
            begins=True,
            own_name="owner_name",
        ),
    ),
    told=(Told(ComplaintFiled, COMPLAINER, frozenset(), unchanged, begin=_begin),),
    texts={
        "complaint_not_yours": RefusalText(
            N_("This complaint is of another organisation."),
            N_("Sign in as the organisation that filed it."),
        ),
        "complaint_evidence": RefusalText(
            N_("A complaint needs one movement or one permit that shows the barrier."),
            N_("Choose either a movement or a permit."),
        ),
        "complaint_evidence_unknown": RefusalText(
            N_("Your organisation has no such movement or permit here."),
            N_("Choose one from the list of your own."),
        ),
        "complaint_elsewhere": RefusalText(
            N_("That state has no part in what you gave as evidence."),
            N_("Choose a state of its route, or the state that issues the permit."),
        ),
        "complaint_barrier": RefusalText(
            N_("That measure is none of the state you complain of."),
            N_("Choose a measure of that state, or none."),
        ),
        "complaint_no_node": RefusalText(
            N_("That state has no node of the corridor that could answer."),
            N_("Complain of a state that takes part."),
        ),
        "complaint_twice": RefusalText(
            N_("That state was complained of with this evidence already."),
            N_("Open it if it is yours, or give other evidence."),
        ),
        "complaint_many": RefusalText(
            N_("{limit} complaints of your organisation wait for an answer."),
            N_("Wait for an answer, or withdraw one."),
        ),
    },
)
