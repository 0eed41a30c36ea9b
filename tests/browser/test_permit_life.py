"""Every arrow of a permit's life by hand, in Russian, on the nodes of two states and at a third."""

import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import httpx
import msgspec
from msgspec.structs import replace
from playwright.sync_api import expect

from corridor.domain.consignment import Dossier, Vehicle
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.permits.state import Permit
from corridor.node.demo.client import plainly
from corridor.node.demo.dossiers import STORY_CARRIER
from corridor.node.demo.loads import random_dossier
from corridor.node.demo.world import carrier_of
from corridor.node.system import today_in
from tests.browser.conftest import Seat
from tests.browser.person import PATIENCE_MS, Person
from tests.browser.walk import CARRIER, opens_row
from tests.support.journeys import API, HOME, Journey, People, dossier_for
from tests.support.real_nodes import RealNetwork
from tests.web.test_permit_life import CAMT, ENTRY

HEAVY = "46000"
LRN = "LIFE-1"
WAIT_MS = 500
BOUND = "All extensions together make at most {most} days, and none makes it end earlier."
CHINOR = "UZ301122334"
LOOKS_ALIKE = "The registration number differs in letters that look alike."
ROADS = "М-41 Ош – Дустлик, без мостов с ограничением"


class Case:
    """A dossier with two kinds of fruit on a truck of 46 tonnes, and its permits."""

    def __init__(self, network: RealNetwork) -> None:
        token = network.token(HOME, "carrier", STORY_CARRIER)
        self._http = httpx.Client(
            base_url=network.url(HOME) + API,
            headers={"authorization": f"Bearer {token}"},
            timeout=20.0,
            **plainly(),
        )
        self.id = self._file()

    def _file(self) -> str:
        carrier = carrier_of(HOME, STORY_CARRIER)
        plain = dossier_for(LRN, today_in(HOME) + timedelta(days=20))
        house = plain.consignment.houses[0]
        first, second, *more = house.items
        fruit = replace(second, description="Виноград свежий", hs="080610", facts=())
        load = replace(plain.consignment, houses=(replace(house, items=(first, fruit, *more)),))
        heavy = replace(plain, consignment=load, vehicle=Vehicle(gross_kg=HEAVY))
        command = LodgeDeclaration(heavy, carrier.guarantee.access_code)
        answer = self._http.post(
            "/declarations",
            content=msgspec.json.encode(command),
            headers={"content-type": "application/json"},
        )
        assert answer.is_success, answer.text
        return str(answer.json()["subject"])

    def permit(self, country: str, kind: str) -> Permit:
        """The application for this kind in this state."""
        found = self._http.get(f"/movements/{self.id}/permits").json()["permits"]
        permits = msgspec.convert(found, list[Permit])
        return next(p for p in permits if (p.request.country, p.request.kind) == (country, kind))

    def close(self) -> None:
        """End the connection."""
        self._http.close()


def test_the_life_of_a_permit_by_hand(seat: Seat, network: RealNetwork, tmp_path: Path) -> None:
    with closing(Case(network)) as case:
        carrier = seat("KG", CARRIER)
        with turkmen_rule_is_on(seat):
            applies(carrier, case)
        two_officers(seat, carrier, case)
        asked_and_granted_in_part(seat, carrier, case)
        refused_and_appealed(seat, carrier, case)
        changed_and_revoked_on_the_road(seat, carrier, case)
        a_year_is_paid(seat, carrier, tmp_path)


@contextmanager
def turkmen_rule_is_on(seat: Seat) -> Iterator[None]:
    """As long as it lasts its node grants what is complete; one click stops it."""
    officer = seat("TM", "permit-tm-road")
    officer.open("/permits/by-rule")
    officer.fill({"kind": "road_transit"})
    officer.press("Save the rule")
    officer.sees("The rule was saved")
    try:
        yield
    finally:
        officer.open("/permits/by-rule")
        officer.press("Stop")
        officer.leave()


