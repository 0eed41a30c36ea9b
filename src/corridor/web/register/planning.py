"""What a file would change in the register, before anything of it takes effect."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from corridor.domain.barrier import Barrier
from corridor.domain.barriers.kind import BARRIERS
from corridor.domain.commitments.kind import COMMITMENTS
from corridor.domain.commitments.state import Commitment
from corridor.domain.indicators.state import Indicator, news_in
from corridor.domain.reported import Said
from corridor.web.register.reading import Entry


class Difference(NamedTuple):
    """One field, as it is and as it would be."""

    name: str
    before: str
    after: str


class Change(NamedTuple):
    """One row of the register that would come or change."""

    entry: Entry
    is_new: bool
    title: Said
    fields: tuple[Difference, ...]


def change_of(entry: Entry, state: Any) -> Change | None:
    """What an entry would change; None where it says what stands."""
    command: Any = entry.command
    if entry.subject.startswith(COMMITMENTS.prefix):
        before: Any = state.promise if isinstance(state, Commitment) else None
        fields = tuple(_changed(before, command.promise))
        title = command.promise.what
    elif entry.subject.startswith(BARRIERS.prefix):
        before = state.notice if isinstance(state, Barrier) else None
        fields = tuple(_changed(before, command.notice))
        title = command.notice.title
    else:
        found = state if isinstance(state, Indicator) else None
        fields = (*_changed(found and found.series, command.series), *_vintages(found, command))
        title = command.series.title
    return Change(entry, state is None, title, fields) if fields or state is None else None


def _changed(before: Any, after: Any) -> Iterator[Difference]:
    for name in after.__struct_fields__:
        was, now = getattr(before, name, None), getattr(after, name)
        if before is not None and was != now:
            yield Difference(name, _plain(was), _plain(now))


def _vintages(state: Indicator | None, command: Any) -> Iterator[Difference]:
    known = {} if state is None else {one.figure.period: one.figure for one in state.newest}
    for figure in news_in(state, command.figures):
        was = known.get(figure.period)
        yield Difference(
            figure.period, was.said.in_language("ru") if was else "", figure.said.in_language("ru")
        )


def _plain(value: Any) -> str:
    if isinstance(value, Said):
        return " / ".join(one for one in (value.ru, value.en) if one)
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    if hasattr(value, "__struct_fields__"):
        return ", ".join(filter(None, (_plain(getattr(value, f)) for f in value.__struct_fields__)))
    return "" if value is None else str(value)
