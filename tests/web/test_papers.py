"""Papers as PDF: what they say, who gets them, and that their codes can be read off the page."""

import asyncio
import io
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from msgspec.structs import replace
from pypdf import PdfReader

from corridor.domain.consignment import Authorisation, Means, Party, plates_of
from corridor.domain.movement.parts import Incident
from corridor.domain.movement.state import Movement
from corridor.domain.permits.credentials import BYTES_MAX
from corridor.domain.rail import RailCarrier, RailNote, RailStation
from corridor.engine.queries import Queries
from corridor.web.child import ChildBusy, ChildFailed
from corridor.web.papers import papers as papers_module
from corridor.web.papers.papers import Papers
from corridor.web.papers.press import Press
from corridor.web.papers.sheet import Code, Sheet
from corridor.web.templating import readers
from tests.support.engines import MOVEMENT, START
from tests.support.permits import granted
from tests.support.web import bearer, make_services, sign_in
from tests.web.conftest import PERMIT, World

HOSTILE = '#read("/etc/passwd") $x$ *b* #sys.inputs <last-0> @preview/x:1.0.0'
NAMES = ("შპს იბერია გზა", "喀什丝绸之路货运公司", "Һәм Ұлы Жүк", "Արարատ ՍՊԸ", "Çelik Ağ Ltd")


@dataclass
class Desk:
    """Papers of one node, and the movement they are about."""

    papers: Papers
    state: Movement

    def with_dossier(self, **changes: Any) -> Movement:
        return replace(self.state, dossier=replace(self.state.dossier, **changes))


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    services = make_services(tmp_path, world.core)
    state = Queries(world.core).get(MOVEMENT).state
    assert isinstance(state, Movement)
    return Desk(Papers(services, readers(services)), state)


def printed(sheets: Sequence[Sheet], seconds: float = 120) -> bytes:
    """Set by the press, as a request would have it."""

    async def run() -> bytes:
        return await Press(seconds).set(sheets)

    return asyncio.run(run())


def text_of(paper: bytes) -> str:
    """What can be copied out of it, on one line; the breaks in long words taken out."""
    return re.sub(r"\s+", " ", " ".join(texts_of(paper)).replace("\u200b", ""))


def texts_of(paper: bytes) -> list[str]:
    """What can be copied out of each page, as a reader's program does it."""
    with closing(pypdfium2.PdfDocument(paper)) as document:
        return [page.get_textpage().get_text_range() for page in document]


def codes_of(paper: bytes, page: int = 0) -> dict[str, str]:
    """Text → format of what a scanner reads off the picture of a page."""
    return {found.text: str(found.format) for found in scanned(paper, page)}


def symbols(paper: bytes, page: int) -> set[str]:
    """The formats that were found."""
    return {str(found.format) for found in scanned(paper, page)}


def scanned(paper: bytes, page: int) -> list[Any]:
    """What is found on the picture of a page."""
    picture = pypdfium2.PdfDocument(paper)[page].render(scale=2, grayscale=True)
    seen = memoryview(bytes(picture.buffer)).cast("B", shape=[picture.height, picture.stride])
    return list(zxingcpp.read_barcodes(seen))


def test_the_document_says_what_is_declared_and_no_secret(desk: Desk) -> None:
    good, other = granted("UZ"), granted("UZ", id="pm-UZ-2", number="UZ-KG-2026-2-99")
    wrong = replace(other, request=replace(other.request, plates=("01KG999ZZZ",)))
    said = text_of(printed(desk.papers.document(desk.state, (good, wrong))))
    dossier = desk.state.dossier
    for words in (
        "Транзитный сопроводительный документ",
        "Transit accompanying document",
        desk.state.mrn,
        dossier.lrn,
        "12 09 Местный номер (LRN)",
        "Ещё не выпущено: для перевозки недействительно.",
        "Not released yet: not valid for carriage.",
        dossier.holder.name,
        *plates_of(dossier),
        good.number,
        "21.11.2026 – 21.12.2026",
        "N380",
        "Грузия / Georgia",
        "ISO 9:1995",
        "Demonstration: the data are invented.",
        "it does not claim to be an official document",
    ):
        assert words in said, words
    assert wrong.number not in said
    assert "A1B2" not in said, "the access code of the guarantee"


def test_a_train_has_its_wagons_and_its_consignment_note_on_the_paper(desk: Desk) -> None:
    numbers = [f"{52380000 + place}" for place in range(57)]
    means = tuple(Means("departure", "20", number, "KZ") for number in numbers)
    load = replace(desk.state.dossier.consignment, means=means)
    start, end = RailStation("750006", "Turkmenabat"), RailStation("", "Poti")
    note = RailNote("SMGS-4411", date="2026-11-20", start=start, end=end)
    carried = replace(note, carriers=(RailCarrier("TDY", "2700", start, end),))
    state = desk.with_dossier(consignment=load, rail=carried)
    said = text_of(printed(desk.papers.document(state, ())))
    for words in (
        "вагон / wagon: 57",
        *numbers,
        "SMGS-4411, 20.11.2026",
        "Turkmenabat (750006)",
        "TDY (2700)",
    ):
        assert words in said, words


