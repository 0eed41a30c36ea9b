"""The record of a movement given to an office that it had not been announced to."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.movement.sharing import RecordShared
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import Banner, Reading, Shown, Tale


def _note(said: RecordShared, tale: Tale) -> Iterable[str]:
    yield f"{tale.reader.names.office_of_state(said.to_office)}:"
    yield f"{tale.reader.labels(said.purpose, 'record_purpose')}."


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """For the office that asked, as long as nothing more came of it."""
    mine = [share for share in state.shares if share.office == tale.where]
    if not mine or state.is_on_route(tale.where) or state.diversion_at(tale.where):
        return
    last = mine[-1]
    why = tale.reader.labels(last.purpose, "record_purpose")
    text = tale.say(
        "This office asked for the record (%(why)s), and got it on %(moment)s To act on the "
        "movement here, report that the vehicle turned up: the office of departure then decides.",
        why=why,
        moment=tale.moment(last.at),
    )
    yield Banner(tale.say("Not announced to this office"), text, "wait")


SHARING: Final = Shown[Movement](
    reads=(Reading(RecordShared, N_("Record given to another office"), note=_note),),
    banners=_banners,
)
