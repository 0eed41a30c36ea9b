"""What stands in a firm's books: told apart, ending, taken from what was sent."""

import pytest
from msgspec.structs import replace

from corridor.domain.books.entries import BOOKS, Driver, Entry, Goods, Trailer, Truck, key_of
from corridor.domain.books.filed import entries_in
from corridor.domain.books.papers import (
    Paper,
    ending,
    paper_doubts,
    papers_of,
    still_valid,
    told_until,
)
from corridor.domain.consignment import AtTheWheel, Document, Means, Party, Vehicle
from corridor.domain.routes import Route
from corridor.domain.typed import is_day
from tests.domain.movement_world import DOSSIER

TODAY = "2026-11-21"
TRUCK = Truck("01KG777ABC", insurance_until="2026-11-20", inspection_until="2026-12-21", vin="X")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Truck("01KG777ABC"), Truck("01 kg 777-авс", "UZ")),
        (Trailer("№"), Trailer("№", "KG")),
        (Driver("A", passport="AN 1"), Driver("B", passport="an1")),
        (Driver("Айбек  Асанов"), Driver("айбек асанов", "KG")),
        (Goods("Cherries", "080929"), Goods("cherries ", "080929", "BX")),
        (Party("A", "EORI 1"), Party("B", "eori1")),
        (Party("Ferghana", city="Osh"), Party("FERGHANA", city="osh", phone="1")),
    ],
)
def test_the_same_however_it_was_written(one: Entry, other: Entry) -> None:
    assert key_of(one) == key_of(other)


def test_what_differs_is_told_apart() -> None:
    different = (
        Truck("01KG777ABC"), Truck("01KG777ABD"), Goods("Cherries", "080929"),
        Goods("Cherries", "080921"), Party("A", city="Osh"), Party("A", city="Poti"),
    )  # fmt: skip
    assert len({key_of(one) for one in different}) == len(different)


def test_every_paper_that_ends_is_found_the_first_to_end_first() -> None:
    assert papers_of(TRUCK) == (
        Paper("insurance", "2026-11-20"),
        Paper("inspection", "2026-12-21"),
    )
    assert ending(TRUCK, told_until(TODAY)) == papers_of(TRUCK)
    assert ending(TRUCK, "2026-12-20") == (Paper("insurance", "2026-11-20"),)
    assert papers_of(Party("A")) == papers_of(Goods("A", "080929")) == ()


def test_a_driver_is_taken_without_the_papers_that_have_ended() -> None:
    ends = {"visa_until": "2026-11-20", "licence_until": TODAY, "passport_until": "2020-01-01"}
    driver = Driver("A", passport="AN1", visa="UZ", licence="L1", **ends)
    assert still_valid(driver, TODAY) == replace(driver, visa="")
    assert still_valid(TRUCK, TODAY) is TRUCK


def test_a_dossier_hears_of_what_has_ended_and_of_what_ends_before_it_arrives() -> None:
    end = DOSSIER.route.points[-1]
    arriving = replace(
        DOSSIER, route=Route((*DOSSIER.route.points[:-1], replace(end, eta="2026-12-30T00:00:00Z")))
    )
    book = {key_of(TRUCK): TRUCK}
    found = list(paper_doubts(arriving, book, TODAY))
    assert [(one.code, one.args["paper"]) for one in found] == [
        ("paper_ended", "insurance"),
        ("paper_ends_on_the_way", "inspection"),
    ]
    assert {one.pointer for one in found} == {"/dossier/consignment/means/0/id"}
    nowhere = replace(DOSSIER, route=Route(()))
    assert [one.code for one in paper_doubts(nowhere, book, TODAY)] == ["paper_ended"]
    assert list(paper_doubts(arriving, {}, TODAY)) == []
    ship = replace(DOSSIER.consignment, means=(Means("departure", "10", "01KG777ABC"),))
    assert list(paper_doubts(replace(arriving, consignment=ship), book, TODAY)) == []


def test_what_was_sent_brings_its_vehicles_parties_and_goods() -> None:
    load = DOSSIER.consignment
    house = load.houses[0]
    item = replace(
        house.items[0],
        documents=(Document("supporting", "N853", "1"), Document("supporting", "N853", "2")),
        consignee=Party("For one item"),
        facts=("perishable",),
    )
    bare = replace(item, hs="", packages=())
    packed = replace(item, hs="520512", packages=())
    rail = Means("departure", "20", "12345678")
    means = (*(m for m in load.means if m.kind == "30"), Means("departure", "31", "T1"), rail)
    dossier = replace(
        DOSSIER,
        vehicle=Vehicle(temperature_controlled=True),
        consignment=replace(
            load, means=means, houses=(replace(house, items=(item, bare, packed)),)
        ),
    )
    found = list(entries_in(dossier))
    assert {book for book, _ in found} == {"trucks", "trailers", "parties", "goods"}
    assert all(isinstance(entry, BOOKS[book]) for book, entry in found)
    entries = [entry for _, entry in found]
    assert Trailer("T1", temperature_controlled=True) in entries
    assert Party("For one item") in entries
    goods = [entry for entry in entries if isinstance(entry, Goods)]
    assert [(one.hs, one.documents, one.facts) for one in goods] == [
        (item.hs, "N853", ("perishable",)),
        ("520512", "N853", ("perishable",)),
    ]
    assert (goods[0].kind, goods[1].kind) == (item.packages[0].kind, "") if item.packages else True
    alone = replace(dossier, consignment=replace(load, means=(Means("departure", "30", "A1"),)))
    assert ("trucks", Truck("A1", temperature_controlled=True)) in list(entries_in(alone))


def test_who_drives_comes_into_the_book_of_drivers() -> None:
    driven = replace(DOSSIER, driver=AtTheWheel("Айбек Асанов", "AN 1", "+996 1"))
    expected = ("drivers", Driver("Айбек Асанов", phone="+996 1", passport="AN 1"))
    assert expected in list(entries_in(driven))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-31", True), ("2026-02-30", False), ("20261231", False), ("1026-12-31", False),
        ("soon", False), ("2026-W47-7", False),
    ],
)  # fmt: skip
def test_a_day_of_a_paper(text: str, expected: bool) -> None:
    assert is_day(text) is expected
