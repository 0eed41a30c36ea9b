"""CC015C and CC013C of phases 5 and 6 → the corridor's dossier, with what has no place in it.

Goods, packages, parties, seals and documents arrive as they are. The route comes from outside:
the offices of the message are those of another system, and are set aside like everything else
that has no field. Nothing is judged here but whether a value fits its field.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from corridor.domain.consignment import Aside, Dossier
from corridor.domain.refusals import Refusal
from corridor.domain.routes import Route
from corridor.gateways.ncts import fields as f
from corridor.gateways.ncts.element import Element
from corridor.gateways.ncts.fields import minor_units
from corridor.gateways.ncts.lenient import build
from corridor.gateways.ncts.reading import Fields, Reading

_FAULT_AT = re.compile(r"(?P<reason>.*) - at `\$(?P<path>[^`]*)`", re.DOTALL)
_MISSING = re.compile(r"missing required field `(?P<name>\w+)`")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


class Translated(msgspec.Struct, frozen=True):
    """A message in the corridor's words.

    `access_codes` belong to the guarantees of the dossier, in their order; they are secrets and
    are found nowhere else. `origins` maps pointers of the dossier to those of the message.
    """

    dossier: Dossier
    access_codes: tuple[str, ...]
    aside: tuple[Aside, ...]
    reading: Reading
    unfit: Refusal | None = None

    def origin_of(self, pointer: str) -> str:
        """Where in the message a field of the dossier came from."""
        return self.reading.origin_of(pointer)


def to_dossier(root: Element, route: Route) -> Translated:
    """Translate a message that is structurally right.

    A value without a fitting field is named in `unfit`; the dossier must then not be used but
    for showing what else is wrong.
    """
    reading = Reading(root)
    plain, codes = _dossier(reading, root)
    plain["route"] = msgspec.to_builtins(route)
    aside = reading.aside()
    plain["aside"] = msgspec.to_builtins(aside)
    try:
        return Translated(msgspec.convert(plain, Dossier), codes, aside, reading)
    except msgspec.ValidationError as error:
        return Translated(build(plain), codes, aside, reading, _unfit(str(error), plain, reading))


def _unfit(message: str, plain: dict[str, Any], reading: Reading) -> Refusal:
    """The one fault that msgspec names, at the element it came from."""
    found = _FAULT_AT.fullmatch(message)
    steps = () if found is None else _STEP.findall(found["path"])
    value: Any = plain
    for name, index in steps:
        value = value[name] if name else value[int(index)]
    at = reading.origin_of("".join(f"/{name or index}" for name, index in steps))
    missing = _MISSING.search(message)
    if missing:
        return Refusal("ncts.missing", at, "", {"name": missing["name"]})
    if isinstance(value, list):
        return Refusal("ncts.too_many", at, "", {"given": str(len(value))})
    return Refusal("ncts.value", at, "", {"given": str(value)[:60]})


def _dossier(reading: Reading, root: Element) -> tuple[dict[str, Any], tuple[str, ...]]:
    plain: dict[str, Any] = reading.fields(root, "", f.OPERATION)
    mrn = root.value("TransitOperation/MRN")
    if mrn:  # an amendment may name the movement by that alone; the field then holds no LRN
        plain.setdefault("lrn", mrn)
    for field in ("reduced_dataset", "binding_itinerary"):
        if field in plain:
            plain[field] = plain[field] == "1"
    plain["holder"] = {}
    for field, name in f.PARTIES.items():
        party = root.first(name)
        if party is not None:
            plain[field] = reading.fields(party, f"/{field}", f.PARTY)
    plain["authorisations"] = _listed(
        reading, root, "", "Authorisation", "authorisations", f.AUTHORISATION
    )
    plain["guarantees"], codes = _guarantees(reading, root)
    consignment = root.first("Consignment")
    if consignment is not None:
        plain["consignment"] = _consignment(reading, consignment)
    return plain, codes


def _listed(
    reading: Reading, element: Element, at: str, name: str, field: str, fields: Fields
) -> list[dict[str, Any]]:
    """A repeated group whose order says what its sequence numbers say."""
    found = []
    for index, one in enumerate(element.all(name)):
        reading.counted(one, index + 1)
        found.append(reading.fields(one, f"{at}/{field}/{index}", fields))
    return found


def _scalars(reading: Reading, element: Element | None, at: str, name: str, path: str) -> list[str]:
    """A repeated group of which one text alone counts."""
    found = []
    for index, one in enumerate(() if element is None else element.all(name)):
        reading.counted(one, index + 1)
        found.append(reading.take(one, path, f"{at}/{index}"))
    return found


def _guarantees(reading: Reading, root: Element) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """One use per reference; a guarantee without references is one use of its own."""
    uses: list[dict[str, Any]] = []
    codes: list[str] = []
    for position, guarantee in enumerate(root.all("Guarantee"), start=1):
        reading.counted(guarantee, position)
        references = list(guarantee.all("GuaranteeReference"))
        for count, reference in enumerate(references or [None], start=1):
            at = f"/guarantees/{len(uses)}"
            use = reading.fields(guarantee, at, f.GUARANTEE)
            codes.append("")
            if reference is not None:
                reading.counted(reference, count)
                use |= reading.fields(reference, at, f.GUARANTEE_REFERENCE)
                codes[-1] = reading.keep_secret(reference, "accessCode")
                _amount(reading, reference, at, use)
            uses.append(use)
    return uses, tuple(codes)


def _amount(reading: Reading, reference: Element, at: str, use: dict[str, Any]) -> None:
    """An amount that cannot be said exactly in its currency stays aside."""
    amount = minor_units(reference.value("amountToBeCovered"), use.get("currency", ""))
    if amount is not None:
        reading.take(reference, "amountToBeCovered", f"{at}/amount_minor")
        use["amount_minor"] = amount


def _consignment(reading: Reading, element: Element) -> dict[str, Any]:
    at = "/consignment"
    plain = reading.fields(element, at, f.CONSIGNMENT)
    if "containerised" in plain:
        plain["containerised"] = plain["containerised"] == "1"
    plain |= _masses(plain) | _parties(reading, element, at, ("Consignor", "Consignee", "Carrier"))
    plain["equipment"] = [
        _equipment(reading, box, f"{at}/equipment/{index}")
        for index, box in enumerate(element.all("TransportEquipment"))
    ]
    plain["means"] = list(_means(reading, element))
    routing = f"{at}/countries_of_routing"
    plain["countries_of_routing"] = _scalars(reading, element, routing, f.ROUTING, "country")
    plain["documents"] = _documents(reading, element, at)
    plain["houses"] = [
        _house(reading, house, f"{at}/houses/{index}")
        for index, house in enumerate(element.all("HouseConsignment"))
    ]
    return plain


def _parties(reading: Reading, element: Element, at: str, names: tuple[str, ...]) -> dict[str, Any]:
    found = ((name.lower(), element.first(name)) for name in names)
    return {
        field: reading.fields(party, f"{at}/{field}", f.PARTY)
        for field, party in found
        if party is not None
    }


def _equipment(reading: Reading, box: Element, at: str) -> dict[str, Any]:
    plain = reading.fields(box, at, f.EQUIPMENT)
    goods = _scalars(reading, box, f"{at}/goods", "GoodsReference", f.GOODS_REFERENCE)
    return _with_numbers(plain, ("number", "seal_count")) | {
        "seals": _scalars(reading, box, f"{at}/seals", "Seal", "identifier"),
        "goods": [int(number) for number in goods],
    }


def _means(reading: Reading, element: Element) -> Iterator[dict[str, Any]]:
    """A means of transport whose kind or number is not known yet stays aside."""
    count = 0
    for role, name in (("departure", "DepartureTransportMeans"), ("border", f.BORDER_MEANS)):
        for position, means in enumerate(element.all(name), start=1):
            if not (means.value("typeOfIdentification") and means.value("identificationNumber")):
                continue
            reading.counted(means, position)
            yield {"role": role} | reading.fields(means, f"/consignment/means/{count}", f.MEANS)
            count += 1


def _documents(reading: Reading, element: Element, at: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name, (group, fields) in f.DOCUMENTS.items():
        for position, document in enumerate(element.all(name), start=1):
            reading.counted(document, position)
            place = f"{at}/documents/{len(found)}"
            found.append({"group": group} | reading.fields(document, place, fields))
    return found


def _house(reading: Reading, element: Element, at: str) -> dict[str, Any]:
    plain = _with_numbers(reading.fields(element, at, f.HOUSE), ("number",))
    plain |= _masses(plain) | _parties(reading, element, at, ("Consignor", "Consignee"))
    plain["documents"] = _documents(reading, element, at)
    plain["items"] = [
        _item(reading, item, f"{at}/items/{index}")
        for index, item in enumerate(element.all("ConsignmentItem"))
    ]
    return plain


def _item(reading: Reading, element: Element, at: str) -> dict[str, Any]:
    plain = _with_numbers(reading.fields(element, at, f.ITEM), ("number", "declaration_number"))
    if "hs" in plain and element.value(f.NATIONAL_CODE).isdecimal():
        plain["hs"] += reading.take(element, f.NATIONAL_CODE, f"{at}/hs")
        reading.take(element, f.HS_CODE, f"{at}/hs")
    plain |= _masses(plain) | _parties(reading, element, at, ("Consignee",))
    packages = _listed(reading, element, at, "Packaging", "packages", f.PACKAGE)
    plain["packages"] = [_with_numbers(package, ("count",)) for package in packages]
    plain["documents"] = _documents(reading, element, at)
    commodity, dangerous = element.first("Commodity"), f"{at}/dangerous_goods"
    plain["dangerous_goods"] = _scalars(reading, commodity, dangerous, "DangerousGoods", "UNNumber")
    return plain


def _with_numbers(plain: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The same with some texts as the whole numbers they are."""
    return plain | {name: int(plain[name]) for name in names if name in plain}


def _masses(plain: dict[str, Any]) -> dict[str, str]:
    """Masses without zeros after the sixth decimal, which the schemas let pass.

    Other digits there were refused with the shape of the message.
    """
    return {
        field: plain[field][: -1 * (len(fraction) - 6)]
        for field in ("gross_kg", "net_kg")
        if field in plain and len(fraction := plain[field].partition(".")[2]) > 6
    }
