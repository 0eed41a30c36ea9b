"""A node's web for tests: a core in memory, people who may sign in, a client."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.testing import TestClient

from corridor.domain.attachments import Attachment
from corridor.domain.permits.credentials import Credential
from corridor.domain.permits.verdict import SignatureWord
from corridor.domain.reference.authorities import load_authorities
from corridor.engine.core import Core, Engine
from corridor.engine.file_keeping import FileKeeper
from corridor.engine.hlc import instant
from corridor.engine.indexing import IndexNext
from corridor.engine.jobs import PutDocument
from corridor.engine.outcome import Published
from corridor.engine.queries import Queries
from corridor.engine.reference import ReferenceInForce
from corridor.engine.writer import Writer, Writing
from corridor.gateways.ncts import NctsDesk
from corridor.stores.files import FileStore
from corridor.web.app import create_app, state_of
from corridor.web.auth.accounts import (
    ACCOUNT,
    TOKEN,
    Account,
    account_document,
    token_document,
)
from corridor.web.auth.sessions import KEY_BYTES, KEY_FILE
from corridor.web.services import Fetched, FileServices, Looked, Services
from corridor.web.settings.in_force import SettingsInForce
from tests.support.engines import REFERENCE, RULES, START, FakeClock, make_core

TRUST = (
    b'{"version":1,"issued":"2026-11-01T00:00:00.000Z",'
    b'"expires":"2027-11-01T00:00:00.000Z","keys":[],"offsets":{"KG":[[0,360]]}}'
)
PEOPLE = {
    account.login: account
    for account in (
        Account("aibek", "Aibek", "ala-too", "carrier", org_name="Ala-Too"),
        Account("rival", "Rival", "other-firm", "carrier", org_name="Other"),
        Account("osh", "Osh officer", "kg-customs", "customs", "KGOSH001"),
        Account("dostuk", "Dostuk officer", "kg-customs", "customs", "KGDOST01"),
        Account("bishkek", "Bishkek officer", "kg-customs", "customs", "KGBISH01"),
        Account("road", "Road desk", "kg-road", "permit", "KG-ROAD"),
        Account("plant", "Plant desk", "kg-plant", "permit", "KG-PLANT"),
        Account("gate", "Gate officer", "kg-border", "checkpoint", "KGDOST01"),
        Account("gulnara", "Guarantor", "kg-guarantor", "guarantor", org_name="Guarantor"),
        Account("operator", "Operator", "kg-operator", "operator", org_name="Operator"),
        Account("registrar", "Registrar", "kg-registry", "registrar", org_name="Registry"),
        Account("navi", "Seal operator", "kg-navi", "seals", org_name="Navi"),
    )
}


def token_of(login: str) -> str:
    """The API token of a person of these tests."""
    return f"token-of-{login}"


def put_people(core: Engine) -> None:
    """Accounts and tokens of everyone."""
    for account in PEOPLE.values():
        document = account_document(account, START)
        core.run_one(PutDocument(ACCOUNT, document))
        token = token_document(token_of(account.login), account, "tests", START)
        core.run_one(PutDocument(TOKEN, token))


def no_signatures(credential: Credential, at: str) -> SignatureWord:
    """A trust list that knows nobody."""
    return SignatureWord("unknown_issuer")


async def nobody_asked(credential: Credential, text: str) -> Looked:
    """No line to anybody, since whenever."""
    return Looked()


def keep_indexed(core: Engine) -> None:
    """Let the search index follow at once, as a node's own task does a moment later."""

    def follow(published: Published) -> None:
        if published.subjects:
            core.run_one(IndexNext(limit=10_000))

    core.listeners.append(follow)
    core.run_one(IndexNext(limit=10_000))


def nothing_fetched(home: str, subject: str, file: Attachment) -> Fetched:
    """No line to anybody."""
    return Fetched(0, file.size, "line.unreachable")


def files_of(data_dir: Path, writer: Writing, **given: Any) -> FileServices:
    """Files in the folder of the test, without a scanner."""
    store = FileStore(data_dir, lambda size: True)
    parts: dict[str, Any] = {
        "store": store,
        "keeper": FileKeeper(store, writer),
        "fetch": nothing_fetched,
    }
    return FileServices(**{**parts, **given})


def make_services(
    data_dir: Path, core: Core | None = None, demo: bool = True, rules: Any = RULES, **given: Any
) -> Services:
    """Services of a node, with its permit rules; the writer is started by `running`."""
    core = core or make_core(rules=RULES)
    keep_indexed(core)
    clock = core.settings.clock
    writer = Writer(core)
    parts: dict[str, Any] = {
        "engine": core,
        "writer": writer,
        "files": files_of(data_dir, writer),
        "queries": Queries(core),
        "clock": clock,
        "references": ReferenceInForce(REFERENCE, core.store, rules),
        "authorities": load_authorities(),
        "settings": SettingsInForce(Queries(core), {}),
        "data_dir": data_dir,
        "verify_signature": no_signatures,
        "look_up_permit": nobody_asked,
        "trust_json": lambda: TRUST,
        "messages": NctsDesk(
            lambda: REFERENCE, lambda: instant(clock.now_ms()), lambda route: route
        ),
        "demo": demo,
        "secure_cookies": False,
    }
    return Services(**{**parts, **given})


@contextmanager
def running(services: Services) -> Iterator[TestClient[Litestar]]:
    """A client of the node's app, with the writer at work."""
    services.writer.start()
    try:
        with (
            lent_app(services) as app,
            TestClient(app, raise_server_exceptions=True) as client,
        ):
            yield client
    finally:
        services.writer.stop()


@contextmanager
def lent_app(services: Services) -> Iterator[Litestar]:
    """An application for this node, with a state of its own.

    To build the routes takes longer than all a test does with them: they are built once for each
    kind of node, all kinds having one session key, and lent to one node at a time.
    """
    kind = (services.node, services.demo, services.secure_cookies)
    idle = [] if services.follow is not None else _IDLE.setdefault(kind, [])
    (services.data_dir / KEY_FILE).write_bytes(bytes(KEY_BYTES))
    if idle:
        app = idle.pop()
        described = {name: app.state[name] for name in OF_ROUTES if name in app.state}
        app.state = State({**state_of(services), **described})
    else:
        app = create_app(services)
    yield app
    idle.append(app)


OF_ROUTES = ("description", "openapi")
"""What an application's state keeps that follows from its routes alone."""
_IDLE: dict[tuple[str, bool, bool], list[Litestar]] = {}


def sign_in(client: TestClient[Litestar], login: str) -> None:
    """The demo's one click."""
    answer = client.post(
        "/demo/sign-in",
        data={"_csrf_token": csrf(client), "account": login},
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text


def csrf(client: TestClient[Litestar]) -> str:
    """The token a form would carry: of a page that was shown before, else of the first."""
    if not (given := csrf_cookies(client)):
        client.get("/sign-in")
        given = csrf_cookies(client)
    return given[0]


def csrf_cookies(client: TestClient[Litestar]) -> list[str]:
    """Tokens that the client keeps."""
    return [value for name, value in client.cookies.items() if "_csrf_" in name]


def bearer(login: str) -> dict[str, str]:
    """The header of an API call."""
    return {"authorization": f"Bearer {token_of(login)}"}


__all__ = ["FakeClock", "bearer", "csrf", "make_services", "put_people", "running", "sign_in"]
