"""What a new list would change: rows that come, that go, and fields that become others."""

import msgspec

from corridor.domain.refdata.rows import Row
from corridor.domain.refdata.state import by_key


class Changed(msgspec.Struct, frozen=True):
    """A row whose fields become others. `fields`: (column, before, after), as texts."""

    key: str
    fields: tuple[tuple[str, str, str], ...]


class Difference(msgspec.Struct, frozen=True):
    """Keys in their order. `same`: how many rows stay as they are."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    same: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.removed or self.changed)


def difference(before: tuple[Row, ...], after: tuple[Row, ...]) -> Difference:
    """Row by row, told apart by their keys."""
    old, new = by_key(before), by_key(after)
    both = sorted(old.keys() & new.keys())
    changed = tuple(Changed(key, fields) for key in both if (fields := _fields(old[key], new[key])))
    return Difference(
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(old.keys() - new.keys())),
        changed,
        len(both) - len(changed),
    )


def _fields(old: Row, new: Row) -> tuple[tuple[str, str, str], ...]:
    names = new.__struct_fields__
    pairs = (
        (name, cell_text(getattr(old, name, "")), cell_text(getattr(new, name))) for name in names
    )
    return tuple((name, was, now) for name, was, now in pairs if was != now)


def cell_text(value: object) -> str:
    """A cell of the file: several values are parted by a bar."""
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
