"""CC056C and CC057C for a message that was not carried out: each reason with NCTS's error code, the
place in the message that it is about, and what stood there. Made from what is kept of the message
and of its answer alone, so it is the same for ever.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from lxml import etree

from corridor.domain.refusal_texts import REFUSAL_TEXTS
from corridor.domain.refusals import Refusal
from corridor.gateways.ncts.declaration import DECLARATION
from corridor.gateways.ncts.mapping import Reading
from corridor.gateways.ncts.messages.header import HOLDER, Header, Holder
from corridor.gateways.ncts.messages.rejection import (
    FunctionalError,
    RejectionAtDeparture,
    RejectionAtDestination,
)
from corridor.gateways.ncts.outgoing.at_departure import FUNCTIONAL
from corridor.gateways.ncts.outgoing.elements import NO_RULE, xpath_of
from corridor.gateways.ncts.outgoing.said import header_of, time_at
from corridor.gateways.ncts.outgoing.telling import Outgoing
from corridor.gateways.ncts.texts import TEXTS
from corridor.gateways.ncts.to_dossier import DECLARATIONS

_CODE_LIST, _MISSING, _RULE, _NOT_HERE = "12", "13", "14", "15"
_DUPLICATE, _UNKNOWN_MRN, _OUT_OF_SEQUENCE, _WRONG_MRN = "26", "90", "92", "93"
_CODES: Final[Mapping[str, str]] = {
    "lrn_taken": _DUPLICATE,
    "already_lodged": _DUPLICATE,
    "ncts.other_movement": _UNKNOWN_MRN,
    "ncts.mrn": _WRONG_MRN,
    "ncts.not_taken": _OUT_OF_SEQUENCE,
    "ncts.missing": _MISSING,
}
"""CL180, by the code of the refusal; what names a rule of NCTS is one against that rule."""
_WORDS_MAX: Final = 512
_ELEMENTS: Final[Mapping[str, str]] = {
    "/access_code": "/Guarantee/1/GuaranteeReference/1/accessCode",
    "/arrived_at": "/TransitOperation/arrivalNotificationDateAndTime",
    "/mrn": "/TransitOperation/MRN",
    "/office": "/CustomsOfficeOfDestinationActual/referenceNumber",
    "/reason": "/Invalidation/justification",
    "/remarks": "/UnloadingRemark/unloadingRemark",
    "/seals_intact": "/UnloadingRemark/stateOfSeals",
}
"""Fields of commands that are no part of a dossier."""


class Refusing(NamedTuple):
    """A message that was refused. `key`: under which it is kept; `text`: its bytes as kept."""

    key: str
    name: str
    number: str
    sender: str
    at: str
    text: bytes
    refusals: Sequence[Refusal]
    mrn: str = ""


def rejection_of(refused: Refusing) -> Outgoing:
    """The answer to it."""
    root = etree.fromstring(refused.text)
    is_arrival = root.find("TraderAtDestination") is not None
    name = "CC057C" if is_arrival else "CC056C"
    office = _office(root)
    id = f"{refused.key.upper()}{name[2:5]}"
    at = time_at(refused.at, office)
    fields: dict[str, Any] = {
        **header_of(name, office, refused.sender, id, at, refused.number),
        "mrn": refused.mrn,
        "rejected": refused.name[2:5],
        "rejected_at": at,
        "code": FUNCTIONAL,
        "reason": " ".join(map(_english, refused.refusals))[:_WORDS_MAX],
        "office": office,
        "errors": tuple(_errors(refused, root)),
    }
    record: Header
    if is_arrival:
        trader = root.findtext("TraderAtDestination/identificationNumber", "")
        record = RejectionAtDestination(**fields, trader=trader)
        return Outgoing(id, name, "arrivals", refused.at, record)
    lrn = "" if refused.mrn else root.findtext("TransitOperation/LRN", "").strip()
    record = RejectionAtDeparture(**fields, lrn=lrn, holder=_holder(root, refused.name))
    return Outgoing(id, name, "departures", refused.at, record)


def _office(root: "etree._Element") -> str:
    """The office that the message is for."""
    groups = (group for group in root if str(group.tag).startswith("CustomsOffice"))
    return next((text for group in groups if (text := group.findtext("referenceNumber"))), "")


def _holder(root: "etree._Element", name: str) -> Holder:
    reading = Reading.of({"HolderOfTheTransitProcedure": HOLDER}, root, name)
    return msgspec.convert(reading.whole.get("holder", {}), Holder)


def _errors(refused: Refusing, root: "etree._Element") -> list[FunctionalError]:
    shape = DECLARATION if refused.name in DECLARATIONS else {}
    origins = Reading.of(shape, root, refused.name, traces=True)
    return [_error(one, root, origins) for one in refused.refusals]


def _error(refusal: Refusal, root: "etree._Element", origins: Reading) -> FunctionalError:
    at = refusal.pointer
    if at in _ELEMENTS and root.find(xpath_of(_ELEMENTS[at])[1:]) is not None:
        at = f"{origins.origins['']}{_ELEMENTS[at]}"
    if not at.startswith(origins.origins[""]):
        at = origins.origin_of(at.removeprefix("/dossier"))
    path = xpath_of(at)
    leaf = root.find(path.split("/", 2)[2]) if path.count("/") > 1 else None
    value = (leaf.text or "").strip() if leaf is not None and not len(leaf) else ""
    return FunctionalError(path, _code(refusal, value), refusal.rule[:7] or NO_RULE, value)


def _code(refusal: Refusal, value: str) -> str:
    if refusal.code in _CODES:
        return _CODES[refusal.code]
    if refusal.rule.startswith("C"):
        return _NOT_HERE if value else _MISSING
    if refusal.rule or refusal.pointer:
        return _RULE if refusal.rule else _CODE_LIST
    return _OUT_OF_SEQUENCE


def _english(refusal: Refusal) -> str:
    text = TEXTS.get(refusal.code) or REFUSAL_TEXTS.get(refusal.code)
    if text is None:
        return refusal.code
    shown = {name: refusal.args.get(name, name) for name in _named(text.text)}
    return text.text.format_map(shown)


def _named(text: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", text)
