"""Settings while the node runs: who set them is shown; those about officers take two."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from corridor.domain.days import day_at, days_later
from corridor.domain.needs import Ask
from corridor.domain.terms import TermsOf
from corridor.engine.codec import fact_of
from corridor.engine.jobs import PutDocument
from corridor.engine.records import SettingChanged, SettingDeclined, SettingProposed
from corridor.engine.unit import Unit
from corridor.node.settings import NodeSettings
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from corridor.web.services import Services
from corridor.web.settings.in_force import SettingsInForce
from corridor.web.settings.known import BY_NAME, KNOWN, fitting
from tests.support.engines import RULES, START, FakeClock, make_core
from tests.support.pages import in_nav
from tests.support.web import make_services, running, sign_in
from tests.web.conftest import fill
from tests.web.desk_world import Client, enter, post, shown

HERE = "/operator/settings"
SECOND, POWER = f"{HERE}/officers_need_second_factor", f"{HERE}/brokers_need_power"
DISK, PUSH = f"{HERE}/disk_low_mib", f"{HERE}/push_services"
NODE = NodeSettings("KG", {"ru": "К", "en": "K"})  # type: ignore[arg-type]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    core = make_core(clock=FakeClock(), rules=RULES)
    fill(core)
    second = Account("second", "Second", "kg-operator", "operator")
    core.run_one(PutDocument(ACCOUNT, account_document(second, START)))
    return make_services(tmp_path, core)


@pytest.fixture
def client(services: Services) -> Iterator[TestClient[Litestar]]:
    with running(services) as client:
        yield client


def asks_second(services: Services) -> bool:
    """Whether officers need a second factor now."""
    return services.officers_need_second


def sure(client: Client, path: str, value: str) -> None:
    """Say it, and say that it is meant."""
    post(client, path, value=value, sure="yes")


def said(services: Services) -> list[object]:
    """The node's own records about settings, the newest first."""
    found = (fact_of(event).payload for event in services.queries.recent(20))
    kinds = (SettingChanged, SettingProposed, SettingDeclined)
    return [one for one in found if isinstance(one, kinds)]


def test_what_the_file_and_the_defaults_say_is_shown(client: Client) -> None:
    page = shown(enter(client, "operator"), HERE)
    for text in (
        "Officers need a second factor",
        "256",
        "fcm.<wbr>googleapis.<wbr>com",
        "as node.json says",
    ):
        assert text in page
    in_file = (one for one in KNOWN if one.kind != "term")
    assert {one.name: one.default for one in in_file} == NODE.changeable


def test_whom_the_users_of_a_node_ask_stands_on_every_page(
    client: Client, services: Services
) -> None:
    asked = "+996 312 000 000 <help@example.org>, 9–18"
    enter(client, "operator")
    assert "Help for the users" not in shown(client, HERE)
    page = post(client, f"{HERE}/support", 422, value="x" * 201).text
    assert "200 letters at most" in page
    assert "x" * 201 in page
    sure(client, f"{HERE}/support", f"  {asked} ")
    client.post("/sign-out")
    page = client.get("/sign-in").text
    assert "Help for the users of this node: +996 312 000 000 &lt;help@example.org&gt;" in page


def test_a_change_is_shown_before_it_is_made_counts_at_once_and_is_in_the_log(
    client: Client, services: Services
) -> None:
    enter(client, "operator")
    page = post(client, DISK, 200, value="0512").text
    assert "From now on" in page
    assert 'name="value" value="512"' in page
    assert services.settings.number("disk_low_mib") == 256
    sure(client, DISK, "512")
    assert services.settings.number("disk_low_mib") == 512
    assert "It is so already" in post(client, DISK, 422, value="512", sure="yes").text
    assert said(services) == [SettingChanged("disk_low_mib", "512")]
    assert "operator, " in shown(client, HERE)
    again = SettingsInForce(services.queries, NODE.changeable)
    assert again.number("disk_low_mib") == 512  # after a restart
    assert "512" in shown(client, DISK)
    post(client, DISK, back="yes", sure="yes")
    assert services.settings.number("disk_low_mib") == 256
    assert said(services)[0] == SettingChanged("disk_low_mib")
    assert "Setting changed" in shown(client, "/operator")


def test_what_is_about_officers_takes_two(client: Client, services: Services) -> None:
    enter(client, "operator")
    sure(client, SECOND, "yes")
    assert not asks_second(services)
    page = shown(client, HERE)
    assert "confirms: " in page
    assert in_nav(page, HERE) == "", "what one proposed does not wait for oneself"
    at = page.partition('name="at" value="')[2].partition('"')[0]
    post(client, f"{SECOND}/confirm", at=at)
    assert not asks_second(services), "nobody confirms what they proposed"
    enter(client, "second")
    assert in_nav(shown(client, "/operator"), HERE) == "1"
    post(client, f"{SECOND}/confirm", at="2026-01-01T00:00:00.000Z")
    assert not asks_second(services), "what was read is what is confirmed"
    assert ">Confirm" in shown(client, HERE)
    post(client, f"{SECOND}/confirm", at=at)
    assert asks_second(services)
    assert said(services) == [
        SettingChanged("officers_need_second_factor", "yes", "operator"),
        SettingProposed("officers_need_second_factor", "yes"),
    ]
    sign_in(client, "osh")
    assert client.get("/customs").url.path == "/account/second-factor"


