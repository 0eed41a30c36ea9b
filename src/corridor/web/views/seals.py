"""Navigation seals as pages show them: beside the strip, and on the page of their operator."""

from collections.abc import Iterator
from typing import Any, Final

from corridor.domain.movement.navigation import alarms_max, alarms_raised
from corridor.domain.movement.seal_parts import GRAVE, NavigationSeal
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import Tale
from corridor.web.templating import Reader

View = dict[str, Any]
ALARMS: Final = {
    "opened": N_("opened"),
    "tampered": N_("damaged"),
    "battery": N_("battery low"),
    "signal": N_("signal lost"),
}


def seal_views(state: Movement, reader: Reader) -> list[View]:
    """All of a movement, as they were switched on."""
    return [seal_view(state, one, reader) for one in state.navigation_seals]


def seal_view(state: Movement, one: NavigationSeal, reader: Reader) -> View:
    """One of them: its state in a word, and what was said of it last."""
    where = state.dossier.route.points[0].country
    return {
        "seal": one.seal,
        "state": _state(one, reader),
        "at": str(reader.formats.moment(one.at, where)) if one.at else "",
        "near": _near(state, one, reader),
        "battery": one.battery_pct,
        "alarms": [
            *_full(state, one, reader),
            *[_alarm(one, index, where, reader) for index in range(len(one.alarms))][::-1],
        ],
    }


def _full(state: Movement, one: NavigationSeal, reader: Reader) -> Iterator[str]:
    """That no more is taken, where so many alarms were said of the movement."""
    count = alarms_raised(state)
    if not one.alarms or count < alarms_max("battery"):
        return
    if count < alarms_max("opened"):
        yield reader.words(
            "%(count)s alarms already: of batteries and signals no more are taken", count=count
        )
    else:
        yield reader.words("%(count)s alarms already: no more are taken", count=count)


def _state(one: NavigationSeal, reader: Reader) -> View:
    grave = [alarm.what for alarm in one.alarms if alarm.what in GRAVE]
    if grave:
        return {"text": reader.words(ALARMS[grave[-1]]), "kind": "stop"}
    if not one.is_active:
        return {"text": reader.words("switched off"), "kind": "neutral"}
    return {"text": reader.words("watches"), "kind": "ok"}


def _near(state: Movement, one: NavigationSeal, reader: Reader) -> str:
    if one.position is None:
        return ""
    place, km = reader.names.near(state.dossier.route, one.position)
    return reader.words("%(km)s km from %(place)s", km=km, place=place) if place else ""


def _alarm(one: NavigationSeal, index: int, where: str, reader: Reader) -> str:
    alarm = one.alarms[index]
    text = reader.words(ALARMS[alarm.what])
    at = reader.formats.moment(alarm.at, where)
    office = f", {reader.names.office(alarm.office)}" if alarm.office else ""
    return f"{text}: {at}{office}"


def seals_said(tale: Tale, intact: bool | None, broken: tuple[str, ...]) -> str:
    """How the seals were found, on a timeline; nothing where nobody looked."""
    if intact is None:
        return ""
    if broken:
        return tale.say("Seals broken: %(seals)s.", seals=", ".join(broken))
    return tale.say("Seals intact.") if intact else tale.say("Seals not intact.")
