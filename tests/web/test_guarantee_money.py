"""The money of a guarantee: reckoned, compared before filing, warned of, stated and exported."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.domain.codes import make_grn
from corridor.domain.facts import Actor
from corridor.domain.guarantees.reasons import REASON_OF, REASONS
from corridor.domain.guarantees.reserving import RESERVING, ReserveAmount
from corridor.domain.guarantees.showing import SHOWING
from corridor.domain.guarantees.texts import TEXTS
from corridor.domain.refusals import Refusal
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.web.templating import Reader
from tests.support.engines import GRN, MOVEMENT, do, register_guarantee
from tests.support.web import csrf, make_services, running
from tests.web.desk_world import Client, enter, post, released, shown

SYSTEM = Actor("", "KG", "", "system")
OWN = f"/carrier/guarantees/{GRN}"
ASKED = {"from": "KG-OSH", "to": "GE-POTI", "hs": "0809 29", "currency": "eur"}


@pytest.fixture
def core() -> Core:
    return released()


@pytest.fixture
def client(core: Core, tmp_path: Path) -> Iterator[Client]:
    with running(make_services(tmp_path, core, rules=())) as found:
        yield enter(found, "aibek")


def ask(client: Client, **asked: str) -> str:
    answer = client.get("/calculator", params=ASKED | asked)
    assert answer.status_code == 200
    return str(answer.text)


def draft_of(client: Client) -> str:
    """A copy of the movement's dossier."""
    answer = post(client, "/carrier/new", how="copy", **{"from": MOVEMENT})
    return str(answer.headers["location"]).partition("?")[0]


def test_each_state_and_step_of_the_reckoning_is_shown(client: Client) -> None:
    page = ask(client, value="10\u00a0000,00")
    assert "At risk: €3,570.00" in page
    for state in ("Kyrgyzstan", "Uzbekistan", "Turkmenistan", "Azerbaijan", "Georgia"):
        assert state in page
    assert "20\u00a0% = " in page
    assert "The rates are illustrative" in page
    assert "€10,000.00 for each movement" in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"value": "much"}, "Give the value of the goods"),
        ({"value": "1", "hs": "8"}, "Give an HS code"),
        ({"value": "1", "currency": "XYZ"}, "Give a currency"),
        ({"value": "1", "to": "nowhere"}, "no open way"),
    ],
)
def test_what_cannot_be_reckoned_is_said(client: Client, asked: dict[str, str], said: str) -> None:
    assert said in ask(client, **asked)


def test_in_a_draft_the_amount_is_taken_over_and_compared_before_filing(
    core: Core, client: Client
) -> None:
    path = draft_of(client)
    page = shown(client, f"{path}/guarantee")
    amount = re.search(r'name="use_risk" value="([^"]+)"', page)
    assert amount is not None
    taken = {"grn": GRN, "use_risk": amount[1], "risk_currency": "EUR"}
    post(client, f"{path}/guarantee", **taken)
    again = shown(client, f"{path}/guarantee")
    assert f'value="{amount[1]}"' in again.partition('id="f-amount"')[2].partition(">")[0]
    post(client, f"{path}/guarantee", grn=GRN, amount="40000", currency="EUR")
    for where in ("guarantee", "send"):
        warned = shown(client, f"{path}/{where}")
        assert "This guarantee would be refused now" in warned
        assert "Needed: €40,000.00, free: €31,500.00." in warned
    post(client, f"{path}/guarantee", grn=GRN, amount="31500", currency="EUR")
    assert "would be refused now" not in shown(client, f"{path}/send")


def test_holder_and_guarantor_are_warned_and_read_what_is_behind_it(
    core: Core, client: Client
) -> None:
    assert "Little is free" not in shown(client, OWN)
    more = ReserveAmount("mv-KG-00000000000000000009", 2_500_000, "EUR", "ala-too")
    assert not do(core, more, SYSTEM, f"gr-{GRN}").refusals
    page = shown(client, OWN)
    assert "Little is free" in page
    assert f'href="/carrier/dossiers/{MOVEMENT}"' in page
    assert "1 guarantee is taken by more than its ceiling" in shown(client, "/carrier/guarantees")
    enter(client, "rival")
    assert client.get(OWN).status_code == 404
    assert client.get(f"{OWN}/statement").status_code == 404
    enter(client, "gulnara")
    assert "1 guarantee is taken" in shown(client, "/guarantor")
    page = shown(client, f"/guarantor/{GRN}")
    assert "Little is free" in page
    lines = client.get(f"/guarantor/{GRN}/statement?as=csv").text.splitlines()
    assert len(lines) == 4
    assert lines[2].endswith("-18500.00,31500.00,EUR")
    book = client.get(f"/guarantor/{GRN}/statement?as=xlsx")
    assert book.content[:2] == b"PK"


def test_each_refusal_of_a_guarantee_names_its_code_of_the_common_list(tmp_path: Path) -> None:
    """In the texts, in the table of what codes mean, and for every refusal of a reservation."""
    services = make_services(tmp_path)
    for lang in ("en", "ru"):
        reader = Reader(lang, services)
        for code, reason in REASON_OF.items():
            said = reader.refusals.say(Refusal(code, "", "", {"grn": "26KG1", "carnet": "X"})).text
            assert said.endswith(f" ({reason})")
        table = {one: reader.labels(one, "guarantee_reason") for one in REASONS}
        assert list(table) == [f"G{number:02d}" for number in range(14)]
        assert len(set(table.values())) == len(REASONS)
    assert {*RESERVING.texts, *SHOWING.texts, *TEXTS, "carnet_used"} == set(REASON_OF)


