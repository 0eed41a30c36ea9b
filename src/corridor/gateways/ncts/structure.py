"""The gateway's own structure checks, from its table and without any schema file.

Both phases are tried: the schemas of phase 6 accept messages that name phase 5, so that PhaseID
alone does not tell. A message is well built when it is so under one of them; otherwise what is
said is what the phase it names, or else the phase it fits better, objects to.
"""

from typing import NamedTuple

from corridor.domain.refusals import Refusal
from corridor.gateways.ncts.shapes import fault_of
from corridor.gateways.ncts.table import NAMESPACE, TABLE, Particle
from corridor.gateways.xml.element import Element

REFUSALS_MAX = 100
PHASE_IDS = {"5": ("NCTS5.0", "NCTS5.1"), "6": ("NCTS5.0", "NCTS5.1", "NCTS6")}
_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
_HINTS = (f"{_INSTANCE}schemaLocation", f"{_INSTANCE}noNamespaceSchemaLocation")


class Structure(NamedTuple):
    """The phase that was found or assumed ("5", "6"), and what does not fit; empty is good."""

    phase: str
    refusals: tuple[Refusal, ...]


def check_structure(root: Element) -> Structure:
    """Judge a message by the table."""
    phases = TABLE.messages.get(root.name)
    if phases is None:
        return Structure("", (Refusal("xml.unknown_message", "", "", {"name": root.name[:40]}),))
    found = [verdict_of(root, phase) for phase in sorted(phases)]
    return min(found, key=lambda verdict: _distance(root, verdict))


def _distance(root: Element, verdict: Structure) -> tuple[int, int, int]:
    """Well built first, then the phase that the message names, then the fewest objections."""
    named = root.attributes.get("PhaseID", "").removeprefix("NCTS")[:1]
    count = len(verdict.refusals)
    return (min(count, 1), int(named not in ("", verdict.phase)), count)


def verdict_of(root: Element, phase: str) -> Structure:
    """What one phase objects to in a message whose type it knows."""
    check = _Check()
    check.root(root, phase)
    check.group(root, TABLE.messages[root.name][phase])
    return Structure(phase, tuple(check.found[:REFUSALS_MAX]))


class _Check:
    """One walk through a message; `found` grows on the way."""

    def __init__(self) -> None:
        self.found: list[Refusal] = []

    def say(self, code: str, pointer: str, **args: str) -> None:
        self.found.append(Refusal(code, pointer, "", args))

    def root(self, root: Element, phase: str) -> None:
        if root.namespace != NAMESPACE:
            self.say("xml.namespace", root.pointer, given=root.namespace, expected=NAMESPACE)
        given = root.attributes.get("PhaseID")
        if given is not None and given.strip() not in PHASE_IDS[phase]:
            self.say("xml.phase", f"{root.pointer}/@PhaseID", given=given[:20])
        for name in root.attributes:
            if name != "PhaseID" and name not in _HINTS:
                self.say("xml.attribute", root.pointer, name=name[:80])

    def group(self, element: Element, number: int) -> None:
        """The children of a group: each in its turn, as often as it may stand."""
        if element.text.strip():
            self.say("xml.text", element.pointer)
        particles = TABLE.groups[number]
        turn, times = 0, 0
        for child in element.children:
            place = _find(particles, turn, child)
            if place is None:
                self._out_of_place(child, particles)
                continue
            if place != turn:
                self._missing(element, particles[turn:place], times)
                turn, times = place, 0
            times += 1
            self._one(child, particles[turn], times)
        self._missing(element, particles[turn:], times)

    def _one(self, child: Element, particle: Particle, times: int) -> None:
        name, _, most, kind = particle
        if most and times == most + 1:
            self.say("xml.too_many", child.pointer, name=name, limit=str(most))
        for attribute in child.attributes:
            if attribute not in _HINTS:
                self.say("xml.attribute", child.pointer, name=attribute[:80])
        if kind >= 0:
            self.group(child, kind)
        else:
            self._leaf(child, -1 - kind)

    def _leaf(self, leaf: Element, number: int) -> None:
        if leaf.children:
            self.say("xml.unexpected", leaf.children[0].pointer, name=leaf.children[0].name[:80])
            return
        fault = fault_of(leaf.text, number)
        if fault is not None:
            kind, expected = fault
            self.say(f"xml.{kind}", leaf.pointer, given=leaf.text.strip()[:60], expected=expected)

    def _out_of_place(self, child: Element, particles: tuple[Particle, ...]) -> None:
        known = not child.namespace and any(name == child.name for name, *_ in particles)
        code = "xml.order" if known else "xml.unexpected"
        self.say(code, child.pointer, name=child.name[:80])

    def _missing(self, element: Element, passed: tuple[Particle, ...], times: int) -> None:
        """What should have stood before the next child; `times` counts the first of them."""
        for position, (name, least, _, _) in enumerate(passed):
            if least > (0 if position else times):
                self.say("xml.missing", element.pointer, name=name)


def _find(particles: tuple[Particle, ...], turn: int, child: Element) -> int | None:
    """The place of a child among those whose turn is now or later."""
    if child.namespace:
        return None
    for place in range(turn, len(particles)):
        if particles[place][0] == child.name:
            return place
    return None
