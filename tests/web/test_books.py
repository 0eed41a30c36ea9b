"""The books of a firm: kept by colleagues together, filled from what was sent, read from files."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.domain.books.entries import key_of
from corridor.engine.jobs import PutDocument
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from corridor.web.i18n import words_in
from corridor.web.tables.matching import BOOKS, FIELDS, matched
from corridor.web.views.books.kept import Kept, entries_of
from corridor.web.views.books.reading import read_entry, values_of
from corridor.web.views.books.tables import TABLES
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.kept import read_draft
from corridor.web.views.drafting.model import DRAFT, document_of
from tests.support.engines import CARRIER, DOSSIER, START
from tests.support.pages import attributes, check_page, text_of
from tests.support.web import bearer, csrf, sign_in
from tests.web.conftest import World

COLLEAGUE = Account("aida", "Aida", "ala-too", "carrier", org_name="Ala-Too")
ID = "mv-KG-00000000000000000077"
DRAFT_AT = f"/carrier/drafts/{ID}"


@pytest.fixture
def office(world: World) -> World:
    """Aibek at his desk; Aida is of the same firm."""
    world.core.run_one(PutDocument(ACCOUNT, account_document(COLLEAGUE, START)))
    own = document_of(draft_from(DOSSIER, ID, START), CARRIER.org, START)
    world.core.run_one(PutDocument(DRAFT, own))
    world.client.headers["accept-language"] = "en"
    sign_in(world.client, "aibek")
    return world


def kept(world: World, book: str = "trucks", org: str = "ala-too") -> list[Kept]:
    return entries_of(world.client.app.state.services, org, book)


def one(world: World, book: str = "trucks") -> Any:
    """The only entry of a book."""
    (found,) = kept(world, book)
    return found.entry


def post(world: World, path: str, **values: str) -> Any:
    data = {"_csrf_token": csrf(world.client), **values}
    return world.client.post(path, data=data, follow_redirects=False)


def added(world: World, book: str = "trucks", **values: str) -> Kept:
    assert post(world, f"/carrier/books/{book}/new", **values).status_code == 303
    return kept(world, book)[0]


def version_on(world: World, address: str) -> str:
    page = check_page(world.client.get(address), "en")
    return attributes(page.query("input[name=version]")[0])["value"]


def test_an_entry_is_kept_as_it_is_declared_and_found_again(office: World) -> None:
    added(office, plate="01kg 777 abc", country="KG", insurance_until="01.12.2026")
    found = one(office)
    assert (found.plate, found.insurance_until) == ("01KG777ABC", "2026-12-01")
    page = check_page(office.client.get("/carrier/books/trucks?q=777"), "en")
    assert "insurance: until" in text_of(page)
    assert "insurance" in text_of(check_page(office.client.get("/carrier/books"), "en"))
    home = text_of(check_page(office.client.get("/carrier"), "en"))
    assert "Papers of 1 entry of your books have ended or end soon" in home


def test_what_cannot_be_read_comes_back_and_one_of_a_kind_stands_once(office: World) -> None:
    wrong = {"plate": "01KG777ABC", "vin": "IOQ", "insurance_until": "soon", "axles": "three"}
    page = check_page(post(office, "/carrier/books/trucks/new", **wrong), "en", 422)
    assert {attributes(e)["href"] for e in page.query(".errors a")} == {
        "#f-vin",
        "#f-insurance_until",
        "#f-axles",
    }
    assert not kept(office)
    added(office, plate="01KG777ABC")
    again = post(office, "/carrier/books/trucks/new", plate="01 kg 777-abc")
    check_page(again, "en", 422)
    check_page(post(office, "/carrier/books/trucks/new"), "en", 422)


def test_of_two_who_write_at_once_both_see_it_and_nobody_overwrites(office: World) -> None:
    id = added(office, plate="01KG777ABC", make="MAN").id
    address = f"/carrier/books/trucks/{id}"
    mine = version_on(office, address)
    sign_in(office.client, "aida")
    theirs = {"version": version_on(office, address), "plate": "01KG777ABC", "make": "Volvo"}
    assert post(office, address, **theirs).status_code == 303
    sign_in(office.client, "aibek")
    typed = {"version": mine, "plate": "01KG777ABC", "make": "Scania"}
    page = check_page(post(office, address, **typed), "en", 409)
    for said in ("Aida changed this entry", "Volvo", "Scania"):
        assert said in text_of(page)
    assert one(office).make == "Volvo"
    seen = attributes(page.query("input[name=version]")[0])["value"]
    assert attributes(page.query("input[name=make]")[0])["value"] == "Scania"
    assert post(office, address, **{**typed, "version": seen}).status_code == 303
    assert one(office).make == "Scania"


def test_what_a_colleague_took_out_is_not_lost_to_who_writes_it(office: World) -> None:
    id = added(office, plate="01KG777ABC").id
    address = f"/carrier/books/trucks/{id}"
    version = version_on(office, address)
    stale = post(office, f"{address}/delete", version="of yesterday")
    assert stale.headers["location"] == address
    assert kept(office)
    check_page(office.client.get(f"{address}/delete"), "en")
    assert post(office, f"{address}/delete", version=version).status_code == 303
    page = check_page(post(office, address, version=version, plate="01KG777ABC"), "en", 409)
    form = page.query("main form[method=post]")[0]
    assert attributes(form)["action"] == "/carrier/books/trucks/new"
    assert attributes(page.query("input[name=plate]")[0])["value"] == "01KG777ABC"


def test_another_firm_knows_nothing_of_it(office: World) -> None:
    id = added(office, plate="01KG777ABC").id
    own = office.client.get("/api/v1/books/trucks", headers=bearer("aibek")).json()
    assert [entry["entry"]["plate"] for entry in own["entries"]] == ["01KG777ABC"]
    theirs = office.client.get("/api/v1/books/trucks", headers=bearer("rival")).json()
    assert theirs == {"book": "trucks", "entries": []}
    sign_in(office.client, "rival")
    assert office.client.get(f"/carrier/books/trucks/{id}").status_code == 404
    assert "01KG777ABC" not in office.client.get("/carrier/books/trucks").text
    answer = office.client.get("/carrier/offers/vehicle?value=01KG777ABC").json()
    assert answer == {"values": {}, "facts": []}
    assert post(office, f"/carrier/books/trucks/{id}/delete").status_code == 404


def test_earlier_dossiers_fill_the_books_once(office: World) -> None:
    assert post(office, "/carrier/books/gather").status_code == 303
    counts = {name: len(kept(office, name)) for name in ("trucks", "trailers", "parties", "goods")}
    assert counts["trucks"] == 1
    assert min(counts.values()) >= 1
    assert {one.source for one in kept(office, "goods")} == {office.mrn}
    post(office, "/carrier/books/gather")
    again = {name: len(kept(office, name)) for name in counts}
    assert again == counts


def test_an_ended_paper_is_told_where_the_vehicle_is_used(office: World) -> None:
    plate = DOSSIER.consignment.means[0].id
    added(office, plate=plate, insurance_until="2026-11-20", inspection_until="2026-11-24")
    for path in (DRAFT_AT, f"{DRAFT_AT}/transport", f"{DRAFT_AT}/send"):
        text = text_of(check_page(office.client.get(path), "en"))
        assert ("Look at this again" if path == DRAFT_AT else "insurance was valid until") in text
    assert "technical inspection is valid until" in office.client.get(f"{DRAFT_AT}/transport").text


def test_what_is_chosen_fills_what_is_empty_and_nothing_else(office: World) -> None:
    added(office, plate="02KG888DEF", country="KG", make="MAN")
    added(office, "trailers", plate="03KG999", country="UZ", temperature_controlled="1")
    added(office, "parties", name="Шелковый путь", city="Ош", country="KG", id="123")
    added(
        office,
        "goods",
        description="Cherries",
        hs="0809 29",
        kind="BX",
        facts="perishable",
        documents="N853",
    )
    answer = office.client.get("/carrier/offers/vehicle?value=02 kg 888 def").json()
    assert answer["values"]["vehicle_country"] == "KG"
    assert office.client.get("/carrier/offers/nothing").status_code == 404
    typed = {"vehicle": "02KG888DEF", "vehicle_country": "UZ", "trailer": "03 KG 999", "fill": "1"}
    assert post(office, f"{DRAFT_AT}/transport", **typed).status_code == 303
    values = draft(office).transport
    assert (values["vehicle_country"], values["trailer_country"]) == ("UZ", "UZ")
    assert values["temperature"] == "1"
    assert values["trailer"] == "03 KG 999"
    post(office, f"{DRAFT_AT}/parties", consignor_name="шелковый  путь", fill="1")
    assert draft(office).parties["consignor_city"] == "Ош"
    number = len(draft(office).goods) + 1
    post(office, f"{DRAFT_AT}/goods/{number}", description="cherries", fill="1")
    item = draft(office).goods[-1]
    assert (item.fields["hs"], item.fields["kind"], item.facts) == ("080929", "BX", ("perishable",))
    assert "N853" in office.client.get(f"{DRAFT_AT}/goods/{number}").text
    for section in ("transport", "parties", f"goods/{number}"):
        check_page(office.client.get(f"{DRAFT_AT}/{section}"), "en")


def draft(world: World) -> Any:
    return read_draft(world.client.app.state.services.queries.document(DRAFT, ID))


TABLE = (
    "Госномер;Страна регистрации;VIN;Рефрижератор;Страховой полис действителен до\n"
    "01kg 777 abc;Кыргызстан;WDB9634031L123456;да;31.12.2026\n"
    "01 KG 777 ABC;KG;;;\n"
    "02KG888DEF;KG;WRONG;;когда-нибудь\n"
    ";KG;;;\n"
    "03KG999GHI;Казахстан;;нет;2027-01-15\n"
)


def brought(world: World, book: str, text: str) -> str:
    """The address where the columns of a pasted table are named."""
    answer = post(world, f"/carrier/books/{book}/table", pasted=text)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def taken(world: World, address: str, how: str = "fill") -> Any:
    """What the button that takes the rows answers, the columns as they were recognised."""
    page = check_page(world.client.get(address), "en")
    values = {"how": how, "act": "take"}
    for select in page.query("main select"):
        chosen = [o for o in select.query("option") if "selected" in attributes(o)]
        values[attributes(select)["name"]] = attributes(chosen[0])["value"]
    return post(world, address, **values)


def test_a_table_is_seen_before_it_is_taken_and_no_row_is_lost(office: World) -> None:
    address = brought(office, "trucks", TABLE)
    page = text_of(check_page(office.client.get(address), "en"))
    for said in ("The same stands in row 2", "A VIN has 17 letters", "Write a day", "Fill in this"):
        assert said in page
    assert not kept(office)
    answer = taken(office, address)
    assert answer.headers["location"] == "/carrier/books/trucks/rest"
    found: dict[str, Any] = {key_of(one.entry): one.entry for one in kept(office)}
    assert sorted(found) == ["01KG777ABC", "03KG999GHI"]
    assert found["01KG777ABC"].temperature_controlled
    last = found["03KG999GHI"]
    assert (last.country, last.insurance_until) == ("KZ", "2027-01-15")
    rest = check_page(office.client.get("/carrier/books/trucks/rest"), "en")
    rows = [attributes(a)["href"] for a in rest.query(".tasks a")]
    assert len(rows) == 3
    wrong = next(row for row in rows if "WRONG" in office.client.get(row).text)
    form = check_page(office.client.get(wrong), "en")
    assert attributes(form.query("#f-insurance_until")[0])["value"] == "когда-нибудь"
    assert post(office, wrong, plate="02KG888DEF", vin="STILL").status_code == 422
    assert "STILL" in office.client.get(wrong).text
    assert post(office, wrong, plate="02KG888DEF").status_code == 303
    assert len(kept(office)) == 3
    sign_in(office.client, "rival")
    assert office.client.get(rows[0]).status_code == 404
    sign_in(office.client, "aibek")
    for row in rows:
        if row != wrong:
            assert post(office, row, act="drop").status_code == 303
    assert "Nothing waits" in office.client.get("/carrier/books/trucks/rest").text


def test_an_empty_cell_takes_nothing_away_and_what_stands_there_is_changed_only_when_asked(
    office: World,
) -> None:
    added(office, plate="01KG777ABC", make="MAN", axles="2")
    text = "Госномер;Марка и модель;Число осей;VIN\n01KG777ABC;Volvo;;WDB9634031L123456\n"
    taken(office, brought(office, "trucks", text))
    first = one(office)
    assert (first.make, first.axles, first.vin) == ("MAN", 2, "WDB9634031L123456")
    taken(office, brought(office, "trucks", text), "take")
    assert (one(office).make, one(office).axles) == ("Volvo", 2)


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("how", ["csv", "xlsx"])
def test_what_is_taken_out_as_a_file_can_be_read_in_again(
    office: World, how: str, lang: str
) -> None:
    vehicle = {"plate": "=1+1", "country": "UZ", "width_mm": "2,55", "gross_kg": "12 400.5"}
    papers = {"insurance": "-A1", "insurance_until": "2027-01-31", "temperature_controlled": "1"}
    added(office, "trailers", **vehicle, **papers, axles="3")
    added(office, "parties", name="@ООО «Рога»; копыта", id="+996", city="Ош", country="KG")
    packing = {"kind": "BX", "currency": "EUR", "documents": "N853, N002", "facts": "perishable"}
    added(office, "goods", description="=cmd()", hs="080929", dangerous_goods="1202", **packing)
    for book in ("trailers", "parties", "goods"):
        before = one(office, book)
        office.client.cookies.set("lang", lang)
        file = office.client.get(f"/carrier/books/{book}/export?as={how}")
        office.client.cookies.set("lang", "en")
        assert "attachment" in file.headers["content-disposition"]
        assert "=1+1" not in {cell.strip('"') for cell in file.text.split(";")}
        (there,) = kept(office, book)
        post(office, f"/carrier/books/{book}/{there.id}/delete", version=there.version)
        assert not kept(office, book)
        data = {"_csrf_token": csrf(office.client)}
        sent = {"file": (f"a.{how}", file.content)}
        answer = office.client.post(
            f"/carrier/books/{book}/table", data=data, files=sent, follow_redirects=False
        )
        assert answer.status_code == 303, text_of(check_page(answer, "en", 422))
        assert taken(office, answer.headers["location"]).status_code == 303
        assert one(office, book) == before


def test_every_heading_of_a_file_is_known_and_means_its_field() -> None:
    for name, book in TABLES.items():
        purpose = next(one for one in BOOKS if one == f"book-{name}")
        fields = tuple(field.name for field in book.fields)
        assert FIELDS[purpose] == fields
        assert set(fields) == set(book.shape.__struct_fields__)
        for lang in ("ru", "en"):
            heads = [words_in(lang)(field.label) for field in book.fields]
            assert matched(purpose, heads, {}) == fields, (name, lang)


LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=17)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)
TYPED = {
    "text": LETTERS,
    "plate": LETTERS,
    "party": LETTERS,
    "number": LETTERS,
    "vin": st.text("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", min_size=17, max_size=17),
    "country": st.sampled_from(["KG", "UZ", "XI"]),
    "currency": st.sampled_from(["EUR", "KGS"]),
    "package": st.sampled_from(["BX", "4G"]),
    "day": DAYS,
    "count": st.integers(0, 99_999).map(str),
    "metres": st.decimals("0.001", "99", places=3).map(str),
    "mass": st.decimals("0.001", "99999", places=3).map(str),
    "hs": st.sampled_from(["080929", "0809 29 00 00", "5205"]),
    "un": st.sampled_from(["1202", "UN 1203; 1202"]),
    "facts": st.sampled_from(["perishable", "perishable, cites"]),
    "flag": st.just("1"),
}


@settings(max_examples=60)
@given(st.data())
def test_what_is_kept_is_shown_and_kept_again_as_it_was(data: st.DataObject) -> None:
    for book in TABLES.values():
        typed = {}
        for field in book.fields:
            if field.required or data.draw(st.booleans()):
                typed[field.name] = data.draw(TYPED[field.kind])
        entry, problems = read_entry(book, typed)
        assert (entry is None) == bool(problems)
        if entry is not None:
            assert read_entry(book, values_of(book, entry)) == (entry, ())


def test_a_persons_new_dossiers_begin_with_what_it_usually_takes(office: World) -> None:
    added(office, plate="01KG777ABC", country="KG")
    added(office, "parties", name="Fergana Export", city="Osh", country="KG")
    chosen = {"vehicle": "01 kg 777 abc", "trailer": "01KG000XX", "consignor": "Fergana Export"}
    assert post(office, "/carrier/usual", **chosen).headers["location"] == "/account#usual"
    page = check_page(office.client.get("/account"), "en")
    assert attributes(page.query("#f-vehicle")[0])["value"] == "01 kg 777 abc"

    def begun() -> Any:
        address = post(office, "/carrier/new", how="blank").headers["location"]
        found = office.client.app.state.services.queries.document(DRAFT, address.rpartition("/")[2])
        return read_draft(found)

    mine = begun()
    assert mine.transport["vehicle"] == "01KG777ABC"
    assert mine.transport["vehicle_country"] == "KG"
    assert "trailer" not in mine.transport, "it stands in no book"
    assert mine.parties["consignor_city"] == "Osh"
    assert mine.parties["holder_name"]
    sign_in(office.client, "aida")
    assert not begun().transport
    sign_in(office.client, "osh")
    assert post(office, "/carrier/usual", **chosen).status_code == 403
