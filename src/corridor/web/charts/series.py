"""Months one after the other: a line for what is measured, bars for what is added up."""

from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup, escape

from corridor.web.charts.drawing import (
    HEIGHT,
    PAPER,
    TEAL,
    Mark,
    Shown,
    along,
    framed,
    places_of,
    titled,
    upright,
)
from corridor.web.charts.scales import Scale

WIDE_MAX: Final = 60.0


def line(
    id: str,
    title: str,
    says: str,
    unit: str,
    marks: Sequence[Mark],
    shown: Shown,
    caption: str = "",
) -> Markup:
    """A dot for each, joined where they follow each other; a gap where there is none."""
    places, _ = places_of(len(marks))
    scale, grid = upright(marks, shown)
    body = (
        titled(caption, unit),
        grid,
        *along(marks, places),
        _path(marks, places, scale),
        *_dots(marks, places, scale),
    )
    return framed(id, title, says, body)


def bars(
    id: str,
    title: str,
    says: str,
    unit: str,
    marks: Sequence[Mark],
    shown: Shown,
    caption: str = "",
) -> Markup:
    """A bar for each, from zero."""
    places, room = places_of(len(marks))
    scale, grid = upright(marks, shown)
    body = (titled(caption, unit), grid, *along(marks, places), *_bars(marks, places, scale, room))
    return framed(id, title, says, body)


def _path(marks: Sequence[Mark], places: Sequence[float], scale: Scale) -> str:
    steps, pen = [], "M"
    for mark, x in zip(marks, places, strict=True):
        if mark.value is None:
            pen = "M"
            continue
        steps.append(f"{pen}{x} {scale.at(mark.value)}")
        pen = "L"
    path = "".join(steps)
    return f'<path class="chart__line" fill="none" stroke="{TEAL}" stroke-width="2" d="{path}"/>'


def _dots(marks: Sequence[Mark], places: Sequence[float], scale: Scale) -> Iterator[str]:
    for mark, x in zip(marks, places, strict=True):
        if mark.value is not None:
            fill, kind = _look(mark, "dot")
            yield (
                f'<circle class="{kind}" cx="{x}" cy="{scale.at(mark.value)}" r="4" fill="{fill}"'
                f' stroke="{TEAL}" stroke-width="2"><title>{escape(mark.said)}</title></circle>'
            )


def _bars(
    marks: Sequence[Mark], places: Sequence[float], scale: Scale, room: float
) -> Iterator[str]:
    wide, zero = round(min(max(2.0, room * 0.72), WIDE_MAX), 1), scale.at(0)
    for mark, x in zip(marks, places, strict=True):
        if mark.value is not None:
            fill, kind = _look(mark, "bar")
            top = min(scale.at(mark.value), zero)
            tall = round(abs(scale.at(mark.value) - zero), 1)
            yield (
                f'<rect class="{kind}" x="{round(x - wide / 2, 1)}" y="{top}" width="{wide}"'
                f' height="{min(tall, HEIGHT)}" fill="{fill}" stroke="{TEAL}">'
                f"<title>{escape(mark.said)}</title></rect>"
            )


def _look(mark: Mark, shape: str) -> tuple[str, str]:
    """What may still change is hollow."""
    if mark.provisional:
        return PAPER, f"chart__{shape} chart__{shape}--provisional"
    return TEAL, f"chart__{shape}"
