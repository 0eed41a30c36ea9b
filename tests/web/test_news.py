"""The bell: what is new for me, what was done folded away, and nothing of others."""

from corridor.domain.facts import Actor
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.permits.asking import ProvideInformation, RequestInformation
from tests.support.engines import CARRIER, MOVEMENT, customs, do, lodge
from tests.support.pages import check_page
from tests.web.conftest import World
from tests.web.desk_world import Client, enter, post, shown
from tests.web.test_desk_permits import FIRST, apply

OSH = customs("KGOSH001")
ROAD = Actor("KG-ROAD", "kg-road", "road", "permit")


def bell(page: str) -> str:
    """The number in the head of a page."""
    return page.partition("bell__count")[2].partition(">")[2].partition("<")[0]


def upto(page: str) -> str:
    """The entry of the log that the page knows of."""
    return page.partition('name="upto" value="')[2].partition('"')[0]


def carrier(world: World) -> Client:
    """A carrier who has seen that a guarantee of its firm was registered."""
    client = enter(world.client, "aibek")
    page = shown(client, "/news")
    assert bell(page) == "1"
    post(client, "/news/seen", upto=upto(page))
    return client


def test_an_officers_act_rings_at_the_carriers_and_is_seen_with_one_press(world: World) -> None:
    client = carrier(world)
    assert bell(shown(client, "/carrier")) == "0"
    assert "Nothing is new" in shown(client, "/news")
    do(world.core, DecideControl("red", ("document check",)), OSH)
    assert bell(shown(client, "/carrier")) == "1"
    page = shown(client, "/news")
    assert world.mrn in page
    assert f'href="/carrier/dossiers/{MOVEMENT}"' in page
    assert "Control channel decided" in page
    post(client, "/news/seen", upto=upto(page))
    assert bell(shown(client, "/carrier")) == "0"
    assert "Seen or done: 2 matters" in shown(client, "/news")
    assert bell(shown(enter(client, "rival"), "/carrier")) == "0"


def test_what_comes_while_the_page_is_read_stays_new(world: World) -> None:
    client = enter(world.client, "aibek")
    assert not do(world.core, DecideControl("green"), OSH).refusals
    page = shown(client, "/news")
    assert not do(world.core, RequestGuarantee(), OSH).refusals
    post(client, "/news/seen", upto=upto(page))
    assert bell(shown(client, "/news")) == "1"
    for wrong in ("", "-1", "x" * 40, "9" * 14):
        post(client, "/news/seen", upto=wrong)
    assert bell(shown(client, "/news")) == "0"


def test_the_bell_counts_beyond_its_first_glance(world: World) -> None:
    client = enter(world.client, "osh")
    first = int(bell(shown(client, "/news")))
    for number in range(3, 15):
        world.clock.turn(1_000)
        lodge(world.core, f"mv-KG-{number:020d}", f"OSH-2026-{number}")
        assert bell(shown(client, "/news")) == str(first + number - 2)
    post(client, "/news/seen", upto=upto(shown(client, "/news")))
    assert bell(shown(client, "/news")) == "0"
    lodge(world.core, "mv-KG-00000000000000000020", "OSH-2026-20")
    assert bell(shown(client, "/news")) == "1"


def test_a_question_waits_and_folds_when_it_is_answered(world: World) -> None:
    client = carrier(world)
    apply(world.core, FIRST, MOVEMENT)
    assert not do(world.core, RequestInformation("Which field?"), ROAD, FIRST).refusals
    page = shown(client, "/news")
    assert "Waits for your act" in page
    assert bell(page) == "1"
    do(world.core, ProvideInformation("The lower one."), CARRIER, FIRST)
    page = shown(client, "/news")
    assert bell(page) == "0"
    assert "Waits for your act" not in page
    assert "(done)" in page


def test_who_is_not_known_has_no_bell(world: World) -> None:
    assert 'class="bell"' not in check_page(world.client.get("/about"), "ru").to_html()


def test_every_desk_has_its_page(world: World) -> None:
    for login in ("osh", "road", "gate", "gulnara", "operator"):
        page = shown(enter(world.client, login), "/news")
        assert "What is new" in page


def test_who_can_have_no_webhook_is_not_led_to_any(world: World) -> None:
    client = enter(world.client, "registrar")
    for page in ("/news", "/news/choices"):
        assert "/news/webhooks" not in shown(client, page)
    assert client.get("/news/webhooks").status_code == 403
    assert "/news/webhooks" in shown(enter(client, "aibek"), "/news")
