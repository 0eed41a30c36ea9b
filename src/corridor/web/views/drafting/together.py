"""Two who fill in one draft: what another wrote meanwhile is not overwritten, and both see it.

A form carries what its fields showed. What nobody touched in it stays as it stands by now; what
was changed on both sides stays as the other wrote it, and is told at its field: saved once more,
knowing that, it is taken.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from corridor.domain.typed import place, tidy
from corridor.web.formats import with_comma
from corridor.web.forms import Form
from corridor.web.views.drafting.model import Draft, ItemForm, PartForm, Values
from corridor.web.views.drafting.taking import (
    ANSWER,
    ETA,
    SEEN,
    with_form,
    with_item,
    with_part_typed,
)

ROWS: Final = "rows_shown"
"""How many items or parts there were when a form of one of them was shown."""
WAY: Final = "way_shown"
"""The places of the chosen way that a form of the route showed its times for."""


class Theirs(NamedTuple):
    """A field that another changed meanwhile: how it stands now, and who wrote it.

    Nobody: the item or part of the form was taken out, and another may stand in its place.
    """

    field: str
    value: str
    by: str


def seen_of(values: Values) -> str:
    """What a form shows, for itself to send back: letters of ASCII alone, which nothing tidies."""
    return json.dumps(values)


def seen_among(rows: Sequence[ItemForm | PartForm], values: Values) -> str:
    """The same of an item or part, with how many there are."""
    return seen_of(values | {ROWS: str(len(rows))})


def with_section(draft: Draft, section: str, form: Form, me: str) -> tuple[Draft, list[Theirs]]:
    """The draft with a section as it was just typed, without what another wrote meanwhile."""
    had, shown = values_of(draft, section), _shown(form)
    lost = _of_another_way(draft, form, shown) if section == "route" else []
    names = (had | shown).keys() - {WAY}
    writers = {name: draft.written.get(f"{section}.{name}", "") for name in sorted(names)}
    theirs, new = _apart(form, had, writers, me, lambda: with_form(draft, section, form))
    theirs, now = [*lost, *theirs], values_of(new, section)
    mine = {f"{section}.{n}": me for n in {*had, *now} if had.get(n, "") != now.get(n, "")}
    return (replace(new, written=new.written | mine) if mine else new), theirs


def _of_another_way(draft: Draft, form: Form, shown: Values) -> list[Theirs]:
    """Times typed for the places of a way that is chosen no more are not those of the new one."""
    form.values["modes"] = [",".join(form.all("modes"))]
    now, by = way_of(draft), draft.written.get(f"route.{WAY}", "")
    if shown.get(WAY, now) == now:
        return []
    times = {name: form[name] for name in form.values if name.startswith(ETA)}
    for name in times:
        form.values[name] = [draft.route.get(name, "")]
    form.values["act"] = [form["act"] if form["act"] == "plan" else ""]
    is_typed = any(text != tidy(shown.get(name, "")) for name, text in times.items())
    return [Theirs("from", now, by)] if is_typed or form["way"] else []


def way_of(draft: Draft) -> str:
    """The places of the chosen way."""
    return " ".join(point.place for point in draft.points)


def with_goods_item(draft: Draft, index: int, form: Form, me: str) -> tuple[Draft, list[Theirs]]:
    """The same of one goods item, wherever it stands by now."""
    shown = _shown_row(form)
    if (at := place_of(draft, index, form)) is None:
        return draft, _gone(shown)
    old = draft.goods[at] if at < len(draft.goods) else ItemForm()
    writers = dict.fromkeys(old.fields | shown, old.by)
    theirs, new = _apart(form, old.fields, writers, me, lambda: with_item(draft, at, form))
    item = new.goods[at]
    if theirs:
        item = replace(item, facts=old.facts)
    elif (item.fields, item.facts) != (old.fields, old.facts):
        item = replace(item, by=me)
    return replace(new, goods=(*new.goods[:at], item, *new.goods[at + 1 :])), theirs


def with_part_form(draft: Draft, index: int, form: Form, me: str) -> tuple[Draft, list[Theirs]]:
    """The same of one part of the load."""
    shown = _shown_row(form)
    at = place_of_part(draft, index, form)
    if at is None or at >= len(draft.parts):
        return draft, _gone(shown)
    old = draft.parts[at]
    writers = dict.fromkeys(old.fields | shown, old.by)
    theirs, new = _apart(form, old.fields, writers, me, lambda: with_part_typed(draft, at, form))
    part = new.parts[at]
    if part.fields != old.fields and not theirs:
        part = replace(part, by=me)
    return replace(new, parts=(*new.parts[:at], part, *new.parts[at + 1 :])), theirs


def place_of(draft: Draft, index: int, form: Form) -> int | None:
    """Where the item that was shown stands by now: others may have taken out what was before it.

    None where it cannot be told: there are fewer now, and none as it was.
    """
    return _place_among(draft.goods, index, form)


def place_of_part(draft: Draft, index: int, form: Form) -> int | None:
    """The same of a part."""
    return _place_among(draft.parts, index, form)


def _place_among(rows: Sequence[ItemForm | PartForm], index: int, form: Form) -> int | None:
    shown = _shown_row(form)
    same = [n for n, one in enumerate(rows) if shown and one.fields == shown]
    if same:
        return index if index in same else same[0]
    is_elsewhere = shown and len(rows) < place(_shown(form).get(ROWS, ""))
    return None if is_elsewhere else index


def _gone(shown: Values) -> list[Theirs]:
    return [Theirs(next(iter(shown), ""), "", "")]


def values_of(draft: Draft, section: str) -> Values:
    """What the form of a section shows."""
    found = {
        "parties": draft.parties,
        "transport": draft.transport,
        "guarantee": draft.guarantee,
        "route": draft.route,
        "legs": draft.legs,
        "permits": {f"{ANSWER}{code}": said for code, said in draft.answers.items()},
        "send": {"lrn": draft.lrn, "additional": draft.additional},
    }
    return found.get(section, {})


def as_sent(draft: Draft) -> str:
    """A digest of what a dossier would say: changes when anybody changes any of it."""
    body = msgspec.json.encode(replace(draft, lrn="", written={}, files=()), order="sorted")
    return hashlib.sha256(body).hexdigest()


def _apart(
    form: Form,
    had: Values,
    writers: Mapping[str, str],
    me: str,
    taken: Callable[[], Draft],
) -> tuple[list[Theirs], Draft]:
    """Take the form, with the fields that another wrote as they stand."""
    shown, theirs = _shown(form), list[Theirs]()
    for name, text in shown.items():
        if text != (said := with_comma(text)) and form[name] == said:
            form.values[name] = [text]  # nobody touched it: only its decimal mark was drawn
    typed = dict(form.values)
    for name in writers if form[SEEN] else ():
        stored = had.get(name, "")
        if stored == shown.get(name, "") or writers[name] in ("", me):
            continue
        if form[name] not in (tidy(shown.get(name, "")), tidy(stored)):
            theirs.append(Theirs(name, stored, writers[name]))
        form.values[name] = [stored]
    new = taken()
    for one in theirs:
        form.values[one.field] = typed.get(one.field, [""])
    return theirs, new


def _shown_row(form: Form) -> Values:
    return {name: text for name, text in _shown(form).items() if name != ROWS}


def _shown(form: Form) -> Values:
    return read_seen(form[SEEN])


def read_seen(sent: str) -> Values:
    """What `seen_of` wrote; nothing where it came back as something else."""
    try:
        return msgspec.json.decode(sent or "{}", type=Values)
    except msgspec.DecodeError:
        return {}
