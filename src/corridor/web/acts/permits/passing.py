"""Passing by a permit of another system: at the gate, for a movement, or abroad."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.codes import plate_of
from corridor.domain.facts import Actor
from corridor.domain.movement.state import Movement
from corridor.domain.permits.passing import (
    PassByPermit,
    PermitPassed,
    PermitPresented,
    PresentPermit,
    is_post_of,
)
from corridor.domain.permits.plates import PLATE_LETTERS_MAX
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.domain.routes import countries_of
from corridor.web.act import (
    AT_ONCE,
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    number_of,
)

WAYS: Final = {"in": N_("In"), "out": N_("Out")}


def _may_enter(state: Permit, actor: Actor) -> Place | None:
    is_free = state.status == "granted" and not state.uses
    return AT_ONCE if is_free and is_post_of(state, state.home, actor) else None


def _may_leave(state: Permit, actor: Actor) -> Place | None:
    is_in = len(state.uses) > len(state.exits) and state.status in ("granted", "exhausted")
    return AT_ONCE if is_in and is_post_of(state, state.home, actor) else None


def _may_present(state: Permit, actor: Actor) -> Place | None:
    is_free = state.status == "granted" and not state.uses and not state.assigned
    return AT_ONCE if is_free and is_post_of(state, state.home, actor) else None


def _plate_field(deed: Deed[Permit]) -> list[Field]:
    _ = deed.reader.words
    named = ", ".join(deed.state.request.plates)
    hint = _("As it stands on the vehicle. The permit names: %(plates)s", plates=named or "—")
    return [field_of("text", "plate", _("Plate of the vehicle"), hint=hint)]


def _passing(deed: Deed[Permit]) -> str:
    plate = plate_of(deed.needed("plate", deed.reader.words("Give the plate of the vehicle.")))
    if len(plate) > PLATE_LETTERS_MAX:
        deed.form.add_error("plate", deed.reader.words("Give the plate of the vehicle."))
    return plate


def _enter(deed: Deed[Permit]) -> PassByPermit | None:
    plate = _passing(deed)
    return None if deed.form.errors else PassByPermit("in", plate)


def _leave(deed: Deed[Permit]) -> PassByPermit | None:
    plate = _passing(deed)
    return None if deed.form.errors else PassByPermit("out", plate)


def _present(deed: Deed[Permit]) -> PresentPermit | None:
    _ = deed.reader.words
    typed = deed.needed("mrn", _("Give the number of the movement."))
    subject = deed.services.queries.resolve(typed) if typed else None
    state = deed.services.queries.get(subject).state if subject else None
    if typed and not isinstance(state, Movement):
        deed.form.add_error("mrn", _("No movement with this number is known here."))
    if not isinstance(state, Movement):
        return None
    return PresentPermit(state.id, countries_of(state.dossier.route)[0])


def _passed(said: PermitPassed, tale: Tale) -> Iterable[str]:
    yield number_of(tale)
    yield f"{tale.say(WAYS[said.direction])}: {_where(said, tale)}."
    if said.plate:
        yield f"{said.plate}."
    yield tale.happened(said.passed_at, said.office)


def _where(said: PermitPassed, tale: Tale) -> str:
    names = tale.reader.names
    if len(said.office) > 2:
        return names.office(said.office)
    return ", ".join(part for part in (names.country(said.office), said.place) if part)


def _presented(said: PermitPresented, tale: Tale) -> Iterable[str]:
    yield number_of(tale)
    yield tale.say("For the movement %(id)s.", id=said.dossier)


PASSING: Final = Shown[Permit](
    acts=(
        Act(
            name="enter",
            desk="checkpoint",
            label=N_("Let in by this permit"),
            title=N_("Let the vehicle in by this permit"),
            consequence=lambda deed: deed.reader.words(
                "The permit is used with this; who issued it is told at once. For a vehicle whose "
                "movement is in the corridor, customs shows the permit for that movement instead."
            ),
            command=_enter,
            done=N_("The permit was used: the vehicle is in"),
            offered=_may_enter,
            fields=_plate_field,
            pointers={"/plate": "plate", "/direction": "plate"},
            stays=True,
        ),
        Act(
            name="leave",
            desk="checkpoint",
            label=N_("Let out by this permit"),
            title=N_("Let the vehicle out"),
            consequence=lambda deed: deed.reader.words("Who issued the permit is told of it."),
            command=_leave,
            done=N_("The vehicle has left"),
            offered=_may_leave,
            fields=_plate_field,
            pointers={"/plate": "plate", "/direction": "plate"},
            stays=True,
        ),
        Act(
            name="present",
            desk="customs",
            label=N_("Show it for a movement"),
            title=N_("Show the permit for a movement"),
            consequence=lambda deed: deed.reader.words(
                "The crossing of that movement is then let in by this permit and writes its use "
                "off; who issued it is told."
            ),
            command=_present,
            done=N_("The permit counts for the movement"),
            offered=_may_present,
            fields=lambda deed: [
                field_of("text", "mrn", deed.reader.words("Number of the movement (MRN)"))
            ],
            pointers={"/dossier": "mrn"},
            stays=True,
        ),
    ),
    reads=(
        Reading(PermitPassed, N_("Vehicle passed by the permit"), note=_passed),
        Reading(PermitPresented, N_("Permit shown for a movement"), note=_presented),
    ),
)
