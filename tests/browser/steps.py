"""What the officers of the story do, each at a desk of their own."""

from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import Seat
from tests.browser.person import PATIENCE_MS, Person
from tests.browser.said import SAID
from tests.browser.walk import CARRIER, TRANSPORT, Filed, opens_row

GRANTING = (
    ("UZ", "permit-uz-plant"),
    ("UZ", "permit-uz-road"),
    ("TM", "permit-tm-road"),
    ("GE", "permit-ge-road"),
)
AZERBAIJAN = "permit-az-road"
ZONES = {"KG": "UTC+6", "UZ": "UTC+5", "TM": "UTC+5", "AZ": "UTC+4", "GE": "UTC+4"}


def authorities_decide(seat: Seat, filed: Filed) -> None:
    """Four grant; Azerbaijan refuses, with a coded reason and words."""
    for node, login in GRANTING:
        grants(seat, filed, node, login)
    refuser = seat("AZ", AZERBAIJAN)
    opens_application(refuser, filed)
    refuser.act("Refuse the permit", code="documents_missing", reason=SAID[refuser.lang].refusal)
    refuser.sees("The permit was refused")
    refuser.leave()


def grants(seat: Seat, filed: Filed, node: str, login: str) -> None:
    """One authority says yes, with a condition."""
    officer = seat(node, login)
    opens_application(officer, filed)
    officer.act("Grant the permit", conditions=SAID[officer.lang].condition)
    officer.sees("The permit was granted")
    officer.leave()


def opens_application(officer: Person, filed: Filed) -> None:
    """The application under this dossier, found in the list of those to be decided."""
    opens_row(officer, f"/permits?q={filed.lrn}")
    expect(officer.page.locator("main .crumbs")).to_contain_text(filed.lrn)


def osh_accepts(osh: Person, filed: Filed) -> None:
    """The declaration gets its MRN."""
    opens_row(osh, "/customs?lane=decide", filed.lrn)
    osh.act("Accept the declaration")
    osh.sees("The declaration was accepted")
    filed.mrn = osh.page.locator("main h1 .nowrap").inner_text()
    assert len(filed.mrn) == 18


def osh_prepares(osh: Person) -> None:
    """Channel, control, guarantee, seals."""
    osh.act("Decide on control", channel="yellow", reasons=SAID[osh.lang].risk)
    osh.act("Record the control", result="A1")
    osh.act("Reserve the guarantee")
    expect(osh.main).to_contain_text(osh.label("guarantee", "reserved"), timeout=PATIENCE_MS)
    osh.act("Note the seals")
    osh.sees("The seals were noted")


def osh_cannot_release(osh: Person) -> None:
    """While Azerbaijan has not permitted it; the page says which permit and whose."""
    osh.sees("It may not be released yet: permits needed at departure are not there.")
    osh.act("Release for transit")
    errors = osh.main.locator(".errors")
    expect(errors).to_be_visible()
    missing = osh.main.get_by_role("region", name=osh.words("Missing permits"))
    expect(missing).to_contain_text(osh.country("AZ"))
    expect(missing.locator("tbody tr")).to_have_count(1)


def carrier_mends(seat: Seat, filed: Filed) -> None:
    """From the list of what waits for the carrier; nothing is typed again but the correction.

    In a window in English, where the office that refused has written English too.
    """
    carrier = seat("KG", CARRIER, lang="en")
    carrier.open("/carrier")
    carrier.sees("Waits for you")
    waiting = carrier.page.locator('section[aria-labelledby="waiting"]')
    with carrier.page.expect_navigation():
        waiting.get_by_role("link", name=filed.lrn).click()
    carrier.sees_data(SAID[carrier.lang].refusal)
    carrier.press("Correct and apply again")
    for field, plate in (("truck", "vehicle"), ("trailer", "trailer")):
        expect(carrier.page.locator(f'[name="{field}"]')).to_have_value(str(TRANSPORT[plate]))
    carrier.fill({"note": SAID[carrier.lang].correction})
    carrier.press("Apply again")
    carrier.leave()


def azerbaijan_grants(seat: Seat, filed: Filed) -> None:
    """The same application, for the second time."""
    officer = seat("AZ", AZERBAIJAN)
    opens_application(officer, filed)
    officer.sees("application no. %(n)s", n="2")
    officer.act("Grant the permit")
    officer.leave()


def osh_releases(osh: Person) -> None:
    """The same button, now with all permits there."""
    osh.press("Go back without changes")
    missing = osh.main.get_by_role("region", name=osh.words("Missing permits"))
    expect(missing).to_have_count(0, timeout=PATIENCE_MS)
    osh.act("Release for transit")
    osh.sees("The movement was released for transit")


