"""Reads XML that may be hostile: no document type, no entities, no network, and limits.

A document type is refused where it begins, before any entity in it is read. The limits are far
above any real declaration: one of 1,999 goods items has about 60,000 elements in 3 MB.
"""

from collections.abc import Container
from typing import Any

from lxml import etree

from corridor.domain.refusals import Refusal
from corridor.gateways.xml.element import NONE, Element

SIZE_MAX_BYTES = 5_000_000
DEPTH_MAX = 32
ELEMENTS_MAX = 200_000


class _Stop(Exception):
    """The reading ends here, with this answer."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class _Builder:
    """Receives the events of the parser; comments and processing instructions are left out."""

    def __init__(self, repeated: Container[str]) -> None:
        self.repeated = repeated
        self.root: Element | None = None
        self.open: list[Element] = []
        self.texts: list[list[str]] = []
        self.count = 0

    def doctype(self, name: str | None, public: str | None, system: str | None) -> None:
        raise _Stop(Refusal("xml.doctype"))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        self._within_limits()
        parent = self.open[-1] if self.open else None
        element = Element(tag, dict(attributes), parent, self.repeated)
        if parent is None:
            self.root = element
        else:
            parent.children.append(element)
        self.open.append(element)
        self.texts.append([])

    def _within_limits(self) -> None:
        if len(self.open) >= DEPTH_MAX:
            raise _Stop(Refusal("xml.too_deep", self.where(), "", {"limit": str(DEPTH_MAX)}))
        if self.count > ELEMENTS_MAX:
            args = {"limit": str(ELEMENTS_MAX)}
            raise _Stop(Refusal("xml.too_many_elements", self.where(), "", args))

    def data(self, text: str) -> None:
        self.texts[-1].append(text)

    def end(self, tag: str) -> None:
        self.open.pop().text = "".join(self.texts.pop())

    def close(self) -> None:
        return None

    def where(self) -> str:
        return self.open[-1].pointer if self.open else ""


def parse(data: bytes, repeated: Container[str] = NONE) -> Element | Refusal:
    """The message as elements, or why it cannot be read. Never raises for what the bytes say.

    `repeated`: names of elements that are counted in pointers.
    """
    if len(data) > SIZE_MAX_BYTES:
        return Refusal("xml.too_large", "", "", {"limit": str(SIZE_MAX_BYTES)})
    builder = _Builder(repeated)
    parser = _parser(builder)
    try:
        etree.fromstring(data, parser)
    except _Stop as stop:
        return stop.refusal
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        return _malformed(error, builder.where())
    if builder.root is None or parser.error_log:
        return _ill_namespaced(parser.error_log)
    return builder.root


def _ill_namespaced(log: Any) -> Refusal:
    """Undeclared prefixes: the parser only notes them, yet such a file is not XML with names."""
    reason = log[0].message if log else "no element"
    return Refusal("xml.malformed", "", "", {"reason": reason[:200]})


def _parser(builder: _Builder) -> Any:
    target: Any = builder  # the typed interface lacks the callback for document types
    return etree.XMLParser(
        target=target,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
    )


def _malformed(error: Exception, where: str) -> Refusal:
    line = getattr(error, "lineno", None)
    reason = str(getattr(error, "msg", None) or error)
    args = {"reason": reason[:200]}
    if line is not None and f"line {line}" not in reason:
        args["reason"] += f", line {line}"
    return Refusal("xml.malformed", where, "", args)
