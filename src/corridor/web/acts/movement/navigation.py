"""Navigation seals as their operators report them: no desk does it, all desks read it."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.movement.navigation import SealAlarmRaised, SealReported
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale

WHAT_SEALS_SAY: Final = {
    "activated": N_("switched on"),
    "reading": N_("read"),
    "deactivated": N_("switched off"),
    "opened": N_("opened"),
    "tampered": N_("damaged"),
    "battery": N_("battery low"),
    "signal": N_("signal lost"),
}


def _said(said: SealReported | SealAlarmRaised, tale: Tale) -> Iterable[str]:
    what = tale.say(WHAT_SEALS_SAY[said.what])
    yield tale.say("Seal %(seal)s: %(what)s.", seal=said.seal, what=what)
    yield tale.moment(said.at)
    if said.office:
        yield tale.say("At %(office)s.", office=tale.reader.names.office(said.office))
    elif said.position is not None:
        yield tale.say("At %(lat)s, %(lon)s.", lat=said.position.lat, lon=said.position.lon)
    if said.battery_pct is not None:
        yield tale.say("Battery %(percent)s %%.", percent=said.battery_pct)


def _alarm(said: SealAlarmRaised, tale: Tale) -> Iterable[str]:
    yield from _said(said, tale)
    if said.text:
        yield said.text


NAVIGATION: Final = Shown[Movement](
    reads=(
        Reading(SealReported, N_("Navigation seal"), note=_said),
        Reading(SealAlarmRaised, N_("Alarm of a navigation seal"), "attention", note=_alarm),
    ),
)
