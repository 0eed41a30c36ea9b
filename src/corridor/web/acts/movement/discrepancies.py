"""Solving a discrepancy."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.discrepancies import DiscrepancySolved, SolveDiscrepancy
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.acts.act import (
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    when_at,
)
from corridor.web.views.desk_unloading import in_words


def _may(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    is_time = state.status in ("released", "arrived", "cancelled")
    return when_at(is_theirs and is_time and bool(state.open_discrepancies()))


def _solve_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("What is solved stays in the record with your explanation, for all states to read.")


def _solve_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    open_ones = {d.code: d for d in deed.state.open_discrepancies()}
    dossier, labels = deed.state.dossier, deed.reader.labels
    options = [
        {
            "value": code,
            "label": labels(code, "discrepancy"),
            "hint": in_words(dossier, found.text, deed.reader),
        }
        for code, found in open_ones.items()
    ]
    return [
        field_of("radios", "code", _("Discrepancy"), options=options),
        field_of("textarea", "text", _("How it was solved")),
    ]


def _solve(deed: MovementDeed) -> SolveDiscrepancy | None:
    _ = deed.reader.words
    code = deed.needed("code", _("Choose the discrepancy."))
    text = deed.needed("text", _("Say how it was solved."))
    return SolveDiscrepancy(code, text) if code and text else None


def _how(said: DiscrepancySolved, tale: Tale) -> Iterable[str]:
    return [tale.reader.labels(said.code, "discrepancy") + ":", said.text]


DISCREPANCIES: Final = Shown[Movement](
    acts=(
        Act(
            name="solve",
            desk="customs",
            label=N_("Solve a discrepancy"),
            title=N_("Solve a discrepancy"),
            consequence=_solve_means,
            command=_solve,
            done=N_("The discrepancy was solved"),
            offered=_may,
            fields=_solve_fields,
            pointers={"/code": "code", "/text": "text"},
        ),
    ),
    reads=(Reading(DiscrepancySolved, N_("Discrepancy solved"), note=_how),),
)
