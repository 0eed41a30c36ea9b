"""The engine's heart: every write of a node goes through here, by one thread, in transactions.

`Core.run` takes a batch of jobs, gives each the same open transaction, signs the log's new root
once, and commits. A job is refused or succeeds by itself; only a failure of the program or of the
store takes the batch down, and then each job is tried again alone.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any, Protocol, runtime_checkable

import msgspec

from corridor.domain.permits.issued import at_node
from corridor.engine.channels import ChannelWriter
from corridor.engine.effects import NOTHING_LEFT, EffectFailed, Left, NewsFailed
from corridor.engine.hlc import HybridClock
from corridor.engine.log import LogWriter, Tip
from corridor.engine.outcome import Published
from corridor.engine.ports import Store
from corridor.engine.reference import ReferenceInForce
from corridor.engine.settings import Settings
from corridor.engine.subjects import Subjects
from corridor.engine.telling import tell
from corridor.engine.unit import Unit

_log = logging.getLogger("corridor")


class Job(Protocol):
    """Something to be done inside the writer's transaction. It must not keep the unit."""

    def run(self, unit: Unit) -> Any: ...


@runtime_checkable
class Spares(Protocol):
    """A job that can be done without an effect of it at which this program fails."""

    def without(self, failed: EffectFailed) -> Job: ...


class Engine(Protocol):
    """What the rooms above see of a node's engine, wherever it runs. They write by jobs alone."""

    settings: Settings
    tip: Tip
    listeners: list[Callable[[Published], None]]

    @property
    def store(self) -> Store: ...

    @property
    def node(self) -> str: ...

    @property
    def waiting(self) -> int:
        """Jobs that were handed in and are not answered; any thread may ask."""

    def set_peers(self, peers: frozenset[str]) -> None: ...

    def run_one(self, job: Job) -> Any: ...


class Failed(msgspec.Struct, frozen=True):
    """A job that raised; the exception is given back to whoever asked."""

    error: BaseException


def given(result: Any) -> Any:
    """A job's result, or raise what the job raised."""
    if isinstance(result, Failed):
        raise result.error
    return result


class Attempt:
    """What a batch came to, known before it is known whether the commit held."""

    def __init__(self) -> None:
        self.results: list[Any] = []
        self.published = Published()
        self.tip: Tip | None = None


class Core:
    """One node's engine, without threads: `run` may be called by one thread at a time."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store: Store = store
        self.tip = Tip()
        self.listeners: list[Callable[[Published], None]] = []
        self._subjects = Subjects(settings.node)
        self._channels = ChannelWriter()
        self._reference = ReferenceInForce(
            settings.reference,
            store,
            at_node(settings.requirement_rules, settings.permit_types),
        )
        self._log = self._reopen()
        self._stale = False
        """Whether memory may differ from the store, after a commit that raised."""

    @property
    def node(self) -> str:
        """Two letters."""
        return self.settings.node

    @property
    def waiting(self) -> int:
        """None: who calls `run` waits for it."""
        return 0

    def set_peers(self, peers: frozenset[str]) -> None:
        """Another trust list is in force: from the next batch on, publish to these."""
        self.settings = msgspec.structs.replace(self.settings, peers=peers - {self.node})

    def run(self, jobs: Sequence[Job], untold: Left = NOTHING_LEFT) -> list[Any]:
        """The result of each job, in order; `Failed` where one raised.

        `untold`: whose news are not told, since that failed before.
        """
        attempt = Attempt()
        try:
            self._reopen_if_stale()
            self._commit(jobs, attempt, untold)
        except Exception as error:  # noqa: BLE001 - whatever it was, the others must go on
            self._stale = True
            if not self._was_kept(attempt):
                if len(jobs) == 1:
                    return self._spared(jobs[0], error, untold)
                return [result for job in jobs for result in self.run([job])]
        for listener in (self._reference.hear, *self.listeners):
            listener(attempt.published)
        return attempt.results

    def _spared(self, job: Job, error: Exception, untold: Left) -> list[Any]:
        """What a job comes to without the effect that failed, where it can do without."""
        is_news = isinstance(error, NewsFailed) and not untold.rest
        if not isinstance(error, EffectFailed) or not (is_news or isinstance(job, Spares)):
            return [Failed(error)]
        _log.error("%s of %s is set aside", error.stage, error.subject, exc_info=error.__cause__)
        if is_news:
            return self.run([job], untold.besides(error))
        assert isinstance(job, Spares)
        return self.run([job.without(error)], untold)

    def run_one(self, job: Job) -> Any:
        """Run one job and give its result, or raise what it raised."""
        return given(self.run([job])[0])

    def _commit(self, jobs: Sequence[Job], attempt: Attempt, untold: Left) -> None:
        with self.store.write() as tx:
            size = self._log.size
            unit = Unit(self._settings_now(), tx, self._log, self._subjects, self._channels)
            attempt.results = [job.run(unit) for job in jobs]
            tell(unit, untold)
            peers = self._channels.flush(tx)
            attempt.published = Published(frozenset(unit.touched), frozenset(unit.lists), peers)
            attempt.tip = self._log.seal(tx) if self._log.size > size else None
        if attempt.tip is not None:
            self.tip = attempt.tip

    def _settings_now(self) -> Settings:
        """With the reference data as states issued them."""
        sets = self._reference.sets
        if self.settings.reference is not sets:
            self.settings = msgspec.structs.replace(
                self.settings, reference=sets, requirement_rules=self._reference.rules
            )
        return self.settings

    def _was_kept(self, attempt: Attempt) -> bool:
        """Whether a commit that failed was durable all the same: then it must not be repeated.

        The store's newest checkpoint tells. A commit that wrote no event may be repeated.
        """
        try:
            self._reopen_if_stale()
        except Exception:  # noqa: BLE001 - the store cannot even be read; the next run tries again
            return False
        return attempt.tip is not None and attempt.tip.note == self.tip.note

    def _reopen_if_stale(self) -> None:
        if self._stale:
            self._log = self._reopen()
            self._stale = False

    def _reopen(self) -> LogWriter:
        """Forget what is in memory and go on from the store: at start as after a fault."""
        self._subjects.forget()
        self._channels.reopen()
        self._reference.refresh()
        with self.store.read() as reader:
            size = reader.size()
            last = reader.event(size - 1) if size else None
            clock = HybridClock(
                self.settings.clock, _highest(reader.log(max(0, size - 1_000), 1_000))
            )
            log = LogWriter(self.settings.node, clock, self.settings.tokens, self.settings.signer)
            log.reopen(reader)
            checkpoint = reader.checkpoint()
        assert (last is None) == (checkpoint is None)
        if checkpoint is not None:
            self.tip = log.tip(checkpoint[1])
        return log


def _highest(events: Sequence[Any]) -> str:
    """The highest clock reading among the newest entries of the log."""
    return max((event.clock for event in events), default="")
