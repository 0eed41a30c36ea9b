"""A train as an office keeps it: its wagons, and what came of what was asked of each.

A private document of kind `train`, owned by the office. What is being done lies in another (kind
`train-work`) as long as there is work, so that a node that starts again goes on where it was. What
stands of a wagon is never kept here: it is read from its movements, which say it to all.
"""

from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.movement.wagons import Did, WagonSeals
from corridor.domain.refusals import Refusal
from corridor.domain.searching import identifier, mark_of
from corridor.engine.ports import Document
from corridor.engine.queries import Queries

TRAIN: Final = "train"
WORK: Final = "train-work"
TRAINS_MAX: Final = 50
"""Lists that an office is shown, the newest."""
KEPT_DAYS: Final = 90
"""So long after it was used last the list of a train is kept."""


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of the last order for a wagon: done | already | refused | unknown |
    fault.
    """

    result: str
    did: str
    at: str
    refusals: tuple[Refusal, ...] = ()


class Train(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`wagons`: their numbers as they were brought, in the order of the train.

    `results`: by mark. `digest`: of the call that brought it, where a program did.
    """

    id: str
    office: str
    number: str = ""
    wagons: tuple[str, ...] = ()
    created: str = ""
    results: dict[str, Result] = {}
    ordered: str = ""
    """The order that was carried out last."""
    digest: str = ""


class Order(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is to be done with wagons of a train. `wagons`: marks. `attempt` names the order, so
    that what was done of it before a crash is answered as before. `left`: marks still to be done.
    """

    train: str
    office: str
    login: str
    did: Did
    wagons: tuple[str, ...]
    attempt: str
    at: str | None = None
    seals: tuple[WagonSeals, ...] = ()
    reason: str = ""
    cause: str | None = None
    needed: str = ""
    remarks: str = ""
    done: tuple[str, ...] = ()
    waits: str = ""


_TRAIN: Final = msgspec.json.Decoder(Train)
_ORDER: Final = msgspec.json.Decoder(Order)


def train_document(train: Train, at: str) -> Document:
    """The train as it is kept."""
    return Document(train.id, train.office, at, msgspec.json.encode(train))


def read_train(document: Document) -> Train:
    """The train in a document."""
    return _TRAIN.decode(document.body)


def order_document(order: Order, at: str) -> Document:
    """The order as it is kept."""
    return Document(order.train, order.office, at, msgspec.json.encode(order))


def read_order(document: Document) -> Order:
    """The order in a document."""
    return _ORDER.decode(document.body)


def order_on(queries: Queries, train: str) -> Order | None:
    """What is being done with it; None where nothing is."""
    found = queries.document(WORK, train)
    return read_order(found) if found is not None else None


def wagons_typed(numbers: list[str]) -> tuple[str, ...]:
    """Each once, in the order they were typed."""
    return tuple({mark_of(number): number for number in reversed(numbers)}.values())[::-1]


def blanks(numbers: Iterable[str]) -> tuple[int, ...]:
    """The places of those in which nothing stands that could tell a wagon."""
    return tuple(place for place, number in enumerate(numbers) if not identifier(number))


def with_results(train: Train, found: dict[str, Result]) -> Train:
    """The train with what came of some wagons."""
    return replace(train, results=train.results | found)


def topic(office: str, train: str) -> str:
    """What a page of the train follows; only the office may (`access.may_follow`)."""
    return f"customs:{office}:{train}"
