"""What the tests of the desks share: forms, and a second node that hears what the first said."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.sealing import AffixSeals
from corridor.engine.core import Core
from corridor.engine.jobs import PutDocument
from corridor.engine.ports import StoredEvent
from corridor.engine.standing import Opened
from corridor.engine.unit import Unit
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from tests.support.engines import (
    MOVEMENT,
    START,
    customs,
    do,
    lodge,
    make_core,
    register_guarantee,
)
from tests.support.pages import check_page
from tests.support.web import csrf, make_services, put_people, running, sign_in

Client = TestClient[Any]
OSH = customs("KGOSH001")
PLATE = "01KG777ABC"
ABROAD = (
    Account("dustlik", "Dustlik officer", "uz-customs", "customs", "UZDUST01"),
    Account("alat", "Alat officer", "uz-customs", "customs", "UZALAT01"),
    Account("daut", "Daut-Ota officer", "uz-customs", "customs", "UZDAUT01"),
    Account("tashkent", "Tashkent officer", "uz-customs", "customs", "UZTASH01"),
    Account("tazhen", "Tazhen officer", "kz-customs", "customs", "KZTAZH01"),
    Account("aktau", "Aktau officer", "kz-customs", "customs", "KZAKTA01"),
    Account("astana", "Astana officer", "kz-customs", "customs", "KZASTA01"),
    Account("uz-gate", "Gate officer", "uz-border", "checkpoint", "UZDUST01"),
    Account("tsiteli", "Tsiteli officer", "ge-customs", "customs", "GETSIT01"),
    Account("poti", "Poti officer", "ge-customs", "customs", "GEPOTI01"),
    Account("batumi", "Batumi officer", "ge-customs", "customs", "GEBATU01"),
)


STEPS_TO_RELEASE = (
    AcceptDeclaration(),
    DecideControl("green"),
    RequestGuarantee(),
    AffixSeals(("KG-778201", "KG-778202")),
    ReleaseForTransit(),
)


class Hear:
    """Take the events of a peer as the exchange does, without its proofs."""

    def __init__(self, events: list[StoredEvent]) -> None:
        self.events = events

    def run(self, unit: Unit) -> None:
        """Those that are new here."""
        new = []
        for event in self.events:
            if unit.tx.event_named(event.node, event.number) is None:
                unit.log.clock.see(event.clock)
                new.append(Opened(event))
        unit.take(new)


def pass_on(source: Core, target: Core) -> None:
    """The target hears all that the source itself has said of movements and requests."""
    with source.store.read() as reader:
        said = [
            event
            for event in reader.log(0, reader.size())
            if event.node == source.node and event.subject.startswith(("mv-", "rr-"))
        ]
    target.run_one(Hear(said))


def ready() -> Core:
    """The node of departure, with the story's movement ready for release and no permits asked."""
    core = make_core()
    put_people(core)
    assert not register_guarantee(core).refusals
    assert not lodge(core).refusals
    for step in STEPS_TO_RELEASE[:-1]:
        assert not do(core, step, OSH, MOVEMENT).refusals
    return core


def released() -> Core:
    """The same, on its way."""
    core = ready()
    assert not do(core, STEPS_TO_RELEASE[-1], OSH, MOVEMENT).refusals
    return core


@contextmanager
def abroad(node: str, folder: Path, heard: Core) -> Iterator[tuple[Core, Client]]:
    """Another node, with officers of its own, that has heard of the movement."""
    core = make_core(node)
    for account in ABROAD:
        core.run_one(PutDocument(ACCOUNT, account_document(account, START)))
    pass_on(heard, core)
    with running(make_services(folder, core, rules=())) as client:
        yield core, client


def enter(client: Client, login: str, lang: str = "en") -> Client:
    """The client, as this person, in English."""
    client.cookies.set("lang", lang)
    sign_in(client, login)
    return client


def post(client: Client, path: str, status: int = 303, /, **data: Any) -> Any:
    """A posted form; a page that comes back is checked like any other."""
    form = {"_csrf_token": csrf(client), **data}
    answer = client.post(path, data=form, follow_redirects=False)
    assert answer.status_code == status, answer.text[answer.text.find("<main") :][:3_000]
    if status in (200, 422):
        check_page(answer, "en", status)
    return answer


def shown(client: Client, path: str, status: int = 200) -> str:
    """A page's text, checked."""
    answer = client.get(path, follow_redirects=False)
    check_page(answer, "en", status)
    return str(answer.text)