def test_the_statement_is_a_paper_too(client: Client) -> None:
    paper = client.get(f"{OWN}/statement", params={"as": "pdf"})
    assert paper.status_code == 200
    assert paper.content.startswith(b"%PDF-")
    assert f"statement-{GRN}.pdf" in paper.headers["content-disposition"]


def test_the_guarantor_sees_exposure_by_day_and_the_next_step_of_what_is_held(
    core: Core, client: Client
) -> None:
    enter(client, "gulnara")
    page = shown(client, f"/guarantor/{GRN}")
    assert "Exposure by day" in page
    assert "Held, days" in page
    assert "PDF" in page
    form = shown(client, f"/guarantor/{GRN}/terms")
    assert "Warn above" in form
    post(
        client,
        f"/guarantor/{GRN}/terms",
        amount="20000",
        valid_to="2027-12-31",
        warn_percent="10",
        reason="less",
    )
    assert "Little is free" in shown(client, f"/guarantor/{GRN}")
    post(client, f"/guarantor/{GRN}/code", access_code="N3wC")
    assert "New access code" in shown(client, f"/guarantor/{GRN}")


SECOND = make_grn("26", "KG", "000001000002")


def several(client: Client, path: str, **more: str) -> None:
    """The first for 10,000, a second one for 8,500."""
    first = {"grn": GRN, "amount": "10000", "currency": "EUR"}
    post(client, f"{path}/guarantee", **(first | {"grn_1": SECOND, "amount_1": "8500"} | more))


def test_a_draft_takes_several_guarantees_in_their_order(core: Core, client: Client) -> None:
    register_guarantee(core, SECOND, code="C3D4")
    path = draft_of(client)
    several(client, path)
    page = shown(client, f"{path}/guarantee")
    assert f'value="{SECOND}"' in page.partition('id="f-grn_1"')[2].partition(">")[0]
    assert "Guarantee 2" in page
    assert "One more guarantee" in page
    assert f"{GRN}, {SECOND}" in shown(client, path)  # its kind and currency are known
    several(client, path, put_first="1")
    page = shown(client, f"{path}/guarantee")
    assert f'value="{GRN}"' in page.partition('id="f-grn_1"')[2].partition(">")[0]
    several(client, path, take_out="1")
    assert 'id="f-grn_2"' not in shown(client, f"{path}/guarantee")


def test_several_are_sent_each_with_its_code(core: Core, client: Client) -> None:
    register_guarantee(core, SECOND, code="C3D4")
    path = draft_of(client)
    several(client, path)
    page = shown(client, f"{path}/send")
    assert f"Access code of guarantee {SECOND}" in page
    lrn = page.partition('name="lrn" value="')[2].partition('"')[0] or "OSH-2026-7"
    sent = post(client, f"{path}/send", 422, lrn=lrn, access_code="A1B2", access_code_1="no")
    assert 'id="f-access_code_1-error"' in sent.text
    post(client, f"{path}/send", lrn=lrn, access_code="A1B2", access_code_1="C3D4")
    state = Queries(core).get(f"mv-{path.rpartition('mv-')[2]}").state
    assert [use.grn for use in state.dossier.guarantees] == [GRN, SECOND]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"grn_1": GRN, "amount_1": "1"}, "named already"),
        ({"grn_1": f"{SECOND[:-1]}{(int(SECOND[-1]) + 1) % 10}"}, "check digit"),
        ({"grn_1": SECOND, "amount_1": "much"}, "Write an amount"),
        ({"grn_1": "", "kind_1": "3", "grn_8": SECOND, "kind_8": "8"}, "GRN"),
        ({"amount_1": "100"}, "Together they cover"),
        ({"amount_1": "90000"}, "would be refused now"),
    ],
)
def test_each_of_several_is_looked_at(
    core: Core, client: Client, typed: dict[str, str], said: str
) -> None:
    register_guarantee(core, SECOND, code="C3D4")
    path = draft_of(client)
    more = {"grn_1": SECOND, "amount_1": "8500", "currency_1": "EUR"} | typed
    asked = {"grn": GRN, "amount": "1000", "currency": "EUR"} | more
    client.post(f"{path}/guarantee", data=asked | {"_csrf_token": csrf(client)})
    assert said in client.get(f"{path}/guarantee").text


def test_the_first_may_be_a_paper_and_is_looked_at(core: Core, client: Client) -> None:
    path = draft_of(client)
    page = shown(client, f"{path}/guarantee")
    assert "1: comprehensive guarantee; free:" in page
    assert '<option value="9">9: individual guarantee for several uses' in page
    paper = {"grn": "other", "kind": "8", "other_reference": "DEC-8"}
    post(client, f"{path}/guarantee", **paper)
    page = shown(client, f"{path}/guarantee")
    assert '<option value="8" selected>' in page
    assert 'value="DEC-8"' in page
    post(client, f"{path}/send", lrn="OSH-2026-8")
    subject = f"mv-{path.rpartition('mv-')[2]}"
    (use,) = Queries(core).get(subject).state.dossier.guarantees
    assert (use.kind, use.grn, use.other_reference) == ("8", "", "DEC-8")
    enter(client, "osh")
    post(client, f"/customs/{subject}/accept")
    post(client, f"/customs/{subject}/channel", channel="green")
    desk = shown(client, f"/customs/{subject}")
    assert "look-at-guarantee" in desk
    assert "Reserve the guarantee" not in desk
    post(client, f"/customs/{subject}/look-at-guarantee")
    assert Queries(core).get(subject).state.is_secured
