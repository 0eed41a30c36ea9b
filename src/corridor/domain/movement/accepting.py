"""Accepting: the office of departure gives the declaration its MRN, or does not accept it."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain import codes
from corridor.domain.acts import AT_ONCE_TO_CARRIER, TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.guarantee import frees_guarantee
from corridor.domain.movement.moments import during
from corridor.domain.movement.offices import departure_office, node_of
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Date, Reason, Text

SUBMITTED: Final = frozenset({"submitted"})


class AcceptDeclaration(Command, frozen=True, tag="movement.accept"):
    """Accept it and give it its MRN."""


class RejectDeclaration(Command, frozen=True, tag="movement.reject"):
    """Refuse to accept it."""

    reason: Reason


class DeclarationAccepted(Payload, frozen=True, tag="movement.accepted/1"):
    """CC028C: the office of departure accepted; the movement has its MRN from here on."""

    mrn: str
    accepted_on: Date


class DeclarationRejected(Payload, frozen=True, tag="movement.rejected/1"):
    """CC056C."""

    reason: Text


def _accept(state: Movement, command: AcceptDeclaration, context: Context) -> Decision:
    if state.awaits_goods:
        return refuse("goods_not_presented")
    return (acceptance(state, context),)


def acceptance(state: Movement, context: Context) -> DeclarationAccepted:
    """With a new MRN."""
    office = departure_office(state.dossier)
    letter, day = codes.PROCEDURE_LETTER_OF[state.dossier.security], context.day_at(office)
    mrn = codes.make_mrn(day[2:4], node_of(office), context.token, letter)
    return DeclarationAccepted(mrn, day)


def _reject(state: Movement, command: RejectDeclaration, context: Context) -> Decision:
    return (DeclarationRejected(command.reason),)


def _accepted(s: Movement, p: DeclarationAccepted, f: Fact[Any]) -> Movement:
    return replace(s, status="accepted", mrn=s.mrn or p.mrn, accepted_at=f.at)


def _rejected(s: Movement, p: DeclarationRejected, f: Fact[Any]) -> Movement:
    return replace(s, status="rejected", reason=p.reason)


def _since(s: Movement) -> str:
    return s.presented_at or s.lodged_at


ACCEPTING: Final = Act[Movement](
    "accepting",
    asked=(
        Asked(AcceptDeclaration, "customs", _accept, DEPARTURE, during("submitted")),
        Asked(RejectDeclaration, "customs", _reject, DEPARTURE, during("submitted")),
    ),
    told=(
        Told(DeclarationAccepted, DEPARTURE, SUBMITTED, _accepted, heard=TO_CARRIER, since=_since),
        Told(
            DeclarationRejected,
            DEPARTURE,
            SUBMITTED,
            _rejected,
            heard=AT_ONCE_TO_CARRIER,
            since=_since,
        ),
    ),
    follows=(frees_guarantee(DeclarationRejected),),
    texts={
        "goods_not_presented": RefusalText(
            N_("The declaration was lodged before its goods, and they have not been presented."),
            N_("Wait until the carrier presents the goods at the office of departure."),
        ),
    },
)
