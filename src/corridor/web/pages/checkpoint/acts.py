"""What may be done with a vehicle at the gate."""

from corridor.domain.checkpoints.gate import LeaveGate, OpenGate
from corridor.domain.checkpoints.state import Visit
from corridor.domain.checkpoints.turning_back import LeaveQueue
from corridor.domain.refusals import N_
from corridor.web.views.desk_act import Act, Deed, Field, field_of, table

VisitDeed = Deed[Visit]


def offered(visit: Visit) -> tuple[str, ...]:
    """Names of acts, the main one first."""
    return {"waiting": ("gate-in", "turn-back"), "inside": ("gate-out",)}.get(visit.status, ())


def _in_means(deed: VisitDeed) -> str:
    _ = deed.reader.words
    return _("%(plate)s is called and passes the gate; its waiting ends.", plate=deed.state.plate)


def _out_means(deed: VisitDeed) -> str:
    _ = deed.reader.words
    return _("%(plate)s leaves the zone; its visit is over.", plate=deed.state.plate)


def _back_means(deed: VisitDeed) -> str:
    _ = deed.reader.words
    return _(
        "%(plate)s leaves the queue without passing the gate. It may register again later.",
        plate=deed.state.plate,
    )


def _back_fields(deed: VisitDeed) -> list[Field]:
    _ = deed.reader.words
    return [field_of("textarea", "reason", _("Reason"), optional=True, rows=2)]


ACTS = table(
    Act(
        "gate-in",
        N_("Let in through the gate"),
        N_("Let it in?"),
        _in_means,
        lambda deed: OpenGate(),
        N_("The vehicle was let in"),
    ),
    Act(
        "gate-out",
        N_("Let out through the gate"),
        N_("Let it out?"),
        _out_means,
        lambda deed: LeaveGate(),
        N_("The vehicle has left"),
    ),
    Act(
        "turn-back",
        N_("It turned back"),
        N_("Did it turn back?"),
        _back_means,
        lambda deed: LeaveQueue(deed.form["reason"]),
        N_("The vehicle left the queue"),
        _back_fields,
        {"/reason": "reason"},
        kind="quiet",
    ),
)
