"""Saying of single wagons of a movement, or of all, what the office did with them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, cast

from corridor.domain.codes import as_issued
from corridor.domain.consignment import wagons_of
from corridor.domain.facts import Actor
from corridor.domain.movement.crossing import Cause
from corridor.domain.movement.moments import ACCEPTED
from corridor.domain.movement.offices import departure_office, destination_office, transit_offices
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.wagons import (
    Did,
    RecordWagons,
    WagonSeals,
    WagonsRecorded,
    done_with,
    standing_at,
)
from corridor.domain.refusals import N_
from corridor.domain.searching import mark_of
from corridor.web.act import (
    BESIDES,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
    lines_of,
)
from corridor.web.acts.fields import moment_field, moment_of, not_before, remarks_field, seals_of
from corridor.web.i18n import Words
from corridor.web.labels.labels import STOP_CAUSES
from corridor.web.templating import Reader

SHOWN_MAX: Final = 8
"""Wagons that a timeline names of one entry."""


def possible(state: Movement, office: str) -> tuple[Did, ...]:
    """What this office may say of wagons of this movement now, in the order of a journey."""
    return tuple(did for did in _parts(state, office) if _is_left(state, office, did))


def _parts(state: Movement, office: str) -> Iterator[Did]:
    points = state.dossier.route.points
    if state.status in ACCEPTED and office == departure_office(state.dossier):
        yield "sealed"
    if state.status not in UNDERWAY:
        return
    is_exit = any(p.office == office and p.role == "exit" for p in points)
    if is_exit and state.exit_at(office) is None:
        yield "left"
    seen = state.crossing_at(office)
    if office in transit_offices(state.dossier) and (seen is None or seen.status == "stopped"):
        yield "crossed"
        if state.status == "released":
            yield "stopped"
    if state.status == "released" and office == destination_office(state.dossier):
        yield "arrived"


def _is_left(state: Movement, office: str, did: Did) -> bool:
    """Whether there are wagons that it was not said of."""
    return bool(
        {mark_of(one.id) for one in wagons_of(state.dossier)} - done_with(state, office, did)
    )


def _may(state: Movement, actor: Actor) -> Place | None:
    return BESIDES if wagons_of(state.dossier) and possible(state, actor.office) else None


def _means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "What you say is said of the marked wagons alone. With the last of them it is said of the "
        "movement as well; one wagon that is stopped stops the movement until it is let in. This "
        "cannot be taken back."
    )


def _fields(deed: MovementDeed) -> list[Field]:
    _, office, reader = deed.reader.words, deed.actor.office, deed.reader
    dids = possible(deed.state, office)
    open_now = wagon_options(deed.state, office, reader)
    return [
        field_of("radios", "did", _("What was done"), options=did_options(reader, dids)),
        field_of(
            "checkboxes",
            "wagon",
            _("Wagons"),
            options=open_now,
            checked=[one["value"] for one in open_now if not one["hint"]],
        ),
        *detail_fields(reader, dids),
        remarks_field(deed),
        moment_field(deed, "at", _("When"), not_before(deed)),
    ]


def did_options(reader: Reader, dids: Iterable[str]) -> list[Mapping[str, str]]:
    """What may be said, to choose from."""
    return [{"value": did, "label": reader.labels(did, "wagons_did")} for did in dids]


def wagon_options(state: Movement, office: str, reader: Reader) -> list[dict[str, str]]:
    """The wagons of the list, each with what this office said of it last."""
    said = standing_at(state, office)
    return [
        {
            "value": one.id,
            "label": one.id,
            "hint": reader.labels(said[mark_of(one.id)].did, "wagons_did")
            if mark_of(one.id) in said
            else "",
        }
        for one in wagons_of(state.dossier)
    ]


def detail_fields(reader: Reader, dids: Iterable[str]) -> Iterator[Field]:
    """What only some of it needs: seals at departure, the reason of a stop."""
    _, wanted = reader.words, frozenset(dids)
    if "sealed" in wanted:
        hint = _("Of sealing: one wagon a line, its seals after it: 52387768; KG-1, KG-2.")
        yield field_of("textarea", "seals", _("Seals of the wagons"), hint=hint, optional=True)
    if "stopped" in wanted:
        causes = reader.labels.options("stop_cause")
        yield field_of("select", "cause", _("Cause of a stop"), options=causes, optional=True)
        hint = _("Needed for a stop: the carrier reads it.")
        yield field_of("textarea", "reason", _("Reason"), hint=hint, optional=True, rows=2)


def seals_typed(text: str) -> tuple[WagonSeals, ...]:
    """`52387768; KG-1, KG-2`: a wagon a line; a line without seals says nothing."""
    found = []
    for line in lines_of(text):
        wagon, _, rest = line.replace("\t", ";", 1).partition(";")
        seals = seals_of(rest)
        if wagon.strip() and seals:
            found.append(WagonSeals(as_issued("wagon", wagon), seals))
    return tuple(found)


def _command(deed: MovementDeed) -> RecordWagons | None:
    _ = deed.reader.words
    did, wagons = deed.form["did"], tuple(w for w in deed.form.all("wagon") if w)
    if did not in possible(deed.state, deed.actor.office):
        deed.form.add_error("did", _("Choose what was done with the wagons."))
    seals = seals_typed(deed.form["seals"]) if did == "sealed" else ()
    if did == "sealed":
        wagons = tuple(one.wagon for one in seals)
    if not wagons:
        deed.form.add_error(*_nothing(did, _))
    at = moment_of(deed, "at")
    if deed.form.errors:
        return None
    return RecordWagons(
        deed.actor.office,
        cast(Did, did),
        wagons,
        at,
        seals,
        deed.form["reason"],
        cast(Cause | None, chosen(deed.form["cause"], STOP_CAUSES) or None),
        remarks=deed.form["remarks"],
    )


def _nothing(did: str, say: Words) -> tuple[str, str]:
    """The field where no wagon is named, and what is said of it."""
    if did == "sealed":
        return "seals", say("Give the wagons with their seals, one a line.")
    return "wagon", say("Mark at least one wagon.")


def _note(said: WagonsRecorded, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.did, "wagons_did") + "."
    more = len(said.wagons) - SHOWN_MAX
    yield tale.say("Wagons: %(count)s.", count=tale.reader.formats.number(str(len(said.wagons))))
    yield ", ".join(said.wagons[:SHOWN_MAX]) + ("…" if more > 0 else ".")
    if said.train:
        yield tale.say("Train %(train)s.", train=said.train)
    yield tale.moment(said.at)
    if said.reason:
        yield tale.say("Reason: %(why)s", why=said.reason)
    yield said.remarks


WAGONS: Final = Shown[Movement](
    acts=(
        Act(
            name="wagons",
            desk="customs",
            label=N_("Wagon by wagon"),
            title=N_("Wagons of this movement"),
            go=N_("Record it"),
            consequence=_means,
            command=_command,
            done=N_("It was recorded of the wagons"),
            offered=_may,
            fields=_fields,
            pointers={
                "/did": "did",
                "/wagons": "wagon",
                "/at": "at",
                "/seals": "seals",
                "/reason": "reason",
                "/cause": "cause",
                "/remarks": "remarks",
            },
            aside=True,
            stays=True,
        ),
    ),
    reads=(Reading(WagonsRecorded, N_("Wagons recorded"), note=_note),),
)
