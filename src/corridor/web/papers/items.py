"""The list of items, 1 to 1,999, and the documents that go with them."""

from collections.abc import Iterator

from corridor.domain.consignment import Document, Dossier, House, Item
from corridor.web.papers.both import BETWEEN, Both, with_latin
from corridor.web.papers.sheet import Column, Lines, Table

NUMBERS = {
    "previous": "12 01",
    "information": "12 02",
    "supporting": "12 03",
    "additional": "12 04",
    "transport": "12 05",
}


def items_table(both: Both, dossier: Dossier) -> Table:
    """A row for each item; where there are several houses, a row above the items of each."""
    say, houses = both.say, dossier.consignment.houses
    columns = (
        Column(say("No."), 2, "11 03"),
        Column(say("Description of goods"), 15, "18 05"),
        Column(say("HS code"), 4, "18 09"),
        Column(say("Packages"), 6, "18 06"),
        Column(say("Gross mass, kg"), 4, "18 04", right=True),
        Column(say("Net mass, kg"), 4, "18 01", right=True),
    )
    rows = tuple(row for house in houses for row in _house(both, house, len(houses) > 1))
    return Table(say("List of items"), columns, rows)


def _house(both: Both, house: House, is_named: bool) -> Iterator[tuple[Lines, ...]]:
    if is_named:
        yield _head(both, house)
    for item in house.items:
        yield _item(both, item)


def _head(both: Both, house: House) -> tuple[Lines, ...]:
    parties = (
        (both.say("Consignor"), house.consignor),
        (both.say("Consignee"), house.consignee),
    )
    said = tuple(
        f"{BETWEEN.join(title)}: {', '.join(filter(None, with_latin(party.name, is_name=True)))}"
        for title, party in parties
        if party
    )
    said = (*said, *_lands(both, house))
    house_lines = both.say("House consignment %(n)s", n=house.number)
    gross = (both.number(house.gross_kg),)
    return ((), (BETWEEN.join(house_lines), *said), (), (), gross, ())


def _item(both: Both, item: Item) -> tuple[Lines, ...]:
    own_type = (item.declaration_type,) if item.declaration_type else ()
    cus = f"CUS {item.cus_code}" if item.cus_code else ""
    dangerous = ", ".join(f"UN {code}" for code in item.dangerous_goods)
    documents = "; ".join(map(document_text, item.documents))
    return (
        (str(item.declaration_number), *own_type),
        (
            *both.goods(item.description, item.hs),
            dangerous,
            documents,
            *_parties(both, item),
            *_lands(both, item),
        ),
        (item.hs, cus),
        tuple(_packages(both, item)),
        (both.number(item.gross_kg),),
        (both.number(item.net_kg),),
    )


def _lands(both: Both, goods: House | Item) -> Iterator[str]:
    """Countries that a part or an item names itself, with the boxes that they are of."""
    for box, title, code in (
        ("16 06", both.say("Country of dispatch"), goods.country_of_dispatch),
        ("16 03", both.say("Country of destination"), goods.country_of_destination),
    ):
        if code:
            yield f"{box} {BETWEEN.join(title)}: {both.country(code)}"


def _parties(both: Both, item: Item) -> Iterator[str]:
    if item.consignee:
        name = ", ".join(part for part in with_latin(item.consignee.name, is_name=True) if part)
        yield f"{BETWEEN.join(both.say('Consignee'))}: {name}"


def _packages(both: Both, item: Item) -> Iterator[str]:
    for package in item.packages:
        count = f"{both.number(package.count)} × " if package.count else ""
        yield count + both.package(package.kind)
        yield package.marks


def document_text(document: Document) -> str:
    """Code, number and note."""
    return " ".join(part for part in (document.kind, document.reference, document.note) if part)


def documents_of(dossier: Dossier) -> tuple[Document, ...]:
    """Those of the whole load and of its houses; those of an item stand with the item."""
    houses = (document for house in dossier.consignment.houses for document in house.documents)
    return tuple(dict.fromkeys((*dossier.consignment.documents, *houses)))


def documents_table(both: Both, documents: tuple[Document, ...]) -> Iterator[Table]:
    """Invoices, waybills and others, by their group and code."""
    if not documents:
        return
    say = both.say
    columns = (
        Column(say("Group"), 9),
        Column(say("Code"), 2),
        Column(say("Number"), 6),
        Column(say("Note"), 4),
    )
    rows = tuple(
        (
            (f"{NUMBERS[one.group]} {both.label(one.group, 'document_group')}",),
            (one.kind,),
            (one.reference,),
            with_latin(one.note),
        )
        for one in documents
    )
    yield Table(say("Documents"), columns, rows)
