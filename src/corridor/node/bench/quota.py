"""`bench quota`: permits issued a second on one contended quota, beside a bare counter.

Carriers ask for more permits than there are, many in one commit, and each that is left is issued
at once: applied for, numbered, signed, durable. The limit is the bare driver that lowers a counter
and inserts a row for each, as many in a commit. Both end at nothing left; none may be over.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Final

from corridor.domain.consignment import Party
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.quota import TYPES, Quota, Rule, Terms, Tranche, quota_id
from corridor.domain.quotas.answering import QuotaAgreed
from corridor.domain.quotas.delivering import TrancheDelivered
from corridor.domain.quotas.proposing import ProposeQuota
from corridor.domain.quotas.ruling import StateQuotaRule
from corridor.domain.reference.authorities import ROAD, ministry_of
from corridor.engine.codec import composed, seal_event, tag_of
from corridor.engine.core import Core
from corridor.engine.jobs import Execute
from corridor.engine.ports import SealedEvent
from corridor.engine.queries import Queries
from corridor.engine.standing import Opened
from corridor.engine.unit import Unit
from corridor.evidence.event import event_leaf
from corridor.node.bench.filling import NotFilled
from corridor.node.bench.nodes import bench_nodes
from corridor.node.bench.result import Result, rate
from corridor.node.stopped_node import stopped_node
from corridor.node.system import today_in

HOLDER: Final = "KG"
GIVERS: Final = ("UZ", "TM", "AZ", "GE")
BATCH: Final = 32
PERMITS: Final = 320
OVER: Final = 32
"""So many more are asked for than there are, to see that none of them is issued."""
RULE: Final = "R053"
Round = tuple[float, float, int]


class Heard:
    """What the other state said, as the exchange brings it, without its page and proof."""

    def __init__(self, subject: str, giver: str, number: int, said: Payload) -> None:
        self._where, self._giver, self._number, self._said = subject, giver, number, said

    def run(self, unit: Unit) -> None:
        """Take it in."""
        actor = Actor(ministry_of(self._giver), self._giver, "bench", "permit")
        clock, now, node = unit.log.clock.tick(), unit.now(), self._giver
        fact: Fact[Payload] = Fact(self._said, node, self._number, clock, now, actor)
        data = seal_event(fact, composed(self._said).data, self._where, "A" * 22)
        tag, leaf = tag_of(self._said), event_leaf(data)
        sealed = SealedEvent(node, self._number, self._where, clock, tag, data, leaf)
        unit.take([Opened(sealed)])


def bench_quota(seconds: float) -> Iterator[Result]:
    """One result: against the bare driver's counter. Each round has a quota of its own."""
    year = today_in(HOLDER).year
    quotas = list(product(GIVERS, (year, year + 1), TYPES))
    found: list[Round] = []
    end = time.perf_counter() + seconds
    with bench_nodes([HOLDER]) as nodes, stopped_node(nodes[HOLDER].folder) as core:
        for number, (giver, of_year, kind) in enumerate(quotas):
            terms = Terms(PERMITS, (Tranche(f"{of_year}-01-01", PERMITS),), f"{of_year + 1}-01-31")
            asked = ProposeQuota(giver, HOLDER, of_year, kind, terms)
            ours, over = _issued(core, asked, 2 * number + 1)
            found.append((ours, _counted(nodes[HOLDER].folder), over))
            if time.perf_counter() > end:
                break
    yield rate(
        "quota",
        [(ours, limit) for ours, limit, _ in found],
        "permits/s",
        f"the bare driver lowering a counter and inserting a row, {BATCH} in a commit",
        permits_each=PERMITS,
        asked_each=PERMITS + OVER,
        over_quota=sum(over for _, _, over in found),
    )


def _issued(core: Core, asked: ProposeQuota, number: int) -> tuple[float, int]:
    """(permits a second, permits over quota) of a quota that is used up."""
    subject = quota_id(asked.giver, asked.holder, asked.year, asked.type)
    ministry = Actor(ministry_of(HOLDER), HOLDER, "bench", "permit")
    for command in (asked, StateQuotaRule(Rule(at_once=True))):
        _done(core, [Execute(command, ministry, subject)])
    offer = _quota(core, subject).offers[0].id
    core.run_one(Heard(subject, asked.giver, number, QuotaAgreed(offer)))
    core.run_one(Heard(subject, asked.giver, number + 1, TrancheDelivered(1, PERMITS)))
    jobs = [_application(asked.giver, subject, place) for place in range(PERMITS + OVER)]
    begun = time.perf_counter()
    for first in range(0, len(jobs), BATCH):
        _done(core, jobs[first : first + BATCH])
    passed = time.perf_counter() - begun
    quota = _quota(core, subject)
    return quota.taken / passed, max(0, quota.live - quota.total) + len(quota.disputes)


def _done(core: Core, jobs: list[Execute]) -> None:
    for outcome in core.run(jobs):
        if getattr(outcome, "refusals", True):
            raise NotFilled(str(outcome))


def _quota(core: Core, subject: str) -> Quota:
    state: Quota = Queries(core).get(subject).state
    return state


def _application(giver: str, quota: str, place: int) -> Execute:
    dossier = f"mv-{HOLDER}-{quota[3:]}-{place}"
    request = PermitRequest(
        dossier=dossier,
        kind=ROAD,
        country=giver,
        authority=ministry_of(HOLDER),
        rule=RULE,
        holder=Party("Bench"),
        plates=(f"01KG{place:03d}ABC",),
        quota=quota,
    )
    carrier = Actor("", f"KG-BENCH-{place % 10}", "bench", "carrier")
    return Execute(ApplyForPermit(request), carrier, f"pm-{HOLDER}-{quota[3:]}-{place:05d}")


def _counted(folder: Path) -> float:
    """Rows a second: WAL and synchronous=FULL as ours, one counter, one row for each."""
    path = folder / "counter.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as driver:
        for line in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "CREATE TABLE IF NOT EXISTS quota (id INTEGER PRIMARY KEY, free INTEGER NOT NULL)",
            "CREATE TABLE IF NOT EXISTS permit (id INTEGER PRIMARY KEY, asked INTEGER NOT NULL)",
        ):
            driver.execute(line)
        driver.execute("INSERT OR REPLACE INTO quota VALUES (1, ?)", (PERMITS,))
        begun = time.perf_counter()
        issued = sum(_commit(driver) for _ in range(0, PERMITS + OVER, BATCH))
        return issued / (time.perf_counter() - begun)


def _commit(driver: sqlite3.Connection) -> int:
    issued = 0
    driver.execute("BEGIN IMMEDIATE")
    for place in range(BATCH):
        found = driver.execute("UPDATE quota SET free = free - 1 WHERE id = 1 AND free > 0")
        if found.rowcount:
            driver.execute("INSERT INTO permit (asked) VALUES (?)", (place,))
            issued += 1
    driver.execute("COMMIT")
    return issued
