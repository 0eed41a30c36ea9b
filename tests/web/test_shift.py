"""My shift: what the desk did, all my cases to a colleague, and who stands in for whom."""

import re

import pytest

from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.engine.tallying import TALLY, Tally, read_tally, tally_id
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from corridor.web.cases.figures import _median
from tests.support.engines import START, lodge
from tests.web.conftest import World
from tests.web.desk_world import Client, enter, post, shown

HERE = "/customs/shift"
SECOND = Account("osh2", "Second of Osh", "kg-customs", "customs", "KGOSH001", leads=True)
OTHER = "mv-KG-00000000000000000002"


@pytest.fixture
def desk(world: World) -> Client:
    """Two officers of Osh, one of them signed in; one movement accepted, one sent."""
    world.core.run_one(PutDocument(ACCOUNT, account_document(SECOND, START)))
    assert not lodge(world.core, subject=OTHER, lrn="OSH-2026-99").refusals
    return enter(world.client, "osh")


def _row(page: str, label: str) -> list[str]:
    row = page.partition(f'<th scope="row">{label}</th>')[2].partition("</tr>")[0]
    return re.findall(r'<td class="num[^"]*">([^<]*)</td>', row)


def test_the_desk_in_figures(world: World, desk: Client) -> None:
    page = shown(desk, HERE)
    assert _row(page, "Received") == ["2", "2"]
    assert _row(page, "Decisions taken") == ["1", "1"]
    world.clock.turn(40 * 60_000)
    post(desk, f"/customs/{OTHER}/reject", reason="No")
    page = shown(desk, HERE)
    assert _row(page, "Decisions taken") == ["2", "2"]
    assert "min" in _row(page, "Median time to a decision")[0]
    assert "Declaration not accepted" in page or "not accepted" in page.lower()
    world.clock.turn(24 * 3_600_000)
    page = shown(enter(desk, "osh"), HERE)
    assert _row(page, "Decisions taken") == ["0", "2"]
    assert _row(page, "Received") == ["0", "2"]
    counts = re.findall(r"</a></div> <b>(\d+)</b>", page)
    assert counts == ["0", "1", "0", "0"]
    link = re.findall(r'href="(/customs\?lane=decide&amp;[^"]+)"', page)[1].replace("&amp;", "&")
    assert world.mrn in shown(desk, link)


def test_what_is_not_counted_to_its_end_is_said_to_be_more(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corridor.web.cases.figures.COUNTED_MAX", 1)
    assert _row(shown(desk, HERE), "Received") == ["1+", "1+"]


def test_what_an_officer_decides_is_counted_once_and_others_are_not(world: World) -> None:
    kept = Queries(world.core).document(TALLY, tally_id("customs:KGOSH001", "2026-11-21"))
    tally = read_tally(kept)
    assert tally.decided == {"movement.accepted/1": 1}
    assert sum(tally.took.values()) == 1
    assert read_tally(None) == Tally()


def test_the_median_is_the_lower_middle() -> None:
    assert _median([]) is None
    assert _median([Tally({}, {5: 1, 90: 1}), Tally({}, {7: 1})]) == 7
    assert _median([Tally({}, {5: 2, 90: 2})]) == 5


def test_a_shift_is_handed_over(world: World, desk: Client) -> None:
    for case in (world.mrn, OTHER):
        post(desk, f"/customs/{case}/take", held="")
    assert "/customs?lane=decide&amp;officer=mine" in shown(desk, HERE)
    post(desk, f"{HERE}/hand-over", 422, officer="osh")
    post(desk, f"{HERE}/hand-over", 422, officer="osh2", note="x" * 2_001)
    assert "/hand-over" in shown(desk, HERE)
    post(desk, f"{HERE}/hand-over", officer="osh2", note="The scanner is down.")
    page = shown(desk, HERE)
    assert "Handed over to: Second of Osh" in page
    assert "a case becomes yours when you take it" in page
    assert "/hand-over" not in page, "there is nothing left to hand over"
    enter(desk, "osh2")
    for case in (world.mrn, OTHER):
        page = shown(desk, f"/customs/{case}")
        assert "Your case" in page
        assert "The scanner is down." in page


def test_an_officer_names_a_substitute_and_the_office_sees_it(world: World, desk: Client) -> None:
    days = {"first": "2026-11-20", "last": "2026-11-30"}
    post(desk, f"{HERE}/absence", 422, substitute="osh", **days)
    post(desk, f"{HERE}/absence", 422, substitute="osh2", first="2026-11-20", last="2026-11-19")
    post(desk, f"{HERE}/absence", substitute="osh2", **days)
    post(desk, f"/customs/{world.mrn}/take", held="")
    enter(desk, "osh2")
    page = shown(desk, HERE)
    assert "You lead this office" in page
    assert "away now" in page
    assert "/customs?officer=osh" in page
    assert "substitute: Second of Osh" in shown(desk, f"/customs/{world.mrn}")
    enter(desk, "dostuk")
    assert "Second of Osh" not in shown(desk, HERE)
    enter(desk, "osh")
    post(desk, f"{HERE}/back")
    assert "Nobody is away." in shown(desk, HERE)


def test_a_colleague_is_called_in_letters_that_one_can_read(world: World, desk: Client) -> None:
    other = Account("osh3", "თამარ ქავთარაძე", "kg-customs", "customs", "KGOSH001")
    world.core.run_one(PutDocument(ACCOUNT, account_document(other, START)))
    read = "თამარ ქავთარაძე [Tamar Kavtaradze]"
    assert read in shown(desk, HERE)
    post(desk, f"/customs/{world.mrn}/take", held="")
    assert read in shown(desk, f"/customs/{world.mrn}/give")


def test_an_authority_has_its_shift_too(world: World) -> None:
    page = shown(enter(world.client, "road"), "/permits/shift")
    assert "Nobody else works at this desk yet" in page
    assert "Work list" not in page, "its list is called by one name, above the page and on it"
