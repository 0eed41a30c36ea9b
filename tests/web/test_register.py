"""The register: what was reported stands on public pages, and a file takes effect whole."""

import csv
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from corridor.domain.facts import Actor
from corridor.domain.indicators.stating import StateIndicator
from corridor.domain.reference import load_reference
from corridor.engine.core import Core
from corridor.engine.jobs import Execute, Together
from corridor.engine.outcome import Outcome
from corridor.engine.queries import Queries
from corridor.engine.unit import Unit
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.register import register_of
from corridor.web.register import shown as shown_of
from corridor.web.register.cells import NO_CSV, UNEVEN
from corridor.web.register.reading import read_register
from tests.support.engines import FakeClock, make_core
from tests.support.pages import check_page
from tests.support.web import make_services, put_people, running
from tests.web.desk_world import Hear, enter, post, shown

FILES = Path(__file__).parents[2] / "src/corridor/web/register"
HERE = "/registrar/import"
HEAD = "number,parties,what_ru,status_ru,verb,theme,due_kind,due_last,source_ru,source_on\n"
ROW = "C90,KG KZ,Новый мост,подписан,signed,transport,year,2027-12-31,пресса,2026-10-01\n"


@pytest.fixture
def core() -> Core:
    """With the register of every state."""
    found = make_core(clock=FakeClock())
    put_people(found)
    for job in register_of("KG"):
        assert not found.run_one(job).refusals
    for node in DEMO_NODES[1:]:
        source = make_core(node)
        for job in register_of(node):
            assert not source.run_one(job).refusals
        with source.store.read() as reader:
            found.run_one(Hear(reader.log(0, reader.size())))
    return found


