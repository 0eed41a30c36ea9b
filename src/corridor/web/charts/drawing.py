"""The SVG itself: shapes with their classes, and a frame that says in words what is drawn.

Each shape has its colours of daylight as attributes, so that the picture is whole by itself; a page
gives others by its style sheet, in the dark too.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import msgspec
from markupsafe import Markup, escape

from corridor.web.charts.scales import Scale, scale_of, thinned

WIDTH: Final = 640
HEIGHT: Final = 300
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 44, 34
INK, QUIET, LINE, TEAL, PAPER = "#14213d", "#4a546b", "#d8d2c4", "#0b6e6e", "#ffffff"
SHADES: Final = ("#fde725", "#7ad151", "#22a884", "#2a788e", "#414487", "#440154")
"""From light to dark, told apart by their lightness alone (viridis)."""
LABELS: Final = 12
LETTER, GAP = 7.5, 4
"""How wide a letter of a label is at most, and what stays free beside it."""
NARROW: Final = 5
"""So many labels find room on a telephone."""
Shown = Callable[[float], str]
"""A number in the reader's language."""


class Mark(msgspec.Struct, frozen=True):
    """One value: what it is of, the number, both in words, and whether it may still change."""

    label: str
    value: float | None
    said: str
    provisional: bool = False


def framed(id: str, title: str, says: str, body: Iterable[str], height: int = HEIGHT) -> Markup:
    """The picture, with its title and a description for who cannot see it."""
    return Markup(  # noqa: S704 - every word in it was escaped
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        f' role="img" aria-labelledby="{id}-t {id}-d" font-family="Noto Sans, sans-serif"'
        f' font-size="13"><title id="{id}-t">{escape(title)}</title>'
        f'<desc id="{id}-d">{escape(says)}</desc>{"".join(body)}</svg>'
    )


def text(x: float, y: float, words: str, anchor: str = "middle", kind: str = "label") -> str:
    """A word."""
    colour = INK if kind == "figure" else QUIET
    return (
        f'<text class="chart__{kind}" x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(words)}</text>"
    )


def titled(caption: str, unit: str) -> str:
    """What a picture by itself says above it, which on a page stands beside it; and of what its
    numbers are, from the edge on, where long words find room.
    """
    name = text(LEFT, 18, caption, "start", "figure") if caption else ""
    return name + (text(0, 34 if caption else 18, unit, "start") if unit else "")


def upright(marks: Sequence[Mark], shown: Shown) -> tuple[Scale, str]:
    """The scale of the numbers, with its lines across."""
    values = [one.value for one in marks if one.value is not None]
    scale = scale_of(min(values), max(values), HEIGHT - BOTTOM, TOP)
    lines = "".join(_across(scale, tick, shown) for tick in scale.ticks)
    return scale, lines


def _across(scale: Scale, tick: float, shown: Shown) -> str:
    y = scale.at(tick)
    stroke = QUIET if tick == 0 else LINE
    return (
        f'<path class="chart__grid{" chart__grid--zero" if tick == 0 else ""}" stroke="{stroke}"'
        f' d="M{LEFT} {y}H{WIDTH - RIGHT}"/>' + text(LEFT - 8, y + 4, shown(tick), "end")
    )


def along(marks: Sequence[Mark], places: Sequence[float]) -> Iterator[str]:
    """What each stands for; so many that they do not meet, and half of them on a narrow screen."""
    longest = max((len(mark.label) for mark in marks), default=1)
    room = int((WIDTH - LEFT - RIGHT) / (longest * LETTER + GAP))
    every = thinned(len(marks), min(LABELS, max(1, room)))
    for number, (mark, x) in enumerate(zip(marks, places, strict=True)):
        if number % every == 0:
            stays = len(marks) <= NARROW or (number // every) % 3 == 0
            kind = "label" if stays else "label chart__label--more"
            yield text(x, HEIGHT - BOTTOM + 18, mark.label, kind=kind)


def places_of(count: int) -> tuple[list[float], float]:
    """Where each of so many stands, and how much room it has."""
    room = (WIDTH - LEFT - RIGHT) / max(count, 1)
    return [round(LEFT + room * (number + 0.5), 1) for number in range(count)], room
