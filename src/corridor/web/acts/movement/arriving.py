"""Recording the arrival at destination."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.days import day_at
from corridor.domain.facts import Actor
from corridor.domain.movement.arriving import GoodsArrived, RecordArrival
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
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
)
from corridor.web.acts.fields import (
    broken_field,
    broken_of,
    files_field,
    files_of,
    moment_field,
    moment_of,
    not_before,
    remarks_field,
    seals_field,
    yes_no_of,
)
from corridor.web.views.seals import seals_said


def _may(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == destination_office(state.dossier)
    if not is_theirs or state.status != "released" or state.parts:
        return None
    return AT_ONCE if state.change_at(actor.office) is None else BESIDES


def _arrive_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("From here on this office answers for the goods; the office of departure is told.")


def _arrive_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    found = [moment_field(deed, "arrived_at", _("Time of arrival"), not_before(deed))]
    broken = broken_field(deed)
    if broken:
        hint = _("Leave it open where they are looked at only when it is unloaded.")
        found += [seals_field(deed, hint), *broken]
    papers = files_field(deed, _("The consignment note, as it arrived with the goods."), "cmr")
    return [*found, remarks_field(deed), papers]


def _arrive(deed: MovementDeed) -> RecordArrival:
    intact, broken = yes_no_of(deed, "seals_intact"), broken_of(deed)
    at = moment_of(deed, "arrived_at")
    files = files_of(deed)
    return RecordArrival(deed.actor.office, at, intact, broken, deed.form["remarks"], files)


def _when(said: GoodsArrived, tale: Tale) -> Iterable[str]:
    seals = seals_said(tale, said.seals_intact, said.broken_seals)
    return [tale.happened(said.arrived_at), *_late(said, tale), seals, _words(said, tale)]


def _words(said: GoodsArrived, tale: Tale) -> str:
    """The office's remarks; of goods that a consignee took in, under which authorisation."""
    notices = tale.state.notices if tale.state is not None else ()
    is_number = said.remarks in [one.authorisation for one in notices if one.authorisation]
    return tale.say("Authorisation %(number)s.", number=said.remarks) if is_number else said.remarks


def _late(said: GoodsArrived, tale: Tale) -> Iterable[str]:
    limit = tale.state.limit_date if tale.state is not None else ""
    if limit and day_at(said.arrived_at, said.office) > limit:
        last = tale.reader.formats.day(limit)
        yield tale.say("Later than the limit date, %(day)s.", day=last)


ARRIVING: Final = Shown[Movement](
    acts=(
        Act(
            name="arrive",
            desk="customs",
            label=N_("Record the arrival"),
            title=N_("Record the arrival?"),
            consequence=_arrive_means,
            command=_arrive,
            done=N_("The arrival was recorded"),
            offered=_may,
            fields=_arrive_fields,
            pointers={
                "/arrived_at": "arrived_at",
                "/seals_intact": "seals_intact",
                "/broken_seals": "broken",
                "/remarks": "remarks",
                "/attachments": "files",
            },
        ),
    ),
    reads=(Reading(GoodsArrived, N_("Arrived at destination"), note=_when),),
)