def test_a_proposal_is_declined_or_taken_back(client: Client, services: Services) -> None:
    for who in ("second", "operator"):
        enter(client, "operator")
        sure(client, SECOND, "yes")
        enter(client, who)
        at = shown(client, HERE).partition('name="at" value="')[2].partition('"')[0]
        post(client, f"{SECOND}/decline", at=at)
        assert isinstance(said(services)[0], SettingDeclined)
        assert "Waiting for a second operator" not in shown(client, HERE)
    post(client, f"{SECOND}/nonsense", 404)
    post(client, f"{HERE}/port", 404, value="1")
    assert not asks_second(services)


def test_the_engine_judges_by_what_was_set(client: Client, services: Services) -> None:
    class Asked:
        def run(self, unit: Unit) -> bool:
            return unit._parameters().needs_power

    assert services.engine.run_one(Asked()) is False
    enter(client, "operator")
    sure(client, POWER, "yes")
    assert services.engine.run_one(Asked()) is True
    assert services.brokers_need_power
    assert "Brokers need a power of attorney: yes" in shown(client, "/operator/accounts")


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        (SECOND, "", "Choose one"),
        (SECOND, "perhaps", "Choose one"),
        (DISK, "-1", "whole number"),
        (DISK, "64", "from 65 to"),
        (DISK, "1.5", "whole number"),
        (DISK, "99999999999", "whole number"),
        (PUSH, "https://push.example/", "names of hosts"),
        (PUSH, "localhost", "names of hosts"),
        (PUSH, "*", "names of hosts"),
        (PUSH, "*.org.", "names of hosts"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    client: Client, services: Services, path: str, value: str, text: str
) -> None:
    before = dict(services.settings.kept)
    enter(client, "operator")
    assert text in post(client, path, 422, value=value, sure="yes").text
    assert services.settings.kept == before


def test_hosts_are_kept_in_one_form_and_none_at_all_is_said(
    client: Client, services: Services
) -> None:
    assert fitting(BY_NAME["push_services"], "*.xn--e1afmkfd.xn--p1ai") is not None
    assert fitting(BY_NAME["push_services"], " A.example,\r\n*.B.example; a.example") == (
        "a.example\n*.b.example"
    )
    enter(client, "operator")
    sure(client, PUSH, "")
    assert services.settings.hosts("push_services") == ()
    assert "none at all" in shown(client, HERE)


def test_one_operator_alone_is_told_so(tmp_path: Path) -> None:
    core = make_core(clock=FakeClock(), rules=RULES)
    fill(core)
    with running(make_services(tmp_path, core)) as client:
        alone = shown(enter(client, "operator"), HERE)
        assert "one operator alone" in alone


def test_a_term_of_the_law_is_changed_by_two_from_a_day_on(
    client: Client, services: Services
) -> None:
    here, today = f"{HERE}/term.enquiry", services.day_at("KG")
    later = days_later(today, 10)
    page = shown(enter(client, "operator"), HERE)
    assert "Terms of the law" in page
    assert "7 days" in page
    assert "not past" in post(client, here, 422, value="10", since=days_later(today, -1)).text
    assert "whole number" in post(client, here, 422, value="-1", since=later).text
    page = post(client, here, 200, value="10", since=later).text
    assert f'name="since" value="{later}"' in page
    post(client, here, value="10", since=later, sure="yes")
    assert services.settings.text("term.enquiry") == "7"
    enter(client, "second")
    at = shown(client, HERE).partition('name="at" value="')[2].partition('"')[0]
    post(client, f"{here}/confirm", at=at)
    assert services.settings.text("term.enquiry") == f"7\n{later} 10".replace("7", " 7", 0)
    assert "10 days" in shown(client, HERE)
    found = services.engine.run_one(Terms())
    assert found == [7, 10, 13]


def test_nobody_confirms_a_term_for_days_that_are_past(client: Client, services: Services) -> None:
    here, today = f"{HERE}/term.enquiry", services.day_at("KG")
    enter(client, "operator")
    post(client, here, value="10", since=today, sure="yes")
    at = shown(client, HERE).partition('name="at" value="')[2].partition('"')[0]
    clock = services.engine.settings.clock
    assert isinstance(clock, FakeClock)
    clock.turn(24 * 3_600_000)
    enter(client, "second")
    post(client, f"{here}/confirm", at=at)
    assert services.settings.text("term.enquiry") == "7"


class Terms:
    """What the engine would decide by: before the change, after it, and of another term."""

    def run(self, unit: Unit) -> list[int]:
        today = day_at(unit.now(), "KG")
        found = TermsOf("enquiry", "discrepancies").gather(unit, Ask("", None))
        days = (today, days_later(today, 10))
        return [*(found.on("enquiry", day) for day in days), found.on("discrepancies", today)]
