"""Permits of a system of the authority's own: looked at as a whole, then taken in one by one.

Nothing is taken where one of them does not hold, unless whoever brings them says so. What would
become of each is found out by the very decision that the engine takes afterwards.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from corridor.domain.context import Context
from corridor.domain.facts import Actor
from corridor.domain.permits.bringing_in import NUMBER_HOLDER, BringInPermit
from corridor.domain.permits.brought import PermitRecord, Source, brought_id
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.listings import number_key
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal, Refused
from corridor.domain.searching import identifier
from corridor.web.auth.accounts import all_accounts
from corridor.web.brought.rows import COLUMN_OF, RowFault, fault
from corridor.web.running import command_by
from corridor.web.services import Services

AT_ONCE: Final = 50
"""So many are asked for together: they share commits."""
SAME: Final = "permit_brought_same"
NOBODY: Final = frozenset[str]()
Becomes = Literal["new", "changed", "revoked", "same", "wrong"]
Rows = Sequence[tuple[int, PermitRecord]]


class Looked(msgspec.Struct, frozen=True):
    """What a row would become, or became; `subject`: under which it stands."""

    line: int
    record: PermitRecord
    subject: str
    becomes: Becomes
    faults: tuple[RowFault, ...] = ()


async def look(services: Services, actor: Actor, rows: Rows, source: Source) -> tuple[Looked, ...]:
    """Each row by itself, and those whose number stands in another row too; others are served
    meanwhile.
    """
    return await asyncio.to_thread(_look_at_all, services, actor, rows, source)


def _look_at_all(
    services: Services, actor: Actor, rows: Rows, source: Source
) -> tuple[Looked, ...]:
    first: dict[str, int] = {}
    found = []
    names_firms = any(record.firm for _, record in rows)
    firms = frozenset(one.org for one in all_accounts(services.queries)) if names_firms else NOBODY
    for line, record in rows:
        earlier = first.setdefault(identifier(record.number), line)
        one = _look(services, actor, line, record, source, firms)
        if earlier != line:
            args = {"number": record.number, "row": str(earlier)}
            twice = fault(line, "number", "permit_number_twice", **args)
            one = replace(one, becomes="wrong", faults=(twice, *one.faults))
        found.append(one)
    return tuple(found)


def _look(
    services: Services,
    actor: Actor,
    line: int,
    record: PermitRecord,
    source: Source,
    firms: frozenset[str],
) -> Looked:
    subject = brought_id(services.node, services.node, record.number)
    unknown = tuple(_unknown(services, actor, line, record))
    if record.firm and record.firm not in firms:
        unknown += (fault(line, "firm", "permit_firm_unknown", given=record.firm),)
    state = services.queries.get(subject).state
    holders = services.queries.holding(number_key(record.number), 1)
    context = Context(
        now=services.now(),
        node=services.node,
        subject=subject,
        actor=actor,
        reference=services.reference,
        token="",
        gathered={NUMBER_HOLDER: next(iter(holders), "")},
        permit_types=services.types,
        sign=lambda message: ("key", "A" * 86),
    )
    said = PERMITS.decide(state, BringInPermit(record, source), context)
    found = _looked(line, record, subject, state, said)
    return _with_unknown(found, unknown) if unknown else found


def _with_unknown(found: Looked, unknown: tuple[RowFault, ...]) -> Looked:
    """Every cell that is wrong is told at once, each by one reason."""
    told = {one.column for one in unknown}
    more = (one for one in found.faults if one.column not in told)
    return replace(found, becomes="wrong", faults=(*unknown, *more))


def _unknown(
    services: Services, actor: Actor, line: int, record: PermitRecord
) -> Iterator[RowFault]:
    """The kinds are those of the authority; the law knows no list of them."""
    mine = {k for one in services.authorities if one.code == actor.office for k in one.kinds}
    desks = {code for code, one in services.types.items() if _desk(services, one.desk, actor)}
    if record.kind not in mine | desks:
        yield fault(line, "kind", "permit_kind_not_yours", given=record.kind)


def _desk(services: Services, desk: str, actor: Actor) -> bool:
    return actor.office == f"{services.node}-{desk}"


def _looked(
    line: int, record: PermitRecord, subject: str, state: Permit | None, said: object
) -> Looked:
    if isinstance(said, Refused):
        if [one.code for one in said.refusals] == [SAME]:
            return Looked(line, record, subject, "same")
        return Looked(line, record, subject, "wrong", located(line, said.refusals))
    known: Becomes = "new" if state is None else "changed"
    becomes: Becomes = "revoked" if record.status == "revoked" else known
    return Looked(line, record, subject, becomes)


def located(line: int, refusals: Iterable[Refusal]) -> tuple[RowFault, ...]:
    """What the law has against a row, by the column that it is about."""
    return tuple(RowFault(line, _column(one.pointer), one) for one in refusals)


def _column(pointer: str) -> str:
    path = pointer.removeprefix("/")
    return COLUMN_OF.get(path, path.partition("/")[0])


async def take(
    services: Services,
    actor: Actor,
    looked: Sequence[Looked],
    source: Source,
    digest: str,
    reference: str = "",
    message: str = "",
) -> tuple[Looked, ...]:
    """Those that would change anything. What is refused all the same is told by its row.

    `message`: by which a message is known that may come twice; the second changes nothing.
    """
    keys = {one.line: f"{message}/{one.line}" if message else "" for one in looked}
    found: list[Looked] = []
    for first in range(0, len(looked), AT_ONCE):
        part = looked[first : first + AT_ONCE]
        found += await asyncio.gather(
            *(
                _take(
                    services,
                    actor,
                    one,
                    BringInPermit(one.record, source, digest, reference),
                    keys[one.line],
                )
                for one in part
            )
        )
    return tuple(found)


async def _take(
    services: Services, actor: Actor, one: Looked, command: BringInPermit, key: str
) -> Looked:
    if one.becomes in ("same", "wrong"):
        return one
    outcome = await command_by(services, actor, command, one.subject, key)
    if not outcome.refusals:
        return one
    if [refusal.code for refusal in outcome.refusals] == [SAME]:
        return replace(one, becomes="same")
    return replace(one, becomes="wrong", faults=located(one.line, outcome.refusals))
