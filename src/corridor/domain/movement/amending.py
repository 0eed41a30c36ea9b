"""Amending: the carrier replaces the declared data before release; states left out hear so."""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Follow, Heard, Reaction, Told, Voice
from corridor.domain.attachments import Unkept, unkept_refusals
from corridor.domain.authorised.claims import CLAIMED, claim_refusals
from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier, decisive_day
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.carnet import USED_BY, carnet_refusals
from corridor.domain.movement.departing import Superseded
from corridor.domain.movement.entrusting import GUARANTEES_NAMED, amended_refusals, named_twice
from corridor.domain.movement.guarantee import frees_dropped
from corridor.domain.movement.hearing import TO_DEPARTURE
from corridor.domain.movement.judging import (
    as_standard,
    dossier_refusals,
    has_route,
    times_refusals,
)
from corridor.domain.movement.moments import during
from corridor.domain.movement.offices import audience, departure_office, node_of
from corridor.domain.movement.secured import keep_named
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.movement.voices import HOLDER, from_home
from corridor.domain.permits.amended import OPEN, NoteAmendment
from corridor.domain.permits.dossier import DOSSIER_PERMITS
from corridor.domain.powers.acting_for import POWERS, power_used
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused
from corridor.domain.routes import countries_of
from corridor.domain.values import Country, Date

FIXED_AFTER_ACCEPTANCE = (
    "holder",
    "representative",
    "declaration_type",
    "additional_type",
    "lrn",
    "security",
)
"""What stands in the MRN stays as well: its letter says which safety data there are (R0410)."""
OFFICE: Final = "route/points/0/office"
GOODS: Final = "consignment/houses"


class AmendDeclaration(Command, frozen=True, tag="movement.amend"):
    """Replace the declared data before release."""

    dossier: Dossier


class DeclarationAmended(Payload, frozen=True, tag="movement.amended/1"):
    """CC013C/CC004C: the whole dossier as it stands after the amendment."""

    dossier: Dossier
    rules_on: Date


class MovementWithdrawn(Payload, frozen=True, tag="movement.withdrawn/1"):
    """The route no longer touches these states: the last thing they hear of the movement, unless
    another state comes on the way later, to which they owe what they said.
    """

    nodes: tuple[Country, ...]


UNKEPT: Final = Unkept(
    lambda said: said.dossier.attachments, lambda state: state.dossier.attachments
)


def _amend(state: Movement, command: AmendDeclaration, context: Context) -> Decision:
    old, new = state.dossier, command.dossier
    changed = tuple(_changed(old, new, bool(state.mrn)))
    if changed:
        return Refused(changed)
    judged = as_standard(new) if state.presented_at else new
    rules_on = decisive_day(new, context.now)
    found = dossier_refusals(judged, context.reference, rules_on)
    found += times_refusals(new, context.now)
    found += unkept_refusals(new.attachments, context.of(UNKEPT), "/dossier/attachments")
    known, entrusted = context.of(GUARANTEES_NAMED), (state.entrusted, *state.also_entrusted)
    found += named_twice(new.guarantees, "/dossier/guarantees")
    found += tuple(amended_refusals(known, state.owner, old, new, entrusted))
    found += carnet_refusals(context.of(USED_BY), new.tir_carnet)
    found += power_used(context, "amend", new.holder)[1]
    if new.authorisations != old.authorisations:
        owner = new.holder.id or state.owner
        found += tuple(claim_refusals(new, owner, context.of(CLAIMED), context))
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


def _changed(old: Dossier, new: Dossier, is_accepted: bool) -> Iterator[Refusal]:
    """What may not be changed, and was: each field by its name."""
    for name in FIXED_AFTER_ACCEPTANCE if is_accepted else ("lrn",):
        if getattr(old, name) != getattr(new, name):
            yield _fixed(name, name)
    if departure_office(old) != departure_office(new):
        yield _fixed(OFFICE, "departure_office")
    if is_accepted:
        yield from _reclassified(_subheadings(old), _subheadings(new))