def applies(carrier: Person, case: Case) -> None:
    """What a type asks more is kept as a draft, then sent; one button for the others."""
    carrier.open(f"/carrier/dossiers/{case.id}/permits/KG-R052")
    carrier.fill({"d_roads": ROADS})
    carrier.press("Send the application")
    expect(carrier.page.locator(".errors")).to_be_visible()
    carrier.press("Keep, and send later")
    carrier.open(f"/carrier/dossiers/{case.id}/permits/KG-R052")
    expect(carrier.page.locator('[name="d_roads"]')).to_have_value(ROADS)
    carrier.fill({"d_escort": "none"})
    carrier.press("Send the application")
    carrier.page.locator(f'form[action="/carrier/dossiers/{case.id}/permits"] button').first.click()
    carrier.sees("Applications sent: %(count)s", count="5")
    carrier.open(f"/carrier/permits/{case.permit('TM', 'road_transit').id}")
    expect(carrier.page.locator(".qr-box")).to_be_visible(timeout=PATIENCE_MS)


def two_officers(seat: Seat, carrier: Person, case: Case) -> None:
    """One proposes, another confirms; they take it back alike."""
    permit = case.permit("KG", "oversize").id
    first, second = seat("KG", "permit-kg-road"), seat("KG", "permit-kg-road-2")
    for officer, act, more in (
        (first, "Propose to grant", {}),
        (second, "Confirm the decision", {}),
        (first, "Propose to revoke", {"reason": "Дорога закрыта"}),
        (second, "Confirm the decision", {}),
    ):
        officer.open(f"/permits/{permit}")
        officer.act(act, **more)
    carrier.open(f"/carrier/permits/{permit}")
    carrier.sees("It was revoked: no post lets anybody pass by its code.")
    first.leave()
    second.leave()


def asked_and_granted_in_part(seat: Seat, carrier: Person, case: Case) -> None:
    """A question, its answer; granted for the first kind of fruit, with a condition."""
    permit = case.permit("UZ", "phytosanitary").id
    plant = seat("UZ", "permit-uz-plant")
    plant.open(f"/permits/{permit}")
    plant.act("Ask for information", question="Какой сорт винограда?")
    carrier.open(f"/carrier/permits/{permit}")
    carrier.sees("The authority asks")
    carrier.press("Answer")
    carrier.fill({"answer": "Кишмиш"})
    carrier.press("Send the answer")
    plant.open(f"/permits/{permit}")
    plant.sees_data("Кишмиш")
    plant.act("Grant the permit", conditions="Только днём", left_out="2")
    carrier.open(f"/carrier/permits/{permit}")
    carrier.sees_data("Не для: 2 Виноград свежий")
    carrier.sees_data("Только днём")
    plant.leave()


def refused_and_appealed(seat: Seat, carrier: Person, case: Case) -> None:
    """Refused, appealed, set aside; refused again, upheld; mended, applied again, granted."""
    permit = case.permit("UZ", "road_transit").id
    first, second = seat("UZ", "permit-uz-road"), seat("UZ", "permit-uz-road-2")
    for outcome in ("set_aside", "upheld"):
        first.open(f"/permits/{permit}")
        first.act("Refuse the permit", code="documents_missing", reason="Нет договора")
        carrier.open(f"/carrier/permits/{permit}")
        carrier.sees_data("Нет договора")
        carrier.act("Appeal", words="Договор приложен")
        decision = {"outcome": outcome, "number": "17 от 30.11.2026", "reason": "Жалоба изучена"}
        first.open(f"/permits/{permit}")
        first.act("Record the decision on the appeal", **decision)
        first.sees("Whoever refused the permit does not record what became of the appeal.")
        second.open(f"/permits/{permit}")
        second.act("Record the decision on the appeal", **decision)
    carrier.open(f"/carrier/permits/{permit}")
    carrier.press("Correct and apply again")
    carrier.fill({"note": "Договор № 5"})
    carrier.press("Apply again")
    first.open(f"/permits/{permit}")
    first.sees_data("Договор № 5")
    first.act("Grant the permit")
    first.leave()
    second.leave()


