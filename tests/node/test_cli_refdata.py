"""`corridor refdata`: lists are shown, held against files, proposed and confirmed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corridor.domain.refdata.rows import CODE_LISTS
from corridor.engine.jobs import PutDocument
from corridor.node.cli import group
from corridor.node.cli.refdata import used_line
from corridor.node.stopped_node import stopped_node
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from corridor.web.listing.xlsx import XlsxFile
from tests.support.engines import START
from tests.support.folders import node_folder

RATES = "currency,base,rate,per\nEUR,UZS,14500.25,\nUSD,UZS,12800.5,1\n"


@pytest.fixture
def node(tmp_path: Path) -> Path:
    folder = node_folder(tmp_path, "UZ")
    with stopped_node(folder) as core:
        for login in ("uz-op", "uz-op-2"):
            account = Account(login, login, "uz", "operator")
            core.run_one(PutDocument(ACCOUNT, account_document(account, START)))
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["refdata", *map(str, arguments)])


def test_what_list_writes_is_brought_in_again(node: Path, tmp_path: Path) -> None:
    table = run("list", node, "offices", "--csv")
    assert table.exit_code == 0, table.output
    file = tmp_path / "offices.csv"
    text = table.output
    file.write_bytes(text.encode())
    same = run("diff", node, "offices", file)
    assert same.exit_code == 0, same.output
    assert same.output.endswith("rows stay as they are\n")
    assert len(same.output.splitlines()) == 1
    line = next(line for line in text.splitlines() if line.startswith("UZDUST01"))
    file.write_text(text.replace(line, line.replace("UZDUST01", "UZDUST09")), "utf-8")
    change = json.loads(run("diff", node, "offices", file, "--json").output)
    assert (change["added"], change["removed"]) == (["UZDUST09"], ["UZDUST01"])
    rows = [json.loads(one) for one in run("list", node, "offices", "--json").output.splitlines()]
    data = tmp_path / "offices.json"
    data.write_text(json.dumps({"rows": rows}))
    assert run("diff", node, "offices", data).output == same.output
    data.write_text(json.dumps([{**rows[0], "rank": 1}]))
    assert "row 1, column rank: The list has no column rank." in (
        run("diff", node, "offices", data).output
    )


def test_rows_are_found_by_a_name_in_any_language(node: Path) -> None:
    for words, code in (("Toʻytepa", ""), ("Қўқон", "UZ-KOKA"), ("qoqon", "UZ-KOKA")):
        found = run("list", node, "places", "--find", words).output.split()
        assert found[:1] == ([code] if code else [])
    assert run("list", node, "offices", "--find", "Doʻstlik").output.startswith("UZDUST01")
    assert run("list", node, "links", "--find", "toshkent samarqand").output
    lines = run("list", node, "countries", "--find", "Türkiye", "--json").output.splitlines()
    assert [json.loads(line)["code"] for line in lines] == ["TR"]


def test_what_is_wrong_is_said_in_the_language_of_the_shell(
    node: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("currency,base,rate\nEUR,UZS,1\nEUR,UZS,2\n")
    for name, value, said in (
        ("LANG", "ru_RU.UTF-8", "строка 2, графа currency: EUR указан"),
        ("LC_ALL", "de_DE", "row 2, column currency: EUR is in the list more than once."),
    ):
        monkeypatch.setenv(name, value)
        assert said in run("diff", node, "rates", file).output
    file.write_text("")
    monkeypatch.setenv("LC_ALL", "ru")
    assert run("diff", node, "rates", file).output == "Error: Файл пуст.\n"


def test_an_office_with_open_movements_has_to_stay_and_any_other_code_may_go() -> None:
    stays, go_on = "no list may leave it out before they end", "they go on"
    for name, code, removed, then in (
        ("offices", "UZDUST01:transit", ("UZDUST01",), stays),
        ("offices", "UZDUST01:transit", (), go_on),
        ("packages", "Q1", ("Q1",), go_on),
    ):
        assert used_line(name, code, 2, removed).endswith(f": 2; {then}")  # type: ignore[arg-type]


def test_one_proposes_and_another_confirms(node: Path, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(RATES)
    said = run("import", node, "rates", file, "--by", "uz-op", "--source", "Central Bank")
    assert said.exit_code == 0, said.output
    assert said.output.startswith("+ EUR\n+ USD\n")
    assert run("list", node, "rates").output == ""
    own = run("confirm", node, "rates", "--by", "uz-op")
    assert own.exit_code == 1
    assert "Another operator has to confirm it." in own.output
    assert run("confirm", node, "rates", "--by", "uz-op-2").exit_code == 0
    assert run("list", node, "rates").output == "EUR  UZS  14500.25  1\nUSD  UZS  12800.5  1\n"
    assert run("list", node, "rates", "--on", "2020-01-01").output == ""
    assert run("list", node, "rates", "--state", "KG").output == ""
    assert "nothing waits" in run("confirm", node, "rates", "--by", "uz-op-2").output


@pytest.mark.parametrize("name", CODE_LISTS)
def test_lists_of_codes_go_out_and_come_in_again(node: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.csv"
    file.write_bytes(run("list", node, name, "--csv").output.encode())
    same = run("diff", node, name, file)
    assert same.exit_code == 0, same.output
    assert len(same.output.splitlines()) == 1
    said = run("import", node, name, file, "--by", "uz-op")
    assert said.exit_code == 0, said.output


def test_a_workbook_is_read_as_well(node: Path, tmp_path: Path) -> None:
    book, file = XlsxFile("Rates"), tmp_path / "rates.xlsx"
    rows = [["EUR", "UZS", "14500.25"], ["USD", "UZS", "0"]]
    file.write_bytes(book.begin(["currency", "base", "rate"]) + book.rows(rows) + book.end())
    told = run("diff", node, "rates", file)
    assert "row 3, column rate: The rate is zero." in told.output


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("currency,base,rate\nEUR,UZS,none\n", "row 2, column rate: This value does not fit."),
        ("currency,base,rate\nEUR,UZS,1\n\nEUR,UZS,2\n", "row 4, column currency: EUR is in"),
        ("currency,base,rate\nEUR,,1\n", "row 2, column base: Nothing stands here."),
        ("currency,rate\nEUR,1\n", "row 1, column base: The column base is missing."),
        ("currency,base,base,rate\nEUR,UZS,UZS,1\n", "The column base stands there twice."),
        ("currency,base,rate,note\nEUR,UZS,1,x\n", "The list has no column note."),
        ("currency,base,rate\n", "The list has no rows."),
        ("[1]", "This is no list in JSON."),
        ("{", "This is no list in JSON."),
        ("", "is empty"),
    ],
)
def test_each_fault_is_told_by_its_row_and_column(
    node: Path, tmp_path: Path, data: str, why: str
) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(data)
    result = run("diff", node, "rates", file)
    assert result.exit_code == 1
    assert why in result.output
    refused = run("import", node, "rates", file, "--by", "uz-op")
    assert refused.exit_code == 1


def test_the_law_is_asked_too(node: Path, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(RATES)
    past = run("import", node, "rates", file, "--from", "2020-01-01", "--by", "uz-op")
    assert "[refdata_past]" in past.output


@pytest.mark.parametrize(
    "wrong",
    [
        ("list", "offices", "--on", "2026-02-31"),
        ("list", "offices", "--on", "tomorrow"),
        ("list", "offices", "--state", "ZZ"),
        ("diff", "offices", __file__, "--from", "2027-02-29"),
    ],
)
def test_a_day_of_no_calendar_and_a_state_that_is_not_there_are_wrong_usage(
    tmp_path: Path, wrong: tuple[str, ...]
) -> None:
    result = run(wrong[0], tmp_path, *wrong[1:])
    assert result.exit_code == 2
    assert wrong[-1] in result.output
