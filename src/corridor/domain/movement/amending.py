"""Amending: the carrier replaces the declared data before release; states left out hear so."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told, Voice
from corridor.domain.attachments import Unkept, unkept_refusals
from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier, decisive_day
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.entrusting import GUARANTEE_NAMED, amended_refusals
from corridor.domain.movement.hearing import TO_DEPARTURE
from corridor.domain.movement.judging import as_standard, dossier_refusals, has_route
from corridor.domain.movement.moments import during
from corridor.domain.movement.offices import audience, departure_office
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.movement.voices import HOLDER, from_home
from corridor.domain.powers.acting_for import POWERS, power_used
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused
from corridor.domain.values import Country, Date

FIXED_AFTER_ACCEPTANCE = ("holder", "representative", "declaration_type", "lrn", "security")
"""What stands in the MRN stays as well: its letter says which safety data there are (R0410)."""


class AmendDeclaration(Command, frozen=True, tag="movement.amend"):
    """Replace the declared data before release."""

    dossier: Dossier


class DeclarationAmended(Payload, frozen=True, tag="movement.amended/1"):
    """CC013C/CC004C: the whole dossier as it stands after the amendment."""

    dossier: Dossier
    rules_on: Date


class MovementWithdrawn(Payload, frozen=True, tag="movement.withdrawn/1"):
    """The route no longer touches these states: the last thing they hear of the movement."""

    nodes: tuple[Country, ...]


UNKEPT: Final = Unkept(
    lambda said: said.dossier.attachments, lambda state: state.dossier.attachments
)


def _amend(state: Movement, command: AmendDeclaration, context: Context) -> Decision:
    old, new = state.dossier, command.dossier
    fixed = FIXED_AFTER_ACCEPTANCE if state.mrn else ("lrn",)
    changed = [name for name in fixed if getattr(old, name) != getattr(new, name)]
    if departure_office(old) != departure_office(new):
        changed.append("route/points/0/office")
    if state.mrn and _subheadings(old) != _subheadings(new):
        changed.append("consignment/houses")
    if changed:
        found = tuple(Refusal("field_fixed", f"/dossier/{name}", "R0520") for name in changed)
        return Refused(found)
    judged = as_standard(new) if state.presented_at else new
    rules_on = decisive_day(new, context.now)
    found = dossier_refusals(judged, context.reference, rules_on)
    found += unkept_refusals(new.attachments, context.of(UNKEPT), "/dossier/attachments")
    known = context.of(GUARANTEE_NAMED)
    found += tuple(amended_refusals(known, state.owner, old, new, state.entrusted))
    found += power_used(context, "amend", new.holder)[1]
    if found:
        return Refused(found)
    amended = DeclarationAmended(new, rules_on)
    left = left_behind(state, new)
    return (MovementWithdrawn(left), amended) if left else (amended,)


def left_behind(state: Movement, new: Dossier) -> tuple[str, ...]:
    """Nodes that the old route touched and the new one does not."""
    seen = bool(state.mrn)
    before = audience(state.dossier, state.home, seen)
    return tuple(sorted(before - audience(new, state.home, seen) - set(state.withdrawn)))


def _subheadings(dossier: Dossier) -> list[str]:
    houses = dossier.consignment.houses
    return [item.hs[:6] for house in houses for item in house.items]


def _amends(movement: Movement, fact: Fact[Any]) -> bool:
    return from_home(movement, fact) and has_route(fact.payload.dossier)


def _amended(s: Movement, p: DeclarationAmended, f: Fact[Any]) -> Movement:
    route = {point.country for point in p.dossier.route.points}
    gone = tuple(node for node in s.withdrawn if node not in route)
    return replace(s, dossier=p.dossier, rules_on=p.rules_on, amended_at=f.at, withdrawn=gone)


def _withdrawn(s: Movement, p: MovementWithdrawn, f: Fact[Any]) -> Movement:
    return replace(s, withdrawn=tuple(sorted({*s.withdrawn, *p.nodes})))


AMENDING: Final = Act[Movement](
    "amending",
    asked=(
        Asked(
            AmendDeclaration,
            by="carrier",
            decide=_amend,
            voice=HOLDER,
            needs=(UNKEPT, GUARANTEE_NAMED, POWERS),
            when=during(*BEFORE_RELEASE, code="amendment_after_release"),
        ),
    ),
    told=(
        Told(
            DeclarationAmended,
            Voice(HOLDER.name, _amends),
            BEFORE_RELEASE,
            _amended,
            declares=lambda said: said.dossier,
            heard=TO_DEPARTURE,
        ),
        Told(MovementWithdrawn, HOLDER, BEFORE_RELEASE, _withdrawn, heard=Heard(ends=True)),
    ),
    texts={
        "amendment_after_release": RefusalText(
            N_("The declaration cannot be amended after release."),
            N_("Ask the office of departure, or report an incident on the way."),
        ),
        "field_fixed": RefusalText(
            N_("This field can no longer be changed."),
            N_("Cancel the declaration and file a new one."),
        ),
    },
)