def changed_and_revoked_on_the_road(seat: Seat, carrier: Person, case: Case) -> None:
    """Replaced and transferred by its own state; revoked, and a post two states on reads so."""
    permit = case.permit("UZ", "road_transit").id
    officer = seat("UZ", "permit-uz-road")
    for fields in (
        {"cause": "replaced", "reason": "Утерян"},
        {"cause": "transferred", "reason": "Другой тягач", "plates": "01KG111AAA, 01KG222BBB"},
    ):
        before = case.permit("UZ", "road_transit").number
        carrier.open(f"/carrier/permits/{permit}")
        carrier.act("Ask for a change", **fields)
        officer.open(f"/permits/{permit}")
        officer.act("Allow the change")
        carrier.open(f"/carrier/permits/{permit}")
        carrier.sees_data(before)
        carrier.sees("these codes hold no more")
    officer.open(f"/permits/{permit}")
    officer.act("Revoke the permit", reason="Поддельный договор")
    post = seat("AZ", "customs-azalat01")
    reads_of(post, f"{post.label('permit_kind', 'road_transit')}: {post.country('UZ')}")
    carrier.open(f"/carrier/permits/{permit}")
    carrier.sees("It was revoked: no post lets anybody pass by its code.")
    officer.leave()
    post.leave()


