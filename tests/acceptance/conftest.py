"""Six real nodes, started once for all tests of this folder, and three movements on them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from tests.support.journeys import Journey, People
from tests.support.real_nodes import RealNetwork, real_network


@dataclass
class World:
    """What stands on the nodes before anybody attacks them.

    `filed`: sent and applied for, not accepted. `accepted`: known to the whole route, not released.
    `released`: on its way from Osh to Poti with all permits. `quick`: the same between Bishkek and
    Poti, discharged.
    """

    network: RealNetwork
    people: People
    filed: Journey
    accepted: Journey
    released: Journey
    quick: Journey

    def movement(self, journey: Journey) -> Movement:
        """As its carrier sees it."""
        return journey.state()

    def permit_number(self, country: str) -> str:
        """Of the road permit of the released movement."""
        return self.permit(self.released, country).number

    def permit(self, journey: Journey, country: str) -> Permit:
        """The road permit of a state."""
        return next(
            p
            for p in journey.permits()
            if (p.request.country, p.request.kind) == (country, "road_transit")
        )


@pytest.fixture(scope="package")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealNetwork]:
    with real_network(tmp_path_factory.mktemp("acceptance") / "nodes") as network:
        yield network


@pytest.fixture(scope="package")
def world(network: RealNetwork) -> Iterator[World]:
    people = People(network)
    filed, accepted = Journey(people).file(), Journey(people).file()
    released, quick = Journey(people).file(), Journey(people, "bishkek-poti").file()
    accepted.lead("accepted")
    released.lead("released")
    quick.lead("written_off")
    network.settle()
    yield World(network, people, filed, accepted, released, quick)
    people.close()


@pytest.fixture
def settled(world: World) -> World:
    """The world with nothing on its way."""
    world.network.settle()
    return world
