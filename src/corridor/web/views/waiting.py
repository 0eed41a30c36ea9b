"""What waits for the carrier: found by looking at the newest permits and open dossiers."""

from typing import Any, Final

import msgspec

from corridor.domain.movement.listings import summary
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.movement.unasked import APPLY
from corridor.domain.movement.unasked import TO_APPLY as LACKING
from corridor.domain.refusals import N_
from corridor.engine.ports import Pick
from corridor.engine.queries import ListedRow
from corridor.web.services import Services

LOOKED_AT: Final = 200
APPLY_MAX: Final = 10
"""So many dossiers without applications stand above the list; its filter shows all."""
Reason = tuple[str, dict[str, str]]

PERMIT_ASKED: Final = N_("An authority asks you a question about a permit.")
PERMIT_REFUSED: Final = N_("A permit was refused: mend the application and apply again.")
GUARANTEE_REFUSED: Final = N_("The guarantor refused the guarantee: change the guarantees.")
CUSTOMS_ASKS: Final = N_("Customs asks you a question.")
TO_APPLY: Final = N_("Permits to apply for: %(count)s.")
OVERDUE: Final = N_("The limit date has passed: present the goods or call the office.")
NOT_SENT: Final = N_("An amendment is not sent yet")
_BY_PERMIT: Final = {"information_requested": PERMIT_ASKED, "refused": PERMIT_REFUSED}


class Waiting(msgspec.Struct, frozen=True):
    """Rows of dossiers that wait for the carrier, and for each subject the reasons."""

    rows: tuple[ListedRow, ...] = ()
    why: dict[str, tuple[Reason, ...]] = {}


def waiting_for(services: Services, org: str, amended: frozenset[str] = frozenset()) -> Waiting:
    """What the organisation has to do now. Bounded: it looks at the newest rows of each list.

    `amended`: dossiers with an amendment that is begun and not sent.
    """
    why: dict[str, list[Reason]] = {}
    rows: dict[str, ListedRow] = {}
    for row in _newest(services, f"carrier:{org}:open"):
        rows[row.subject] = row
        if row.data.get("asked"):
            why.setdefault(row.subject, []).append((CUSTOMS_ASKS, {}))
        if row.data["guarantee"] == "refused":
            why.setdefault(row.subject, []).append((GUARANTEE_REFUSED, {}))
        if row.data["overdue"]:
            why.setdefault(row.subject, []).append((OVERDUE, {}))
    for row, count in to_apply(services, org):
        rows[row.subject] = row
        why.setdefault(row.subject, []).append((TO_APPLY, {"count": count}))
    for row in permits_waiting(services, org):
        reason = _BY_PERMIT[row.data["status"]]
        if (reason, {}) not in why.get(row.data["dossier"], []):
            why.setdefault(row.data["dossier"], []).append((reason, {}))
    for subject in sorted(amended):
        why.setdefault(subject, []).append((NOT_SENT, {}))
    found = (rows.get(subject) or _listed(services, subject) for subject in why)
    return Waiting(
        tuple(row for row in found if row is not None),
        {subject: tuple(reasons) for subject, reasons in why.items()},
    )


def to_apply(services: Services, org: str) -> list[tuple[ListedRow, str]]:
    """The newest dossiers with permits that nobody has been asked for, and how many of them."""
    queries, wanted = services.queries, Pick((APPLY,))
    name = f"carrier:{org}:open"
    rows = queries.picked(name, wanted, "updated", "", APPLY_MAX, descending=True).rows
    noted = queries.noted([row.subject for row in rows])
    counts = ((row, noted[row.subject].figures.get(LACKING)) for row in rows)
    return [(row, str(count)) for row, count in counts if count]  # the others: applied meanwhile


def permits_waiting(services: Services, org: str) -> tuple[ListedRow, ...]:
    """Permits asked about or refused, as long as their dossier is a draft or open."""
    rows = _newest(services, f"carrier:{org}:permits")
    asked = (row for row in rows if row.data["status"] in _BY_PERMIT)
    return tuple(row for row in asked if not _is_over(services, row.data["dossier"]))


def _is_over(services: Services, subject: str) -> bool:
    state: Any = services.queries.get(subject).state
    return isinstance(state, Movement) and state.status not in OPEN


def _newest(services: Services, name: str) -> tuple[ListedRow, ...]:
    return services.queries.rows(name, "updated", "", LOOKED_AT, descending=True).rows


def _listed(services: Services, subject: str) -> ListedRow | None:
    """The row of a dossier that is not among the newest; None for one still in draft."""
    state: Any = services.queries.get(subject).state
    if not isinstance(state, Movement):
        return None
    return ListedRow(state.id, "", state.reference, state.updated_at, summary(state))
