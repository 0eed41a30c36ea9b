"""The dossier of a permit was amended: whoever decided on it, or still does, is told.

An amendment says nothing of permits. The node where a permit was applied for, or where a
certificate was brought in, holds it against what is declared now. A certificate from outside was
compared by an officer, so its desk hears of each amendment; of the others a desk hears where goods
or vehicles are now such as the permit does not name.
"""

from collections.abc import Iterator
from typing import Any, Final

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Heard, Told
from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier, decisive_day, plates_of
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.goods import DOSSIER_NAMED, compared
from corridor.domain.permits.needs import requirements_of
from corridor.domain.permits.plates import covers
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import HOME
from corridor.domain.values import Number, Reference

OPEN: Final = frozenset({"applied", "information_requested", "granted"})


class NoteAmendment(Command, frozen=True, tag="permit.note_amendment"):
    """A dossier that it counts for was amended: said by the node that holds both."""

    dossier: Reference


class PermitDossierAmended(Payload, frozen=True, tag="permit.dossier_amended/1"):
    """Its dossier was amended. `items`: goods that need such a permit, and that it does not name.
    `other_vehicle`: whether it names vehicles, and not all of those that go now.
    """

    dossier: Reference
    items: tuple[Number, ...] = ()
    other_vehicle: bool = False


def items_needing(state: Permit, dossier: Dossier, context: Context) -> tuple[int, ...]:
    """Goods for which its state asks for such a permit, in the order of the declaration."""
    day, country = decisive_day(dossier, context.now), state.request.country
    asked = requirements_of(dossier, context.requirement_rules, context.reference, day)
    mine = (one for one in asked if (one.country, one.kind) == (country, state.request.kind))
    return tuple(sorted({number for one in mine for number in one.items}))


def _note(state: Permit, command: NoteAmendment, context: Context) -> Decision:
    dossier = context.of(DOSSIER_NAMED)
    if dossier is None:
        return ()
    others = compared(state, items_needing(state, dossier, context), dossier).others
    other_vehicle = not covers(state.request.plates, plates_of(dossier))
    if state.brought is None and not others and not other_vehicle:
        return ()
    return (PermitDossierAmended(command.dossier, others, other_vehicle),)


def _noted(s: Permit, p: PermitDossierAmended, f: Fact[Any]) -> Permit:
    """What was decided stands: whoever decided reads it and may revoke."""
    return s


def _at_authority(s: Permit, p: PermitDossierAmended) -> Iterator[tuple[str, str]]:
    yield f"permits:{s.request.authority}", ""


AMENDED: Final = Act[Permit](
    "amended",
    asked=(Asked(NoteAmendment, SYSTEM, _note, HOME, needs=(DOSSIER_NAMED,)),),
    told=(Told(PermitDossierAmended, HOME, OPEN, _noted, heard=Heard(offices=_at_authority)),),
)
