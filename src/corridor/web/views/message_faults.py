"""What stands against a message that a broker uploads: in a broker's words, the rest to unfold.

The plain sentence says which file is needed, or which part of the declaration is wrong; the
technical one, with its place in the message, is for whoever made the program that wrote it.
"""

import re
from typing import Final, NamedTuple

from corridor.domain.refusals import N_, Refusal
from corridor.web.templating import Reader

SHOWN_MAX: Final = 10
"""Sentences above the form; the technical list has them all."""
SPREADSHEET: Final = b"PK\x03\x04"
SIGNS: Final = (
    (SPREADSHEET, N_("This is a spreadsheet or an archive (XLSX, ZIP), not an NCTS message.")),
    (b"%PDF", N_("This is a PDF document, not an NCTS message.")),
    (b"\xd0\xcf\x11\xe0", N_("This is an old office document (XLS, DOC), not an NCTS message.")),
    (b"{", N_("This is a file in JSON, not an NCTS message in XML.")),
    (b"<!doctype html", N_("This is a web page that was saved, not an NCTS message.")),
    (b"<html", N_("This is a web page that was saved, not an NCTS message.")),
)
NOT_XML: Final = N_("This is no file in XML.")
BROKEN: Final = N_("The file is damaged or breaks off.")
WANTED: Final = N_("Export the declaration from your program as message CC015C and send that file.")
TABLES: Final = N_("A table of goods is read in the section Goods of a dossier.")
MEND: Final = N_("Correct it in the program that made the file, and export it anew.")
OTHER_MESSAGE: Final = N_("This is %(name)s (%(title)s). A dossier begins with the declaration.")
NO_MESSAGE: Final = N_("This is “%(name)s”, which is no declaration of NCTS.")
MESSAGES: Final = {
    "CC004C": N_("acceptance of an amendment"),
    "CC007C": N_("notification of arrival"),
    "CC009C": N_("decision on cancellation"),
    "CC013C": N_("amendment of a declaration"),
    "CC014C": N_("request for cancellation"),
    "CC022C": N_("request to amend a declaration"),
    "CC025C": N_("release of the goods at destination"),
    "CC028C": N_("assignment of the MRN"),
    "CC029C": N_("release for transit"),
    "CC035C": N_("notification of recovery"),
    "CC043C": N_("permission to unload"),
    "CC044C": N_("unloading remarks"),
    "CC045C": N_("notification of discharge"),
    "CC051C": N_("refusal of the release for transit"),
    "CC055C": N_("guarantee not valid"),
    "CC056C": N_("rejection by the office of departure"),
    "CC057C": N_("rejection by the office of destination"),
    "CC060C": N_("decision on control"),
    "CC140C": N_("request about a movement that has not arrived"),
    "CC141C": N_("answer about a movement that has not arrived"),
    "CC170C": N_("presentation of goods"),
    "CC182C": N_("incident on the way"),
    "CC906C": N_("error message of customs"),
    "CC917C": N_("error message of customs"),
    "CC928C": N_("confirmation of receipt"),
}
PARTS: Final = {
    "TransitOperation": N_("Declaration"),
    "Guarantee": N_("Guarantee"),
    "GuaranteeReference": N_("Guarantee number"),
    "HolderOfTheTransitProcedure": N_("Holder of the procedure"),
    "Representative": N_("Representative"),
    "Consignor": N_("Consignor"),
    "Consignee": N_("Consignee"),
    "Carrier": N_("Carrier"),
    "Consignment": N_("Consignment"),
    "HouseConsignment": N_("House consignment"),
    "ConsignmentItem": N_("Goods item"),
    "Commodity": N_("Goods"),
    "DangerousGoods": N_("Dangerous goods"),
    "Packaging": N_("Packages"),
    "TransportEquipment": N_("Container"),
    "Seal": N_("Seal"),
    "DepartureTransportMeans": N_("Vehicle at departure"),
    "ActiveBorderTransportMeans": N_("Vehicle at the border"),
    "CountryOfRoutingOfConsignment": N_("Country of routing"),
    "CustomsOfficeOfTransitDeclared": N_("Office of transit"),
    "CustomsOfficeOfDestinationDeclared": N_("Office of destination"),
    "SupportingDocument": N_("Supporting document"),
    "TransportDocument": N_("Transport document"),
    "PreviousDocument": N_("Previous document"),
    "AdditionalReference": N_("Additional reference"),
    "Authorisation": N_("Authorisation"),
    "grossMass": N_("gross mass"),
    "netMass": N_("net mass"),
    "sequenceNumber": N_("sequence number"),
    "GRN": N_("guarantee number"),
    "LRN": N_("local reference number"),
    "harmonizedSystemSubHeadingCode": N_("HS code"),
    "numberOfPackages": N_("number of packages"),
    "numberOfSeals": N_("number of seals"),
    "identificationNumber": N_("identification number"),
}
"""Parts of a declaration, by their names in the message."""
SHAPES: Final = {
    "xml.length": N_("“%(given)s” has a wrong length: %(expected)s characters are asked for."),
    "xml.code": N_("“%(given)s” is none of the codes that are allowed here: %(expected)s."),
    "xml.type": N_("“%(given)s” is no value of this kind."),
    "xml.pattern": N_("“%(given)s” is not written as customs asks for it."),
    "xml.missing": N_("%(name)s is missing."),
    "rule.R0987": N_(
        "the sequence number is %(given)s, but %(expected)s comes next: each number stands once, "
        "without gaps (R0987)."
    ),
}
_STEP: Final = re.compile(r"[^/]+")