@pytest.fixture
def client(core: Core, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    with running(make_services(tmp_path, core)) as found:
        yield found


def rows(name: str) -> list[dict[str, str]]:
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_on_screen_as_reported(client: TestClient[Litestar]) -> None:
    for address, name, column in (
        ("/commitments", "commitments.csv", "status_ru"),
        ("/commitments?view=timeline", "commitments.csv", "what_ru"),
        ("/indicators", "indicators.csv", "said_ru"),
    ):
        client.cookies.set("lang", "ru")
        answer = client.get(address)
        check_page(answer, "ru", 200)
        text = unescape(answer.text)
        for row in rows(name):
            assert row[column] in text, row["number"]
            assert row["number"] in text


def test_every_row_says_what_was_reported_and_nothing_better(
    client: TestClient[Litestar],
) -> None:
    """Facts of the reports, typed apart from the files that are shipped: status, term, figure."""
    client.cookies.set("lang", "en")
    shown_rows = {**cells(client, "/commitments"), **cells(client, "/indicators")}
    with (Path(__file__).parent / "reported.csv").open(encoding="utf-8", newline="") as file:
        reported = list(csv.DictReader(file))
    assert shown_rows.keys() == {row["id"] for row in reported}
    for row in reported:
        heading, parties, said, term, *rest = shown_rows[row["id"]]
        assert all(COUNTRIES[one].name_en in parties for one in row["parties"].split()), row
        parts = [row["status"]] if row["id"][0] == "C" else row["status"].split()
        assert all(part in said for part in parts), (row, said)
        assert row["due"] in term, (row, term)
        assert row["due"] or "not " in term, (row, term)
        day, year = row["on"][-2:].lstrip("0"), row["on"][:4]
        assert {day, year} <= {*rest[-1].split()}, (row, rest)
        if row["status"] in FIVE:
            assert heading.lower().startswith(row["status"]), (row, heading)


FIVE = ("signed", "agreed", "planned", "discussed", "proposed")
COUNTRIES = load_reference().countries


def cells(client: TestClient[Litestar], address: str) -> dict[str, list[str]]:
    """Number of a row → what its table is called, and the texts of its cells but the first."""
    found: dict[str, list[str]] = {}
    for table in check_page(client.get(address), "en").query("table"):
        (caption,) = table.query("caption")
        for row in table.query("tbody tr"):
            (number,) = row.query("th .mono")
            texts = [" ".join(cell.to_text().split()) for cell in row.query("td")]
            found[number.to_text().strip()] = [caption.to_text().strip(), *texts]
    return found


def test_filters_stand_in_the_address(client: TestClient[Litestar]) -> None:
    client.cookies.set("lang", "en")
    text = shown(client, "/commitments?party=BY&verb=signed")
    assert "C17" in text
    assert "C18" in text
    assert "C19" not in text
    assert "C19" not in shown(client, "/commitments?due=soon")


def test_a_report_reads_what_had_its_day_and_counts_the_rest(
    core: Core, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, every = make_services(tmp_path, core), rows("commitments.csv")

    def read(end: str, *states: str) -> tuple[list[str], int, bool]:
        found = shown_of.due_before(services, states, end)
        return [one.number for one in found.rows], found.known, found.is_cut

    def wanted(end: str, *states: str) -> tuple[set[str], int]:
        mine = [one for one in every if {*states} <= {*one["parties"].split()}]
        return {one["number"] for one in mine if "" < one["due_last"] < end}, len(mine)

    for asked in (("2026-12-01",), ("2031-01-01", "KG"), ("2031-01-01", "KG", "KZ")):
        numbers, count, is_cut = read(*asked)
        assert ({*numbers}, count) == wanted(*asked)
        assert numbers
        assert not is_cut
    monkeypatch.setattr(shown_of, "DUE_MAX", 2)
    last, count, is_cut = read("2031-01-01")
    days = {one["number"]: one["due_last"] for one in every}
    assert [days[one] for one in last] == sorted(days.values())[:-3:-1]
    assert (count, is_cut) == (len(every), True)


def test_a_row_and_a_series_each_have_a_page(client: TestClient[Litestar]) -> None:
    client.cookies.set("lang", "en")
    assert "9.9" in shown(client, "/commitments/cm-KZ-C49")
    assert "not named yet" in shown(client, "/commitments/cm-KZ-C52")
    assert "in-KZ-F14" in shown(client, "/indicators/in-KG-F12")
    assert "KG-KZ" in shown(client, "/meetings")
    assert "C52" in shown(client, "/meetings/KG-KZ")
    assert client.get("/meetings/KG-UZ").status_code == 404
    assert client.get("/commitments/cm-KG-C99").status_code == 404


def test_a_registrar_corrects_own_rows_and_answers_those_of_others(
    client: TestClient[Litestar],
) -> None:
    enter(client, "registrar")
    for page in ("", "/new", "/commitments/cm-KG-C17/amend", "/indicators/in-KG-F12/figure"):
        shown(client, f"/registrar{page}")
    path = "/registrar/commitments/cm-KZ-C52/say"
    post(client, path, word="not_done", reason="Ещё не начато.")
    assert "Ещё не начато." in client.get("/commitments/cm-KZ-C52").text
    path = "/registrar/commitments/cm-KZ-C52/part"
    refused = post(client, path, 422, number="1", name_ru="Ак-Жол")
    assert "Ак-Жол" in refused.text


def test_a_file_is_shown_first_and_takes_effect_whole(client: TestClient[Litestar]) -> None:
    enter(client, "registrar")
    post(client, HERE, 422, text=HEAD + ROW + ROW.replace("2027-12-31", "2027-02-30"))
    post(client, HERE, 422, text=HEAD + ROW + ROW.replace("C90", "C91").replace("12-31", "02-30"))
    unread = ROW.replace("C90", "C91").replace("signed", "promised")
    lawless = ROW.replace("C90", "C92").replace("12-31", "02-30")
    strange = ROW.replace("C90", "C93").replace("KG KZ", "KZ UZ")
    both = post(client, HERE, 422, text=HEAD + ROW + unread + lawless + strange)
    rows = check_page(both, "en", 422).query("table")[0].query("tbody tr")
    assert [row.query("td")[0].to_text() for row in rows] == ["3", "4", "5"]
    foreign = "home," + HEAD + "KZ," + ROW
    post(client, HERE, 422, text=foreign)
    page = post(client, HERE, 200, text=HEAD + ROW)
    assert client.get("/commitments/cm-KG-C90").status_code == 404
    digest = page.text.split('name="digest" value="')[1].split('"')[0]
    post(client, HERE, text=HEAD + ROW, digest=digest)
    assert "Новый мост" in client.get("/commitments/cm-KG-C90").text


def test_faults_are_named_by_row_and_column() -> None:
    head = "number,parties,title_ru,unit,period,said_ru,value,source_ru\n"
    line = "F1,KG,Ряд,{unit},{period},10,10,пресса\n"
    twice = head + line.format(unit="t", period="2024") + line.format(unit="t", period="2024")
    found = read_register(twice.encode(), "KG", {}).faults
    assert [(one.row, one.column) for one in found] == [(3, "period")]
    mixed = head + line.format(unit="t", period="2024") + line.format(unit="count", period="2025")
    found = read_register(mixed.encode(), "KG", {}).faults
    assert [(one.row, one.column) for one in found] == [(3, "unit")]
    bad = head + line.format(unit="bushel", period="2024")
    assert [one.column for one in read_register(bad.encode(), "KG", {}).faults] == ["unit"]
    wide = ",".join(f"title_ru{n}" for n in range(200)).replace("ru0", "ru")
    for data in (b"\xff\xfe", b"", b"a,b\n1,2\n", f"{wide}\n1\n".encode()):
        assert read_register(data, "KG", {}).faults
    whole = twice.replace("2024", "2023", 1).encode()
    assert read_register(whole, "KG", {}).entries
    for cut, row, text in (
        (whole[: -len(",пресса\n".encode())], 3, UNEVEN),
        (whole + b",,,,,,,,\n", 4, UNEVEN),
        (whole + b'"F2,KG', 1, NO_CSV),
    ):
        [fault] = read_register(cut, "KG", {}).faults
        assert (fault.row, fault.text) == (row, text)


def test_all_that_is_wrong_in_a_row_is_told_at_once() -> None:
    """By the order of rows, with what would fit where one can choose, and how a day is written."""
    head = "number,home,title_ru,kind,stage,goods,body_ru,text_ru,in_force_from\n"
    rows = "B8,UZ,Мера,vehicle,adopted,08A,Орган,Акт,soon\nB9,KZ,Мера,fee,adopted,,Орган,Акт,\n"
    found = read_register((head + rows).encode(), "UZ", {}).faults
    assert [(one.row, one.column) for one in found] == [
        (2, "kind"),
        (2, "goods"),
        (2, "in_force_from"),
        (3, "home"),
    ]
    assert "transport" in found[0].args["choices"]
    assert "2026-12-31" in found[2].text


def test_sdmx_figures_are_scaled_and_their_units_are_held_to(core: Core) -> None:
    known = {"F12": core_state(core, "in-KG-F12")}
    head = "DATAFLOW,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,OBS_STATUS\n"
    good = head + "X:Y(1.0),KG,F12,2024-01/2024-08,1.49,USD,9,P\n"
    [entry] = read_register(good.encode(), "KG", known).entries
    assert isinstance(entry.command, StateIndicator)
    assert (entry.command.figures[0].value, entry.command.figures[0].standing) == (
        "1490",
        "provisional",
    )
    for change, column in (
        (("USD", "PT"), "UNIT_MEASURE"),
        (("1.49", "NaN"), "OBS_VALUE"),
        (("1.49", "1E999999"), "OBS_VALUE"),
        (("USD,9", "USD,9999999999"), "OBS_VALUE"),
        ((",P", ",Q"), "OBS_STATUS"),
        (("F12", "F99"), "INDICATOR"),
        (("KG", "AZ"), "REF_AREA"),
        (("2024-08,", "2024-13,"), "TIME_PERIOD"),
    ):
        found = read_register(good.replace(*change).encode(), "KG", known).faults
        assert [(one.row, one.column) for one in found] == [(2, column)]
    twice = good + good.splitlines()[1]
    [fault] = read_register(twice.encode(), "KG", known).faults
    assert (fault.row, fault.column) == (3, "TIME_PERIOD")


def core_state(core: Core, subject: str) -> Any:
    return Queries(core).get(subject).state


class Breaks(Execute, frozen=True):
    """As if the machine were switched off in the middle."""

    def run(self, unit: Unit) -> Outcome:
        """It never comes back."""
        raise ConnectionAbortedError


def test_a_change_that_fails_half_way_leaves_nothing_and_is_done_again_cleanly(core: Core) -> None:
    """The second of three rows breaks inside the transaction: none of them stands afterwards."""
    rows = [ROW, ROW.replace("C90", "C91"), ROW.replace("C90", "C92")]
    found = read_register((HEAD + "".join(rows)).encode(), "KG", {}).entries
    actor = Actor("", "kg-registry", "registrar", "registrar")
    jobs = tuple(Execute(one.command, actor, one.subject) for one in found)
    middle = Breaks(jobs[1].command, actor, jobs[1].subject)
    broken = Together((jobs[0], middle, jobs[2]))
    size = Queries(core).log_size()
    with pytest.raises(ConnectionAbortedError):
        core.run_one(broken)
    assert Queries(core).log_size() == size
    assert not any(core_state(core, one.subject) for one in found)
    outcomes = core.run_one(Together(jobs))
    assert not any(one.refusals for one in outcomes)
    assert all(core_state(core, one.subject) for one in found)


def test_a_page_of_commitments_costs_a_page(client: TestClient[Litestar], core: Core) -> None:
    client.cookies.set("lang", "en")
    text = shown(client, "/commitments?party=BY&verb=signed&view=timeline")
    assert "C17" in text
    assert "C19" not in text
    shown(client, "/commitments?due=overdue")


def test_the_two_figures_of_1_7_bn_are_told_apart(client: TestClient[Litestar]) -> None:
    """F12 and F14 look alike, and are of other states and periods."""
    client.cookies.set("lang", "ru")
    for own, other in (("in-KG-F12", "in-KZ-F14"), ("in-KZ-F14", "in-KG-F12")):
        assert other in client.get(f"/indicators/{own}").text


def test_markup_in_a_row_of_a_file_is_text_and_another_states_row_is_refused(
    client: TestClient[Litestar],
) -> None:
    enter(client, "registrar")
    marked = HEAD + ROW.replace("Новый мост", "<b>Новый</b> мост")
    assert "&lt;b&gt;Новый&lt;/b&gt; мост" in post(client, HERE, 200, text=marked).text
    assert client.get("/registrar/commitments/cm-KZ-C52/amend").status_code == 200
    fields = {"what_ru": "Чужая строка", "parties": "KZ KG", "verb": "signed", "status_ru": "x"}
    more = {"theme": "customs", "due_kind": "none", "source_ru": "x"}
    post(client, "/registrar/commitments/cm-KZ-C52/amend", 422, **fields, **more)
    assert "Чужая строка" not in client.get("/commitments/cm-KZ-C52").text


def test_a_page_of_series_and_an_agenda_read_kept_lists(
    client: TestClient[Litestar], core: Core
) -> None:
    """Of the whole register no page reads more than it shows."""
    client.cookies.set("lang", "en")
    index = check_page(client.get("/meetings"), "en").to_text()
    assert "Azerbaijan — Kyrgyzstan 19" in " ".join(index.split())
    agenda = shown(client, "/meetings/AZ-KG")
    assert "C16" in agenda
    assert "C49" not in agenda
    assert "F1" in agenda.replace("in-AZ-F1", "F1")
    assert client.get("/meetings/AZ-GE").status_code == 404
    queries = Queries(core)
    pair = queries.values("register:paired", "pair", 9, 0)
    assert {"AZ-KG", "BY-KG", "AZ-KZ", "KG-KZ"} == set(pair)
