"""Whom an event of a movement is news to, besides the offices onto whose desk it brings it."""

from collections.abc import Iterator
from typing import Any, Final

from corridor.domain.acts import Heard
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import offices_ahead


def write_off_list(state: Movement) -> str:
    """The list on which the office of departure only waits for the goods to be free."""
    return f"customs:{departure_office(state.dossier)}:arrived"


def at_departure(state: Movement, said: Any) -> Iterator[tuple[str, str]]:
    """The office of departure, whatever its lists say."""
    yield f"customs:{departure_office(state.dossier)}", ""


def at_named(state: Movement, said: Any) -> Iterator[tuple[str, str]]:
    """The office that the event names."""
    yield f"customs:{said.office}", ""


def on_the_way(state: Movement, said: Any) -> Iterator[tuple[str, str]]:
    """The office of departure, and those that have not seen the vehicle yet: they will."""
    yield from at_departure(state, said)
    yield from ((f"customs:{office}", "") for office in offices_ahead(state))


TO_DEPARTURE: Final = Heard[Movement](offices=at_departure)
TO_THE_WAY: Final = Heard[Movement](offices=on_the_way)
TO_OFFICE: Final = Heard[Movement](offices=at_named)
