"""A permit apart from a dossier, kept for a trip: by its holder, or by whoever brought it in."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.offices import departure_office, node_of
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.permits.assigning import (
    IN_FORCE,
    AssignPermit,
    CountForDossier,
    PermitAssigned,
    PermitUnassigned,
    StopCounting,
    UnassignPermit,
    free_uses,
    serves_others,
)
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.domain.routes import countries_of
from corridor.web.act import (
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
    when_at,
)
from corridor.web.carrier_dossiers import open_dossiers
from corridor.web.services import Services
from corridor.web.views.dossier_number import dossier_number

GOODS: Final = "goods"
SEEN: Final = "seen"
NOT_HERE: Final = N_(
    "No open dossier with this number passes here. Give the number of the movement (MRN) or of the "
    "dossier; the state of departure sends it on when it is accepted."
)


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
    there = {one.dossier for one in deed.state.assigned}
    found = open_dossiers(deed.services, deed.actor.org)
    return {id: state for id, state in found.items() if id not in there}


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


def _kept_fields(deed: Deed[Permit]) -> list[Field]:
    options = [
        {"value": id, "label": dossier_number(deed.services, id, "")} for id in _kept(deed.state)
    ]
    return [field_of("select", "dossier", deed.reader.words("Dossier"), options=options)]


def _free(deed: Deed[Permit]) -> UnassignPermit | None:
    if deed.form["dossier"] not in _kept(deed.state):
        deed.form.add_error("dossier", deed.reader.words("Choose a dossier."))
        return None
    return UnassignPermit(deed.form["dossier"])


def dossier_passing(services: Services, reference: str) -> Movement | None:
    """An open movement of this number on whose way this state lies."""
    subject = services.queries.resolve(reference)
    state = services.queries.get(subject).state if subject else None
    if not isinstance(state, Movement) or state.status not in OPEN:
        return None
    return state if services.node in countries_of(state.dossier.route) else None


def counting(state: Movement) -> CountForDossier:
    """The command by which a permit counts for a dossier."""
    return CountForDossier(state.id, node_of(departure_office(state.dossier)))


def _may_count(state: Permit, actor: Actor) -> Place | None:
    is_free = state.status == "granted" and free_uses(state) > 0
    return when_at(state.brought is not None and is_free)


def _count_means(deed: Deed[Permit]) -> str:
    return deed.reader.words(
        "The requirement of this state is satisfied for that dossier; its carrier and the office "
        "of departure see it. The crossing writes off a use. Free uses: %(count)s.",
        count=free_uses(deed.state),
    )


def _count_fields(deed: Deed[Permit]) -> list[Field]:
    _ = deed.reader.words
    hint = _("The number of the movement (MRN) or of the dossier.")
    same = {"value": SEEN, "label": _("I have compared them: they are those of the dossier")}
    told = _("Needed only where a code of goods is missing, here or in the dossier.")
    return [
        field_of("text", "dossier", _("Dossier"), hint=hint),
        field_of("checkboxes", GOODS, _("Goods"), hint=told, options=[same], optional=True),
    ]


def _count(deed: Deed[Permit]) -> CountForDossier | None:
    _ = deed.reader.words
    given = deed.needed("dossier", _("Give the number."))
    found = dossier_passing(deed.services, given) if given else None
    if given and found is None:
        deed.form.add_error("dossier", _(NOT_HERE))
    if found is None:
        return None
    is_seen = SEEN in deed.form.all(GOODS)
    return CountForDossier(found.id, node_of(departure_office(found.dossier)), is_seen)


def _may_stop(state: Permit, actor: Actor) -> Place | None:
    is_in_force = state.brought is not None and state.status in IN_FORCE
    return LAST if is_in_force and _kept(state) else None


def _stop_means(deed: Deed[Permit]) -> str:
    return deed.reader.words("The requirement of this state is open again for that dossier.")


def _stop(deed: Deed[Permit]) -> StopCounting | None:
    if deed.form["dossier"] not in _kept(deed.state):
        deed.form.add_error("dossier", deed.reader.words("Choose a dossier."))
        return None
    return StopCounting(deed.form["dossier"])


def _which(said: PermitAssigned | PermitUnassigned, tale: Tale) -> Iterable[str]:
    yield tale.say("Dossier %(dossier)s.", dossier=said.dossier)
    if isinstance(said, PermitAssigned) and said.goods_seen:
        yield tale.say("The officer has compared the goods.")


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
            fields=_kept_fields,
            pointers={"/dossier": "dossier"},
            kind="quiet",
        ),
        Act(
            name="count",
            desk="permit",
            label=N_("Count it for a dossier"),
            title=N_("For which dossier does it count?"),
            consequence=_count_means,
            command=_count,
            done=N_("It counts for the dossier"),
            offered=_may_count,
            fields=_count_fields,
            pointers={"/dossier": "dossier", "/goods_seen": GOODS},
            stays=True,
        ),
        Act(
            name="stop-counting",
            desk="permit",
            label=N_("Do not count it any more"),
            title=N_("For which dossier does it count no more?"),
            consequence=_stop_means,
            command=_stop,
            done=N_("It does not count for the dossier any more"),
            offered=_may_stop,
            fields=_kept_fields,
            pointers={"/dossier": "dossier"},
            kind="quiet",
            stays=True,
        ),
    ),
    reads=(
        Reading(PermitAssigned, N_("A use is kept for a dossier"), note=_which),
        Reading(PermitUnassigned, N_("A use is free again"), note=_which),
    ),
)
