"""The hours of a week as a field of colours, with the number in words at each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec
from markupsafe import Markup, escape

from corridor.web.charts.drawing import LINE, PAPER, SHADES, WIDTH, framed, text

DAYS: Final = 7
HOURS: Final = 24
LEFT: Final = 54
TOP: Final = 22
TALL: Final = 24
WIDE: Final = (WIDTH - LEFT - 4) / HOURS


class Field(msgspec.Struct, frozen=True):
    """One hour: how high it is among all, 0 to 5, and what it says."""

    shade: int
    said: str


def heat(
    id: str, title: str, says: str, days: Sequence[str], fields: Mapping[int, Field]
) -> Markup:
    """Seven rows of 24; an hour of which nothing is told is empty."""
    body = (*_heads(days), *(_field(hour, fields.get(hour)) for hour in range(DAYS * HOURS)))
    return framed(id, title, says, body, TOP + DAYS * TALL + 4)


def shade_of(value: float, edges: Sequence[float]) -> int:
    """Which of the shades: how many of the edges lie below it."""
    return sum(value > edge for edge in edges)


def edges_of(values: Sequence[float]) -> tuple[float, ...]:
    """What parts the values into as many groups as there are shades, with as many in each: one
    that is far off does not take the colours from all the others.
    """
    ordered, shades = sorted(values), len(SHADES)
    return tuple(ordered[len(ordered) * number // shades] for number in range(1, shades))


def _heads(days: Sequence[str]) -> Iterator[str]:
    for hour in range(0, HOURS, 3):
        yield text(round(LEFT + WIDE * (hour + 0.5), 1), TOP - 7, str(hour))
    for day, name in enumerate(days):
        yield text(LEFT - 6, TOP + TALL * day + 16, name, "end")


def _field(hour: int, field: Field | None) -> str:
    x, y = round(LEFT + WIDE * (hour % HOURS), 1), TOP + TALL * (hour // HOURS)
    shape = f'x="{x}" y="{y}" width="{round(WIDE - 1, 1)}" height="{TALL - 1}"'
    if field is None:
        return f'<rect class="chart__none" {shape} fill="{PAPER}" stroke="{LINE}"/>'
    return (
        f'<rect class="chart__shade chart__shade--{field.shade}" {shape}'
        f' fill="{SHADES[field.shade]}"><title>{escape(field.said)}</title></rect>'
    )
