"""From hits to a proposed channel; the random share; and what came of it.

An officer decides. What is proposed is a word of the node to its own officers, and its reasons
are theirs alone.
"""

import hashlib
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.movement.state import Movement
from corridor.domain.risk.matching import Hit, Numbered

Channel = Literal["green", "yellow", "red"]
CHANNELS: Final[tuple[Channel, ...]] = ("green", "yellow", "red")
TEN_THOUSAND: Final = 10_000
Score = Annotated[int, Meta(ge=1, le=1_000_000)]
BAD: Final = frozenset({"A5", "B1"})


class Terms(msgspec.Struct, frozen=True, omit_defaults=True):
    """Scores from which on a channel is proposed, and the share that is drawn by lot.

    `random_of_10000`: so many movements of ten thousand. `seed`: what the lot is drawn with, so
    that nobody outside can foresee it, and the node can explain it.
    """

    yellow_from: Score = 20
    red_from: Score = 60
    random_of_10000: Annotated[int, Meta(ge=0, le=TEN_THOUSAND)] = 0
    seed: Annotated[str, Meta(max_length=64)] = ""


class InForce(msgspec.Struct, frozen=True):
    """All that counts at a node now. `revision`: how often that has changed."""

    revision: int = 0
    terms: Terms = Terms()
    profiles: tuple[Numbered, ...] = ()


class Assessment(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a node makes of a movement. `day`: the local day by which profiles were valid.

    `lot`: what was drawn, of ten thousand; below `random_of_10000` the movement is drawn.
    """

    at: str = ""
    day: str = ""
    revision: int = 0
    score: int = 0
    channel: Channel = "green"
    hits: tuple[Hit, ...] = ()
    lot: int = 0
    is_drawn: bool = False


def lot_of(seed: str, mrn: str, day: str) -> int:
    """A number below ten thousand that follows from these three, and from nothing less."""
    digest = hashlib.sha256(f"{seed}\0{mrn}\0{day}".encode()).digest()
    return int.from_bytes(digest[:8]) % TEN_THOUSAND


def channel_of(score: int, is_drawn: bool, terms: Terms) -> Channel:
    """The channel that a score proposes; whatever is drawn is looked at."""
    if score >= terms.red_from:
        return "red"
    return "yellow" if is_drawn or score >= terms.yellow_from else "green"


def assessed(
    found: tuple[Hit, ...], mrn: str, terms: Terms, at: str, day: str, revision: int
) -> Assessment:
    """What hits come to. `day`: that on which it was accepted, by which the lot is drawn."""
    score = sum(hit.weight for hit in found)
    lot = lot_of(terms.seed, mrn, day)
    is_drawn = lot < terms.random_of_10000
    channel = channel_of(score, is_drawn, terms)
    return Assessment(at, day, revision, score, channel, found, lot, is_drawn)


def grown(before: Assessment, now: Assessment, terms: Terms) -> Assessment:
    """What was assessed before an officer decided stays; what has come to light since is added."""
    codes = {hit.code for hit in before.hits}
    added = tuple(hit for hit in now.hits if hit.code not in codes)
    score = before.score + sum(hit.weight for hit in added)
    channel = max(before.channel, channel_of(score, False, terms), key=CHANNELS.index)
    return replace(before, at=now.at, score=score, channel=channel, hits=(*before.hits, *added))


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What officers decided and found. `controlled`: somebody looked, at either end."""

    channel: str = ""
    controlled: bool = False
    found: bool = False


def outcome_of(state: Movement) -> Outcome:
    """Controls and findings of a movement, as far as the node has heard of them."""
    end = state.destination
    controlled = bool(state.control_result) or end.conforms is not None
    bad = not BAD.isdisjoint({state.control_result, end.result})
    found = bad or end.conforms is False or end.seals_intact is False
    return Outcome(state.channel, controlled, found)


class Tally(msgspec.Struct, frozen=True):
    """Of movements that a profile matched: how many, controlled, and with a finding then."""

    matched: int = 0
    controlled: int = 0
    found: int = 0

    def plus(self, outcome: Outcome, sign: int = 1) -> "Tally":
        """With one movement more, or one less."""
        return Tally(
            self.matched + sign,
            self.controlled + sign * outcome.controlled,
            self.found + sign * (outcome.controlled and outcome.found),
        )

    @property
    def rate(self) -> int | None:
        """Per cent of the controlled that had a finding; None where none was controlled."""
        return self.found * 100 // self.controlled if self.controlled else None


EVERY: Final = "*every 0"
DRAWN: Final = "*drawn 0"


def counted_under(assessment: Assessment) -> tuple[str, ...]:
    """The tallies that a movement counts in: every one, that of the lot, that of each profile."""
    drawn = (DRAWN,) if assessment.is_drawn else ()
    return (EVERY, *drawn, *map(tally_of, assessment.hits))


def tally_of(hit: Hit) -> str:
    """Under what hits of this version of a profile are counted."""
    return f"{hit.code} {hit.version}"
