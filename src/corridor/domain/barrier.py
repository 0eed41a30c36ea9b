"""The state of a barrier: what its own state notified, what others said of it, what it cost."""

from collections.abc import Iterable
from typing import Annotated, Final, Literal, get_args

import msgspec
from msgspec import Meta

from corridor.domain.reported import NOTHING, Address, DayOrNone, Said, row_id
from corridor.domain.values import Text

BarrierKind = Literal[
    "technical",
    "sanitary",
    "plant",
    "veterinary",
    "licence",
    "prohibition",
    "quota",
    "customs",
    "transport",
    "fee",
    "other",
]
BARRIER_KINDS: Final[tuple[BarrierKind, ...]] = get_args(BarrierKind)
Stage = Literal["proposed", "adopted"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
Standing = Literal["commented", "proposed", "coming", "in_force", "lifted"]
Flow = Literal["import", "export", "transit"]
FLOWS: Final[tuple[Flow, ...]] = get_args(Flow)
COMMENTS_MAX: Final = 200
COUNT_STEP: Final = 5
"""Fewer vehicles are told nowhere, nor is a difference between two counts that has fewer."""
Goods = Annotated[str, Meta(pattern=r"\A\d{2}(\d{2}){0,4}\Z")]
"""The beginning of a code of the Harmonized System: chapter, heading, subheading."""
GoodsList = Annotated[tuple[Goods, ...], Meta(max_length=50)]
Flows = Annotated[tuple[Flow, ...], Meta(max_length=3)]
BarrierRef = Annotated[str, Meta(pattern=r"\A(ba-[A-Z]{2}-[A-Z]{1,6}[0-9]{1,6})?\Z")]


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    """A new or changed measure. No goods: of all goods; no flows: in all directions.

    `text` names the act that it stands in, `page` leads there; nothing of it is copied.
    """

    title: Said
    kind: BarrierKind
    stage: Stage
    body: Said
    """Who answers for it."""
    text: Said
    goods: GoodsList = ()
    flows: Flows = ()
    page: Address = ""
    effect: Said = NOTHING
    """What a carrier has to do because of it."""
    in_force_from: DayOrNone = ""
    comments_until: DayOrNone = ""
    is_illustrative: bool = False


class Comment(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a state says of a measure of another."""

    node: str
    at: str
    by: str
    text: Text


class Cost(msgspec.Struct, frozen=True, omit_defaults=True):
    """How long how many vehicles waited, by the events given as evidence in complaints."""

    vehicles: int
    minutes: int
    upto: str
    """Day of the last complaint that is counted."""


class Barrier(msgspec.Struct, frozen=True, omit_defaults=True):
    """One measure."""

    id: str
    home: str
    number: str
    notice: Notice
    notified_at: str
    notified_by: str
    comments: tuple[Comment, ...] = ()
    lifted_on: DayOrNone = ""
    lifted_because: Text = ""
    cost: Cost | None = None
    updated_at: str = ""
    unheard: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called among those of other states: AZ-B2."""
        return f"{self.home}-{self.number}"

    def standing(self, day: str) -> Standing:
        """How it stands on a day of its state."""
        if self.lifted_on and self.lifted_on <= day:
            return "lifted"
        if self.notice.stage == "proposed":
            return "commented" if self.is_open(day) else "proposed"
        return "coming" if day < self.notice.in_force_from else "in_force"

    def is_open(self, day: str) -> bool:
        """Whether other states may still comment on it."""
        return day <= self.notice.comments_until


def barrier_id(node: str, number: str) -> str:
    """The subject of a measure: `ba-AZ-B3`."""
    return row_id("ba", node, number)


def concerns(notice: Notice, goods: Iterable[str]) -> bool:
    """Whether a measure is about any of these goods; of none named, it may be about all."""
    wanted = tuple(goods)
    if not (notice.goods and wanted):
        return True
    return any(a.startswith(b) or b.startswith(a) for a in notice.goods for b in wanted)
