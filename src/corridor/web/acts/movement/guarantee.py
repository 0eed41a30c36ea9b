"""Reserving the guarantee of a movement, or looking at one of which nothing is reserved."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.consignment import GuaranteeUse, carnet_of
from corridor.domain.facts import Actor
from corridor.domain.guarantees.types import type_of
from corridor.domain.movement.guarantee import (
    DEFAULT_AMOUNT_MINOR,
    GuaranteePaperSeen,
    GuaranteeRefused,
    GuaranteeRequested,
    GuaranteeReserved,
    RequestGuarantee,
)
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_, Refusal
from corridor.web.act import (
    Act,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    when_at,
)


def _may_reserve(state: Movement, actor: Actor) -> Place | None:
    return None if _is_paper(state) else _may(state, actor)


def _may_look(state: Movement, actor: Actor) -> Place | None:
    return _may(state, actor) if _is_paper(state) else None


def _is_paper(state: Movement) -> bool:
    """Whether nothing is asked of a guarantor. Under TIR nothing is looked at either."""
    uses = state.dossier.guarantees
    return bool(uses) and not any(use.grn for use in uses) and not carnet_of(state.dossier)


def _may(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    is_time = state.status in ("accepted", "guarantee_registering")
    is_done = state.is_secured or state.guarantee_status == "requested"
    return when_at(is_theirs and is_time and not is_done and state.control_result != "B1")


def _guarantee_means(deed: MovementDeed) -> str:
    _, uses = deed.reader.words, deed.state.dossier.guarantees
    if not uses:
        return _("The dossier names no guarantee: the carrier has to add one.")
    return " ".join(_asks(deed, use) if use.grn else _looks(deed, use) for use in uses)


def _asks(deed: MovementDeed, use: GuaranteeUse) -> str:
    minor = DEFAULT_AMOUNT_MINOR if use.amount_minor is None else use.amount_minor
    amount = deed.reader.formats.money(minor, use.currency or "EUR")
    return deed.reader.words(
        "The guarantor of %(grn)s is asked to reserve %(amount)s for this movement.",
        grn=use.grn,
        amount=amount,
    )


def _looks(deed: MovementDeed, use: GuaranteeUse) -> str:
    """A type that reserves nothing says so, and what to look at."""
    return deed.reader.words(
        "%(kind)s: nothing is reserved. You state that you have looked at it. %(needs)s "
        "%(reference)s",
        kind=deed.reader.labels(use.kind, "guarantee_kind"),
        needs=deed.reader.words.gettext(type_of(use.kind).needs),
        reference=use.other_reference,
    )


def _over(deed: MovementDeed) -> tuple[str, str] | None:
    """Under TIR there is nothing to ask for."""
    _, carnet = deed.reader.words, carnet_of(deed.state.dossier)
    if not carnet:
        return None
    text = _(
        "TIR carnet %(carnet)s is the guarantee of this movement: nothing has to be reserved.",
        carnet=carnet,
    )
    return _("This cannot be done now"), text


def _amount(said: GuaranteeRequested | GuaranteeReserved, tale: Tale) -> Iterable[str]:
    amount = tale.reader.formats.money(said.amount_minor, said.currency)
    return [tale.say("%(grn)s, %(amount)s", grn=said.grn, amount=amount)]


def _why_not(said: GuaranteeRefused, tale: Tale) -> Iterable[str]:
    found = tale.reader.refusals.say(Refusal(said.code, "", "", {"grn": said.grn}))
    yield found.text


def _paper(said: GuaranteePaperSeen, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.kind, "guarantee_kind") + "."
    if said.reference:
        yield said.reference


GUARANTEE: Final = Shown[Movement](
    acts=(
        Act(
            name="guarantee",
            desk="customs",
            label=N_("Reserve the guarantee"),
            title=N_("Reserve the guarantee?"),
            consequence=_guarantee_means,
            command=lambda deed: RequestGuarantee(),
            done=N_("The guarantor was asked"),
            over=_over,
            offered=_may_reserve,
        ),
        Act(
            name="look-at-guarantee",
            desk="customs",
            label=N_("Note that the guarantee was looked at"),
            title=N_("Was the guarantee looked at?"),
            consequence=_guarantee_means,
            command=lambda deed: RequestGuarantee(),
            done=N_("The guarantee was looked at"),
            offered=_may_look,
        ),
    ),
    reads=(
        Reading(GuaranteeRequested, N_("Guarantee requested"), note=_amount),
        Reading(GuaranteeReserved, N_("Guarantee reserved"), note=_amount),
        Reading(GuaranteePaperSeen, N_("Guarantee without a reservation looked at"), note=_paper),
        Reading(
            GuaranteeRefused,
            N_("Guarantee refused"),
            "stopped",
            note=_why_not,
            to_carrier=True,
            settled=lambda said, state: state.guarantee_status != "refused",
        ),
    ),
)
