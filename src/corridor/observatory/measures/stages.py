"""How long each stage of a procedure takes, after the WCO Time Release Study."""

from ibis.expr.types import Table

from corridor.domain.refusals import N_
from corridor.observatory.measures.measure import MS_IN_HOUR, Measure, lasted

_WHERE = ("office", "country", "mode", "vehicle", "corridor", "origin", "destination")
_BY = ("stage", *_WHERE)
_STAGES = ("accepted", "released", "results", "goods_released", "discharged")


def _staged(facts: Table) -> Table:
    """Hours of a stage of the procedure: from lodging to acceptance and to release at departure,
    from arrival to results, to the release of the goods and to discharge.
    """
    rows = facts.filter(facts["kind"].isin(_STAGES), facts["since"].notnull())
    return rows.mutate(value=lasted(rows), stage=rows["kind"])


def _in_hand(facts: Table) -> Table:
    """Hours from what was heard of a movement last to what happened next, by who had it in hand:
    the carrier up to a sighting on the way, with what it stood at borders; the guarantor while it
    was asked; customs of the state of lodging; the customs of another (`peer`). Beside them the
    authority, from each application for a permit to its decision, which may be at the same time.
    """
    rows = facts.filter(facts["before"].notnull(), facts["holder"] != "")
    return rows.mutate(value=rows["at"] - rows["before"])


def _shares(facts: Table) -> Table:
    """Hours from what was heard of a movement last to what happened next, by what that was:
    accepted, released, seen at a border, arrived, discharged. They follow each other: their sum
    is the whole from lodging to the last that was heard.
    """
    rows = _in_hand(facts)
    rows = rows.filter(rows["holder"] != "authority")
    return rows.mutate(stage=rows["kind"])


STAGES = Measure(
    name="stages",
    title=N_("Time of each stage"),
    says=N_("From lodging to acceptance and to release; from arrival to what followed it."),
    unit="h",
    per=MS_IN_HOUR,
    figures="spread",
    by=_BY,
    public=("stage", "office"),
    rows=_staged,
    kinds=_STAGES,
    source=N_("WCO Time Release Study, version 3"),
    cells=("stage", "office"),
    wider=("country",),
)
HELD = Measure(
    name="held-by",
    title=N_("Who had it in hand"),
    says=N_("Hours between two things that happened, by who had to act; their part of the whole."),
    unit="h",
    per=MS_IN_HOUR,
    figures="part",
    by=("holder", *_WHERE),
    apart="holder",
    rows=_in_hand,
    source=N_("WCO Time Release Study, version 3"),
)
STAGE_SHARES = Measure(
    name="stage-shares",
    title=N_("What the time was spent on"),
    says=N_("Hours before each thing that happened to a movement; their part of the whole."),
    unit="h",
    per=MS_IN_HOUR,
    figures="part",
    by=("stage", "holder", *_WHERE),
    apart="stage",
    rows=_shares,
    source=N_("WCO Time Release Study, version 3"),
)
