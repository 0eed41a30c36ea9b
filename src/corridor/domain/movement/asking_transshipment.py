"""Asking for a transshipment: the carrier says where and onto what, an office looks and records it.

What the office records is a transshipment like any other (`transshipping`) and answers the request;
it may name other means than were asked for, if others are there. Or it says why it is not done.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.carried import Transfer
from corridor.domain.movement.changing import offices_to_show
from corridor.domain.movement.hearing import TO_OFFICE
from corridor.domain.movement.moments import during
from corridor.domain.movement.state import Movement
from corridor.domain.movement.transshipping import Document, NewMeans, wrong_means, wrong_place
from corridor.domain.movement.voices import HOLDER, ON_ROUTE
from corridor.domain.places import Mode
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Code, Line, Office, Reason, Text

RELEASED: Final = frozenset({"released"})


class RequestTransshipment(Command, frozen=True, tag="movement.request_transshipment"):
    """Ask an office to see the goods moved to other means, at a place of the route."""

    office: Office
    place: Code
    onto: Mode
    means: NewMeans
    document: Document
    reason: Reason
    carrier: Line = ""


class RefuseTransshipment(Command, frozen=True, tag="movement.refuse_transshipment"):
    """Say why the goods are not moved."""

    office: Office
    reason: Reason


class TransshipmentRequested(Payload, frozen=True, tag="movement.transshipment_requested/1"):
    """The carrier wants the goods moved to other means at a place of the route."""

    office: Office
    place: Text
    onto: Text
    means: NewMeans
    document: Text
    reason: Text
    carrier: Text = ""


class TransshipmentRefused(Payload, frozen=True, tag="movement.transshipment_refused/1"):
    """Customs does not let the goods be moved: they go on as they were."""

    office: Office
    reason: Text


def transfer_at(state: Movement, office: str) -> Transfer | None:
    """The transshipment that waits for this office."""
    asked = state.pending_transfer
    return asked if asked is not None and asked.office == office else None


def _request(state: Movement, command: RequestTransshipment, context: Context) -> Decision:
    found = tuple(_wrong(state, command, context))
    if found:
        return Refused(found)
    return (
        TransshipmentRequested(
            command.office,
            command.place,
            command.onto,
            command.means,
            command.document,
            command.reason,
            command.carrier,
        ),
    )


def _wrong(state: Movement, command: RequestTransshipment, context: Context) -> Iterator[Refusal]:
    waiting = state.pending_transfer
    if waiting is not None:
        yield Refusal("transship_pending", "", "", {"office": waiting.office})
        return
    if command.office not in offices_to_show(state):
        yield Refusal("change_office", "/office", "", {"office": command.office})
    yield from wrong_place(state, command.place, command.onto)
    yield from wrong_means(state, command.onto, command.means, context)


def _refuse(state: Movement, command: RefuseTransshipment, context: Context) -> Decision:
    if transfer_at(state, command.office) is None:
        return refuse("transship_not_asked", "/office", office=command.office)
    return (TransshipmentRefused(command.office, command.reason),)


def _requested(s: Movement, p: TransshipmentRequested, f: Fact[Any]) -> Movement:
    asked = Transfer(
        p.office, p.place, p.onto, p.means, p.document, p.carrier, p.reason, asked_at=f.at
    )
    return replace(s, transfers=(*s.transfers, asked))


def _refused(s: Movement, p: TransshipmentRefused, f: Fact[Any]) -> Movement:
    told = tuple(
        replace(one, status="refused", answered_at=f.at, answer=p.reason)
        if one.status == "requested" and one.office == p.office
        else one
        for one in s.transfers
    )
    return replace(s, transfers=told)


def _desks(state: Movement) -> Iterator[tuple[str, str]]:
    if state.pending_transfer is not None:
        yield state.pending_transfer.office, "decide"


ASKING_TRANSSHIPMENT: Final = Act[Movement](
    "asking_transshipment",
    asked=(
        Asked(RequestTransshipment, "carrier", _request, HOLDER, during("released")),
        Asked(RefuseTransshipment, "customs", _refuse, ON_ROUTE, during("released")),
    ),
    told=(
        Told(TransshipmentRequested, HOLDER, RELEASED, _requested, heard=TO_OFFICE),
        Told(TransshipmentRefused, ON_ROUTE, RELEASED, _refused, heard=AT_ONCE_TO_CARRIER),
    ),
    desks=_desks,
    texts={
        "transship_pending": RefusalText(
            N_("Office {office} was asked to see the goods moved, and has not answered yet."),
            N_("Wait until it has."),
        ),
        "transship_not_asked": RefusalText(
            N_("Nobody asks office {office} to see the goods moved."),
            N_("Reload the page to see what has happened since."),
        ),
    },
)
