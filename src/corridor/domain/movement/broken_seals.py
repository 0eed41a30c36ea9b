"""Broken seals: whoever finds one says which, and why; until another is in its place, it is known.

The office that found it, or the next one, puts on new seals and notes them as an incident. Whoever
finds all seals intact meanwhile contradicts that.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.movement.parts import BrokenSeal, Discrepancy
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.searching import mark_of
from corridor.domain.values import SealId, is_blank

Seals = Annotated[tuple[SealId, ...], Meta(max_length=99)]


def known_seals(state: Movement) -> tuple[str, ...]:
    """Those in force, and those found broken: each may be found broken (again)."""
    return (*state.seals, *(one.seal for one in state.broken))


def as_noted(state: Movement, seals: Iterable[str]) -> tuple[str, ...]:
    """The seals as they were noted, however they are written; unknown ones as they are."""
    noted = {mark_of(seal): seal for seal in known_seals(state)}
    return tuple(noted.get(mark_of(seal), seal) for seal in seals)


def unknown_seals(state: Movement, broken: tuple[str, ...]) -> Refused | None:
    """Why they cannot have been found broken: some were never on the movement."""
    noted = set(map(mark_of, known_seals(state)))
    unknown = [seal for seal in broken if mark_of(seal) not in noted]
    return refuse("seal_unknown", "/broken_seals", seals=", ".join(unknown)) if unknown else None


def wrong_seals(
    state: Movement, intact: bool | None, broken: tuple[str, ...], words: str
) -> Refused | None:
    """Why what is said of the seals is not enough, or does not fit."""
    unknown = unknown_seals(state, broken)
    if unknown:
        return unknown
    if intact is not False:
        return refuse("seals_broken_but_intact", "/seals_intact") if broken else None
    if known_seals(state) and not broken:
        return refuse("broken_seals_missing", "/broken_seals")
    return refuse("broken_seals_unexplained", "/remarks") if is_blank(words) else None


def found_broken(state: Movement, said: Any, words: str, at: str) -> Movement:
    """After a crossing, an arrival or an unloading that found seals broken."""
    if said.seals_intact is not False or not (said.broken_seals or state.is_judged):
        return state
    named = set(said.broken_seals)
    known = {one.seal for one in state.broken}
    new = tuple(BrokenSeal(s, said.office, at) for s in said.broken_seals if s not in known)
    text = ": ".join(part for part in (", ".join(said.broken_seals), words) if part)
    found = Discrepancy("seals_broken", at, text, about=said.office)
    return replace(
        state,
        seals=tuple(seal for seal in state.seals if seal not in named),
        broken=(*state.broken, *new),
        discrepancies=(*state.discrepancies, found),
    )


def contradicted(state: Movement, said: Any, said_at: str) -> Iterator[Discrepancy]:
    """That all seals are intact, while one was found broken and none put in its place."""
    if said.seals_intact and state.broken:
        seals = ", ".join(one.seal for one in state.broken)
        first = state.broken[0]
        yield Discrepancy(
            "seals_contradicted", said_at, seals, about=said.office, other=first.office
        )


TEXTS: Final = {
    "seal_unknown": RefusalText(
        N_("These seals are not on the movement: {seals}."),
        N_("Choose the broken seals from the list."),
    ),
    "seals_broken_but_intact": RefusalText(
        N_("The seals are said to be intact, yet broken ones are named."),
        N_("Choose “no”, or take the broken seals out."),
    ),
    "broken_seals_missing": RefusalText(
        N_("It is not said which seals are broken."), N_("Mark each seal that is broken.")
    ),
    "broken_seals_unexplained": RefusalText(
        N_("It is not said what happened to the seals."),
        N_("Describe in the remarks what was found and what was done."),
    ),
    "seals_contradicted": RefusalText(
        N_("Office {office} found seals broken, and nobody noted new ones: {seals}."),
        N_(
            "Look again. If they are intact all the same, explain it in the remarks: the office of "
            "departure gets the contradiction as a discrepancy."
        ),
    ),
}
