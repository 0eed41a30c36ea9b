"""The story by hand: filed once in Osh, permitted by four states, discharged in Poti, proved."""

from pathlib import Path
from typing import Any

import pytest

from corridor.evidence import canonical
from corridor.evidence.trust import Roots
from corridor.evidence.verify import verify_case
from tests.browser import steps
from tests.browser.conftest import Seat
from tests.browser.person import Person
from tests.browser.walk import CARRIER, Filed, applies_for_all, fills_dossier, saves, sends
from tests.support.real_nodes import RealNetwork

SAID_BY = {"KG", "UZ", "TM", "AZ", "GE"}
IN_ENGLISH = {
    "permit-uz-plant",
    "permit-tm-road",
    "permit-az-road",
    "gate-uzdust01",
    "customs-uzdust01",
    "customs-azalat01",
    "customs-gepoti01",
}
"""Who reads English; the others read Russian. What Osh and the carrier read in English is read by
`test_pages`."""


@pytest.fixture
def watched(seat: Seat) -> Seat:
    """Everybody in their own language, of which each page and dialog has every word."""

    def sit(node: str, login: str, **settings: Any) -> Person:
        lang = "en" if login in IN_ENGLISH else "ru"
        return seat(node, login, **{"lang": lang, "watches_language": True, **settings})

    return sit


def test_the_story_by_hand(watched: Seat, network: RealNetwork, tmp_path: Path) -> None:
    """In two languages at once, as on a real corridor: every kind of desk speaks either."""
    seat = watched
    carrier = seat("KG", CARRIER)
    reserved = steps.reservations(seat)
    filed = fills_dossier(carrier)
    applies_for_all(carrier, filed.draft)
    steps.authorities_decide(seat, filed)
    sends(carrier, filed.draft)
    carrier.stay()
    departs(carrier, seat, filed)
    travels(carrier, seat, filed)
    arrives(carrier, seat, filed)
    steps.reservations(seat, expected=reserved)
    assert carrier.stayed(), "the carrier's page was loaded again"
    steps.times_are_local(carrier)
    proves(carrier, network, tmp_path, filed)


def departs(carrier: Person, seat: Seat, filed: Filed) -> None:
    """Osh; the refused permit is mended in between, and only then it is released."""
    osh = seat("KG", "customs-kgosh001")
    steps.osh_accepts(osh, filed)
    steps.sees_status(carrier, "accepted")
    steps.osh_prepares(osh)
    carrier.sees("Guarantee reserved")
    steps.osh_cannot_release(osh)
    steps.carrier_mends(seat, filed)
    steps.azerbaijan_grants(seat, filed)
    carrier.sees("Waits for release")
    steps.osh_releases(osh)
    steps.sees_status(carrier, "released")
    osh.leave()


def travels(carrier: Person, seat: Seat, filed: Filed) -> None:
    """Four frontiers; the gate at Dustlik reads a QR, a seal is broken at Alat."""
    steps.gate_reads_permit(carrier, seat, filed)
    for node, office in (("UZ", "UZDUST01"), ("TM", "TMFARA01"), ("AZ", "AZALAT01")):
        officer = seat(node, f"customs-{office.lower()}")
        steps.opens_movement(officer, filed.mrn)
        if office == "AZALAT01":
            steps.seal_is_broken(officer)
            carrier.sees_data("AZ-900")
        steps.lets_in(officer, carrier)
        officer.leave()
    bridge = seat("GE", "customs-getsit01")
    steps.opens_movement(bridge, filed.mrn)
    steps.lets_in(bridge, carrier)
    bridge.leave()


def arrives(carrier: Person, seat: Seat, filed: Filed) -> None:
    """Poti takes it over, and Osh writes it off."""
    poti, osh = seat("GE", "customs-gepoti01"), seat("KG", "customs-kgosh001")
    steps.opens_movement(poti, filed.mrn)
    steps.poti_finishes(poti, carrier)
    steps.osh_writes_off(osh, filed.mrn)
    steps.sees_status(carrier, "written_off")


def proves(carrier: Person, network: RealNetwork, folder: Path, filed: Filed) -> None:
    """The file from the page stands alone; a flipped byte does not."""
    network.settle()
    data = saves(carrier, folder, "Download the evidence")
    roots = canonical.decode((network.folder / "roots.json").read_bytes(), Roots)
    report = verify_case(data, roots)
    assert report.ok, report.failed
    assert report.reference == filed.mrn
    assert {event.node for event in report.events} == SAID_BY
    altered = bytearray(data)
    altered[len(data) // 2] ^= 1
    assert not verify_case(bytes(altered), roots).ok
