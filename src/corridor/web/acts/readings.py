"""How events read, whatever room they are of: found by their tag among all that the desks show."""

from collections.abc import Mapping
from typing import Any, Final

from corridor.domain.movement.state import Movement
from corridor.engine.codec import tag_of
from corridor.web.act import Reading, Tale, sentences
from corridor.web.acts.registry import SHOWN

_READINGS: Final[Mapping[str, Reading]] = {
    str(reading.event.__struct_config__.tag): reading for shown in SHOWN for reading in shown.reads
}


def reading_of(tag: str) -> Reading | None:
    """How an event of this tag reads; None where a newer version said it."""
    return _READINGS.get(tag)


def label_of(tag: str, tale: Tale) -> str:
    """The name of an event; an unknown tag stands for itself."""
    reading = reading_of(tag)
    return tale.say(reading.label) if reading else tag


def title_of(said: Any, tale: Tale) -> str:
    """The name of an event that is at hand: which way it went, where its label leaves that open."""
    reading = reading_of(tag_of(said))
    if reading is None or reading.titled is None:
        return label_of(tag_of(said), tale)
    return tale.say(reading.titled(said))


def sign_of(tag: str) -> str:
    """The sign on a timeline: done | attention | stopped."""
    reading = reading_of(tag)
    return reading.sign if reading else "done"


def is_to_carrier(tag: str) -> bool:
    """Whether an office says it to the carrier, as against what it only records."""
    reading = reading_of(tag)
    return reading is not None and reading.to_carrier


def is_settled(said: Any, state: Any) -> bool:
    """Whether nothing is left to do about it: it was answered, mended, or all is over."""
    if state is None:  # a timeline told without the state of its subject
        return False
    reading = reading_of(tag_of(said))
    is_over = isinstance(state, Movement) and state.status == "written_off"
    return is_over or (reading is not None and reading.settled(said, state))


def note_of(said: Any, tale: Tale) -> str:
    """The facts of an event in plain words; empty where its name says it all."""
    reading = reading_of(tag_of(said))
    return sentences(reading.note(said, tale)) if reading else ""