def test_boxes_of_the_procedure_and_room_for_incidents_are_there(desk: Desk) -> None:
    load = replace(desk.state.dossier.consignment, ucr="UCR-77")
    rights = (Authorisation("C521", "KG-ACR-5"),)
    dossier = replace(
        desk.state.dossier, consignment=load, authorisations=rights, binding_itinerary=True
    )
    found = (Incident("UZDUST01", "2", START, "Cut by a branch.", new_seals=("UZ-9",)),)
    said = text_of(
        printed(desk.papers.document(replace(desk.state, dossier=dossier, incidents=found), ()))
    )
    for words in (
        "11 07",
        "12 08",
        "UCR-77",
        "12 12",
        "C521 KG-ACR-5",
        "16 12",
        "binding itinerary",
        "Incidents and transhipments on the way",
        "Cut by a branch.",
        "UZ-9",
    ):
        assert words in said, words


def test_an_amended_or_diverted_document_says_so(desk: Desk) -> None:
    state = replace(desk.state, amended_at=START, released_at=START, limit_date="2026-12-05")
    said = text_of(printed(desk.papers.document(state, ())))
    assert "Изменено 21.11.2026, 14:00 (UTC+6)" in said
    assert "what was printed before is no longer valid" in said
    assert "05.12.2026" in said
    assert "Not released yet" not in said


ARABIC = "ثجحخذشصضطظعغأة پچژ"
"""What stands for these has signs above and below that a font may lack."""


def test_every_script_has_its_letters_and_latin_beside(desk: Desk) -> None:
    load = desk.state.dossier.consignment
    items = tuple(
        replace(load.houses[0].items[0], number=n, declaration_number=n, description=name)
        for n, name in enumerate((*NAMES, HOSTILE, ARABIC), 1)
    )
    houses = (replace(load.houses[0], items=items),)
    consignee = Party(name="ООО «Щёлк» " + "Ж" * 90)
    state = desk.with_dossier(consignment=replace(load, houses=houses, consignee=consignee))
    paper = printed(desk.papers.document(state, ()))
    said = text_of(paper)
    for words in (*NAMES, HOSTILE, "Ж" * 90):
        assert words.replace(" ", "") in said.replace(" ", ""), words
    assert not blanks_of(paper), "letters that no font has"
    for words in ("Shp’s iberia gza", "Kā shí sī chóu", "Žùk", "Ararat SPË", "OOO «Ŝëlk»"):
        assert words in said, words
    assert not fonts_outside(paper)


def blanks_of(paper: bytes) -> list[str]:
    """Texts with a letter that stands as an empty box: glyph 0 of its font."""
    found = []
    for page in PdfReader(io.BytesIO(paper)).pages:
        content = page.get_contents()
        assert content is not None
        for operands, operator in content.operations:
            parts = operands[0] if operator == b"TJ" else operands if operator == b"Tj" else []
            for part in parts:
                if not isinstance(part, (int, float)):
                    shown = part.original_bytes
                    pairs = [shown[i : i + 2] for i in range(0, len(shown), 2)]
                    found += [shown.hex()] if b"\0\0" in pairs else []
    return found


def fonts_outside(paper: bytes) -> list[str]:
    """Fonts that are not in the file itself."""
    fonts: dict[str, Any] = {}
    for page in PdfReader(io.BytesIO(paper)).pages:
        resources: Any = page["/Resources"]
        fonts |= resources["/Font"]
    inner = (font.get_object()["/DescendantFonts"][0].get_object() for font in fonts.values())
    described = [font["/FontDescriptor"].get_object() for font in inner]
    assert described
    return [str(one) for one in described if not {"/FontFile2", "/FontFile3"} & one.keys()]


def test_1_999_items_run_over_pages_with_head_and_number(desk: Desk) -> None:
    load = desk.state.dossier.consignment
    first = load.houses[0].items[0]
    items = tuple(
        replace(first, number=n, declaration_number=n, description=f"Товар {n} и его сорт")
        for n in range(1, 2000)
    )
    houses = (replace(load.houses[0], items=items),)
    state = desk.with_dossier(consignment=replace(load, houses=houses))
    pages = texts_of(printed(desk.papers.document(state, ())))
    assert len(pages) > 20
    for number, said in enumerate(pages, 1):
        assert f"{number}/{len(pages)}" in said
        assert state.mrn in said
        assert number == 1 or "18 05" in said, "the head of the list stands on every page"
    assert "Товар 1999 и его сорт" in pages[-1]


