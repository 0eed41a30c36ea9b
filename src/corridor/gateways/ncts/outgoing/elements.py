"""Where in a declaration (CC015C) a field of the dossier stands, as NCTS points to it."""

import re
from collections.abc import Callable
from typing import Final

from lxml import etree
from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.gateways.ncts.declaration import DECLARATION
from corridor.gateways.ncts.mapping import Reading
from corridor.gateways.ncts.record import Record, message_of

NO_RULE: Final = "N/A"
"""Instead of a rule of NCTS, where there is none: the element must not be empty."""
_NAME: Final = "CC015C"
_POSITION: Final = re.compile(r"/(\d+)(?=/|\Z)")


def xpath_of(pointer: str) -> str:
    """`/CC015C/Guarantee/1/GRN` as `/CC015C/Guarantee[1]/GRN`."""
    return _POSITION.sub(r"[\1]", pointer)


def elements_of(dossier: Dossier) -> Callable[[str], str]:
    """From pointers into the dossier to XPaths; of a field without an element, that around it."""
    written = message_of(Record(replace(dossier, aside=())), _NAME, "6")
    origins = Reading.of(DECLARATION, etree.fromstring(written), _NAME, traces=True)

    def element(pointer: str) -> str:
        return xpath_of(origins.origin_of(pointer.removeprefix("/dossier")))

    return element
