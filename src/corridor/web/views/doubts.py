"""What contradicts the order of the route or of time, in words: who said what, and why not."""

from collections.abc import Callable, Mapping
from typing import Final

from corridor.domain.movement.doubts import bound_of
from corridor.domain.movement.parts import Discrepancy
from corridor.web.act import Tale

Words = dict[str, str]


def in_words(found: Discrepancy, tale: Tale) -> str:
    """One or two sentences; nothing for a kind that is told otherwise."""
    say = _SAID.get(found.code)
    return say(tale, _values(found, tale)) if say is not None else ""


def _values(found: Discrepancy, tale: Tale) -> Words:
    names, formats = tale.reader.names, tale.reader.formats
    return {
        "about": names.office(found.about),
        "other": names.office(found.other),
        "said": _moment(tale, found.said, found.about or tale.where),
        "seen": _moment(tale, found.seen, found.other),
        "at": _moment(tale, found.at, found.about),
        "bound": _moment(tale, bound_of(found), found.about),
        "least": formats.duration(found.least_min),
        "seals": found.text,
    }


def _moment(tale: Tale, instant: str, where: str) -> str:
    """In the time of the office that stated it; what is in no calendar as it was stated."""
    try:
        return str(tale.reader.formats.moment(instant, where))
    except ValueError:
        return instant


def _missing(tale: Tale, values: Words) -> str:
    return tale.say(
        "%(about)s has not recorded the entry, yet %(other)s saw the vehicle.", **values
    )


def _stopped(tale: Tale, values: Words) -> str:
    return tale.say("%(about)s stopped the vehicle, yet %(other)s saw it further on.", **values)


def _contradicts(tale: Tale, values: Words) -> str:
    return tale.say("%(about)s states %(said)s; at %(other)s it was %(seen)s.", **values)


def _too_fast(tale: Tale, values: Words) -> str:
    way = tale.say("The way between them takes at least %(least)s.", **values)
    return f"{_contradicts(tale, values)} {way}"


def _in_future(tale: Tale, values: Words) -> str:
    return tale.say("%(about)s states %(said)s, and said so on %(at)s.", **values)


def _impossible(tale: Tale, values: Words) -> str:
    return tale.say("%(about)s states %(said)s.", **values)


def _seals(tale: Tale, values: Words) -> str:
    return tale.say(
        "%(about)s says that all seals are intact; %(other)s found broken: %(seals)s.", **values
    )


def _of_seal(tale: Tale, values: Words) -> str:
    return tale.say("Seal %(seals)s, %(said)s, as its operator says.", **values)


def _by_office(tale: Tale, values: Words) -> str:
    return f"{values['about']}. {values['seals']}".strip()


_SAID: Final[Mapping[str, Callable[[Tale, Words], str]]] = {
    "crossing_missing": _missing,
    "gone_on_though_stopped": _stopped,
    "seen_before_release": _contradicts,
    "seen_out_of_order": _contradicts,
    "seen_too_soon": _too_fast,
    "seen_too_late": _too_fast,
    "seen_in_future": _in_future,
    "time_impossible": _impossible,
    "seals_contradicted": _seals,
    "seals_broken": _by_office,
    "seal_opened": _of_seal,
    "seal_tampered": _of_seal,
    "seal_switched_off": _of_seal,
    "stage_skipped": _by_office,
    "goods_held": _by_office,
}
