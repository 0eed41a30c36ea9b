"""Sealing: the office of departure notes the seals it found or affixed."""

from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.moments import ACCEPTED, during
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.searching import mark_of
from corridor.domain.values import SealId


class AffixSeals(Command, frozen=True, tag="movement.seal"):
    """Note the seals at departure."""

    seals: Annotated[tuple[SealId, ...], Meta(min_length=1, max_length=99)]


class SealsAffixed(Payload, frozen=True, tag="movement.sealed/1"):
    """The seals found or affixed at departure."""

    seals: tuple[str, ...]
    replaces: tuple[str, ...] = ()
    """Those noted before, where these are others."""


def _seal(state: Movement, command: AffixSeals, context: Context) -> Decision:
    if len(set(map(mark_of, command.seals))) != len(command.seals):
        return refuse("seal_twice", "/seals", "R0107")
    declared = sum(box.seal_count for box in state.dossier.consignment.equipment)
    if declared and declared != len(command.seals):
        return refuse(
            "seal_count_differs", "/seals", "R0106", declared=declared, noted=len(command.seals)
        )
    if set(map(mark_of, command.seals)) == set(map(mark_of, state.seals)):
        return refuse("seals_already", seals=", ".join(state.seals))
    return (SealsAffixed(command.seals, state.seals),)


def sealing(state: Movement, seals: tuple[str, ...], context: Context) -> Decision:
    """What is said of the movement when the last of it is sealed."""
    return _seal(state, AffixSeals(seals), context)


def _sealed(s: Movement, p: SealsAffixed, f: Fact[Any]) -> Movement:
    return replace(s, seals=p.seals)


SEALING: Final = Act[Movement](
    "sealing",
    asked=(Asked(AffixSeals, "customs", _seal, DEPARTURE, during(*ACCEPTED)),),
    told=(Told(SealsAffixed, DEPARTURE, ACCEPTED, _sealed),),
    texts={
        "seals_already": RefusalText(
            N_("These seals have been noted already: {seals}."),
            N_("Nothing needs to be done. To change them, write the numbers that differ."),
        ),
        "seal_twice": RefusalText(
            N_("The same seal is named twice."), N_("Check the numbers of the seals.")
        ),
        "seal_count_differs": RefusalText(
            N_("{declared} seals are declared, but {noted} are noted."),
            N_("Note all seals, or have the declaration amended."),
        ),
    },
)
