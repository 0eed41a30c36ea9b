"""What the way costs, as carriers state it: CAREC's TFI2 and TFI3."""

from collections.abc import Sequence
from typing import Any, Final

import ibis
from ibis.expr.types import Table

from corridor.domain.refusals import N_
from corridor.observatory.measures.figures import NO_RATE, movement_in
from corridor.observatory.measures.measure import Measure

SECTION_KM: Final = 500
LOAD_KG: Final = 20_000
CENTS: Final = 100
_NAMES: Final = ("movement", "subject", "country", "mode", "vehicle", "corridor", "bound")
_ENDS: Final = ("origin", "destination")


def _at_a_crossing(facts: Table) -> Table:
    """US dollars paid for a movement at one side of a border crossing, all kinds of payment
    together, as its carrier stated them. Amounts in other currencies are converted by the rates
    that the state of the place, or else that of departure, had in force on the day of payment; a
    crossing with an amount without such a rate is in no figure, and neither is one of which nothing
    was stated.
    """
    rows = facts.filter(facts["kind"] == "paid", facts["side"] != "")
    found = _together(rows, ("office", "side"))
    return found.mutate(value=_cents(found))


def _of_a_section(facts: Table) -> Table:
    """US dollars per 500 kilometres and 20 tonnes of gross mass: all that was stated for a movement
    on a stretch of its way, on parts of the stretch and at its places, divided by the length of
    the stretch and by the mass of the load, times 500 and 20. Rates as of TFI2; a stretch with an
    amount without a rate is in no figure.
    """
    rows = facts.filter(facts["kind"] == "section_paid", facts["km"] > 0, facts["gross_kg"] > 0)
    found = _together(rows, ("segment",), km=rows["km"].max(), gross_kg=rows["gross_kg"].max())
    sections = found["km"].cast("float64") / SECTION_KM
    loads = found["gross_kg"].cast("float64") / LOAD_KG
    return found.mutate(value=_cents(found) / sections / loads)


def _together(rows: Table, keys: Sequence[str], **more: Any) -> Table:
    """All of a movement with the same keys as one, unless all of it was taken back."""
    who = movement_in(rows)
    names = [one for one in (*_NAMES, *_ENDS) if one not in (who, *keys)]
    found = rows.group_by([who, *keys]).aggregate(
        **{name: rows[name].max() for name in names},
        day=rows["day"].min(),
        month=rows["month"].min(),
        paid=rows["usd_minor"].sum(),
        unrated=rows["unrated"].sum(),
        left=rows["count"].sum(),
        **more,
    )
    found = found.filter(found["left"] > 0)
    return found.mutate(**{NO_RATE: found["unrated"] > 0})


def _cents(found: Table) -> Any:
    """Nothing where a rate is missing: the sum would be too small."""
    return found[NO_RATE].ifelse(ibis.null(), found["paid"])


TFI2 = Measure(
    name="tfi2",
    title=N_("Cost at a border crossing"),
    says=N_("What was paid at one side of a crossing, as carriers state it, in US dollars."),
    unit="USD",
    figures="spread",
    by=("office", "country", "side", "mode", "corridor", "bound"),
    public=("office", "side"),
    rows=_at_a_crossing,
    kinds=("paid",),
    per=CENTS,
    source=N_("CAREC CPMM, TFI2"),
    published="TFI2",
    cells=("office", "side"),
    wider=("country",),
)
TFI3 = Measure(
    name="tfi3",
    title=N_("Cost of a section of the way"),
    says=N_("What a stretch cost, as carriers state it, per 500 km and 20 t, in US dollars."),
    unit="USD/500km/20t",
    figures="spread",
    by=("mode", "vehicle", "corridor", "country", "bound", "segment", "origin", "destination"),
    public=("corridor", "country", "mode"),
    rows=_of_a_section,
    kinds=("section_paid",),
    per=CENTS,
    source=N_("CAREC CPMM, TFI3"),
    published="TFI3",
    cells=("corridor", "country", "mode"),
)
