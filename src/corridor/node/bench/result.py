"""What a benchmark prints."""

from collections.abc import Sequence
from statistics import median
from typing import Any

import msgspec


class Result(msgspec.Struct, frozen=True):
    """One figure with its limit. `ratio` is ours / limit for rates, and limit / ours for times.

    So a ratio of 1 is always the best there can be, and more is always better. Where there were
    several rounds, each number is the median of the rounds' numbers, the ratio too.
    """

    name: str
    ours: float
    limit: float
    ratio: float
    unit: str
    limit_is: str
    detail: dict[str, Any] = {}

    def line(self) -> str:
        """For a person."""
        more = "".join(f"; {key} {value}" for key, value in self.detail.items())
        return (
            f"{self.name}: {self.ours:,.1f} {self.unit}, limit {self.limit:,.1f} "
            f"({self.limit_is}), ratio {self.ratio:.2f}{more}"
        )


def rate(
    name: str, rounds: Sequence[tuple[float, float]], unit: str, limit_is: str, **detail: Any
) -> Result:
    """A figure of which more is better: (ours, limit) of each round."""
    ratios = [_ratio(ours, limit) for ours, limit in rounds]
    return Result(
        name,
        median(ours for ours, _ in rounds),
        median(limit for _, limit in rounds),
        median(ratios),
        unit,
        limit_is,
        {
            **detail,
            "spread": f"{min(ratios):.2f} to {max(ratios):.2f}",
            "ratios": [round(ratio, 3) for ratio in ratios],
        },
    )


def cost(name: str, ours: float, base: float, unit: str, base_is: str, **detail: Any) -> Result:
    """A figure of which less is better."""
    return Result(name, ours, base, _ratio(base, ours), unit, base_is, detail)


def percentile(found: Sequence[float], share: float) -> float:
    """What this share of the figures did not exceed."""
    ordered = sorted(found)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _ratio(part: float, whole: float) -> float:
    """Nothing was measured where the whole is nothing."""
    return part / whole if whole else 0.0
