"""What a benchmark prints."""

from typing import Any

import msgspec


class Result(msgspec.Struct, frozen=True):
    """One figure with its limit. `ratio` is ours / limit for rates, and limit / ours for times.

    So a ratio of 1 is always the best there can be, and more is always better.
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


def rate(name: str, ours: float, limit: float, unit: str, limit_is: str, **detail: Any) -> Result:
    """A figure of which more is better."""
    return Result(name, ours, limit, _ratio(ours, limit), unit, limit_is, detail)


def cost(name: str, ours: float, base: float, unit: str, base_is: str, **detail: Any) -> Result:
    """A figure of which less is better."""
    return Result(name, ours, base, _ratio(base, ours), unit, base_is, detail)


def share(part: float, whole: float) -> float:
    """A round's ratio, short enough to read."""
    return round(_ratio(part, whole), 3)


def _ratio(part: float, whole: float) -> float:
    """Nothing was measured where the whole is nothing."""
    return part / whole if whole else 0.0
