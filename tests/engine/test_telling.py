"""News are told with what was said, once, and folded when done."""

from typing import Any

import msgspec

from corridor.domain.consignment import Party
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.writing import WriteToCarrier, WrittenToCarrier
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.applying import PermitApplied
from corridor.domain.permits.granting import PermitGranted
from corridor.domain.permits.revoking import PermitRevoked
from corridor.engine.codec import composed, seal_event, tag_of
from corridor.engine.core import Core
from corridor.engine.jobs import Execute, PutDocument
from corridor.engine.ports import Document, SealedEvent
from corridor.engine.standing import Opened
from corridor.engine.telling import ForgetOldNews
from corridor.engine.told import (
    CHOICE,
    HOOK,
    MAIL,
    NEWS,
    QUEUE,
    Choice,
    Hook,
    NewsOf,
    kept,
    read_message,
    read_news,
)
from corridor.engine.unit import Unit
from corridor.evidence.event import event_leaf
from tests.support.engines import (
    CARRIER,
    DOSSIER,
    MOVEMENT,
    START,
    FakeClock,
    customs,
    do,
    lodge,
    make_core,
    register_guarantee,
)

OSH = customs("KGOSH001")


def told(core: Core, desk: str) -> list[NewsOf]:
    """What stands in the bell of a desk, but for its guarantees."""
    with core.store.read() as reader:
        found = [read_news(one) for one in reader.documents(NEWS, desk, 100)]
    return [news for news in found if not news.subject.startswith("gr-")]


def documents(core: Core, kind: str) -> list[Document]:
    """All of a kind."""
    with core.store.read() as reader:
        return reader.documents(kind, None, 1_000)


def put(core: Core, kind: str, id: str, desk: str, what: Any) -> None:
    """Keep a choice or a webhook."""
    core.run_one(PutDocument(kind, kept(id, desk, START, what)))


class Hear(msgspec.Struct, frozen=True):
    """Take what a peer said, as the exchange does, without its proofs."""

    fact: Fact[Any]
    subject: str = MOVEMENT

    def run(self, unit: Unit) -> None:
        """As one event about the subject."""
        fact = self.fact
        salt = unit.settings.tokens.salt()
        data = seal_event(fact, composed(fact.payload).data, self.subject, salt)
        names = (fact.node, fact.number, self.subject, fact.clock, tag_of(fact.payload))
        unit.take([Opened(SealedEvent(*names, data, event_leaf(data)))])


def begun(clock: FakeClock | None = None) -> Core:
    """A node with a guarantee."""
    core = make_core(clock=clock or FakeClock())
    assert not register_guarantee(core).refusals
    return core


def test_an_office_is_told_and_what_it_does_folds_it_away() -> None:
    core = begun()
    lodge(core)
    (news,) = told(core, "customs:KGOSH001")
    (item,) = news.items
    assert (news.subject, item.kind, item.event) == (MOVEMENT, "desk.decide", "movement.lodged/1")
    assert item.waits
    assert item.is_new(0)
    assert not item.is_new(item.index)
    assert told(core, "carrier:ala-too") == []
    do(core, AcceptDeclaration(), OSH)
    (of_carrier,) = told(core, "carrier:ala-too")
    assert [one.kind for one in of_carrier.items] == ["movement.accepted"]
    assert told(core, "customs:KGOSH001") == [news]  # it still lies there to be decided on


def test_told_in_one_transaction_is_told_the_same() -> None:
    one, many = begun(), begun()
    jobs = (
        Execute(LodgeDeclaration(DOSSIER, "A1B2"), CARRIER, MOVEMENT),
        Execute(AcceptDeclaration(), OSH, MOVEMENT),
        Execute(AmendDeclaration(DOSSIER), CARRIER, MOVEMENT),
    )
    assert not any(outcome.refusals for outcome in one.run(jobs))
    for job in jobs:
        many.run([job])
    for desk in ("customs:KGOSH001", "carrier:ala-too"):
        assert told(one, desk)
        assert told(one, desk) == told(many, desk)


def test_what_waits_still_waits_when_something_older_is_heard_of() -> None:
    clock = FakeClock()
    core = begun(clock)
    lodge(core)
    do(core, AcceptDeclaration(), OSH)
    clock.turn(60_000)
    assert not do(core, WriteToCarrier("KGOSH001", "Which seals?", asks=True), OSH).refusals
    said, at = WrittenToCarrier("UZDUST01", "We wait for you."), "2026-11-21T08:00:30.000Z"
    core.run_one(Hear(Fact(said, "UZ", 1, f"{at}-0000", at, customs("UZDUST01"))))
    (news,) = told(core, "carrier:ala-too")
    assert [(one.event, one.by, one.waits) for one in news.items] == [
        ("movement.accepted/1", "KGOSH001", False),
        ("movement.written_to_carrier/1", "KGOSH001", True),
        ("movement.written_to_carrier/1", "UZDUST01", False),
    ]


