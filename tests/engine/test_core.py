"""The one pipeline of every write."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.state import Movement
from corridor.engine.core import Core, Failed
from corridor.engine.jobs import Execute, FireTimers
from corridor.engine.queries import Queries
from corridor.engine.unit import Unit
from corridor.engine.writer import Writer
from corridor.evidence.checkpoint import log_verifier, open_note, origin_of
from corridor.evidence.merkle import (
    consistency_proof,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)
from corridor.evidence.tree import TileReader
from corridor.stores.errors import StoreUnavailable
from corridor.stores.memory import MemoryStore
from tests.domain.movement_world import LIFE
from tests.support.engines import (
    CARRIER,
    DOSSIER,
    GRN,
    MOVEMENT,
    FakeClock,
    customs,
    do,
    lodge,
    make_core,
    register_guarantee,
    signer_of,
)

OSH = customs("KGOSH001")


def movement(core: Core, subject: str = MOVEMENT) -> Movement:
    """The state as readers see it."""
    state = Queries(core).get(subject).state
    assert isinstance(state, Movement)
    return state


def test_a_guarantee_is_reserved_and_freed_by_reactions() -> None:
    core = make_core()
    register_guarantee(core)
    lodge(core)
    do(core, AcceptDeclaration(), OSH)
    do(core, DecideControl("green"), OSH)
    outcome = do(core, RequestGuarantee(), OSH)
    assert [said.tag for said in outcome.events] == [
        "movement.guarantee_requested/1",
        "guarantee.reserved/1",
        "movement.guarantee_reserved/1",
    ]
    assert Queries(core).get(f"gr-{GRN}").state.reserved == {MOVEMENT: 1_850_000}
    do(core, CancelDeclaration("sold"), CARRIER)
    assert Queries(core).get(f"gr-{GRN}").state.reserved == {}


def test_a_guarantee_that_nobody_registered() -> None:
    core = make_core()
    lodge(core)
    do(core, AcceptDeclaration(), OSH)
    do(core, RequestGuarantee(), OSH)
    assert movement(core).guarantee.refusal == "guarantee_unknown"


def test_the_same_key_gets_the_first_answer_again() -> None:
    core = make_core()
    first = lodge(core, key="k1")
    assert lodge(core, key="k1") == first
    assert lodge(core, "mv-KG-00000000000000000002", "OTHER", key="k1").refusals[0].code == (
        "idempotency_key_reused"
    )
    assert [event.tag for event in Queries(core).recent()] == [
        "command.refused/1",
        "movement.lodged/1",
    ]


def test_the_same_key_and_words_about_another_movement_are_another_command() -> None:
    core, other = make_core(), "mv-KG-00000000000000000002"
    lodge(core)
    lodge(core, other, "OSH-2026-2")
    first = do(core, AcceptDeclaration(), OSH, key="k1")
    assert do(core, AcceptDeclaration(), OSH, other, key="k1").refusals[0].code == (
        "idempotency_key_reused"
    )
    assert movement(core, other).status == "submitted"
    assert do(core, AcceptDeclaration(), OSH, key="k1") == first


def test_the_same_lrn_in_one_batch_is_lodged_once() -> None:
    core = make_core()
    jobs = [
        Execute(LodgeDeclaration(DOSSIER), CARRIER, f"mv-KG-0000000000000000000{n}")
        for n in range(3)
    ]
    outcomes = core.run(jobs)
    assert [bool(outcome.refusals) for outcome in outcomes] == [False, True, True]
    assert outcomes[1].refusals[0].code == "lrn_taken"


def test_a_refusal_is_in_the_log() -> None:
    core = make_core()
    do(core, AcceptDeclaration(), OSH)
    assert [event.tag for event in Queries(core).recent()] == ["command.refused/1"]


LOGGED = {"log", "named", "numbers", "subjects", "tiles", "checkpoints"}


def test_a_refusal_changes_nothing_but_the_log() -> None:
    """Each command of a life by everybody in it, twice: what is refused leaves all as it was."""
    store = MemoryStore()
    core, refused = make_core(store=store), 0
    people = dict.fromkeys(actor for _, actor in LIFE)
    for command, actor in [(command, actor) for command, _ in LIFE for actor in people] * 2:
        before = kept(store)
        if do(core, command, actor).refusals:
            assert kept(store) == before, command
            refused += 1
    assert movement(core).status == "guarantee_registering"
    assert refused > 2 * len(LIFE)


def kept(store: MemoryStore) -> dict[str, Any]:
    """All tables but those of the log."""
    tables = vars(store._tables).items()
    return {name: table for name, table in tables if name not in LOGGED}


def test_a_command_for_another_kind_of_subject() -> None:
    outcome = do(make_core(), AcceptDeclaration(), OSH, "pm-KG-1")
    assert outcome.refusals[0].code == "subject_kind"


class Explodes:
    """A job with a fault in it."""

    def run(self, unit: Unit) -> Any:
        """Write something, then fail."""
        unit.execute(LodgeDeclaration(DOSSIER), CARRIER, "mv-KG-exploded")
        raise ValueError("a fault of the program")


def test_a_fault_takes_nobody_else_down() -> None:
    core = make_core()
    good = Execute(LodgeDeclaration(DOSSIER), CARRIER, MOVEMENT)
    exploded, outcome = core.run([Explodes(), good])
    assert isinstance(exploded, Failed)
    assert not outcome.refusals
    assert core.tip.size == 1
    assert Queries(core).resolve("mv-KG-exploded") is None
    with pytest.raises(ValueError, match="a fault"):
        core.run_one(Explodes())


def test_every_commit_is_signed_and_consistent_with_the_last() -> None:
    core = make_core()
    verifier = log_verifier("KG", signer_of("KG").public)
    checkpoints = []
    for number in range(300):
        lodge(core, f"mv-KG-{number:020d}", f"LRN-{number}")
        checkpoints.append(open_note(core.tip.note, [verifier], origin=origin_of("KG")))
    with core.store.read() as reader:
        tree = TileReader(reader.tile, core.tip.edge)
        for at in (0, 1, 255, 256, 257, 298):
            older, newest = checkpoints[at], checkpoints[-1]
            leaf = reader.leaves(at, at + 1)[0]
            proof = inclusion_proof(tree, at, newest.size)
            verify_inclusion(leaf, at, newest.size, newest.root, proof)
            path = consistency_proof(tree, older.size, newest.size)
            verify_consistency(older.size, newest.size, older.root, newest.root, path)


def test_a_reopened_engine_goes_on() -> None:
    store, clock = MemoryStore(), FakeClock()
    core = make_core(store=store, clock=clock)
    lodge(core)
    note = core.tip.note
    clock.turn(-3_600_000)
    again = make_core(store=store, clock=clock)
    assert again.tip.note == note
    assert not do(again, AcceptDeclaration(), OSH).refusals
    timeline = Queries(again).timeline(MOVEMENT)
    assert [entry.tag for entry in timeline] == ["movement.lodged/1", "movement.accepted/1"]
    assert movement(again).status == "accepted"


def test_who_gets_what() -> None:
    core = make_core()
    lodge(core)
    with core.store.read() as reader:
        assert reader.channel_end("UZ")[0] == 0
    do(core, AcceptDeclaration(), OSH)
    with core.store.read() as reader:
        ends = {peer: reader.channel_end(peer)[0] for peer in ("UZ", "TM", "AZ", "GE", "KZ")}
    assert ends == {"UZ": 2, "TM": 2, "AZ": 2, "GE": 2, "KZ": 0}


def test_timers_fire_once_by_the_given_clock() -> None:
    clock = FakeClock()
    core = make_core(clock=clock)
    register_guarantee(core)
    lodge(core)
    for command in (
        AcceptDeclaration(),
        DecideControl("green"),
        RequestGuarantee(),
        AffixSeals(("KG-778201", "KG-778202")),
        ReleaseForTransit(),
    ):
        assert not do(core, command, OSH).refusals
    assert core.run_one(FireTimers()) == 0
    clock.turn(15 * 24 * 3_600_000)
    assert core.run_one(FireTimers()) == 1
    assert movement(core).overdue_at
    assert core.run_one(FireTimers()) == 0


def test_what_falls_due_is_noted_after_a_restart_and_a_jump_of_the_clock() -> None:
    """Half a year later another engine of the node opens the store: each day is noted once."""
    clock, store = FakeClock(), MemoryStore()
    core = make_core(clock=clock, store=store)
    register_guarantee(core)
    lodge(core)
    for command in (
        AcceptDeclaration(),
        DecideControl("green"),
        RequestGuarantee(),
        AffixSeals(("KG-778201", "KG-778202")),
        ReleaseForTransit(),
    ):
        assert not do(core, command, OSH).refusals
    clock.turn(300 * 24 * 3_600_000)
    again = make_core(clock=clock, store=store)
    while again.run_one(FireTimers()):
        pass
    assert movement(again).overdue_at
    assert [name.split()[0] for name in movement(again).passed] == ["enquiry", "recovery"]
    clock.turn(-200 * 24 * 3_600_000)
    assert again.run_one(FireTimers()) == 0


def test_the_writer_serves_many_threads() -> None:
    core = make_core()
    writer = Writer(core)
    writer.start()
    futures = []

    def send(thread: int) -> None:
        for number in range(20):
            subject = f"mv-KG-{thread:02d}{number:018d}"
            command = AcceptDeclaration()
            futures.append(writer.submit(Execute(command, OSH, subject)))

    threads = [threading.Thread(target=send, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.stop()
    assert [f.result().refusals[0].code for f in futures] == ["movement_unknown"] * 100
    assert core.tip.size == 100


def failing(times: int) -> Callable[[], None]:
    """Raises so many times, and then no more."""
    left = [times]

    def hook() -> None:
        if left[0]:
            left[0] -= 1
            raise StoreUnavailable("the disk is full")

    return hook


def two_lodgements() -> list[Execute]:
    """Two commands without a key: carried out twice they would be seen twice."""
    first, second = DOSSIER, replace(DOSSIER, lrn="OTHER")
    subjects = ("mv-KG-00000000000000000001", "mv-KG-00000000000000000002")
    return [
        Execute(LodgeDeclaration(dossier), CARRIER, subject)
        for dossier, subject in zip((first, second), subjects, strict=True)
    ]


def test_a_commit_that_failed_is_tried_again() -> None:
    store = MemoryStore()
    core = make_core(store=store)
    store.before_commit = failing(1)
    assert [outcome.refusals for outcome in core.run(two_lodgements())] == [(), ()]
    assert core.tip.size == 2


def test_a_commit_that_failed_but_was_kept_is_not_repeated() -> None:
    store = MemoryStore()
    core = make_core(store=store)
    store.after_commit = failing(1)
    assert [outcome.refusals for outcome in core.run(two_lodgements())] == [(), ()]
    assert core.tip.size == 2
    assert not do(core, AcceptDeclaration(), OSH).refusals


def test_a_full_disk_is_told_and_survived() -> None:
    store = MemoryStore()
    core = make_core(store=store)
    store.before_commit = failing(3)
    results = core.run(two_lodgements())
    assert all(isinstance(result, Failed) for result in results)
    assert core.tip.size == 0
    assert not lodge(core).refusals
