"""Six real nodes for the tests of this folder, and people before them with real browsers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.desks import Desks, led
from tests.browser.person import Person
from tests.support.real_nodes import RealNetwork, real_network

Seat = Callable[..., Person]


@pytest.fixture(scope="package")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealNetwork]:
    """Six nodes as the demo starts them, without its traffic."""
    with real_network(tmp_path_factory.mktemp("browser") / "nodes") as network:
        yield network


@pytest.fixture(scope="package")
def desks(network: RealNetwork) -> Iterator[Desks]:
    """Movements in every state, for pages that are to be looked at."""
    desks = led(network)
    yield desks
    desks.people.close()


@pytest.fixture
def seat(browser: Browser, network: RealNetwork) -> Iterator[Seat]:
    """Seats people before a browser; at the end nobody's console may have complained."""
    seated: list[Person] = []

    def sit(node: str, login: str = "", **settings: Any) -> Person:
        seated.append(Person(browser, network.url(node), login, **settings))
        return seated[-1]

    yield sit
    for person in seated:
        person.leave()
    assert not [complaint for person in seated for complaint in person.complaints]
