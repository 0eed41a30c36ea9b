"""Orders about trains are carried out by themselves, movement by movement, whoever looks at a page.

What is to be done is a document of the store, and what came of each wagon is kept as it comes: a
node that starts again goes on where it was. Nothing is said twice, since each command has a key of
its order and its movement; a wagon that is refused does not stop the others.
"""

import logging
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.movement.crossing import Cause
from corridor.domain.movement.state import Movement
from corridor.domain.movement.wagons import RecordWagons
from corridor.domain.refusals import Refusal
from corridor.domain.searching import mark_of
from corridor.engine.illness import Unavailable
from corridor.engine.jobs import DeleteDocument, PutDocument
from corridor.web.auth.accounts import find_account
from corridor.web.running import command_by
from corridor.web.services import Services
from corridor.web.trains.matching import Carried, carried_on
from corridor.web.trains.model import (
    TRAIN,
    WORK,
    Order,
    Result,
    Train,
    order_document,
    read_order,
    read_train,
    topic,
    train_document,
    with_results,
)
from corridor.web.works import Works

AT_ONCE: Final = 20
ALREADY: Final = frozenset({"wagons_already", "already_crossed", "already_left"})
Found = dict[str, Result]


class TrainRunner(Works[Order]):
    """One per node. `tell`: which lists changed, for pages that are open."""

    def __init__(self, services: Services, tell: Callable[[frozenset[str]], None]) -> None:
        super().__init__(services)
        self._tell = tell

    def _found(self) -> Iterator[Order]:
        return map(read_order, self._services.queries.documents(WORK, None, AT_ONCE))

    def _id(self, order: Order) -> str:
        return order.train

    async def _wait(self, order: Order, illness: str) -> None:
        if order.waits != illness:
            await self._keep(replace(order, waits=illness))

    async def _work(self, order: Order) -> None:
        found = self._services.queries.document(TRAIN, order.train)
        actor = self._actor(order)
        if found is not None and actor is not None:
            await self._each(order, read_train(found), actor)
        await self._services.writer.run(DeleteDocument(WORK, order.train))
        self._told(order)

    async def _each(self, order: Order, train: Train, actor: Actor) -> None:
        """Movement by movement; the wagons that none is known for come first, and are said so."""
        left = [mark for mark in order.wagons if mark not in order.done]
        carried = carried_on(self._services.queries, left, actor)
        unknown = {mark: self._result("unknown", order) for mark in left if not carried[mark]}
        train = await self._note(order, train, unknown)
        for movement, marks in _by_movement(carried):
            found = await self._tried(order, train, movement, marks, actor)
            for mark in marks:  # of groupage, what was refused of one movement stays to be seen
                before = train.results.get(mark)
                is_of_this = before is not None and before.at == found[mark].at
                if is_of_this and before is not None and before.result == "refused":
                    found[mark] = before
            order = replace(order, done=(*order.done, *marks))
            train = await self._note(order, train, found)
            await self._keep(order)

    async def _tried(
        self, order: Order, train: Train, movement: Movement, marks: tuple[str, ...], actor: Actor
    ) -> Found:
        """The same; what goes wrong with one movement does not stop the others."""
        try:
            return await self._said(order, train, movement, marks, actor)
        except Unavailable:
            raise
        except Exception:
            logging.getLogger("corridor").exception("train %s, %s", train.id, movement.id)
            return {mark: self._result("fault", order) for mark in marks}

    async def _said(
        self, order: Order, train: Train, movement: Movement, marks: tuple[str, ...], actor: Actor
    ) -> Found:
        """What came of it for each wagon. Those that are refused by name are left out, once."""
        refusals = await self._asked(order, train, movement, marks, actor)
        if not refusals:
            return {mark: self._result("done", order) for mark in marks}
        named = {mark_of(one.args.get("wagon", "")): one for one in refusals}
        bad = {m: self._result("refused", order, (named[m],)) for m in marks if m in named}
        rest = tuple(mark for mark in marks if mark not in bad)
        if bad and rest:
            refusals = await self._asked(order, train, movement, rest, actor)
        if bad and not refusals:
            return bad | {mark: self._result("done", order) for mark in rest}
        is_done = all(one.code in ALREADY for one in refusals)
        word = "already" if is_done else "refused"
        others = {mark: self._result(word, order, () if is_done else refusals) for mark in rest}
        return bad | others

    async def _asked(
        self, order: Order, train: Train, movement: Movement, marks: tuple[str, ...], actor: Actor
    ) -> tuple[Refusal, ...]:
        command = _command(order, train, marks)
        key = f"train:{order.train}:{order.attempt}:{movement.id}:{len(marks)}"
        outcome = await command_by(self._services, actor, command, movement.id, key)
        return outcome.refusals

    def _result(self, word: str, order: Order, refusals: tuple[Refusal, ...] = ()) -> Result:
        return Result(word, order.did, order.attempt, refusals)

    def _actor(self, order: Order) -> Actor | None:
        """Who ordered it, if that person is still an officer there."""
        account = find_account(self._services.queries, order.login)
        if account is None or account.role != "customs" or account.office != order.office:
            return None
        return account.actor()

    async def _note(self, order: Order, train: Train, found: Found) -> Train:
        """Keep what came of some wagons."""
        train = replace(with_results(train, found), ordered=order.attempt)
        await self._services.writer.run(
            PutDocument(TRAIN, train_document(train, self._services.now()))
        )
        self._told(order)
        return train

    async def _keep(self, order: Order) -> None:
        document = order_document(order, self._services.now())
        await self._services.writer.run(PutDocument(WORK, document))
        self._told(order)

    def _told(self, order: Order) -> None:
        self._tell(frozenset({topic(order.office, order.train)}))


def _by_movement(carried: Carried) -> Iterator[tuple[Movement, tuple[str, ...]]]:
    """Each movement with its wagons, in the order of the train."""
    found: dict[str, tuple[Movement, list[str]]] = {}
    for mark, movements in carried.items():
        for movement in movements:
            found.setdefault(movement.id, (movement, []))[1].append(mark)
    return ((movement, tuple(marks)) for movement, marks in found.values())


def _command(order: Order, train: Train, marks: tuple[str, ...]) -> RecordWagons:
    wanted = frozenset(marks)
    numbers = {mark_of(wagon): wagon for wagon in train.wagons}
    said: dict[str, Any] = {
        "seals": tuple(one for one in order.seals if mark_of(one.wagon) in wanted),
        "reason": order.reason,
        "cause": cast(Cause | None, order.cause),
        "needed": order.needed,
        "remarks": order.remarks,
        "train": train.number,
    }
    wagons = tuple(numbers[mark] for mark in marks)
    return RecordWagons(order.office, order.did, wagons, order.at, **said)
