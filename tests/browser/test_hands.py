"""Pages without a mouse, without scripts, without a network, and on paper."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from corridor.domain.consignment import plates_of
from corridor.domain.permits.credentials import read_credential
from corridor.domain.permits.reasons import VERDICT_REASONS
from corridor.domain.permits.stopped import digest_of
from corridor.domain.refusals import Refused
from tests.browser.conftest import Seat
from tests.browser.desks import Desks
from tests.browser.person import PATIENCE_MS, QUESTION, Person
from tests.browser.walk import CARRIER, TRANSPORT

TABS_MAX = 80
HELD = (
    "This device holds trust list no. {version}, and what was revoked or used up, as of {time}. "
    "What became of a permit later it does not know."
)
HOLD = """async (list) => {
  let found = null;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name), had = await cache.match('/verify/trust.json');
    if (had) found = await had.json();
    const body = JSON.stringify(list), headers = {'content-type': 'application/json'};
    if (had && list) await cache.put('/verify/trust.json', new Response(body, {headers}));
  }
  return found;
}"""
"""What the device holds of trust and stopped permits; given a list, it holds that from now on."""
FOCUS = """() => {
  const it = document.activeElement, style = getComputedStyle(it);
  const box = it.getBoundingClientRect(), bar = document.querySelector('.decide');
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    text: it.innerText || it.value || '', name: it.localName,
    shown: outlined || style.boxShadow !== 'none' || it.id === 'main',
    free: !top || it.contains(top) || !bar || !bar.contains(top),
  };
}"""


def tabbed(page: Page) -> Iterator[str]:
    """What the Tab key comes to, each seen to have the focus."""
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["shown"], f"no visible focus: {focus}"
        assert focus["free"], f"under the decision bar: {focus}"
        yield str(focus["text"]).strip()


def test_the_tab_key_comes_to_the_main_action(desks: Desks, seat: Seat) -> None:
    officer = seat("KG", "customs-kgosh001")
    officer.open(f"/customs/{desks.filed.subject}")
    assert officer.words("Accept the declaration") in tabbed(officer.page)
    officer.page.keyboard.press("Enter")
    dialog = officer.page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    officer.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    back = officer.page.evaluate("document.activeElement.innerText")
    assert back == officer.words("Accept the declaration")


@pytest.mark.parametrize(
    ("node", "login", "path"),
    [("KG", "customs-kgosh001", "/customs?lane=decide"), ("AZ", "permit-az-road", "/permits")],
)
def test_the_keys_of_a_work_list(
    desks: Desks, seat: Seat, node: str, login: str, path: str
) -> None:
    officer = seat(node, login)
    officer.open(path)
    page = officer.page
    rows = page.locator("main [data-row]")
    expect(rows.first).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.press("j")
    expect(rows.first.get_by_role("link").first).to_be_focused()
    page.keyboard.press("j")
    last = rows.nth(min(1, rows.count() - 1)).get_by_role("link").first
    expect(last).to_be_focused()
    page.keyboard.press("k")
    expect(rows.first.get_by_role("link").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("[data-filters] input:not([type=hidden])").first).to_be_focused()
    page.keyboard.press("Tab")
    page.locator("main h1").click()
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main .crumbs")).to_be_visible()


def test_keys_are_told_where_there_are_rows(desks: Desks, seat: Seat) -> None:
    officer = seat("KG", "customs-kgosh001")
    for lane, are_there in (("decide", True), ("expected", False)):
        officer.open(f"/customs?lane={lane}")
        assert bool(officer.page.locator("main [data-row]").count()) == are_there
        expect(officer.page.locator(".keys")).to_be_visible(visible=are_there)


def test_a_section_and_an_act_without_scripts(desks: Desks, seat: Seat) -> None:
    carrier = seat("KG", CARRIER, java_script_enabled=False)
    carrier.open("/carrier/new")
    carrier.press("Begin")
    carrier.press("Transport")
    carrier.fill(TRANSPORT)
    carrier.press("Save and go on")
    expect(carrier.main).to_contain_text(TRANSPORT["vehicle"])
    officer = seat("AZ", "permit-az-road", java_script_enabled=False)
    officer.open("/permits")
    with officer.page.expect_navigation():
        officer.page.locator("main [data-row] a").first.click()
    officer.press("Ask for information")
    officer.press("Ask for information")
    expect(officer.main.locator(".errors")).to_contain_text(officer.words("Write the question."))
    officer.fill({"question": QUESTION})
    officer.press("Ask for information")
    officer.sees("The carrier was asked")


def credential_of(desks: Desks) -> str:
    """The QR text of a granted road permit."""
    return next(
        p.credential
        for p in desks.released.permits()
        if p.request.country == "AZ" and p.request.kind == "road_transit"
    )


def asked_offline(gate: Person, text: str, plate: str, word: str, why: str) -> None:
    """The big word for a permit, and its reason, on a page that came from the device."""
    gate.page.locator('[name="text"]').fill(text)
    gate.page.locator('[name="plate"]').fill(plate)
    gate.pressed("Check the permit").click()
    verdict = gate.page.locator(f".verdict--{word}")
    expect(verdict).to_contain_text(gate.words(why))
    said = {"valid": "Valid", "invalid": "Not valid", "check": "Check by hand"}[word]
    expect(verdict.locator(".verdict__word")).to_contain_text(gate.words(said))


def what_the_device_holds(gate: Person, good: str, plate: str) -> None:
    """Each thing that the list of the last line may say of a permit, its number or its key."""
    digest, (number, issuer) = digest_of(good), number_and_issuer(good)
    first = gate.page.evaluate(HOLD, None)
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%S.000Z}"
    of_issuer = [key for key in first["keys"] if key["node"] == issuer]
    others = [key for key in first["keys"] if key["node"] != issuer]
    revoked = [{**key, "revoked_at": yesterday} for key in of_issuer]
    stopped = first["stopped"]

    def says(**more: list[str]) -> dict[str, Any]:
        return {**stopped, issuer: {**stopped[issuer], **more}}

    lists: tuple[tuple[dict[str, Any], str, str], ...] = (
        ({"stopped": says(revoked=[digest])}, "invalid", "It was revoked."),
        ({"stopped": says(used_up=[digest])}, "invalid", "It has been used."),
        (
            {"stopped": says(disputed=[digest_of(number)])},
            "check",
            VERDICT_REASONS["credential_disputed"],
        ),
        ({"keys": others}, "invalid", "The issuer's key is not in the trust list."),
        ({"keys": others + revoked}, "invalid", VERDICT_REASONS["credential_key_revoked"]),
    )
    for change, word, why in lists:
        gate.page.evaluate(HOLD, {**first, **change})
        gate.page.reload()
        expect(gate.main).to_contain_text(gate.words(HELD).partition("{")[0])
        asked_offline(gate, good, plate, word, why)
    gate.page.evaluate(HOLD, first)
    gate.page.reload()


def number_and_issuer(text: str) -> tuple[str, str]:
    read = read_credential(text)
    assert not isinstance(read, Refused)
    return read.number, read.issuer


def test_a_permit_is_verified_with_the_network_off(desks: Desks, seat: Seat) -> None:
    gate = seat("UZ")
    gate.open("/verify")
    gate.page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    gate.page.wait_for_function(
        "fetch('/verify/trust.json').then(had => had.json()).then(has => 'AZ' in has.stopped)"
    )
    gate.page.wait_for_function(
        "caches.match('/verify/trust.json').then(found => found !== undefined)"
    )
    gate.page.wait_for_function(
        "caches.keys().then(ks => caches.open(ks[0])).then(c => c.keys()).then(k => k.length > 4)"
    )
    assert gate.page.evaluate("caches.match(verdict.dataset.icons).then(Boolean)"), "no signs"
    gate.context.set_offline(True)
    gate.page.reload()
    good = credential_of(desks)
    at = len(good) - 40
    altered = good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :]
    plate = plates_of(desks.released.state().dossier)[0]
    asked_offline(gate, good, plate, "valid", "The vehicle matches.")
    unasked = gate.words(
        "Revocation not checked now: no connection. It was not revoked on {time}; "
        "later this device does not know"
    )
    expect(gate.page.locator(".verdict__beside")).to_contain_text(unasked.partition("{")[0].strip())
    expect(gate.page.locator("#verdict dl")).to_contain_text(gate.country("AZ"))
    forged = "The signature does not match: the text was altered or forged."
    asked_offline(gate, altered, plate, "invalid", forged)
    other = "It is for another vehicle."
    for shown in ("01KG000XYZ", f"{plate}, 01KG000TR"):
        asked_offline(gate, good, shown, "invalid", other)
        expect(gate.page.locator("#verdict")).not_to_contain_text(gate.words(forged))
    gate.page.clock.set_fixed_time(datetime.now(UTC) - timedelta(minutes=10))
    what_the_device_holds(gate, good, plate)
    behind = "The clock here is behind the trust list that it holds: set the date and time first."
    asked_offline(gate, good, plate, "check", behind)
    gate.page.clock.set_fixed_time("2027-11-30T12:00:00Z")
    asked_offline(gate, good, plate, "invalid", "The permit has expired.")
    gate.leave()  # only then has the browser said all that it could not load
    gate.complaints = [said for said in gate.complaints if "Failed to load" not in said]


def test_what_is_printed(desks: Desks, seat: Seat, tmp_path: Path) -> None:
    carrier = seat("KG", CARRIER)
    carrier.open(f"/carrier/dossiers/{desks.released.subject}/document")
    carrier.page.emulate_media(media="print")
    for hidden in (".mast__end", ".nav", ".foot ul", ".demo ~ .skip"):
        expect(carrier.page.locator(hidden)).not_to_be_visible()
    expect(carrier.main).to_contain_text(desks.mrn)
    paper = carrier.page.pdf(path=tmp_path / "paper.pdf", format="A4")
    assert paper.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 3


def test_a_passkey_of_a_real_browser(desks: Desks, seat: Seat) -> None:
    """Added, the second step, alone, and in words where it does not hold."""
    operator = seat("KG", "operator")
    link = invited(operator, "key.holder")
    holder = seat("KG")
    holder.url = holder.url.replace("127.0.0.1", "localhost")
    page = holder.page
    line = holder.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    device |= {"hasUserVerification": True, "isUserVerified": True}
    line.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    password = "three words of mine"
    holder.open(link)
    page.fill("#f-new_password", password)
    page.fill("#f-again_password", password)
    pressed(holder, "Set the password")

    def by_password() -> None:
        holder.open("/sign-in")
        page.fill("#f-login", "key.holder")
        page.fill("#f-password", password)
        pressed(holder, "Sign in")

    by_password()
    holder.open("/account/passkeys/new")
    page.locator('input[name="alone"][value="yes"]').check()
    page.fill("#f-password", password)
    pressed(holder, "Add a passkey")
    pressed(holder, "Ask the device")
    expect(page.locator("main ol.mono li")).to_have_count(10)
    holder.context.clear_cookies()
    by_password()
    pressed(holder, "Ask the device")
    expect(page.locator("main h1")).to_be_visible()
    assert page.url.endswith("/carrier")
    holder.context.clear_cookies()
    holder.open("/sign-in")
    pressed(holder, "Sign in with a passkey")
    pressed(holder, "Ask the device")
    assert page.url.endswith("/carrier")
    holder.context.clear_cookies()
    page.goto(holder.url.replace("localhost", "127.0.0.1") + "/sign-in")
    pressed(holder, "Sign in with a passkey")
    page.get_by_role("button", name=holder.words("Ask the device")).click()
    expect(page.locator("[data-said]")).to_contain_text("localhost")
    asked = [one for one in holder.complaints if "status of 401" in one]
    assert asked == holder.complaints, holder.complaints
    holder.complaints.clear()


def invited(operator: Person, login: str) -> str:
    """Somebody of a firm more; the path of their one-time link."""
    page = operator.page
    operator.open("/operator/accounts/new")
    for name, value in {"login": login, "name": "А. Ключев", "org": "key-firm"}.items():
        page.fill(f"#f-{name}", value)
    page.select_option("#f-role", "carrier")
    with page.expect_navigation():
        page.locator("main form button").first.click()
    found = re.search(r"/set-password\?code=[\w-]+", page.content())
    assert found
    return found[0]


def pressed(person: Person, text: str) -> None:
    """Press what leads to another page."""
    with person.page.expect_navigation():
        person.page.get_by_role("button", name=person.words(text), exact=True).click()


BESIDE = """async scope => {
  const worker = await navigator.serviceWorker.register("/push-sw.js", {scope});
  const starting = worker.installing ?? worker.waiting;
  if (starting && !worker.active) await new Promise(done => starting.addEventListener(
    "statechange", () => starting.state === "activated" && done()));
}"""
KEEPS = "() => { self.registration.showNotification = async (...said) => void (self.said = said); }"
SHOWN = """async () => {
  while (!self.said) await new Promise(done => setTimeout(done, 20));
  return self.said;
}"""
"""A browser without a screen is allowed no notices: the worker keeps what it would show."""


def test_what_is_pushed_reaches_the_worker_which_shows_it(seat: Seat) -> None:
    page = seat("KG", "alatoo").page
    line, known = page.context.new_cdp_session(page), dict[str, str]()
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: known.update(
            {r["scopeURL"]: r["registrationId"] for r in told["registrations"]}
        ),
    )
    line.send("ServiceWorker.enable")
    page.evaluate(BESIDE, "/news/")
    origin = page.evaluate("origin")
    worker = page.context.service_workers[0]
    worker.evaluate(KEEPS)
    said = {"title": "Новое: 2", "text": "Выпущено в транзит", "address": "/news", "lang": "ru"}
    number = known[f"{origin}/news/"]
    pushed = {"origin": origin, "registrationId": number, "data": json.dumps(said)}
    line.send("ServiceWorker.deliverPushMessage", pushed)
    title, how = worker.evaluate(SHOWN)
    assert (title, how["body"], how["lang"]) == (said["title"], said["text"], "ru")
    assert how["data"] == {"address": "/news"}


def test_what_was_typed_into_a_table_is_not_left_without_a_question(
    desks: Desks, seat: Seat
) -> None:
    carrier = seat("KG", CARRIER)
    carrier.open("/carrier/new")
    carrier.press("Copy")
    page, asked = carrier.page, list[str]()

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    carrier.open(f"{page.url.removeprefix(carrier.url)}/goods/table")
    cell = page.locator(".table--typed input.input").first
    cell.click()
    page.keyboard.type("9")
    with page.expect_navigation():
        page.locator(".crumbs a").first.click()
    assert asked == ["beforeunload"]
