"""Each answer that a test gets of a movement is held in full to what was approved before.

A test says why; the file in `__snapshots__` holds every word: what was said or refused and where,
the state then, where each desk has it. After a change that is meant, read the diff of

    pytest tests/domain --snapshot-update -n0
"""

from collections.abc import Iterator

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.domain.movement_world import World


@pytest.fixture(autouse=True)
def _held_in_full(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> Iterator[None]:
    if getattr(request.function, "is_hypothesis_test", False):
        yield
        return
    worlds: list[World] = []
    begin = World.__init__

    def listed(world: World) -> None:
        begin(world)
        worlds.append(world)

    monkeypatch.setattr(World, "__init__", listed)
    yield
    told = [world.told() for world in worlds if world.answers]
    if told:
        assert told == snapshot
