"""Takes values out of a message and keeps the account: what was taken, whence, what is left."""

from collections.abc import Iterable, Mapping
from typing import Any

from corridor.domain.consignment import Aside
from corridor.gateways.ncts.element import Element

Fields = Mapping[str, str]
"""Path of names in the message → field of the struct."""


class Reading:
    """The account of one message.

    `origins` maps each pointer in the dossier to the pointer of the element it came from.
    """

    def __init__(self, root: Element) -> None:
        self._root = root
        self._taken: set[str] = set()
        self.origins: dict[str, str] = {"": root.pointer}

    def take(self, element: Element, path: str, at: str) -> str:
        """The text under `path`, which goes to the field `at`; empty when there is none."""
        leaf = element.first(path)
        if leaf is None or leaf.children or not leaf.text.strip():
            return ""
        self._taken.add(leaf.pointer)
        self.origins[at] = leaf.pointer
        return leaf.text.strip()

    def fields(self, element: Element, at: str, fields: Fields) -> dict[str, Any]:
        """Several texts of one group at once; those that are absent are left out."""
        self.origins[at] = element.pointer
        taken = {field: self.take(element, path, f"{at}/{field}") for path, field in fields.items()}
        return {field: text for field, text in taken.items() if text}

    def counted(self, element: Element, position: int) -> None:
        """A sequence number that says what the order says already has its place in the order."""
        leaf = element.first("sequenceNumber")
        if leaf is not None and leaf.text.strip() == str(position):
            self._taken.add(leaf.pointer)

    def keep_secret(self, element: Element, path: str) -> str:
        """A text that goes neither to the dossier nor to what is set aside."""
        leaf = element.first(path)
        if leaf is None:
            return ""
        self._taken.add(leaf.pointer)
        return leaf.text.strip()

    def aside(self) -> tuple[Aside, ...]:
        """All texts that nothing has taken, attributes of the root included, in order."""
        return tuple(Aside(pointer, text) for pointer, text in self._left())

    def _left(self) -> Iterable[tuple[str, str]]:
        for name, value in self._root.attributes.items():
            yield f"{self._root.pointer}/@{name.rpartition('}')[2]}", value
        for leaf in self._root.leaves():
            if leaf.pointer not in self._taken and leaf.text.strip():
                yield leaf.pointer, leaf.text.strip()

    def origin_of(self, pointer: str) -> str:
        """The element behind a pointer in the dossier, or the nearest one around it."""
        while pointer not in self.origins:
            pointer = pointer.rpartition("/")[0]
        return self.origins[pointer]
