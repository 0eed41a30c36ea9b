"""Goods typed as a table by several: each cell goes to the row that its page showed.

A row is known by what it showed, wherever it stands by now. A cell that nobody touched stays as
it is; one that a colleague changed as well stays as the colleague wrote it, and is told.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from corridor.domain.typed import tidy
from corridor.web.forms import Form
from corridor.web.tables.matching import FIELDS
from corridor.web.views.drafting.lines import names_typed
from corridor.web.views.drafting.model import ITEM_FIELDS, ITEMS_MAX, Draft, ItemForm, Values
from corridor.web.views.drafting.taking import LETTERS_MAX, SEEN
from corridor.web.views.drafting.to_countries import LANDS
from corridor.web.views.drafting.together import Theirs

Goods = tuple[ItemForm, ...]
Shown = dict[int, Values]
MeantBy = Callable[[str, str], str]
GRID: Final = tuple(field for field in FIELDS["goods"] if field in ITEM_FIELDS)
"""Columns that are typed in; those of the parties of a part stand on its page."""
BLANK: Final = 3
"""Rows to add, after the last."""


class Seen(msgspec.Struct, frozen=True):
    """What the form of a page showed: its rows by their number, and how many there were in all."""

    rows: Shown
    count: int


class Typed(NamedTuple):
    """The goods with what was typed; where each row stands by now; what is not taken, and why."""

    goods: Goods
    places: Mapping[int, int]
    theirs: list[Theirs]
    mine: dict[tuple[int, str], str]
    """(place, field) → what was typed into a cell that a colleague changed, or is too long."""
    long: list[tuple[str, int]]
    """Cells whose text is too long to be taken, with its length."""
    gone: list[tuple[int, str]]
    """Rows that are not there any more, by number, and what was typed in them."""


def hidden_columns(draft: Draft) -> frozenset[str]:
    """Columns that say nothing where there is one part, or one container, or one way for all."""
    is_boxed = len(names_typed(draft.transport)) > 1
    shown = {"part": bool(draft.parts), "box": is_boxed} | dict.fromkeys(LANDS, False)
    said = {name for item in draft.goods for name in shown if item.fields.get(name)}
    return frozenset(name for name, is_shown in shown.items() if not is_shown) - said


def seen_rows(goods: Goods, shown: Iterable[int]) -> str:
    """What a form shows, for itself to send back."""
    return msgspec.json.encode(Seen({k + 1: goods[k].fields for k in shown}, len(goods))).decode()


def with_cells(goods: Goods, form: Form, me: str, meant_by: MeantBy) -> Typed:
    """Take the cells of a form; rows after the last are added where they say anything."""
    seen = _seen(form, goods)
    places = _places(goods, seen)
    done = Typed(goods, places, [], {}, [], [])
    new = list(goods)
    for number, was in seen.rows.items():
        typed = _touched(form, number, was)
        if number in places and typed:
            place = places[number]
            new[place] = _taken(new[place], place, was, typed, me, meant_by, done)
        elif typed:
            done.gone.append((number, "; ".join(typed.values())))
    new += _added(form, me, meant_by, seen, done, len(new))
    return done._replace(goods=tuple(new[:ITEMS_MAX]))


def _seen(form: Form, goods: Goods) -> Seen:
    try:
        return msgspec.json.decode(form[SEEN], type=Seen)
    except (msgspec.DecodeError, RecursionError):
        return Seen({k + 1: item.fields for k, item in enumerate(goods)}, len(goods))


def _places(goods: Goods, seen: Seen) -> dict[int, int]:
    """Number of a row → where it stands by now; a row that is gone has no place."""
    shown = seen.rows.items()
    found = {n: n - 1 for n, was in shown if n <= len(goods) and goods[n - 1].fields == was}
    free = set(range(len(goods))) - set(found.values())
    for number, was in shown:
        same = next((k for k in sorted(free) if goods[k].fields == was), None)
        if number not in found and same is not None:
            found[number] = same
            free.discard(same)
    is_in_place = seen.count == len(goods)
    changed = {n: n - 1 for n in seen.rows if n not in found and is_in_place and n - 1 in free}
    return found | changed


def _touched(form: Form, number: int, was: Values) -> Values:
    """The cells of a row that do not say what they showed."""
    named = {field: f"c-{number}-{field}" for field in GRID}
    given = {field: form[name] for field, name in named.items() if name in form.values}
    return {field: text for field, text in given.items() if text != tidy(was.get(field, ""))}


def _taken(
    item: ItemForm, place: int, was: Values, typed: Values, me: str, meant_by: MeantBy, done: Typed
) -> ItemForm:
    """The row with what was typed, but for the cells that a colleague changed."""
    new = item
    for field, text in typed.items():
        now, mine = item.fields.get(field, ""), meant_by(field, text)
        if len(text) > LETTERS_MAX:
            done.long.append((f"c-{place + 1}-{field}", len(text)))
            done.mine[place, field] = text
        elif now != was.get(field, "") and item.by not in ("", me) and now != mine:
            done.theirs.append(Theirs(f"c-{place + 1}-{field}", now, item.by))
            done.mine[place, field] = mine
        else:
            new = with_cell(new, field, mine, me)
    return new


def _added(form: Form, me: str, meant_by: MeantBy, seen: Seen, done: Typed, begin: int) -> Goods:
    """Rows after the last; `begin`: the place that the first of them gets."""
    rows = [row for k in range(BLANK) if (row := _touched(form, seen.count + 1 + k, {}))]
    return tuple(
        _taken(ItemForm(by=me), place, {}, row, me, meant_by, done)
        for place, row in enumerate(rows, start=begin)
    )


def with_cell(item: ItemForm, field: str, text: str, me: str) -> ItemForm:
    """The item with one cell; one that nobody touched stays as it came, to the letter."""
    if tidy(item.fields.get(field, "")) == text:
        return item
    rest = {name: value for name, value in item.fields.items() if name != field}
    return replace(item, fields=rest | ({field: text} if text else {}), by=me)
