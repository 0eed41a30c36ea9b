"""Recording the control results at destination."""

from collections.abc import Iterable
from typing import Any, Final, cast

from corridor.domain.facts import Actor
from corridor.domain.movement.results import DestinationControlled, RecordResults
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import UnloadingRemarked
from corridor.domain.refusals import N_
from corridor.web.acts.act import (
    AT_ONCE,
    BESIDES,
    Act,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    hears,
    is_at_stage,
)
from corridor.web.acts.fields import (
    result_fields,
    result_of,
)

RESULTS_KNOWN: Final = ("A1", "A2", "A5", "B1")


def _may(state: Movement, actor: Actor) -> Place | None:
    if not is_at_stage(state, actor, "results_due"):
        return None
    return BESIDES if state.destination.result else AT_ONCE


def _results_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("The office of departure gets the result and discharges the procedure by it.")


def _results(deed: MovementDeed) -> RecordResults | None:
    result = result_of(deed, RESULTS_KNOWN)
    return RecordResults(cast(Any, result), deed.form["remarks"]) if result else None


def _found(said: DestinationControlled, tale: Tale) -> Iterable[str]:
    return [tale.reader.labels(said.result, "result") + ".", said.remarks]


RESULTS: Final = Shown[Movement](
    acts=(
        Act(
            name="results",
            desk="customs",
            label=N_("Record the results"),
            title=N_("Control results at destination"),
            consequence=_results_means,
            command=_results,
            done=N_("The results were recorded"),
            offered=_may,
            hears=hears(UnloadingRemarked),
            fields=lambda deed: result_fields(deed, RESULTS_KNOWN),
            pointers={"/result": "result", "/remarks": "remarks"},
        ),
    ),
    reads=(Reading(DestinationControlled, N_("Control results at destination"), note=_found),),
)
