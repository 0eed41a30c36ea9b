"""Bringing a train, and giving an order about it: what pages and API do alike."""

from typing import Any, Final

from litestar import Request

from corridor.domain.consignment import MEANS_MAX
from corridor.domain.refusals import N_
from corridor.engine.jobs import PutDocument, SwapDocument
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.errors import NotKnown
from corridor.web.trains.model import (
    TRAIN,
    TRAINS_MAX,
    WORK,
    Order,
    Train,
    order_document,
    read_train,
    train_document,
)
from corridor.web.trains.runner import TrainRunner

AnyRequest = Request[Any, Any, Any]
WAGONS_MAX: Final = MEANS_MAX
NO_WAGONS: Final = N_("Give the numbers of the wagons, one a line.")
TOO_MANY: Final = N_("A train here has at most %(most)s wagons; %(count)s are given.")
NO_NUMBER: Final = N_("“%(number)s” is no number of a wagon.")
TOO_LONG: Final = N_("“%(number)s” is too long for the number of a wagon.")
NUMBER_MAX: Final = 35


def train_of(request: AnyRequest, id: str) -> Train:
    """A train of this very office."""
    found = services_of(request).queries.document(TRAIN, id)
    train = read_train(found) if found is not None else None
    if train is None or train.office != actor_of(request).office:
        raise NotKnown
    return train


def trains_at(request: AnyRequest) -> list[Train]:
    """Those of this office, the newest first."""
    office, queries = actor_of(request).office, services_of(request).queries
    return [read_train(found) for found in queries.documents(TRAIN, office, TRAINS_MAX)]


async def keep_train(request: AnyRequest, train: Train) -> None:
    """Keep it as it was brought."""
    services = services_of(request)
    await services.writer.run(PutDocument(TRAIN, train_document(train, services.now())))


async def give(request: AnyRequest, order: Order) -> bool:
    """Keep what is to be done, and have it begun; False where another order came before it."""
    services = services_of(request)
    document = order_document(order, services.now())
    is_first: bool = await services.writer.run(SwapDocument(WORK, order.train, None, document))
    runner: TrainRunner = request.app.state.trains
    runner.wake()
    return is_first
