"""What is for all nodes reaches also those that came later, once, and nobody speaks for others."""

import pytest

from corridor.domain.contacts.state import Contact, Ways, contact_id
from corridor.domain.contacts.stating import ContactStated, StateContact
from corridor.domain.contacts.withdrawing import WithdrawContact
from corridor.domain.facts import Actor
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.engine.sharing import ShareWithAll
from corridor.engine.unit import Unit
from tests.support.engines import do, make_core
from tests.web.desk_world import Hear

OPERATOR = Actor("", "kg-operator", "operator", "operator")
OSH = contact_id("KGOSH001")
WAYS = Ways("+996000000001")


def sent(core: Core, peer: str) -> list[str]:
    """Tags of what lies on the channel to a peer."""
    with core.store.read() as reader:
        entries = reader.channel(peer, 0, 100)
        return [event.tag for one in entries if (event := reader.event(one.index)) is not None]


def test_who_joins_later_hears_it_too_and_nobody_twice() -> None:
    core = make_core()
    core.set_peers(frozenset())
    assert not do(core, StateContact("KGOSH001", WAYS), OPERATOR, OSH).refusals
    core.set_peers(frozenset({"UZ"}))
    for _ in range(2):
        core.run_one(ShareWithAll())
        assert sent(core, "UZ") == ["contact.stated/1"]
    core.set_peers(frozenset())
    assert not do(core, WithdrawContact(), OPERATOR, OSH).refusals
    core.set_peers(frozenset({"UZ", "GE"}))
    core.run_one(ShareWithAll())
    assert sent(core, "UZ") == sent(core, "GE") == ["contact.stated/1", "contact.withdrawn/1"]


class Lie:
    """A state speaks of an office of another one, past its own decision."""

    def run(self, unit: Unit) -> None:
        """Said, and sent like any other event."""
        unit.say(OSH, ContactStated("KGOSH001", Ways("+998000000001")), OPERATOR)


def hear(target: Core, source: Core) -> None:
    """The target takes what the source itself has said."""
    with source.store.read() as reader:
        own = [event for event in reader.log(0, 99) if event.node == source.node]
    target.run_one(Hear([event for event in own if event.subject == OSH]))


@pytest.mark.parametrize("lie_first", [True, False])
def test_a_state_cannot_speak_of_the_offices_of_another(lie_first: bool) -> None:
    home, liar, far = make_core("KG"), make_core("UZ"), make_core("GE")
    assert not do(home, StateContact("KGOSH001", WAYS), OPERATOR, OSH).refusals
    liar.run_one(Lie())
    for source in (liar, home) if lie_first else (home, liar):
        hear(far, source)
    hear(home, liar)
    for core in (home, far):
        known = Queries(core).get(OSH).state
        assert isinstance(known, Contact)
        assert (known.ways, known.node) == (WAYS, "KG")
