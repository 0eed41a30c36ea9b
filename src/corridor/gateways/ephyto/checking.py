"""Whether a certificate is built as the schema says: names, namespaces, order and number."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from corridor.domain.refusals import Refusal
from corridor.gateways.ephyto.table import ANY, GROUPS, LEAF, ROOT, RSM, Particle, namespace_of
from corridor.gateways.xml.element import Element

FAULTS_MAX: Final = 100


def faults_in(root: Element) -> tuple[Refusal, ...]:
    """The first hundred; none where it is well built."""
    if root.name != ROOT or root.namespace != RSM:
        given = {"name": root.name[:60], "given": root.namespace[-80:]}
        return (Refusal("ephyto_no_certificate", "", "", given),)
    return tuple(islice(_faults(root, ROOT, f"/{ROOT}"), FAULTS_MAX))


def _faults(element: Element, kind: str, pointer: str) -> Iterator[Refusal]:
    """Children are walked beside the group: whoever steps back is out of order."""
    group = GROUPS[kind]
    places = {particle.name: place for place, particle in enumerate(group)}
    is_open = ANY in places
    seen: dict[str, int] = {}
    last = 0
    for child in element.children:
        count = seen[child.name] = seen.get(child.name, 0) + 1
        here = f"{pointer}/{child.name}"
        place = places.get(child.name, -1)
        if place < 0 or child.namespace != namespace_of(child.name, kind):
            if not is_open:
                yield _said("xml.unexpected", here, child.name)
            continue
        particle = group[place]
        where = f"{here}/{count}" if particle.many else here
        if place < last or (count > 1 and not particle.many):
            yield _said("xml.order" if place < last else "ephyto_twice", where, child.name)
        last = max(last, place)
        yield from _inside(child, particle, where)
    for particle in group:
        if particle.needed and particle.name not in seen:
            yield _said("xml.missing", f"{pointer}/{particle.name}", particle.name)


def _inside(child: Element, particle: Particle, where: str) -> Iterator[Refusal]:
    if particle.kind == LEAF and child.children:
        yield _said("xml.unexpected", f"{where}/{child.children[0].name}", child.children[0].name)
    elif particle.kind not in (LEAF, ANY):
        yield from _faults(child, particle.kind, where)


def _said(code: str, pointer: str, name: str) -> Refusal:
    return Refusal(code, pointer, "", {"name": name[:80]})
