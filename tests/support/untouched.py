"""That an attack left a node as it was: same process, same states, only notes of its own added."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.ledgers import read_ledger
from tests.support.real_nodes import RealNetwork

NOTES = frozenset(
    {
        "command.refused/1",
        "access.denied/1",
        "peer.misbehaved/1",
        "receipt.given/1",
        "receipt.taken/1",
        "news.told/1",
    }
)
"""What a node may add to its log when it refuses, hears of its peers' refusals, or tells its people
what ails it meanwhile.
"""


@contextmanager
def untouched(network: RealNetwork, *nodes: str) -> Iterator[None]:
    """Inside, nothing may happen on these nodes (KG without any) but refusing."""
    nodes = nodes or ("KG",)
    before = {node: read_ledger(network, node) for node in nodes}
    processes = {node: network.child(node).process for node in nodes}
    yield
    for node in nodes:
        assert network.child(node).process is processes[node]
        assert network.is_running(node), network.log_text(node)[-2000:]
        assert network.client(node).get("/healthz").status_code == 200
        now = read_ledger(network, node)
        assert now.states == before[node].states, f"{node} was changed"
        added = {entry.tag for entry in now.log[len(before[node].log) :]}
        assert added <= NOTES, f"{node} logged {sorted(added - NOTES)}"
        assert now.log[: len(before[node].log)] == before[node].log
