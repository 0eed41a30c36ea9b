"""A load on several vehicles, as the desks, the carrier and the strip show it."""

from typing import Any, Final

from corridor.domain.movement.carried import Part, PartGoods, Split
from corridor.domain.movement.state import Movement
from corridor.web.templating import Reader

View = dict[str, Any]
GOODS_SHOWN_MAX: Final = 20
"""Rows of goods of one vehicle; of the others it is said how many there are."""


def split_view(state: Movement, reader: Reader) -> View | None:
    """For macros/legs.html; nothing where the load was never split."""
    split = state.split
    if split is None:
        return None
    say, formats = reader.words, reader.formats
    where = reader.names.place(split.place)
    text = say(
        "Split at %(where)s on %(moment)s.",
        where=where,
        moment=formats.moment(split.at, split.office),
    )
    if split.joined_at:
        office = reader.names.office(split.joined_by)
        moment = formats.moment(split.joined_at, split.joined_by)
        text += " " + say("Joined again at %(office)s on %(moment)s.", office=office, moment=moment)
    count = len(split.parts)
    return {
        "title": say("The load on %(count)s vehicles", count=count),
        "text": text,
        "parts": [_row(part, split, reader) for part in split.parts],
    }


def _row(part: Part, split: Split, reader: Reader) -> View:
    state, kind = _standing(part, split, reader)
    goods = [goods_text(one, reader) for one in part.goods[:GOODS_SHOWN_MAX]]
    more = len(part.goods) - GOODS_SHOWN_MAX
    if more > 0:
        goods.append(reader.words("and %(count)s more items", count=more))
    return {
        "number": part.number,
        "means": ", ".join(one.id for one in part.means),
        "document": ", ".join(one for one in (part.document, reader.named(part.carrier)) if one),
        "seals": ", ".join(part.seals),
        "goods": goods,
        "seen": [_seen(one, reader) for one in part.seen],
        "state": state,
        "kind": kind,
    }


def goods_text(goods: PartGoods, reader: Reader) -> str:
    """`item 3: 200 packages, 4 100 kg`."""
    mass = reader.formats.mass(goods.gross_kg)
    count = reader.formats.number(goods.packages)
    say = reader.words
    return say(
        "item %(item)s: packages %(count)s, %(mass)s", item=goods.item, count=count, mass=mass
    )


def _seen(seen: Any, reader: Reader) -> str:
    moment = reader.formats.short_moment(seen.at, seen.office)
    return f"{reader.names.office(seen.office)}, {moment}"


def _standing(part: Part, split: Split, reader: Reader) -> tuple[str, str]:
    say = reader.words
    if part.missing:
        return say("missing"), "stop"
    if part.has_arrived:
        return say("has arrived"), "ok"
    return (say("joined again"), "ok") if split.joined_at else (say("on the way"), "neutral")


def split_notes(state: Movement, reader: Reader) -> dict[str, str]:
    """By office: how many of the vehicles it has recorded, where not all of them."""
    split = state.split
    if split is None:
        return {}
    offices = dict.fromkeys(one.office for part in split.parts for one in part.seen)
    total = len(split.parts)
    return {
        office: reader.words("vehicles: %(seen)s of %(total)s", seen=seen, total=total)
        for office in offices
        if (seen := sum(part.was_seen_at(office) for part in split.parts)) < total
    }
