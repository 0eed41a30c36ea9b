"""The story's acts by hand, as each person in it does them in a browser."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.person import PATIENCE_MS, Fields, Person

CARRIER = "alatoo"
GOODS: tuple[Fields, ...] = (
    {
        "description": "Черешня свежая",
        "hs": "080929",
        "gross": "6200",
        "net": "5800",
        "count": "1240",
        "kind": "BX",
        "marks": "FDE-1",
        "value": "13920",
        "facts": "perishable",
    },
    {
        "description": "Пряжа хлопчатобумажная",
        "hs": "520512",
        "gross": "7900",
        "net": "7700",
        "count": "316",
        "kind": "BG",
        "marks": "FDE-2",
        "value": "20790",
    },
    {
        "description": "Части насосов",
        "hs": "841391",
        "gross": "1450.5",
        "net": "1310",
        "count": "58",
        "kind": "CT",
        "marks": "FDE-3",
        "value": "18340",
    },
)
PARTIES: Fields = {
    "consignor_name": "ОсОО «Фергана Экспорт»",
    "consignor_street": "ул. Ленина, 1",
    "consignor_city": "Ош",
    "consignor_postcode": "723500",
    "consignor_country": "KG",
    "consignee_name": "შპს შავი ზღვა",
    "consignee_street": "აღმაშენებლის 12",
    "consignee_city": "ფოთი",
    "consignee_postcode": "4400",
    "consignee_country": "GE",
}
TRANSPORT: Fields = {
    "vehicle": "01KG909DTC",
    "vehicle_country": "KG",
    "trailer": "01KG808DTC",
    "trailer_country": "KG",
    "container": "MSKU1234565",
    "seal_count": "2",
    "seals": "KG-100\nKG-101",
    "waybill": "CMR-1",
}


@dataclass
class Filed:
    """What the carrier's browser shows of the dossier."""

    lrn: str = ""
    draft: str = ""
    mrn: str = ""


def fills_dossier(carrier: Person) -> Filed:
    """The sections of the task list, each opened from it."""
    carrier.open("/carrier/new")
    carrier.press("Begin")
    filed = Filed(draft=carrier.page.url)
    filed.lrn = carrier.page.locator("main h1").inner_text().split()[-1]
    _fills_goods(carrier)
    for section, fields in (("Parties", PARTIES), ("Transport", TRANSPORT)):
        carrier.press(section)
        carrier.fill(fields)
        carrier.press("Save and go on")
    carrier.press("Route")
    carrier.page.locator('input[name="way"]').first.check()
    carrier.press("Take this way")
    return filed


def _fills_goods(carrier: Person) -> None:
    carrier.press("Goods")
    carrier.press("Add an item")
    for item in GOODS:
        expect(carrier.page.locator('[name="currency"]')).to_have_value("EUR")
        carrier.fill(item)
        is_last = item is GOODS[-1]
        carrier.press("Save and go on" if is_last else "Save and add another")
    carrier.press("Go on")


def applies_for_all(carrier: Person, draft: str) -> None:
    """Answer what the HS codes leave open, then one button."""
    carrier.page.goto(draft)
    carrier.press("Permits")
    questions = carrier.page.locator("main fieldset:has(input[type=radio])")
    for number in range(questions.count()):
        questions.nth(number).locator('input[value="no"]').check()
    with carrier.page.expect_navigation():
        carrier.page.locator('main button[name="act"][value="apply"]').click()


def sends(carrier: Person, draft: str) -> None:
    """Guarantee, check, send."""
    carrier.page.goto(draft)
    carrier.press("Guarantee")
    carrier.page.locator('input[name="grn"]').first.check()
    carrier.fill({"amount": "18500"})
    carrier.press("Save and go on")
    carrier.press("Check and send")
    carrier.fill({"access_code": "DEMO"})
    carrier.press("Send to customs")


def opens_row(officer: Person, path: str, reference: str = "") -> None:
    """The row of a work list; it comes by itself when the other state's news does."""
    officer.open(path)
    row = officer.page.locator("main [data-row]", has_text=reference).first
    expect(row).to_be_visible(timeout=PATIENCE_MS)
    with officer.page.expect_navigation():
        row.get_by_role("link").first.click()


def saves(person: Person, folder: Path, text: str) -> bytes:
    """Download what the link gives."""
    with person.page.expect_download() as download:
        person.pressed(text).click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target.read_bytes()