class Fault(NamedTuple):
    """One thing, said twice."""

    plain: str
    technical: str


def faults_of(reader: Reader, refusals: tuple[Refusal, ...], data: bytes) -> list[Fault]:
    """All that stands against the file, each once."""
    found = [Fault(_plain(reader, one, data), _technical(reader, one)) for one in refusals]
    return list(dict.fromkeys(found))


def _technical(reader: Reader, refusal: Refusal) -> str:
    said = reader.refusals.say(refusal)
    return " ".join(part for part in (said.rule, said.text, said.pointer) if part)


def _plain(reader: Reader, refusal: Refusal, data: bytes) -> str:
    say = reader.words
    if refusal.code == "xml.malformed":
        return " ".join(map(say, _sort_of(data)))
    if refusal.code in ("xml.unknown_message", "ncts.not_a_declaration"):
        name = refusal.args.get("name", "")
        title = say(MESSAGES[name]) if name in MESSAGES else ""
        said = say(OTHER_MESSAGE, name=name, title=title) if title else say(NO_MESSAGE, name=name)
        return f"{said} {say(WANTED)}"
    return _with_place(reader, refusal)


def _sort_of(data: bytes) -> tuple[str, ...]:
    """What the file is instead, and what to do."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    for sign, text in SIGNS:
        if start.lower().startswith(sign.lower()):
            return (text, WANTED, TABLES) if sign == SPREADSHEET else (text, WANTED)
    is_xml = start.startswith((b"<", b"\xfe\xff", b"\xff\xfe"))
    return (BROKEN, WANTED) if is_xml else (NOT_XML, WANTED, TABLES)


def _with_place(reader: Reader, refusal: Refusal) -> str:
    said = reader.refusals.say(refusal)
    args = refusal.args | {"name": _part(reader, refusal.args.get("name", ""))}
    shape = SHAPES.get(refusal.code)
    mended = f"{reader.words(shape, **args)} {reader.words(MEND)}" if shape else ""
    text = mended or f"{said.text} {said.remedy}".strip()
    place = place_of(reader, refusal.pointer)
    return f"{place}: {text}" if place else text


def place_of(reader: Reader, pointer: str) -> str:
    """`/CC015C/Guarantee/2/sequenceNumber` as «Guarantee 2, sequence number»."""
    steps = _STEP.findall(pointer)[1:]
    found: list[str] = []
    for step in steps:
        if step.isdecimal() and found:
            found[-1] = f"{found[-1]} {step}"
        elif step != "Consignment" or len(steps) == 1:
            found.append(_part(reader, step))
    return ", ".join(found)


def _part(reader: Reader, name: str) -> str:
    """The part of the declaration; what has no name of its own, as the message calls it."""
    return reader.words(PARTS[name]) if name in PARTS else name.removeprefix("@")
