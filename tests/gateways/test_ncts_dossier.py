"""What becomes of a message: every text is in the dossier, beside it, or a secret."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from lxml import etree
from msgspec.structs import replace

from corridor.domain.consignment import Dossier, Item, declared_seals, items_of, plates_of
from corridor.domain.routes import Route, RoutePoint
from corridor.gateways.ncts.declaration import minor_units
from corridor.gateways.ncts.incoming.asking import way_as_known
from corridor.gateways.ncts.table import REPEATED
from corridor.gateways.ncts.to_dossier import Translated, to_dossier
from corridor.gateways.xml.element import Element
from corridor.gateways.xml.parse import parse
from corridor.node.demo.dossiers import story_dossier
from tests.gateways.ncts_message import DECLARATION, changed, first, groups, leaves, samples

ROUTE = Route(
    (
        RoutePoint("KG-OSH", "KG", "KGOSH001", "departure", "road"),
        RoutePoint("GE-POTI", "GE", "GEPOT001", "destination"),
    )
)


def _translated(data: bytes) -> Translated:
    return to_dossier(_root(data), ROUTE)


def _root(data: bytes) -> "etree._Element":
    """As the parser gives it, well built or not."""
    return etree.fromstring(data)


def test_everything_arrives_unchanged() -> None:
    dossier = _translated(DECLARATION.encode()).dossier
    assert dossier.lrn == "KG-2026-7"
    assert dossier.route == ROUTE
    assert dossier.holder.street == "Lenin 1"
    assert dossier.holder.contact == "A. Toktogulova"
    assert dossier.representative is not None
    assert dossier.representative.id == "KG0123456789"
    assert dossier.consignment.consignor is not None
    assert dossier.consignment.consignee is not None
    assert dossier.consignment.consignee.city == "Poti"
    assert dossier.consignment.containerised
    assert dossier.consignment.gross_kg == "1500.5"
    assert dossier.consignment.houses[0].gross_kg == "1500.500"
    assert declared_seals(dossier) == ("KG-001", "KG-002")
    assert plates_of(dossier) == ("01KG123ABC",)
    _cherries_arrived(items_of(dossier)[0])
    assert items_of(dossier)[1].dangerous_goods == ("1263",)


def _cherries_arrived(item: Item) -> None:
    assert (item.number, item.declaration_number, item.hs) == (1, 1, "08092900")
    assert (item.description, item.gross_kg, item.net_kg) == ("Fresh cherries", "1000.5", "950")
    package = item.packages[0]
    assert (package.kind, package.count, package.marks) == ("BX", 100, "OSH 1-100")
    document = item.documents[0]
    assert (document.group, document.kind, document.reference) == ("supporting", "N380", "INV-77")


def test_the_guarantee_and_its_secret() -> None:
    translated = _translated(DECLARATION.encode())
    use = translated.dossier.guarantees[0]
    assert (use.kind, use.grn) == ("1", "24XI00000100002A4")
    assert (use.amount_minor, use.currency) == (100050, "USD")
    assert translated.access_codes == ("AC01",)
    stored = msgspec.json.encode(translated.dossier)
    assert b"AC01" not in stored


def test_what_has_no_place_is_set_aside() -> None:
    translated = _translated(DECLARATION.encode())
    aside = {one.pointer: one.value for one in translated.aside}
    assert aside["/CC015C/CustomsOfficeOfDeparture/referenceNumber"] == "GB000060"
    assert aside["/CC015C/Representative/status"] == "2"
    assert aside["/CC015C/Consignment/LocationOfGoods/UNLocode"] == "KGOSS"
    assert aside["/CC015C/@PhaseID"] == "NCTS5.1"
    document = "/CC015C/Consignment/HouseConsignment/1/ConsignmentItem/1/SupportingDocument/1"
    assert aside[f"{document}/documentLineItemNumber"] == "4"
    assert translated.dossier.aside == translated.aside
    assert not [pointer for pointer in aside if pointer.endswith("sequenceNumber")]


def test_a_national_code_that_is_no_number_is_set_aside() -> None:
    translated = _translated(
        changed(("<combinedNomenclatureCode>00<", "<combinedNomenclatureCode>CL<"))
    )
    assert items_of(translated.dossier)[0].hs == "080929"
    assert "CL" in [one.value for one in translated.aside]


def test_a_vehicle_not_known_yet_is_set_aside() -> None:
    translated = _translated(
        changed(("<identificationNumber>01KG123ABC</identificationNumber>", ""))
    )
    assert translated.dossier.consignment.means == ()
    at = "/CC015C/Consignment/DepartureTransportMeans/1"
    assert f"{at}/nationality" in [one.pointer for one in translated.aside]


def test_masses_lose_only_zeros_that_say_nothing() -> None:
    bent = changed(("<grossMass>1500.5<", "<grossMass>1500.500000000000<"))
    assert _translated(bent).dossier.consignment.gross_kg == "1500.500000"


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1000.50", "USD", 100050),
        ("1", "USD", 100),
        ("10.000000", "JPY", 10),
        ("0.5", "KWD", 500),
        ("10.5", "JPY", None),
        ("10", "QQQ", None),
        ("10", "", None),
        ("", "USD", None),
    ],
)
def test_amounts_are_exact_or_absent(amount: str, currency: str, minor: int | None) -> None:
    assert minor_units(amount, currency) == minor


def test_a_value_without_a_field_is_named_and_the_rest_still_built() -> None:
    translated = _translated(changed(("<typeOfPackages>BX<", "<typeOfPackages>BOX<")))
    assert translated.unfit is not None
    assert translated.unfit.code == "ncts.value"
    assert translated.unfit.args == {"given": "BOX"}
    assert translated.unfit.pointer.endswith("ConsignmentItem/1/Packaging/1/typeOfPackages")
    assert isinstance(translated.dossier, Dossier)
    assert items_of(translated.dossier)[1].packages[0].kind == "1A"


def test_what_is_missing_or_too_much_is_named() -> None:
    nameless = _translated(changed(("<LRN>KG-2026-7</LRN>", ""))).unfit
    assert nameless is not None
    assert (nameless.code, nameless.args) == ("ncts.missing", {"name": "lrn"})
    seal = "<Seal><sequenceNumber>2</sequenceNumber><identifier>KG-002</identifier></Seal>"
    sealed = _translated(changed((seal, seal * 200))).unfit
    assert sealed is not None
    assert (sealed.code, sealed.args) == ("ncts.too_many", {"given": "201"})
    assert sealed.pointer == "/CC015C/Consignment/TransportEquipment/1"


def test_pointers_lead_back_into_the_message() -> None:
    origins = _translated(DECLARATION.encode()).traced()
    item = "/CC015C/Consignment/HouseConsignment/1/ConsignmentItem/2"
    at = "/consignment/houses/0/items/1"
    assert origins.origin_of(f"{at}/gross_kg") == f"{item}/Commodity/GoodsMeasure/grossMass"
    assert origins.origin_of(f"{at}/net_kg") == item
    assert origins.origin_of("/consignment/countries_of_routing") == "/CC015C/Consignment"
    assert origins.origin_of("/limit_date") == "/CC015C"


def test_every_text_of_every_published_declaration_is_kept(shared: Path) -> None:
    checked = 0
    for sample in samples(shared):
        if sample.type in ("CC015C", "CC013C") and (sample.p5 or sample.p6):
            _nothing_is_lost(sample.data)
            checked += 1
    assert checked > 70


def test_every_text_of_our_declaration_is_kept() -> None:
    _nothing_is_lost(DECLARATION.encode())


def _nothing_is_lost(data: bytes) -> None:
    """Counts texts: what the dossier, the list beside it and the secrets hold covers all."""
    translated, root = _translated(data), parse(data, REPEATED)
    assert isinstance(root, Element)
    held = Counter(_texts(msgspec.structs.replace(translated.dossier, aside=())))
    held.update(one.value for one in translated.aside)
    held.update(translated.access_codes)
    aside = {one.pointer for one in translated.aside}
    for leaf in leaves(root):
        text = leaf.text.strip()
        if not text or leaf.pointer in aside or leaf.name == "sequenceNumber":
            continue
        assert any(held[form] for form in _forms(leaf.name, text)), leaf.pointer
    _sequence_numbers_are_the_order(root, aside)


def _sequence_numbers_are_the_order(root: Element, aside: set[str]) -> None:
    """A sequence number that is neither said by the order nor a field must be set aside."""
    for group in groups(root):
        for child in group.children:
            number = first(child, "sequenceNumber")
            fields = ("HouseConsignment", "TransportEquipment")
            if number is None or number.pointer in aside or child.name in fields:
                continue
            assert child.pointer.endswith(f"/{number.text.strip()}")


def _forms(name: str, text: str) -> Iterator[str]:
    """The ways in which the dossier may hold a text."""
    yield text
    if "." in text:
        yield text[: text.index(".") + 7]
    if name == "amountToBeCovered":
        yield str(round(float(text) * 100))
    if name in ("containerIndicator", "reducedDatasetIndicator", "bindingItinerary"):
        yield str(text == "1")
    if name.endswith("Code"):
        yield f"…{text}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))
            if name == "hs":
                yield getattr(value, name)[:6]
                yield f"…{getattr(value, name)[6:]}"
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    else:
        yield str(value)


def test_the_countries_of_a_route_that_is_given_are_those_of_the_route() -> None:
    routing = "".join(
        f"<CountryOfRoutingOfConsignment><sequenceNumber>{number}</sequenceNumber>"
        f"<country>{country}</country></CountryOfRoutingOfConsignment>"
        for number, country in enumerate(("GB", "FR"), start=1)
    )
    end = "</DepartureTransportMeans>"
    data = changed((end, end + routing))
    translated = _translated(data)
    assert translated.dossier.consignment.countries_of_routing == ("KG", "GE")
    kept = {one.pointer: one.value for one in translated.aside}
    assert kept["/CC015C/Consignment/CountryOfRoutingOfConsignment/2/country"] == "FR"
    assert translated.dossier.aside == translated.aside
    alone = to_dossier(_root(data), Route(()))
    assert alone.dossier.consignment.countries_of_routing == ("GB", "FR")


@pytest.mark.parametrize(
    ("named", "at", "expected"),
    [
        ("", "2026-11-21T08:00:00.000Z", "2026-11-25T06:00:00Z"),
        ("2026-11-26T06:00:00Z", "2026-11-21T08:00:00.000Z", "2026-11-26T06:00:00Z"),
        ("", "2026-11-28T08:00:00.000Z", "2026-12-09T06:00:00Z"),
        ("2026-11-27T06:00:00Z", "2026-11-28T08:00:00.000Z", "2026-11-27T06:00:00Z"),
    ],
)
def test_an_amendment_names_new_times_or_keeps_those_that_can_still_be(
    named: str, at: str, expected: str
) -> None:
    known = story_dossier("OSH-2026-1", "", date(2026, 11, 21))
    way = Route(
        tuple(
            replace(point, eta=(named or None) if point.office == "UZDUST01" else None)
            for point in known.route.points
        )
    )
    anew = story_dossier("OSH-2026-1", "", date(2026, 12, 5)).route
    asking: Any = SimpleNamespace(at=at, timed=lambda way: anew)
    movement: Any = SimpleNamespace(dossier=known)
    found = way_as_known(way, movement, asking)
    assert [p.eta for p in found.points if p.office == "UZDUST01"] == [expected]
