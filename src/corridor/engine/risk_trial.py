"""A profile tried on movements that have been: a document of the node, filled bit by bit.

It reads and decides nothing. A node that is started anew begins it from its beginning.
"""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from corridor.domain.movement.state import Movement
from corridor.domain.risk.matching import Numbered, compiled
from corridor.domain.risk.profile import Profile
from corridor.domain.risk.scoring import Tally, outcome_of
from corridor.engine.assessing import Seen, judged, offices_here
from corridor.engine.core import Engine
from corridor.engine.ports import Document, Reader
from corridor.engine.risk_book import ready
from corridor.engine.subjects import load

TRIAL: Final = "risk-trial"
"""`updated`: when it was begun."""
MOVEMENTS_MAX: Final = 5_000
EXAMPLES_MAX: Final = 20
BROAD_PERCENT: Final = 50
"""What matches so many finds nothing: it only takes the officers' time."""


class Figures(msgspec.Struct, frozen=True):
    """What a trial has come to so far. `before`, `after`: movements by the channel
    proposed without it and with it.
    """

    looked: int = 0
    tally: Tally = Tally()
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    examples: tuple[str, ...] = ()
    """Reference numbers of some that it matches, the newest first."""

    @property
    def is_broad(self) -> bool:
        """Whether it matches so many that it tells nothing."""
        return 0 < self.looked * BROAD_PERCENT <= self.tally.matched * 100


class Trial(msgspec.Struct, frozen=True, omit_defaults=True):
    """One trial. `total`: movements that are looked at."""

    id: str
    profile: Profile
    by: str
    at: str
    limit: int = 1_000
    total: int = 0
    state: Literal["waiting", "running", "done"] = "waiting"
    figures: Figures = Figures()


_TRIAL = msgspec.json.Decoder(Trial)


def read_trial(document: Document) -> Trial:
    """A trial as it is kept."""
    return _TRIAL.decode(document.body)


def trial_document(trial: Trial) -> Document:
    """The same, to be kept."""
    return Document(trial.id, "", trial.at, msgspec.json.encode(trial))


def newest_movements(engine: Engine, limit: int) -> tuple[str, ...]:
    """Of those that stand on lists of the node's customs offices, the newest."""
    with engine.store.read() as reader:
        found: dict[str, str] = {}
        for name in _lists(reader, engine.node):
            rows = reader.rows(name, "since", limit=limit, descending=True)
            found.update((row.subject, row.since) for row in rows)
    return tuple(sorted(found, key=lambda one: (found[one], one), reverse=True)[:limit])


def _lists(reader: Reader, node: str) -> list[str]:
    return [name for name in reader.counts(f"customs:{node}") if not name.endswith(":due")]


def tried(
    engine: Engine, subjects: Sequence[str], profile: Profile, now: str, so_far: Figures
) -> Figures:
    """Some movements more. Days of validity are left aside: what is to come is tried, too."""
    with engine.store.read() as reader:
        force, profiles = ready(reader)
        always = replace(profile, valid_from="", valid_to="")
        others = tuple(one for one in profiles if one.profile.code != profile.code)
        with_it = (*others, *compiled([Numbered(0, always)]))
        for subject in subjects:
            state = load(reader, subject).state
            if isinstance(state, Movement) and state.mrn and offices_here(state, engine.node):
                past = Seen(reader, engine.settings, subject, lambda one: load(reader, one).state)
                was = judged(state, past, force, others, engine.node, now)
                would = judged(state, past, force, with_it, engine.node, now)
                is_hit = any(hit.code == profile.code for hit in would.hits)
                so_far = _counted(so_far, state, was.channel, would.channel, is_hit)
    return so_far


def _counted(so_far: Figures, state: Movement, was: str, would: str, is_hit: bool) -> Figures:
    before, after = dict(so_far.before), dict(so_far.after)
    before[was] = before.get(was, 0) + 1
    after[would] = after.get(would, 0) + 1
    examples = so_far.examples
    if is_hit and len(examples) < EXAMPLES_MAX:
        examples = (*examples, state.reference)
    tally = so_far.tally.plus(outcome_of(state)) if is_hit else so_far.tally
    return Figures(so_far.looked + 1, tally, before, after, examples)