def test_codes_are_read_off_the_pictures(desk: Desk) -> None:
    long = granted("UZ", conditions=("Ж" * 120,))
    assert BYTES_MAX - 120 < len(long.credential) <= BYTES_MAX
    paper = printed(desk.papers.all_of(desk.state, (long,)))
    first, document, permit = (codes_of(paper, page) for page in (0, 1, 3))
    mrn = desk.state.mrn
    assert {mrn, long.credential} == first.keys(), "the driver has the codes on the first page"
    assert mrn in document
    assert "Code 128" in symbols(paper, 1)
    assert permit.keys() == {long.credential}


def test_a_permit_is_one_page_whatever_it_covers(desk: Desk) -> None:
    permit = granted("UZ", status="revoked")
    line = replace(permit.request.goods[0], description="Очень длинное название товара " * 15)
    goods = tuple(replace(line, number=n) for n in range(1, 2000))
    asked = replace(permit.request, goods=goods, holder=Party(name="გ" * 70, street="Ул. " * 20))
    paper = printed(desk.papers.permit(replace(permit, request=asked)))
    assert len(PdfReader(io.BytesIO(paper)).pages) == 1
    said = text_of(paper)
    assert "Недействительно для въезда." in said
    assert "and 1,995 more items" in said
    assert codes_of(paper).keys() == {permit.credential}


def test_a_card_for_the_wallet_has_the_code_and_is_one_page(desk: Desk) -> None:
    long = granted("UZ", conditions=("Ж" * 120,))
    asked = replace(long.request, holder=Party(name="გ" * 70))
    for permit in (long, replace(long, status="revoked", request=asked)):
        paper = printed(desk.papers.card(permit))
        assert len(PdfReader(io.BytesIO(paper)).pages) == 1
        assert codes_of(paper).keys() == {permit.credential}
        assert permit.number in text_of(paper)
        assert ("Недействительно для въезда." in text_of(paper)) == (permit.status == "revoked")


def test_the_press_is_bounded() -> None:
    sheet = Sheet(("Проба",), "1")
    with pytest.raises(ChildBusy):
        printed([sheet], seconds=0.001)
    with pytest.raises(ChildFailed):
        printed([replace(sheet, code=Code("<no drawing", 10))])

    async def crowd() -> list[Any]:
        press = Press()
        asked = (press.set([sheet]) for _ in range(12))
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert (await press.set([sheet])).startswith(b"%PDF"), "places are given back"
        return found

    refused = [one for one in asyncio.run(crowd()) if isinstance(one, ChildBusy)]
    assert len(refused) == 2


def test_the_loop_goes_on_while_the_press_works(desk: Desk) -> None:
    async def run() -> int:
        turns, work = 0, asyncio.ensure_future(Press().set(desk.papers.document(desk.state, ())))
        while not work.done():
            turns += 1
            await asyncio.sleep(0.001)
        return turns

    assert asyncio.run(run()) > 10


def test_the_layout_asks_for_nothing_but_its_content() -> None:
    layout = Path(papers_module.__file__).parent / "layout"
    files = sorted(path.name for path in layout.iterdir())
    assert files == ["papers.typ", "report.typ"]
    code = "".join((layout / name).read_text() for name in files)
    for forbidden in ("#import", "@preview", "eval(", "read(", "plugin(", "include "):
        assert forbidden not in code


def test_who_may_gets_a_file_with_a_name(world: World) -> None:
    client = world.client
    sign_in(client, "aibek")
    path = f"/carrier/dossiers/{MOVEMENT}"
    answer = client.get(f"{path}/document.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="TAD-{world.mrn}.pdf"'
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF-")
    for paper in ("permit.pdf", "card.pdf"):
        assert client.get(f"/carrier/permits/{PERMIT}/{paper}").status_code == 404, "not granted"
    for link in ("document.pdf", "papers.pdf"):
        assert f'href="{path}/{link}"' in client.get(path).text
        assert f'href="{path}/{link}"' in client.get(f"{path}/document").text
    both = client.get(f"/api/v1/movements/{world.mrn}/papers.pdf", headers=bearer("aibek"))
    assert world.mrn in both.headers["content-disposition"]
    assert len(PdfReader(io.BytesIO(both.content)).pages) == 3
    for other in ("papers.pdf", "document.pdf"):
        api = f"/api/v1/movements/{world.mrn}/{other}"
        assert client.get(api, headers=bearer("rival")).status_code == 404
        assert client.get(api, headers=bearer("gulnara")).status_code == 403
