"""What a decision has to know, in the writer's open transaction."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM
from corridor.domain.besides import Besides
from corridor.domain.context import Context, Judged, Parameters
from corridor.domain.days import day_at
from corridor.domain.facts import Actor
from corridor.domain.needs import Ask, Need, gather
from corridor.engine.credentials import credential_signer
from corridor.engine.kept_files import described_for
from corridor.engine.log import LogWriter
from corridor.engine.ports import Transaction
from corridor.engine.settings import Settings
from corridor.engine.subjects import Loaded, Subjects
from corridor.engine.tuning import NEEDS_POWER, YES, tuned


class Knowing:
    """Looks things up for decisions; each sees what was said in the transaction before."""

    def __init__(
        self, settings: Settings, tx: Transaction, log: LogWriter, subjects: Subjects
    ) -> None:
        self.settings = settings
        self.tx = tx
        self.log = log
        self._subjects = subjects
        self._terms: Parameters | None = None

    def now(self) -> str:
        """The wall clock as an instant."""
        return self.log.clock.now()

    def get(self, subject: str) -> Loaded:
        """A subject as this transaction sees it."""
        return self._subjects.get(self.tx, subject, self._flush)

    def look(self, subject: str) -> Loaded:
        """A subject as it stands, for one look: it is not kept in memory for that."""
        return self._subjects.look(self.tx, subject)

    def _flush(self) -> None:
        self.log.flush(self.tx)

    def _system(self, office: str = "") -> Actor:
        """Nobody's hand, for an office of this node or for the node itself."""
        return Actor(office=office, org=self.settings.node, person="", role=SYSTEM)

    def _context(
        self,
        needs: Sequence[Need[Any]],
        state: Any,
        said: Any,
        actor: Actor,
        subject: str,
        judged: Judged | None = None,
    ) -> Context:
        settings = self.settings
        now, sets = self.now(), settings.reference
        context = Context(
            now=now,
            node=settings.node,
            subject=subject,
            actor=actor,
            reference=sets if sets.editions is None else sets.on(day_at(now, settings.node)),
            token=self.log.token(),
            nodes=settings.peers | {settings.node},
            requirement_rules=settings.requirement_rules,
            permit_types=settings.permit_types,
            parameters=self._parameters(),
            sign=credential_signer(settings.signer),
            judged=judged,
        )
        if not needs:
            return context
        ask = Ask(subject, state, said, context)
        return replace(context, gathered=gather(needs, self, ask))

    def _parameters(self) -> Parameters:
        """Terms of the node, with what its operators had set when the transaction began."""
        if self._terms is None:
            known, power = self.settings.parameters, tuned(self.tx, NEEDS_POWER)
            self._terms = known if power is None else replace(known, needs_power=power == YES)
        return self._terms

    def context_of(self, subject: str, state: Any, besides: Besides[Any]) -> Context:
        """What has to be known for that which the rows of a subject show besides."""
        return self._context(besides.needs, state, None, self._system(), subject)

    def find(self, key: str) -> Sequence[str]:
        """Subjects that hold a key, for what a decision needs to know."""
        return self.tx.find(key)

    def state(self, subject: str) -> Any:
        """The state of another subject, for the same."""
        return self.get(subject).state

    def kept(self, sha256: str, org: str) -> tuple[int, str] | None:
        """A file that is kept here for the organisation, for the same."""
        return described_for(self.tx, sha256, org)

    def setting(self, name: str) -> str | None:
        """A setting as operators set it, for the same."""
        return tuned(self.tx, name)

    def counts(self, prefix: str) -> dict[str, int]:
        """Rows of each list whose name begins so, for the same."""
        return self.tx.counts(prefix)
