"""Noting the seals at departure."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.consignment import declared_seals
from corridor.domain.facts import Actor
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.sealing import AffixSeals, SealsAffixed
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.domain.searching import mark_of
from corridor.web.act import (
    AT_ONCE,
    BESIDES,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
)
from corridor.web.acts.fields import seals_of

SEAL_FIELDS_MIN: Final = 4
SEAL_FIELDS_MAX: Final = 99


def _may(state: Movement, actor: Actor) -> Place | None:
    """Before the release where they are still to be noted, after it where they may be."""
    if actor.office != departure_office(state.dossier):
        return None
    if state.status == "under_control":
        return AT_ONCE
    is_time = state.status in ("accepted", "guarantee_registering")
    if not is_time or state.control_result == "B1":
        return None
    is_needed = bool(state.dossier.consignment.equipment) and not state.seals
    return AT_ONCE if is_needed else BESIDES


def _seals_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    means = _(
        "These seals are what every office on the way will look for. Compare each number with the "
        "seal itself."
    )
    if not deed.state.seals:
        return means
    noted = _("Noted already: %(seals)s.", seals=", ".join(deed.state.seals))
    return f"{means} {noted}"


def _seals_fields(deed: MovementDeed) -> list[Field]:
    """The numbers noted already, else the declared ones, ready to be compared."""
    _ = deed.reader.words
    declared = declared_seals(deed.state.dossier)
    known = deed.state.seals or declared
    count = _seal_count(deed.state) or max(len(known), SEAL_FIELDS_MIN)
    fields = []
    for number in range(1, min(count, SEAL_FIELDS_MAX) + 1):
        value = known[number - 1] if number <= len(known) else ""
        label = _("Seal %(number)s", number=number)
        other = declared[number - 1] if number <= len(declared) else value
        is_other = mark_of(other) != mark_of(value)
        hint = _("declared: %(seal)s", seal=other) if is_other else ""
        fields.append(field_of("text", f"seal-{number}", label, value, hint, width="18"))
    return fields


def _seal_count(state: Movement) -> int:
    return sum(box.seal_count for box in state.dossier.consignment.equipment)


def _seals(deed: MovementDeed) -> AffixSeals | None:
    _ = deed.reader.words
    fields = _seals_fields(deed)
    found = tuple(seal for field in fields for seal in seals_of(deed.form[field["name"]]))
    if not found:
        deed.form.add_error("seal-1", _("Note at least one seal."))
        return None
    return AffixSeals(found)


def _numbers(said: SealsAffixed, tale: Tale) -> Iterable[str]:
    yield tale.say("Seals: %(seals)s", seals=", ".join(said.seals))
    if said.replaces:
        yield tale.say("(noted before: %(seals)s)", seals=", ".join(said.replaces))


SEALING: Final = Shown[Movement](
    acts=(
        Act(
            name="seals",
            desk="customs",
            label=N_("Note the seals"),
            title=N_("Seals at departure"),
            consequence=_seals_means,
            command=_seals,
            done=N_("The seals were noted"),
            offered=_may,
            fields=_seals_fields,
            pointers={"/seals": "seal-1"},
        ),
    ),
    reads=(Reading(SealsAffixed, N_("Seals affixed"), note=_numbers),),
)
