"""Trains for programs: a list of wagons, what stands of each, and what is to be said of them."""

import hashlib
from typing import Annotated, Any, Final

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Meta

from corridor.domain.codes import as_issued
from corridor.domain.movement.crossing import Cause
from corridor.domain.movement.wagons import AllSeals, Did, WagonId
from corridor.domain.refusals import Refusal
from corridor.domain.searching import mark_of
from corridor.domain.values import Instant, Short, Text
from corridor.web.access import only
from corridor.web.api.answers import Answer, answer
from corridor.web.api.bodies import BodyReader
from corridor.web.api.keys import idempotency_key
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.context import services_of
from corridor.web.errors import RefusedCommand
from corridor.web.trains.model import (
    TRAIN,
    Order,
    Train,
    blanks,
    order_on,
    read_train,
    wagons_typed,
)
from corridor.web.trains.ordering import WAGONS_MAX, give, keep_train, train_of, trains_at
from corridor.web.trains.shown import dids_of, lines_of_train

AnyRequest = Request[Any, Any, Any]
Numbers = Annotated[tuple[WagonId, ...], Meta(max_length=WAGONS_MAX)]


class NewTrain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A train: its number, or that of its list, and its wagons in their order."""

    wagons: Annotated[tuple[WagonId, ...], Meta(min_length=1, max_length=WAGONS_MAX)]
    number: Short = ""


class TrainOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was done with these wagons of the train, or with all that travel under a movement."""

    did: Did
    wagons: Numbers = ()
    at: Instant | None = None
    seals: AllSeals = ()
    reason: Text = ""
    cause: Cause | None = None
    needed: Text = ""
    remarks: Text = ""


class WagonOnTrain(msgspec.Struct, frozen=True, omit_defaults=True):
    """A wagon: the MRNs under way on it, what this office said of it (sealed, left, crossed,
    stopped, arrived), and what came of the last order: done, already, refused, unknown, fault.
    """

    number: str
    check_digit_fits: bool
    movements: tuple[str, ...] = ()
    here: str = ""
    did: str = ""
    result: str = ""
    refusals: tuple[Refusal, ...] = ()


class TrainAnswer(msgspec.Struct, frozen=True):
    """`left`: wagons of the order that is being carried out now, still to be done."""

    id: str
    number: str
    wagons: tuple[WagonOnTrain, ...]
    may: tuple[str, ...]
    left: int


class TrainName(msgspec.Struct, frozen=True):
    """A train, and the number that it or its list has; empty where it has none."""

    id: str
    number: str


class TrainsAnswer(msgspec.Struct, frozen=True):
    """The trains of the office, the newest first."""

    trains: tuple[TrainName, ...]


_TRAIN: Final[BodyReader[NewTrain]] = BodyReader(NewTrain)
_ORDER: Final[BodyReader[TrainOrder]] = BodyReader(TrainOrder)


@get("/trains", opt=only("customs") | {"answer": TrainsAnswer})
async def trains(request: AnyRequest) -> Answer:
    """The trains that this office was brought."""
    names = (TrainName(one.id, one.number) for one in trains_at(request))
    return answer(TrainsAnswer(tuple(names)))


@post("/trains", opt=only("customs") | {"body": NewTrain, "answer": TrainAnswer})
async def bring(request: AnyRequest) -> Answer:
    """Bring the list of a train; nothing is done with it yet."""
    asked, services = await _TRAIN.read(request), services_of(request)
    wrong = tuple(
        Refusal("wagon_blank", f"/wagons/{place}", "", {"wagon": asked.wagons[place]})
        for place in blanks(asked.wagons)
    )
    if wrong:
        raise RefusedCommand(wrong)
    numbers = wagons_typed([as_issued("wagon", one) for one in asked.wagons])
    id, digest = _id_for(request), _digest(asked)
    found = services.queries.document(TRAIN, id)
    if found is not None:
        if read_train(found).digest != digest:
            raise RefusedCommand((Refusal("idempotency_key_reused"),))
        return answer(_answer(request, train_of(request, id)), 201)
    train = Train(
        id=id,
        office=actor_of(request).office,
        number=asked.number,
        wagons=numbers,
        created=services.now(),
        digest=digest,
    )
    await keep_train(request, train)
    return answer(_answer(request, train), 201)


