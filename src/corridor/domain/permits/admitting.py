"""Admitting a permit that another state issued in a system of its own, and told this state of.

The state where it holds is the only node that knows it; it is born there, already granted. Who
issued it may take it back as long as nobody has passed by it.
"""

from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.consignment import Party
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.permit_types.request import Detail, PermitRequest
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import STATE_OF_ISSUE, during
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Code, Country, Date, Instant, Line, Reference

Plates = Annotated[tuple[Annotated[str, Meta(max_length=35)], ...], Meta(max_length=2)]
SignedCode = Annotated[str, Meta(max_length=5_000)]


class AdmitPermit(Command, frozen=True, tag="permit.admit"):
    """Take a permit of another system in as it was told. `message`: the id of what told it."""

    number: Reference
    issuer: Country
    kind: Code
    authority: Code
    holder: Party
    valid_from: Date
    valid_to: Date
    message: Line
    plates: Plates = ()
    countries: tuple[Country, ...] = ()
    credential: SignedCode = ""
    details: Annotated[tuple[Detail, ...], Meta(max_length=4)] = ()


class TakeBackAdmitted(Command, frozen=True, tag="permit.take_back"):
    """Who issued it says that it holds no more."""

    at: Instant
    message: Line


class PermitAdmitted(Payload, frozen=True, tag="permit.admitted/1"):
    """A permit that another state issued in a system of its own holds here.

    `message`: the id of the message that told it; `credential`: its code, signed by that system.
    """

    request: PermitRequest
    number: Reference
    issuer: Country
    valid_from: Date
    valid_to: Date
    message: Line
    credential: str = ""


class AdmittedTakenBack(Payload, frozen=True, tag="permit.taken_back/1"):
    """Who issued it has taken it back. `at`: when, as that state says."""

    at: Instant
    message: Line


def _admit(state: Permit | None, command: AdmitPermit, context: Context) -> Decision:
    if state is not None:
        return refuse("permit_admitted_before", "/number", number=command.number)
    request = PermitRequest(
        dossier="",
        kind=command.kind,
        country=context.node,
        authority=command.authority,
        rule="",
        holder=command.holder,
        plates=command.plates,
        countries=command.countries,
        details=command.details,
    )
    first, last = command.valid_from, command.valid_to
    told = (command.number, command.issuer, first, last, command.message, command.credential)
    return (PermitAdmitted(request, *told),)


def _take_back(state: Permit, command: TakeBackAdmitted, context: Context) -> Decision:
    if not state.admitted_from:
        return refuse("permit_not_admitted", number=state.number)
    if state.uses:
        return refuse("permit_used_stays", number=state.number)
    return (AdmittedTakenBack(command.at, command.message),)


def _begin(fact: Fact[Any], subject: str) -> Permit | None:
    """On the node of the state where it holds, by nobody's hand."""
    said: PermitAdmitted = fact.payload
    is_own = home_of(subject) == fact.node == said.request.country
    if not is_own or fact.actor.role != SYSTEM:
        return None
    return Permit(
        id=subject,
        home=fact.node,
        owner="",
        request=said.request,
        status="granted",
        applied_at=fact.at,
        updated_at=fact.at,
        decided_at=fact.at,
        number=said.number,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        credential=said.credential,
        uses_granted=1,
        admitted_from=said.issuer,
    )


def _again(s: Permit, p: PermitAdmitted, f: Fact[Any]) -> Permit:
    return replace(s, discrepancies=(*s.discrepancies, "admitted_twice"))


def _taken_back(s: Permit, p: AdmittedTakenBack, f: Fact[Any]) -> Permit:
    return replace(s, status="revoked")


ADMITTING: Final = Act[Permit](
    "admitting",
    asked=(
        Asked(AdmitPermit, SYSTEM, _admit, begins=True),
        Asked(TakeBackAdmitted, SYSTEM, _take_back, STATE_OF_ISSUE, during("granted", "exhausted")),
    ),
    told=(
        Told(PermitAdmitted, STATE_OF_ISSUE, frozenset({"granted"}), _again, begin=_begin),
        Told(AdmittedTakenBack, STATE_OF_ISSUE, frozenset({"granted"}), _taken_back),
    ),
    texts={
        "permit_admitted_before": RefusalText(
            N_("Permit {number} was taken in before."),
            N_("Nothing needs to be done."),
        ),
        "permit_not_admitted": RefusalText(
            N_("Permit {number} is of the corridor: no other system can take it back."),
            N_("Its own authority revokes it."),
        ),
    },
)