def _reclassified(old: dict[str, str], new: dict[str, str]) -> Iterator[Refusal]:
    """Goods of other subheadings; of items that came or went, all together."""
    if old.keys() != new.keys():
        if list(old.values()) != list(new.values()):
            yield _fixed(GOODS, "items")
        return
    for place, code in old.items():
        if new[place] != code:
            yield _fixed(place, "hs")


def _fixed(place: str, field: str) -> Refusal:
    return Refusal("field_fixed", f"/dossier/{place}", "R0520", {"field": field})


def _subheadings(dossier: Dossier) -> dict[str, str]:
    """By the place where it stands."""
    return {
        f"{GOODS}/{at}/items/{index}/hs": item.hs[:6]
        for at, house in enumerate(dossier.consignment.houses)
        for index, item in enumerate(house.items)
    }


def is_fixed(pointer: str) -> bool:
    """Whether a field, or one within it, can be amended no more after acceptance."""
    place = pointer.removeprefix("/")
    if place.startswith(GOODS) and place.endswith("/hs"):
        return True
    return place == OFFICE or place.partition("/")[0] in FIXED_AFTER_ACCEPTANCE


def _amends(movement: Movement, fact: Fact[Any]) -> bool:
    return from_home(movement, fact) and has_route(fact.payload.dossier)


def _amended(s: Movement, p: DeclarationAmended, f: Fact[Any]) -> Movement:
    """What was released stands, also where the amendment did not know of it."""
    if s.status not in BEFORE_RELEASE:
        return s
    route = {point.country for point in p.dossier.route.points}
    gone = tuple(node for node in s.withdrawn if node not in route)
    s = keep_named(s, p.dossier.guarantees)
    kept = {"superseded": (*s.superseded, _superseded(s))} if _is_filed_abroad(s) else {}
    answered = {**_answer_to_correction(s, f), **kept}
    return replace(
        s, dossier=p.dossier, rules_on=p.rules_on, amended_at=f.at, withdrawn=gone, **answered
    )


def _is_filed_abroad(s: Movement) -> bool:
    """Whether its office of departure may decide without having heard what its carrier says."""
    return node_of(departure_office(s.dossier)) != s.home


def _superseded(s: Movement) -> Superseded:
    return Superseded(s.declared_at, s.dossier, s.rules_on, s.amended_at)


def _answer_to_correction(s: Movement, f: Fact[Any]) -> dict[str, Any]:
    """What customs waited for is there; what it had found not satisfactory is looked at anew."""
    asked = s.pending_correction
    if asked is None:
        return {}
    made: dict[str, Any] = {"correction": replace(asked, status="made", ended_at=f.at)}
    if s.control_result == "B1":
        made |= {"control_result": "", "status": "under_control"}
    return made


def _withdrawn(s: Movement, p: MovementWithdrawn, f: Fact[Any]) -> Movement:
    return replace(s, withdrawn=tuple(sorted({*s.withdrawn, *p.nodes})))


def _nodes(said: DeclarationAmended, state: Movement) -> frozenset[str]:
    """Where permits of it may be: of its carrier, and of the states of its way."""
    return frozenset({state.home, *countries_of(said.dossier.route)})


def _tell_desks(said: DeclarationAmended, state: Movement, context: Context) -> Iterator[Reaction]:
    """Permits that were decided on before, or are just being decided on."""
    for permit in context.of(DOSSIER_PERMITS):
        if permit.home == context.node and permit.status in OPEN:
            yield Reaction(permit.id, NoteAmendment(state.id))


AMENDING: Final = Act[Movement](
    "amending",
    asked=(
        Asked(
            AmendDeclaration,
            by="carrier",
            decide=_amend,
            voice=HOLDER,
            needs=(UNKEPT, GUARANTEES_NAMED, USED_BY, POWERS, CLAIMED),
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
    follows=(
        frees_dropped(DeclarationAmended),
        Follow(DeclarationAmended, _nodes, _tell_desks, needs=(DOSSIER_PERMITS,)),
    ),
    texts={
        "amendment_after_release": RefusalText(
            N_("The declaration cannot be amended after release."),
            N_("Ask the office of departure, or report an incident on the way."),
        ),
        "field_fixed": RefusalText(
            N_("{field} can no longer be changed."),
            N_("Cancel the declaration and file a new one."),
        ),
    },
)