def gate_reads_permit(carrier: Person, seat: Seat, filed: Filed) -> None:
    """The truck comes to the gate of Dustlik; the QR of its road permit is read from a picture."""
    gate = seat("UZ", "gate-uzdust01")
    text = qr_text(carrier, gate, "UZ")
    gate.open("/checkpoint")
    truck = gate.page.locator(".gate-expected li", has_text=filed.mrn)
    with gate.page.expect_navigation():
        truck.get_by_role("button").click()
    gate.sees_data(filed.mrn)
    gate.fill({"text": text})
    gate.press("Check the permit")
    expect(gate.page.locator(".verdict--valid")).to_contain_text(gate.words("Valid"))
    gate.press("Let in through the gate")
    gate.press("Let out through the gate")
    gate.leave()


def qr_text(carrier: Person, gate: Person, country: str) -> str:
    """What the QR on the dossier's road permit says, as the checking page reads its picture."""
    shown = carrier.context.new_page()
    shown.goto(carrier.page.url)
    road = carrier.label("permit_kind", "road_transit")
    state = shown.locator(f"details#state-{country}")
    if state.get_attribute("open") is None:
        state.locator("summary").first.click()
    row = state.locator("li", has_text=road)
    with shown.expect_navigation():
        row.locator('a[href^="/carrier/permits/"]').first.click()
    picture = shown.locator(".qr-box svg").screenshot()
    shown.close()
    gate.open("/verify")
    gate.page.locator('input[type="file"]').set_input_files(
        {"name": "qr.png", "mimeType": "image/png", "buffer": picture}
    )
    expect(gate.page.locator(".verdict--valid")).to_be_visible()
    return gate.page.locator('[name="text"]').input_value()


def opens_movement(officer: Person, mrn: str) -> None:
    """A frontier office finds it among those it expects, before it comes."""
    opens_row(officer, "/customs?lane=expected", mrn)


def seal_is_broken(officer: Person) -> None:
    """An incident at Alat: one seal broken, another put on."""
    officer.act(
        "Record an incident",
        code="2",
        text=SAID[officer.lang].incident,
        broken="KG-100",
        new="AZ-900",
    )
    officer.sees("The incident was recorded")


def lets_in(officer: Person, carrier: Person) -> None:
    """The crossing is recorded, and the carrier's open page shows it."""
    shown = carrier.page.locator(".timeline > li")
    before = shown.count()
    officer.act("Let in", seals_intact="yes")
    officer.sees("The entry was recorded")
    expect(shown.nth(before)).to_be_attached(timeout=PATIENCE_MS)


def poti_finishes(poti: Person, carrier: Person) -> None:
    """Arrival, unloading, results, release of the goods."""
    poti.act("Record the arrival")
    sees_status(carrier, "arrived")
    poti.act("Permit the unloading")
    remarks = SAID[poti.lang].unloading
    poti.act("Record the unloading", conforms="yes", seals_intact="yes", text=remarks)
    poti.act("Record the results", result="A1")
    poti.act("Release the goods")
    poti.sees("The release of the goods was recorded")
    carrier.sees("Waits for discharge")


def osh_writes_off(osh: Person, mrn: str) -> None:
    """The end of the procedure."""
    opens_row(osh, "/customs?lane=arrived", mrn)
    osh.act("Write off")
    osh.sees("The procedure was discharged")


def reservations(seat: Seat, expected: str | None = None) -> str:
    """How many movements the carrier's guarantee stands for, as its page shows."""
    carrier = seat("KG", CARRIER)
    carrier.open("/carrier/guarantees")
    label = carrier.words("Movements")
    count = carrier.page.locator(f'main td[data-label="{label}"]').first
    if expected is not None:
        expect(count).to_have_text(expected, timeout=PATIENCE_MS)
    found = count.inner_text()
    carrier.leave()
    return found


def sees_status(carrier: Person, status: str) -> None:
    """The heading of the carrier's open page says the status, in its language."""
    heading = carrier.page.locator("main h1")
    expect(heading).to_contain_text(carrier.label("status", status), timeout=PATIENCE_MS)


def times_are_local(carrier: Person) -> None:
    """Every entry of the timeline tells the time where it was said."""
    for entry in carrier.page.locator(".timeline > li").all():
        moment = entry.locator("time").first
        meta = entry.locator(".timeline__meta").text_content() or ""
        zone = meta.partition("(")[2].partition(")")[0]
        said = datetime.fromisoformat(moment.get_attribute("datetime") or "")
        hours = int(zone.removeprefix("UTC+"))
        local = said + timedelta(hours=hours)
        assert (moment.text_content() or "").endswith(f"{local:%H:%M}"), meta
        assert zone in ZONES.values(), meta
