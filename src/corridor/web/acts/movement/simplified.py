"""The simplified procedure, as it reads: until when a control may be decided, or why it stopped."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.movement.simplified import SimplifiedBegun, SimplifiedStopped
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.refusals import N_, Refusal
from corridor.web.act import Banner, Reading, Shown, Tale


def _begun(said: SimplifiedBegun, tale: Tale) -> Iterable[str]:
    yield tale.say("Authorisation %(number)s.", number=said.authorisation)
    if said.seals:
        yield tale.say("Own seals: %(seals)s.", seals=", ".join(said.seals))
    at = tale.reader.formats.moment(said.decide_by, said.office)
    yield tale.say("Released by itself %(moment)s, unless a control is decided.", moment=at)


def _stopped(said: SimplifiedStopped, tale: Tale) -> Iterable[str]:
    return [_why(said.code, tale)]


def _why(code: str, tale: Tale) -> str:
    """The first thing that stood against it; its details are told when an officer decides."""
    number = tale.state.simplified.authorisation if tale.state and tale.state.simplified else ""
    blank = dict.fromkeys(("kind", "reason", "day", "grn", "status", "channel", "date"), "…")
    return tale.reader.refusals.say(Refusal(code, "", "", blank | {"reference": number})).text


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    begun, say = state.simplified, tale.say
    if begun is None or state.status not in BEFORE_RELEASE:
        return
    if begun.stopped:
        text = say("%(why)s An officer decides.", why=_why(begun.stopped, tale))
        yield Banner(say("The simplified procedure was stopped"), text, "wait")
    elif state.channel in ("", "green"):
        office = state.dossier.route.points[0].office or ""
        at = tale.reader.formats.moment(begun.decide_by, office)
        text = say(
            "Without a decision on a control, and where nothing stands against it by then, it is "
            "released by itself: %(moment)s.",
            moment=at,
        )
        yield Banner(say("Simplified procedure of an authorised consignor"), text, "info")


SIMPLIFIED: Final = Shown[Movement](
    reads=(
        Reading(SimplifiedBegun, N_("Simplified procedure begun"), note=_begun, to_carrier=True),
        Reading(
            SimplifiedStopped,
            N_("Simplified procedure stopped"),
            "attention",
            note=_stopped,
            to_carrier=True,
        ),
    ),
    banners=_banners,
)
