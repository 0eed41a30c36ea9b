"""What goes wrong with a simulated movement, decided beforehand, and the shape of an act."""

from typing import Final, Literal

import msgspec

from corridor.domain.commands import Command
from corridor.domain.movement.offices import node_of
from corridor.domain.movement.state import Movement

Desk = Literal["carrier", "customs", "permit", "checkpoint", "seals"]


class Act(msgspec.Struct, frozen=True):
    """One thing to do: on which node, at which desk (office, authority or firm), to what."""

    node: str
    desk: Desk
    place: str
    subject: str
    command: Command


class Troubles(msgspec.Struct, frozen=True):
    """What goes wrong with one movement; nothing by default."""

    channel: Literal["green", "yellow", "red"] = "green"
    refused_by: str = ""
    """The state that refuses a permit at first."""
    broken_seal_at: str = ""
    """The office where a seal is found broken."""
    stopped_at: str = ""
    """The office that stops the vehicle at first."""
    held_up_at: str = ""
    """The office that records an incident of the way, once the vehicle is through."""
    split_at: str = ""
    """The office behind which the load goes on in two vehicles as far as the next one."""
    other_driver: bool = False
    diverts: bool = False
    """Whether its carrier asks for another office of destination."""
    delayed: bool = False
    asked_after: bool = False
    """Whether departure asks the first office of transit how it stands."""
    written_to: bool = False
    """Whether an office asks its carrier something."""


SMOOTH: Final = Troubles()


def customs(office: str, movement: Movement, command: Command) -> Act:
    """An act of a customs office on a movement."""
    return Act(node_of(office), "customs", office, movement.id, command)


def carrier(movement: Movement, command: Command) -> Act:
    """An act of the firm that filed it, at its own window."""
    return Act(movement.home, "carrier", movement.owner, movement.id, command)
