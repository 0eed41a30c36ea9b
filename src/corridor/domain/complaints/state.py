"""The state of a complaint: what a carrier met, how long it cost, what was answered."""

from typing import Final, Literal, get_args

import msgspec

from corridor.domain.barrier import BarrierKind
from corridor.domain.values import Text

Outcome = Literal["removed", "will_be_removed", "lawful", "not_found", "other_body"]
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
ANSWER_DAYS: Final = 30
"""Within so many days the state whose barrier it is has to answer: a term of this platform."""
OPEN_MAX: Final = 100
"""So many complaints of a firm may wait for an answer."""


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the competent body answers."""

    outcome: Outcome
    body: str
    text: Text
    at: str
    by: str


class Timing(msgspec.Struct, frozen=True, omit_defaults=True):
    """How long its vehicle waited, by events of the state that is complained of."""

    minutes: int
    basis: Literal["visit", "permit"]
    first: str
    last: str
    trip: str = ""
    """The dossier; empty where it was measured before this was told."""


class Complaint(msgspec.Struct, frozen=True, omit_defaults=True):
    """One complaint. `home`: where the carrier filed it; `against`: whose barrier it is."""

    id: str
    home: str
    owner: str
    against: str
    about: BarrierKind
    what: Text
    filed_at: str
    answer_due: str
    """The last day for the answer, of the state that answers."""
    movement: str = ""
    permit: str = ""
    barrier: str = ""
    owner_name: str = ""
    timing: Timing | None = None
    answer: Answer | None = None
    overdue_at: str = ""
    withdrawn_at: str = ""
    updated_at: str = ""
    unheard: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.answer is None and not self.withdrawn_at

    @property
    def standing(self) -> str:
        """`open`, `overdue`, `answered` or `withdrawn`."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.answer is not None:
            return "answered"
        return "overdue" if self.overdue_at else "open"

    @property
    def minutes(self) -> int:
        """How long its vehicle waited."""
        return self.timing.minutes if self.timing is not None else 0

    @property
    def counts(self) -> bool:
        """Whether it shows what a measure cost."""
        return self.timing is not None and not self.withdrawn_at

    @property
    def vehicle(self) -> str:
        """What stands for its vehicle: a dossier and its permits are one."""
        return (self.timing.trip if self.timing is not None else "") or self.evidence

    @property
    def firm(self) -> tuple[str, str]:
        """Names of firms are a node's own."""
        return self.home, self.owner

    @property
    def evidence(self) -> str:
        """The movement or permit that shows it."""
        return self.movement or self.permit


def complaints_key(barrier: str) -> str:
    """Under what the complaints about a measure are found where it stands."""
    return f"complaints-of:{barrier}"


def evidence_key(against: str, evidence: str) -> str:
    """One complaint about a state for one movement or permit."""
    return f"complaint-for:{against}:{evidence}"


def open_key(owner: str) -> str:
    """Those of a firm that wait for an answer."""
    return f"complaints-open:{owner}"
