"""Recording the control results at destination."""

from collections.abc import Iterable
from typing import Any, Final, cast

from corridor.domain.facts import Actor
from corridor.domain.movement.results import DestinationControlled, RecordResults
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import UnloadingRemarked
from corridor.domain.refusals import N_
from corridor.domain.typed import listed
from corridor.web.act import (
    AT_ONCE,
    BESIDES,
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    hears,
    is_at_stage,
)
from corridor.web.acts.fields import result_fields, result_of

RESULTS_KNOWN: Final = ("A1", "A2", "A5", "B1")


def _may(state: Movement, actor: Actor) -> Place | None:
    if not is_at_stage(state, actor, "results_due"):
        return None
    return BESIDES if state.destination.result else AT_ONCE


def _results_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("The office of departure gets the result and discharges the procedure by it.")


OBLIGES: Final = {
    "A1": N_("A control was made and found nothing. The goods may be released."),
    "A2": N_("No control was made, or none was needed. The goods may be released."),
    "A5": N_(
        "Small differences are noted, which do not hold the goods; those of the unloading "
        "departure solves before it writes off."
    ),
    "B1": N_(
        "The goods are held. Departure has to solve every discrepancy, usually within %(days)s "
        "days; say in the remarks what was found."
    ),
}


def _fields(deed: MovementDeed) -> list[Field]:
    """Each result with what it obliges whom to."""
    result, remarks = result_fields(deed, RESULTS_KNOWN)
    say, services = deed.reader.words, deed.services
    days = services.term("discrepancies", services.day_at(deed.actor.office))
    options = [one | {"hint": say(OBLIGES[one["value"]], days=days)} for one in result["options"]]
    hint = say(
        "For B1: numbers of the items that it is about, with commas between them. The others may "
        "then be released before it is solved; without a number all goods stay."
    )
    items = field_of("text", "disputed", say("Disputed goods items"), hint=hint, optional=True)
    remarks |= {"hint": say("Needed for B1, and for A5 where the unloading found no difference.")}
    return [result | {"options": options}, remarks, items]


def _results(deed: MovementDeed) -> RecordResults | None:
    result = result_of(deed, RESULTS_KNOWN)
    typed = listed(deed.form["disputed"]) if result == "B1" else ()
    numbers = [int(one) for one in typed if one.isascii() and one.isdecimal() and len(one) < 6]
    if len(numbers) != len(typed) or 0 in numbers:
        text = deed.reader.words("Write numbers of goods items, with commas between them.")
        deed.form.add_error("disputed", text)
    if not result or deed.form.errors:
        return None
    return RecordResults(cast(Any, result), deed.form["remarks"], tuple(numbers))


def _found(said: DestinationControlled, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.result, "result") + "."
    yield said.remarks
    if said.disputed:
        yield tale.say("Disputed: %(items)s.", items=", ".join(map(str, said.disputed)))


def _awaited(state: Movement, tale: Tale) -> Iterable[Banner]:
    """By which day, or since when they are late."""
    there = state.destination
    if state.status != "arrived" or not there.results_by or there.result:
        return
    day, say = tale.reader.formats.day(there.results_by), tale.say
    if f"results {there.results_by}" in state.passed:
        text = say("They were due by %(day)s.", day=day)
        yield Banner(say("The results of the control are late"), text, "stop")
    else:
        text = say("By %(day)s, days of the office of destination.", day=day)
        yield Banner(say("The results of the control are due"), text, "info")


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
            fields=_fields,
            pointers={"/result": "result", "/remarks": "remarks", "/disputed": "disputed"},
        ),
    ),
    reads=(Reading(DestinationControlled, N_("Control results at destination"), note=_found),),
    banners=_awaited,
)