def test_what_came_before_the_first_event_is_told_when_that_has_come() -> None:
    core = make_core("UZ")
    request = PermitRequest(
        dossier=MOVEMENT,
        kind="road_transit",
        country="AZ",
        authority="AZ-ROAD",
        rule="R053",
        holder=Party("Ala-Too"),
        countries=("KG", "UZ", "AZ"),
        posts=("UZDUST01",),
    )
    desk = Actor("AZ-ROAD", "az-road", "officer", "permit")
    granted = PermitGranted("AZ-1", "2026-11-21", "2026-12-21", "DTC1")
    said: tuple[tuple[str, int, Payload, Actor], ...] = (
        ("AZ", 1, granted, desk),
        ("AZ", 2, PermitRevoked("Forged."), desk),
        ("KG", 1, PermitApplied(request), CARRIER),
    )
    for node, number, payload, actor in said:
        at = f"2026-11-21T08:00:0{0 if node == 'KG' else number}.000Z"
        fact = Fact(payload, node, number, f"{at}-0000", at, actor)
        core.run_one(Hear(fact, "pm-KG-00000000000000000001"))
    (news,) = told(core, "customs:UZDUST01")
    assert [one.event for one in news.items] == ["permit.revoked/1"]
    with core.store.read() as reader:
        assert news.items[0].index == reader.size() - 1, "as of now, whatever was seen before"


def test_a_mail_and_messages_become_due_for_those_who_chose_them() -> None:
    core = begun()
    desk = "customs:KGOSH001"
    put(core, CHOICE, "osh", desk, Choice("osh@example.org", zone="KG"))
    put(core, CHOICE, "unsure", desk, Choice("new@example.org", "code", zone="KG"))
    put(core, CHOICE, "never", desk, Choice("n@example.org", zone="KG", modes=_never()))
    put(core, CHOICE, "later", desk, Choice("l@example.org", zone="KG", modes=_digest()))
    put(core, HOOK, "wh-1", desk, Hook("https://example.org/", "s", ("desk.decide",)))
    put(core, HOOK, "wh-2", desk, Hook("https://example.org/", "s", ("desk.changed",)))
    put(core, HOOK, "wh-3", desk, Hook("https://example.org/", "s", ("desk.decide",), is_on=False))
    lodge(core)
    told(core, desk)
    due = {one.id: one.updated for one in documents(core, MAIL)}
    assert due == {"osh": "2026-11-21T08:01:00.000Z", "later": "2026-11-22T02:00:00.000Z"}
    (queued,) = documents(core, QUEUE)
    message = read_message(queued)
    assert (queued.owner, message.kind, message.subject) == ("wh-1", "desk.decide", MOVEMENT)
    assert message.id == f"msg_KG_{message.index}"


def test_a_document_that_cannot_be_read_stops_no_command() -> None:
    core, desk = begun(), "customs:KGOSH001"
    for kind, id, body in (
        (CHOICE, "a", b'{"address": "a@example.org", "modes": {"desk.decide": "by pigeon"}}'),
        (CHOICE, "b", b'{"address": "b@example.org", "digest_hour": 24}'),
        (HOOK, "wh-0", b"{}"),
        (MAIL, "osh", b"["),
    ):
        due = "2027-01-01T00:00:00.000Z"
        core.run_one(PutDocument(kind, Document(id, desk, due, body)))
    put(core, CHOICE, "osh", desk, Choice("osh@example.org", zone="KG"))
    put(core, HOOK, "wh-1", desk, Hook("https://example.org/", "s", ("desk.decide",)))
    assert not lodge(core).refusals
    assert [one.kind for news in told(core, desk) for one in news.items] == ["desk.decide"]
    assert [one.updated for one in documents(core, MAIL)] == ["2026-11-21T08:01:00.000Z"]
    assert [one.owner for one in documents(core, QUEUE)] == ["wh-1"]
    core.run_one(PutDocument(NEWS, Document(f"{desk} {MOVEMENT}", desk, START, b"[")))
    assert not do(core, AmendDeclaration(DOSSIER), CARRIER).refusals
    assert [one.kind for news in told(core, desk) for one in news.items] == ["desk.changed"]


def _never() -> Any:
    return {"desk.decide": "never"}


def _digest() -> Any:
    return {"desk.decide": "digest"}


def test_old_news_are_forgotten() -> None:
    clock = FakeClock()
    core = begun(clock)
    lodge(core)
    assert told(core, "customs:KGOSH001")
    clock.turn(61 * 24 * 3600 * 1000)
    assert core.run_one(ForgetOldNews())
    assert not core.run_one(ForgetOldNews())
    lodge(core, "mv-KG-00000000000000000002", "OSH-2026-2")
    assert [one.subject for one in told(core, "customs:KGOSH001")] == ["mv-KG-00000000000000000002"]


def test_many_news_of_one_subject_are_kept_short_and_what_waits_stays() -> None:
    core = begun()
    lodge(core)
    do(core, AcceptDeclaration(), OSH)
    for count in range(25):
        seals = msgspec.structs.replace(DOSSIER, lrn=DOSSIER.lrn)
        assert not do(core, AmendDeclaration(seals), CARRIER, key=str(count)).refusals
    (news,) = told(core, "customs:KGOSH001")
    assert len(news.items) == 20
    assert news.items[0].waits
    assert news.items[0].kind == "desk.decide"
