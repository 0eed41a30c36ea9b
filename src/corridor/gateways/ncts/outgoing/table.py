"""Which event is which message, to whom, and in answer to which: all in one place."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, NamedTuple

from corridor.domain.facts import Payload
from corridor.domain.movement.accepting import DeclarationAccepted, DeclarationRejected
from corridor.domain.movement.amending import DeclarationAmended
from corridor.domain.movement.cancelling import DeclarationCancelled
from corridor.domain.movement.control import ControlDecided, ControlIntended
from corridor.domain.movement.correcting import AmendmentAsked
from corridor.domain.movement.demanding import DebtDemanded
from corridor.domain.movement.enquiring import EnquiryMade
from corridor.domain.movement.goods_release import GoodsReleased
from corridor.domain.movement.guarantee import GuaranteeRefused
from corridor.domain.movement.incident import IncidentRecorded
from corridor.domain.movement.invalidating import MovementInvalidated
from corridor.domain.movement.lapsing import DeclarationLapsed
from corridor.domain.movement.lodging import DeclarationLodged
from corridor.domain.movement.recovering import RecoveryOpened
from corridor.domain.movement.refusing_arrival import ArrivalRefused
from corridor.domain.movement.releasing import MovementReleased, ReleaseRefused
from corridor.domain.movement.results import DestinationControlled
from corridor.domain.movement.unloading import UnloadingPermitted
from corridor.domain.movement.writing_off import MovementWrittenOff
from corridor.gateways.ncts.messages.header import Header
from corridor.gateways.ncts.outgoing import afterwards, at_departure, at_destination, on_the_way
from corridor.gateways.ncts.outgoing.said import Said

Side = Literal["departures", "arrivals"]


def _always(said: Any) -> bool:
    return True


class Answer(NamedTuple):
    """`to`: the trader at departure or at destination. `answers`: which message of theirs it
    answers, the last of these that came (R0008); nothing where it answers none. `when`: whether an
    event of the kind is a message at all.
    """

    name: str
    make: Callable[[Said], Header]
    to: Side = "departures"
    answers: tuple[str, ...] = ()
    when: Callable[[Any], bool] = _always


_DECLARED: Final = ("CC015C",)
_ARRIVED: Final = ("CC007C",)
ANSWERS: Final[Mapping[type[Payload], Answer]] = {
    DeclarationLodged: Answer("CC928C", at_departure.acknowledged, answers=_DECLARED),
    DeclarationAmended: Answer("CC004C", at_departure.amended, answers=("CC013C",)),
    DeclarationCancelled: Answer("CC009C", at_departure.cancelled, answers=("CC014C",)),
    DeclarationAccepted: Answer("CC028C", at_departure.accepted, answers=_DECLARED),
    DeclarationRejected: Answer("CC056C", at_departure.rejected, answers=_DECLARED),
    ControlDecided: Answer(
        "CC060C",
        at_departure.control_decided,
        answers=_DECLARED,
        when=lambda said: said.channel in at_departure.CONTROLS,
    ),
    ControlIntended: Answer("CC060C", at_departure.control_intended, answers=_DECLARED),
    AmendmentAsked: Answer("CC022C", at_departure.amendment_asked),
    MovementInvalidated: Answer("CC009C", at_departure.invalidated),
    DeclarationLapsed: Answer("CC009C", at_departure.lapsed),
    GuaranteeRefused: Answer("CC055C", at_departure.guarantee_refused, answers=_DECLARED),
    MovementReleased: Answer("CC029C", on_the_way.released, answers=_DECLARED),
    ReleaseRefused: Answer("CC051C", at_departure.not_released, answers=_DECLARED),
    IncidentRecorded: Answer("CC182C", on_the_way.incident),
    ArrivalRefused: Answer("CC057C", at_destination.arrival_refused, "arrivals", _ARRIVED),
    UnloadingPermitted: Answer("CC043C", at_destination.unloading_permitted, "arrivals", _ARRIVED),
    DestinationControlled: Answer(
        "CC019C", at_destination.discrepancies, when=lambda said: said.result == "B1"
    ),
    GoodsReleased: Answer("CC025C", at_destination.goods_released, "arrivals", _ARRIVED),
    EnquiryMade: Answer("CC140C", afterwards.enquired, when=lambda said: said.kind == "holder"),
    RecoveryOpened: Answer("CC035C", afterwards.recovery_opened),
    DebtDemanded: Answer("CC035C", afterwards.debt_demanded, when=lambda said: said.of == "debtor"),
    MovementWrittenOff: Answer("CC045C", at_destination.written_off),
}


def answer_of(said: Payload) -> Answer | None:
    """The message that an event is, where it is one."""
    found = ANSWERS.get(type(said))
    return found if found is not None and found.when(said) else None
