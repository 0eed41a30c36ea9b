"""Whether a commitment is on schedule: by a rule that has a name, or not measured at all.

Rule S1, even pace: between base and target the value would grow by the same rate each year; what
was reported for a whole year is held against that of its year, and 2 % either way are on schedule.
Rule S2, parts: the share of parts that are done against the share of the time that is gone, and one
part either way is on schedule; as long as no part has a name, nothing is measured.
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

import msgspec

from corridor.domain.commitments.state import SOON_DAYS, Commitment, Measure

Verdict = Literal["on_schedule", "behind", "ahead", "not_measured"]
Due = Literal["", "overdue", "soon"]
TOLERANCE: Final = Decimal("0.02")
TENTH: Final = Decimal("0.1")
DATED: Final = frozenset({"day", "year", "span"})


class Schedule(msgspec.Struct, frozen=True):
    """The verdict, the rule that gave it, and what it compared."""

    verdict: Verdict
    rule: Literal["", "S1", "S2"] = ""
    at: str = ""
    """The year or day for which it holds."""
    found: str = ""
    wanted: str = ""
    why: Literal["", "no_measure", "no_value", "no_names", "no_term"] = ""


def schedule_of(state: Commitment, yearly: Mapping[str, Decimal], day: str) -> Schedule:
    """By the yearly values of its indicator, or by its parts."""
    if state.promise.measure is not None:
        return _by_pace(state.promise.measure, yearly)
    if state.promise.parts:
        return _by_parts(state, day)
    return Schedule("not_measured", why="no_measure")


def _by_pace(measure: Measure, yearly: Mapping[str, Decimal]) -> Schedule:
    """S1."""
    later = [year for year in yearly if measure.base_year < year <= measure.target_year]
    if not later:
        return Schedule("not_measured", "S1", why="no_value")
    year = max(later)
    found, wanted = yearly[year], path_at(measure, year)
    share = found / wanted - 1
    verdict: Verdict = "on_schedule"
    if abs(share) > TOLERANCE:
        verdict = "ahead" if share > 0 else "behind"
    return Schedule(verdict, "S1", year, _plain(found), _plain(wanted))


def path_at(measure: Measure, year: str) -> Decimal:
    """What an even pace would have reached by the end of a year."""
    gone = int(year) - int(measure.base_year)
    whole = int(measure.target_year) - int(measure.base_year)
    ratio = Decimal(measure.target) / Decimal(measure.base)
    return Decimal(measure.base) * ratio ** (Decimal(gone) / Decimal(whole))


def needed_rate(measure: Measure) -> str:
    """By how many per cent it has to grow each year."""
    years = Decimal(int(measure.target_year) - int(measure.base_year))
    ratio = Decimal(measure.target) / Decimal(measure.base)
    return str(((ratio ** (1 / years) - 1) * 100).quantize(TENTH, ROUND_HALF_UP))


def _by_parts(state: Commitment, day: str) -> Schedule:
    """S2."""
    promise = state.promise
    if not state.parts:
        return Schedule("not_measured", "S2", why="no_names")
    if not (promise.source.on and promise.due_last > promise.source.on):
        return Schedule("not_measured", "S2", why="no_term")
    done = sum(bool(part.done_on and part.done_on <= day) for part in state.parts)
    term = days_between(promise.source.on, promise.due_last)
    gone = min(max(days_between(promise.source.on, day), 0), term)
    wanted = Decimal(promise.parts * gone) / term
    verdict: Verdict = "on_schedule"
    if abs(done - wanted) >= 1:
        verdict = "ahead" if done > wanted else "behind"
    return Schedule(verdict, "S2", day, str(done), _plain(wanted))


def _plain(value: Decimal) -> str:
    return f"{value.quantize(TENTH, ROUND_HALF_UP).normalize():f}"


def days_between(first: str, last: str) -> int:
    """From one day to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def due_of(state: Commitment, day: str) -> Due:
    """Whether its last day is gone without a word that it is done, or near."""
    promise = state.promise
    if promise.due_kind not in DATED or not promise.due_last or state.is_done:
        return ""
    left = days_between(day, promise.due_last)
    return "overdue" if left < 0 else "soon" if left <= SOON_DAYS else ""
