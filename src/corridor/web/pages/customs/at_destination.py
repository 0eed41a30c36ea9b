"""What the office of destination may do: arrival, unloading, results, release of the goods."""

from itertools import groupby
from typing import Any, Final, cast

from corridor.domain.consignment import carnet_of
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.goods_release import ReleaseGoods
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import PermitUnloading, RecordUnloading
from corridor.domain.refusals import N_
from corridor.web.pages.customs.at_departure import result_fields, result_of
from corridor.web.pages.customs.on_the_way import YES_NO, moment_field, moment_of, yes_no_field
from corridor.web.views.desk_act import Act, Deed, Field, chosen, table
from corridor.web.views.desk_unloading import checkable, remarks_of

MovementDeed = Deed[Movement]
RESULTS: Final = ("A1", "A2", "A5", "B1")


def _arrive_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("From here on this office answers for the goods; the office of departure is told.")


def _arrive_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    return [moment_field(deed, "arrived_at", _("Time of arrival"))]


def _arrive(deed: MovementDeed) -> RecordArrival:
    return RecordArrival(deed.actor.office, moment_of(deed, "arrived_at"))


def _permit_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("The seals may be opened and the goods unloaded under the eyes of this office.")


def _unloading_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    if carnet_of(deed.state.dossier):
        return _(
            "Each difference opens a discrepancy that the office of departure has to solve before "
            "it discharges the procedure."
        )
    return _(
        "Each difference opens a discrepancy that the office of departure has to solve before the "
        "guarantee is free."
    )


def _unloading_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    found = [yes_no_field(deed, "conforms", _("Does the load conform to the declaration?"))]
    if deed.state.seals:
        seals = ", ".join(deed.state.seals)
        label = _("Were the seals intact on arrival: %(seals)s?", seals=seals)
        found.append(yes_no_field(deed, "seals_intact", label))
    return found


def _unloading(deed: MovementDeed) -> RecordUnloading | None:
    _ = deed.reader.words
    conforms = chosen(deed.form["conforms"], YES_NO)
    if not conforms:
        deed.form.add_error("conforms", _("Say whether the load conforms."))
        return None
    seals = chosen(deed.form["seals_intact"], YES_NO)
    intact = None if not seals else seals == "yes"
    remarks = remarks_of(deed.state.dossier, deed.form, deed.reader)
    return RecordUnloading(conforms == "yes", intact, remarks, deed.form["text"])


def _unloading_extra(deed: MovementDeed) -> dict[str, Any]:
    checks = checkable(deed.state.dossier, deed.reader)
    groups = groupby(checks, key=lambda check: check.subject)
    return {"checked": [(subject, list(found)) for subject, found in groups]}


def _results_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("The office of departure gets the result and discharges the procedure by it.")


def _results(deed: MovementDeed) -> RecordResults | None:
    result = result_of(deed, RESULTS)
    return RecordResults(cast(Any, result), deed.form["remarks"]) if result else None


def _release_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("The goods leave the transit procedure. This cannot be taken back.")


ACTS = table(
    Act(
        "arrive",
        N_("Record the arrival"),
        N_("Record the arrival?"),
        _arrive_means,
        _arrive,
        N_("The arrival was recorded"),
        _arrive_fields,
        {"/arrived_at": "arrived_at"},
    ),
    Act(
        "permit-unloading",
        N_("Permit the unloading"),
        N_("Permit the unloading?"),
        _permit_means,
        lambda deed: PermitUnloading(),
        N_("The unloading was permitted"),
    ),
    Act(
        "unloading",
        N_("Record the unloading"),
        N_("Unloading remarks"),
        _unloading_means,
        _unloading,
        N_("The unloading remarks were recorded"),
        _unloading_fields,
        {
            "/remarks": "found-0",
            "/seals_intact": "seals_intact",
            "/conforms": "conforms",
            "/text": "text",
        },
        template="customs/unloading.html",
        context=_unloading_extra,
    ),
    Act(
        "results",
        N_("Record the results"),
        N_("Control results at destination"),
        _results_means,
        _results,
        N_("The results were recorded"),
        lambda deed: result_fields(deed, RESULTS),
        {"/result": "result", "/remarks": "remarks"},
    ),
    Act(
        "release-goods",
        N_("Release the goods"),
        N_("Release the goods from transit?"),
        _release_means,
        lambda deed: ReleaseGoods(),
        N_("The goods were released"),
    ),
)
