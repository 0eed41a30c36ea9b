"""A permit apart from a dossier, for one more trip: a use of it is kept for that dossier.

So many dossiers as it has uses, and no more: what is kept counts as much as what was written off.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.amended import items_needing
from corridor.domain.permits.goods import DOSSIER_NAMED, compared
from corridor.domain.permits.state import Assigned, Permit
from corridor.domain.permits.voices import APPLICANT, AUTHORITY, KEEPER, during
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Country, Reference

IN_FORCE: Final = frozenset({"granted", "exhausted"})


class AssignPermit(Command, frozen=True, tag="permit.assign"):
    """Keep a use for this dossier; `departure`: the state where it departs."""

    dossier: Reference
    departure: Country


class UnassignPermit(Command, frozen=True, tag="permit.unassign"):
    """The dossier does not need it."""

    dossier: Reference


class CountForDossier(Command, frozen=True, tag="permit.count_for"):
    """What was brought in counts for this dossier; `departure`: the state where it departs.

    `goods_seen`: the officer has compared the goods, where codes do not tell that they are those.
    """

    dossier: Reference
    departure: Country
    goods_seen: bool = False


class StopCounting(Command, frozen=True, tag="permit.stop_counting"):
    """It does not count for this dossier any more."""

    dossier: Reference


class PermitAssigned(Payload, frozen=True, tag="permit.assigned/1"):
    """A use is kept for a dossier. `goods_seen`: an officer says that it names the goods of it."""

    dossier: Reference
    departure: Country
    goods_seen: bool = False


class PermitUnassigned(Payload, frozen=True, tag="permit.unassigned/1"):
    """A use that was kept for a dossier is free again."""

    dossier: Reference


def _assign(state: Permit, command: AssignPermit, context: Context) -> Decision:
    if not serves_others(state):
        return refuse("permit_of_dossier", number=state.number)
    if any(one.dossier == command.dossier for one in state.assigned):
        return refuse("permit_assigned_already", "/dossier", number=state.number)
    if free_uses(state) < 1:
        return refuse("permit_no_free_use", number=state.number)
    return (PermitAssigned(command.dossier, command.departure),)


def serves_others(state: Permit) -> bool:
    """Whether a use can be kept for a dossier: apart from any, or the way back of its own one."""
    return state.alone or (state.trip == "return" and bool(state.uses))


def free_uses(state: Permit) -> int:
    """Crossings that are neither written off nor kept for a dossier."""
    kept = [one for one in state.assigned if not state.is_used_by(one.dossier)]
    return state.crossings_granted - len(state.uses) - len(kept)


def _unassign(state: Permit, command: UnassignPermit, context: Context) -> Decision:
    mine = any(one.dossier == command.dossier for one in state.assigned)
    if not mine or state.is_used_by(command.dossier):
        return refuse("permit_not_assigned", "/dossier", number=state.number)
    return (PermitUnassigned(command.dossier),)


def _count(state: Permit, command: CountForDossier, context: Context) -> Decision:
    if state.brought is None:
        return refuse("permit_not_brought", number=state.number)
    if any(one.dossier == command.dossier for one in state.assigned):
        return refuse("permit_assigned_already", "/dossier", number=state.number)
    if free_uses(state) < 1:
        return refuse("permit_no_free_use", number=state.number)
    wrong = _goods_refused(state, command, context)
    seen = command.goods_seen
    return wrong or (PermitAssigned(command.dossier, command.departure, seen),)


def _goods_refused(state: Permit, command: CountForDossier, context: Context) -> Refused | None:
    """Where it names none of the goods that need it, or an officer has to compare them first."""
    dossier = context.of(DOSSIER_NAMED)
    needed = items_needing(state, dossier, context) if dossier is not None else ()
    if dossier is None or not needed:
        return None
    found = compared(state, needed, dossier)
    if {*found.others} == {*needed}:
        items = ", ".join(map(str, needed))
        return refuse("permit_goods_other", "/dossier", number=state.number, items=items)
    if found.unclear and not command.goods_seen:
        items = ", ".join(map(str, found.unclear))
        return refuse("permit_goods_unclear", "/goods_seen", number=state.number, items=items)
    return None


def _stop(state: Permit, command: StopCounting, context: Context) -> Decision:
    mine = any(one.dossier == command.dossier for one in state.assigned)
    if state.brought is None or not mine or state.is_used_by(command.dossier):
        return refuse("permit_not_assigned", "/dossier", number=state.number)
    return (PermitUnassigned(command.dossier),)


def _assigned(s: Permit, p: PermitAssigned, f: Fact[Any]) -> Permit:
    return replace(s, assigned=(*s.assigned, Assigned(p.dossier, p.departure)))


def _unassigned(s: Permit, p: PermitUnassigned, f: Fact[Any]) -> Permit:
    return replace(s, assigned=tuple(one for one in s.assigned if one.dossier != p.dossier))


ASSIGNING: Final = Act[Permit](
    "assigning",
    asked=(
        Asked(
            AssignPermit,
            "carrier",
            _assign,
            APPLICANT,
            during("granted"),
            within=lambda command: command.dossier,
        ),
        Asked(UnassignPermit, "carrier", _unassign, APPLICANT, during(*IN_FORCE)),
        Asked(
            CountForDossier,
            "permit",
            _count,
            AUTHORITY,
            during("granted"),
            needs=(DOSSIER_NAMED,),
        ),
        Asked(StopCounting, "permit", _stop, AUTHORITY, during(*IN_FORCE)),
    ),
    told=(
        Told(PermitAssigned, KEEPER, frozenset({"granted"}), _assigned),
        Told(PermitUnassigned, KEEPER, IN_FORCE, _unassigned),
    ),
    texts={
        "permit_not_brought": RefusalText(
            N_("Permit {number} was decided on in the corridor."),
            N_("Only permits that were brought in are counted for a dossier by their authority."),
        ),
        "permit_of_dossier": RefusalText(
            N_("Permit {number} is of one dossier and counts for no other."),
            N_("Apply for a permit in the dossier."),
        ),
        "permit_goods_other": RefusalText(
            N_("{number} names other goods than items {items} of the dossier, which need it."),
            N_("Ask for the certificate of these goods."),
        ),
        "permit_goods_unclear": RefusalText(
            N_("No code tells whether {number} names items {items} of the dossier."),
            N_("Compare the goods, and say that they are the same."),
        ),
        "permit_assigned_already": RefusalText(
            N_("A use of permit {number} is kept for this dossier already."),
            N_("Nothing needs to be done."),
        ),
        "permit_no_free_use": RefusalText(
            N_("No use of permit {number} is free: all are written off or kept for dossiers."),
            N_("Free one that is not needed, or apply for another permit."),
        ),
        "permit_not_assigned": RefusalText(
            N_("No use of permit {number} is kept for this dossier, or it is written off."),
            N_("Reload the page to see what has happened since."),
        ),
    },
)
