"""A permit apart from a dossier, kept for a trip."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.permits.assigning import (
    AssignPermit,
    PermitAssigned,
    PermitUnassigned,
    UnassignPermit,
    free_uses,
    serves_others,
)
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.domain.routes import countries_of
from corridor.web.acts.act import (
    BESIDES,
    LAST,
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
)
from corridor.web.views.dossier_number import dossier_number

DOSSIERS_MAX: Final = 100


def _may(state: Permit, actor: Actor) -> Place | None:
    is_open = serves_others(state) and state.status == "granted" and free_uses(state) > 0
    return BESIDES if is_open else None


def _may_free(state: Permit, actor: Actor) -> Place | None:
    return LAST if _kept(state) else None


def _kept(state: Permit) -> list[str]:
    return [one.dossier for one in state.assigned if not state.is_used_by(one.dossier)]


def _means(deed: Deed[Permit]) -> str:
    return deed.reader.words(
        "One use is kept for that dossier; the crossing writes it off. Free uses: %(count)s.",
        count=free_uses(deed.state),
    )


def _open_dossiers(deed: Deed[Permit]) -> dict[str, Movement]:
    """The firm's dossiers under way that it is not kept for."""
    queries, there = deed.services.queries, {one.dossier for one in deed.state.assigned}
    found = {}
    for row in queries.rows(f"carrier:{deed.actor.org}:open", limit=DOSSIERS_MAX).rows:
        state = queries.get(row.subject).state
        if isinstance(state, Movement) and state.status in OPEN and state.id not in there:
            found[state.id] = state
    return found


def _fields(deed: Deed[Permit]) -> list[Field]:
    _ = deed.reader.words
    options = [
        {"value": id, "label": dossier_number(deed.services, id, state.dossier.lrn)}
        for id, state in _open_dossiers(deed).items()
    ]
    hint = "" if options else _("No dossier of yours is under way: send one first.")
    return [field_of("select", "dossier", _("Dossier"), hint=hint, options=options)]


def _assign(deed: Deed[Permit]) -> AssignPermit | None:
    chosen = _open_dossiers(deed).get(deed.form["dossier"])
    if chosen is None:
        deed.form.add_error("dossier", deed.reader.words("Choose a dossier."))
        return None
    return AssignPermit(chosen.id, countries_of(chosen.dossier.route)[0])


def _free_means(deed: Deed[Permit]) -> str:
    return deed.reader.words("The dossier goes without it; the use is free for another.")


def _free_fields(deed: Deed[Permit]) -> list[Field]:
    options = [
        {"value": id, "label": dossier_number(deed.services, id, "")} for id in _kept(deed.state)
    ]
    return [field_of("select", "dossier", deed.reader.words("Dossier"), options=options)]


def _free(deed: Deed[Permit]) -> UnassignPermit | None:
    if deed.form["dossier"] not in _kept(deed.state):
        deed.form.add_error("dossier", deed.reader.words("Choose a dossier."))
        return None
    return UnassignPermit(deed.form["dossier"])


def _which(said: PermitAssigned | PermitUnassigned, tale: Tale) -> Iterable[str]:
    return [tale.say("Dossier %(dossier)s.", dossier=said.dossier)]


ASSIGNING: Final = Shown[Permit](
    acts=(
        Act(
            name="assign",
            desk="carrier",
            label=N_("Use it for a dossier"),
            title=N_("Use the permit for a dossier"),
            consequence=_means,
            command=_assign,
            done=N_("A use is kept for the dossier"),
            offered=_may,
            fields=_fields,
            pointers={"/dossier": "dossier"},
        ),
        Act(
            name="unassign",
            desk="carrier",
            label=N_("Free a use"),
            title=N_("Free a use that is not needed?"),
            consequence=_free_means,
            command=_free,
            done=N_("The use is free"),
            offered=_may_free,
            fields=_free_fields,
            pointers={"/dossier": "dossier"},
            kind="quiet",
        ),
    ),
    reads=(
        Reading(PermitAssigned, N_("A use is kept for a dossier"), note=_which),
        Reading(PermitUnassigned, N_("A use is free again"), note=_which),
    ),
)
