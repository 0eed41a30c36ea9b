"""A message that is well built: its root, its name and its phase; or all that is wrong with it.

A good one is read and judged in C. Only of a bad one are the elements looked at one by one, by
`parse` and `structure`, which know how to say what is wrong and where.
"""

from typing import NamedTuple

from lxml import etree

from corridor.domain.refusals import Refusal
from corridor.gateways.ncts.pointers import message_name
from corridor.gateways.ncts.schema import schema_of
from corridor.gateways.ncts.structure import check_structure
from corridor.gateways.ncts.table import REPEATED, TABLE
from corridor.gateways.xml.parse import SIZE_MAX_BYTES, parse

_PARSER = etree.XMLParser(
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)


class Message(NamedTuple):
    """A well-built message."""

    root: "etree._Element"
    name: str
    phase: str


class Unfit(NamedTuple):
    """What cannot be used, with name and phase as far as they are known."""

    refusals: tuple[Refusal, ...]
    name: str = ""
    phase: str = ""


def read_message(data: bytes) -> Message | Unfit:
    """Never raises for what the bytes say."""
    return _good(data) or _bad(data)


def _good(data: bytes) -> Message | None:
    if len(data) > SIZE_MAX_BYTES or (b"!DOCTYPE" in data and isinstance(parse(data), Refusal)):
        return None  # only words in a comment or a text are none: `parse` stops at a real one
    try:
        root = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, LookupError, ValueError):
        return None
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.xml_version != "1.0":
        return None
    name = message_name(root)
    for phase in _phases(name, root.get("PhaseID", "")):
        if schema_of(name, phase).validate(root):
            return Message(root, name, phase)
    return None


def _phases(name: str, said: str) -> list[str]:
    """The phases that know the message, the one that it names first."""
    known = sorted(TABLE.messages.get(name, ()))
    named = said.strip().removeprefix("NCTS")[:1]
    return sorted(known, key=lambda phase: phase != named) if named else known


def _bad(data: bytes) -> Unfit:
    root = parse(data, REPEATED)
    if isinstance(root, Refusal):
        return Unfit((root,))
    phase, refusals = check_structure(root)
    # Both judge by one table; where they ever differ, the message is not taken.
    return Unfit(refusals or (Refusal("xml.structure"),), root.name, phase)