def _id_for(request: AnyRequest) -> str:
    """The same key of the same person leads to the same train."""
    services, key = services_of(request), idempotency_key(request)
    if not key:
        return services.new_id("tr")
    return f"tr-{services.node}-{_keyed(request, key)[:24].upper()}"


@get("/trains/{id:str}", opt=only("customs") | {"answer": TrainAnswer})
async def train(request: AnyRequest, id: FromPath[str]) -> Answer:
    """A train of this office, wagon by wagon."""
    return answer(_answer(request, train_of(request, id)))


@post("/trains/{id:str}/acts", opt=only("customs") | {"body": TrainOrder, "answer": TrainAnswer})
async def act(request: AnyRequest, id: FromPath[str]) -> Answer:
    """Have it said of wagons. It is begun at once and goes on by itself: ask how it stands.

    A wagon that is refused does not stop the others; the same call again does nothing twice.
    """
    asked, known = await _ORDER.read(request), train_of(request, id)
    order = _order(request, known, asked)
    running = order_on(services_of(request).queries, id)
    last = running.attempt if running is not None else known.ordered
    if last != order.attempt:
        if last.split(".")[0] == order.attempt.split(".")[0]:
            raise RefusedCommand((Refusal("idempotency_key_reused"),))
        if running is not None or not await give(request, order):
            raise RefusedCommand((Refusal("train_busy"),))
    return answer(_answer(request, known), 202)


def _order(request: AnyRequest, train: Train, asked: TrainOrder) -> Order:
    actor, known = actor_of(request), {mark_of(wagon) for wagon in train.wagons}
    wrong = tuple(
        Refusal("wagon_not_in_train", f"/wagons/{k}", "", {"wagon": wagon})
        for k, wagon in enumerate(asked.wagons)
        if mark_of(wagon) not in known
    )
    if wrong:
        raise RefusedCommand(wrong)
    marks = map(mark_of, asked.wagons or train.wagons)
    return Order(
        train=train.id,
        office=actor.office,
        login=account_of(request).login,
        did=asked.did,
        wagons=tuple(dict.fromkeys(marks)),
        attempt=_attempt(request, asked),
        at=asked.at,
        seals=asked.seals,
        reason=asked.reason,
        cause=asked.cause,
        needed=asked.needed,
        remarks=asked.remarks,
    )


def _attempt(request: AnyRequest, asked: TrainOrder) -> str:
    """The order's own name: the same key of the same person is the same order.

    Behind the point stands what it was about: another body under the same key is seen by that.
    """
    key = idempotency_key(request)
    if not key:
        return services_of(request).new_id("to")
    return f"{_keyed(request, key)[:32]}.{_digest(asked)[:32]}"


def _keyed(request: AnyRequest, key: str) -> str:
    return hashlib.sha256(f"{account_of(request).login}\0{key}".encode()).hexdigest()


def _digest(asked: NewTrain | TrainOrder) -> str:
    return hashlib.sha256(msgspec.json.encode(asked)).hexdigest()


def _answer(request: AnyRequest, train: Train) -> TrainAnswer:
    queries, actor = services_of(request).queries, actor_of(request)
    lines, order = lines_of_train(train, queries, actor), order_on(queries, train.id)
    return TrainAnswer(
        train.id,
        train.number,
        tuple(
            WagonOnTrain(
                line.wagon,
                line.is_right,
                tuple(one.reference for one in line.movements),
                line.standing,
                line.result.did if line.result is not None else "",
                line.result.result if line.result is not None else "",
                line.result.refusals if line.result is not None else (),
            )
            for line in lines
        ),
        dids_of(lines, actor.office),
        len(order.wagons) - len(order.done) if order is not None else 0,
    )
