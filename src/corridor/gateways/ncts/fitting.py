"""A message on its way out, cut down to what the table of its phase takes.

The corridor's dossier is wider than a message: texts may be longer, and what NCTS wants beside
each other may be there by half. What does not fit is left out, or cut where it is too long, and
named, so that whoever sends it can say what it lacks. Where that is not enough there is no message:
goods are never left out of it in silence.
"""

import re
from typing import Final, NamedTuple

from corridor.gateways.ncts.mapping import SEQUENCE
from corridor.gateways.ncts.shapes import fault_of
from corridor.gateways.ncts.table import TABLE, Particle
from corridor.gateways.ncts.writing import Out

_ESSENTIAL: Final = frozenset({"HouseConsignment", "ConsignmentItem", "Incident", "Seal"})
"""What is there must be in the message, or there is none."""
_MOST: Final = re.compile(r"\{\d+,(\d+)\}\Z")
_BROKEN: Final = re.compile(r"[^\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]+")
"""Ends of lines, which no text of a message has, and what XML cannot hold."""


class Fitted(NamedTuple):
    """`lost`: what was left out or cut; `lacking`: without what there is no message. Pointers."""

    lost: tuple[str, ...]
    lacking: str = ""


def fit(root: Out, name: str, phase: str) -> Fitted:
    """Make it fit, and say what that took."""
    lost: list[str] = []
    lacking = _group(root, TABLE.messages[name][phase], lost)
    return Fitted(tuple(lost), lacking)


def _group(out: Out, number: int, lost: list[str]) -> str:
    """What the group lacks; nothing where it is whole."""
    by_name: dict[str, list[tuple[int, Out]]] = {}
    for (name, position), child in out.children.items():
        by_name.setdefault(name, []).append((position, child))
    for particle in TABLE.groups[number]:
        name, least, _, _ = particle
        kept, lacking = _named(out, particle, sorted(by_name.get(name, ())), lost)
        if lacking:
            return lacking
        if kept < least:
            return f"{out.pointer}/{name}"
    return ""


def _named(
    out: Out, particle: Particle, children: list[tuple[int, Out]], lost: list[str]
) -> tuple[int, str]:
    """How many of one name stay, and what is lacking in one that had to."""
    name, _, most, kind = particle
    kept = 0
    for position, child in children:
        if _is_empty(child):
            del out.children[name, position]
            continue
        lacking = _group(child, kind, lost) if kind >= 0 else _text(child, -1 - kind, lost)
        lacking = lacking or (child.pointer if most and kept == most else "")
        if lacking and name in _ESSENTIAL:
            return kept, lacking
        if lacking or _is_empty(child):
            lost.append(child.pointer)
            del out.children[name, position]
            continue
        kept += 1
        _count(child, position, kept)
    return kept, ""


def _count(child: Out, position: int, now: int) -> None:
    """One that counted its own place counts the one that it has now."""
    number = child.children.get((SEQUENCE, 0))
    if position != now and number is not None and number.text == str(position):
        number.text = str(now)


def _is_empty(out: Out) -> bool:
    return not out.text and all(map(_is_empty, out.children.values()))


def _text(out: Out, number: int, lost: list[str]) -> str:
    """Its own pointer where it has no shape that the leaf takes; cut where it is only too long."""
    plain = _BROKEN.sub(" ", out.text).strip()
    if plain and fault_of(plain, number) is None:
        out.text = plain
        return ""
    short = plain[: _most(number)].strip()
    if not short or fault_of(short, number) is not None:
        return out.pointer
    out.text = short
    lost.append(out.pointer)
    return ""


def _most(number: int) -> int | None:
    """How many letters the leaf takes."""
    leaf = TABLE.leaves[number]
    if leaf.base not in ("token", "normalizedString"):
        return None
    ends = [int(found[1]) for p in leaf.patterns if (found := _MOST.search(p))]
    return min((*ends, leaf.max_length or 1_000), default=None)