def reads_of(post: Person, what: str) -> None:
    """The news come when the other state's node has told them."""
    found = post.main.locator("li", has_text=what)
    for _ in range(PATIENCE_MS // WAIT_MS):
        post.open("/news")
        if found.count():
            break
        post.page.wait_for_timeout(WAIT_MS)
    expect(found.first).to_contain_text(post.words("Permit revoked"))


def a_year_is_paid(seat: Seat, carrier: Person, folder: Path) -> None:
    """Half by the bank's statement, the rest too; granted, extended, and no more than once."""
    carrier.open("/carrier/permits/new/AZ/road_annual")
    first = today_in(HOME) + timedelta(days=1)
    last = first + timedelta(days=300)
    carrier.fill({"wanted_from": first.isoformat(), "wanted_to": last.isoformat()})
    carrier.press("Send the application")
    carrier.sees("Name the vehicle.")
    carrier.fill({"truck": "01KG909DTC"})
    carrier.press("Send the application")
    carrier.sees("Nothing is granted before it is paid.")
    permit = carrier.page.url.rpartition("/")[2].partition("?")[0]
    shown = carrier.main.inner_text()
    reference = next(word for word in shown.replace(".", " ").split() if word.startswith("RF"))
    officer = seat("AZ", "permit-az-road")
    for bank, amount, word in (("B-1", "50.00", "Paid in part"), ("B-2", "100.00", "Paid in full")):
        statement = folder / f"{bank}.xml"
        entry = ENTRY.format(
            bank=bank, amount=amount, currency="USD", sign="CRDT", reference=reference
        )
        statement.write_text(CAMT.format(entries=entry), encoding="utf-8")
        officer.open("/permits/fees")
        officer.page.locator('input[type="file"]').set_input_files(statement)
        officer.press("Bring it in")
        officer.sees(word)
    officer.open(f"/permits/{permit}")
    officer.act("Grant the permit", valid_to=(first + timedelta(days=200)).isoformat())
    carrier.open(f"/carrier/permits/{permit}")
    expect(carrier.page.locator(".qr-box")).to_be_visible(timeout=PATIENCE_MS)
    longer = (first + timedelta(days=230)).isoformat()
    carrier.act("Ask for a change", cause="extended", reason="Рейсы", valid_to=longer)
    officer.open(f"/permits/{permit}")
    officer.act("Allow the change")
    carrier.open(f"/carrier/permits/{permit}")
    expect(carrier.pressed("Ask for a change")).to_be_visible(timeout=PATIENCE_MS)
    carrier.open(f"/carrier/permits/{permit}/change")
    more = (first + timedelta(days=231)).isoformat()
    carrier.fill({"cause": "extended", "reason": "Ещё", "valid_to": more})
    carrier.press("Ask for a change")
    carrier.sees_data(carrier.words(BOUND).replace("{most}", "30"))
    officer.leave()


def test_a_permit_out_of_a_quota_is_given_back_issued_anew_and_used(
    seat: Seat, network: RealNetwork
) -> None:
    """Of Uzbekistan's carriers on the roads of Turkmenistan, which no other test here needs."""
    with closing(People(network)) as people:
        trip = Journey(people, home="UZ", org=CHINOR)
        year = agreed(seat)
        trip.lodge(load_of(trip, year))
        carrier = seat("UZ", "chinor")
        out_of_the_quota(seat, carrier, trip, year)
        trip.lead("released")
        road, mrn = road_permit(trip), trip.state().mrn
    at_the_gate(seat, road)
    lets_in_by(seat, mrn)
    carrier.open(f"/carrier/permits/{road.id}")
    carrier.sees("%(done)s of %(all)s", done="1", all="1")


def agreed(seat: Seat) -> int:
    """The second click on what Turkmenistan proposed."""
    year = today_in("UZ").year
    officer = seat("UZ", "permit-uz-road")
    officer.open(f"/quotas/qt-TM-UZ-{year}-2")
    officer.act("Agree")
    officer.sees("The quota was agreed on")
    officer.leave()
    return year


def load_of(trip: Journey, year: int) -> Dossier:
    """A load that enters Turkmenistan in the year of the quota, whatever day it is."""
    start = min(today_in("UZ"), date(year, 12, 26))
    carrier = carrier_of("UZ", CHINOR)
    return random_dossier(random.Random(7), carrier, "tashkent-poti", trip.lrn, start)


def road_permit(trip: Journey) -> Permit:
    """The one that Turkmenistan wants."""
    wanted = ("TM", "road_transit", "granted")
    return next(
        p for p in trip.permits() if (p.request.country, p.request.kind, p.status) == wanted
    )


def out_of_the_quota(seat: Seat, carrier: Person, trip: Journey, year: int) -> None:
    """Issued by the own ministry, given back by its carrier, and applied for once more."""
    dossier = f"/carrier/dossiers/{trip.subject}"
    officer = seat("UZ", "permit-uz-road")
    carrier.open(dossier)
    carrier.page.locator(f'form[action="{dossier}/permits"] button').first.click()
    carrier.sees("Applications sent: %(count)s", count=str(len(trip.permits())))
    officer.open(f"/quotas/qt-TM-UZ-{year}-2")
    officer.act("Issue to those whose turn it is", count="1")
    officer.sees("Permits were issued")
    carrier.open(f"/carrier/permits/{road_permit(trip).id}")
    expect(carrier.page.locator(".qr-box")).to_be_visible(timeout=PATIENCE_MS)
    carrier.act("Give the permit back", reason="Машина в ремонте")
    carrier.sees("The permit was given back")
    officer.open(f"/quotas/qt-TM-UZ-{year}-2")
    officer.sees("Permit given back unused")
    carrier.open(dossier)
    carrier.page.locator(f'form[action="{dossier}/permits"] button').first.click()
    carrier.sees("Applications sent: %(count)s", count="1")
    officer.open(f"/quotas/qt-TM-UZ-{year}-2")
    officer.act("Issue to those whose turn it is", count="1")
    officer.sees("Permits were issued")
    officer.leave()


def at_the_gate(seat: Seat, road: Permit) -> None:
    """Shown with another truck, with a figure typed as a letter, in Cyrillic letters, as it is."""
    gate = seat("TM", "gate-tmfara01")
    (plate, *_) = road.request.plates
    for shown, verdict, why in (
        ("01KG777ABC", "invalid", "It is for another vehicle."),
        (plate.replace("0", "O", 1), "check", LOOKS_ALIKE),
        (plate.translate(str.maketrans("TC", "ТС")), "valid", "The vehicle matches."),
        (plate, "valid", "The vehicle matches."),
    ):
        gate.open("/verify")
        gate.fill({"text": road.credential, "plate": shown})
        gate.pressed("Check the permit").click()
        expect(gate.page.locator(f".verdict--{verdict}")).to_contain_text(gate.words(why))
    gate.leave()


def lets_in_by(seat: Seat, mrn: str) -> None:
    """The frontier office records the crossing, which writes the permit off."""
    officer = seat("TM", "customs-tmfara01")
    opens_row(officer, "/customs?lane=expected", mrn)
    officer.act("Let in", seals_intact="yes")
    officer.sees("The entry was recorded")
    officer.leave()
