"""News follow the log: told once, folded when done, and nothing is lost by a crash."""

from typing import Any

import msgspec

from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.amending import AmendDeclaration
from corridor.engine.core import Core
from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Document
from corridor.engine.telling import TellNext
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
    told_upto,
)
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
    """What stands in the bell of a desk."""
    while core.run_one(TellNext()):
        pass
    with core.store.read() as reader:
        return [read_news(one) for one in reader.documents(NEWS, desk, 100)]


def documents(core: Core, kind: str) -> list[Document]:
    """All of a kind."""
    with core.store.read() as reader:
        return reader.documents(kind, None, 1_000)


def put(core: Core, kind: str, id: str, desk: str, what: Any) -> None:
    """Keep a choice or a webhook."""
    core.run_one(PutDocument(kind, kept(id, desk, START, what)))


def begun(clock: FakeClock | None = None) -> Core:
    """A node that tells from now on, with a guarantee that nobody has to hear of any more."""
    core = make_core(clock=clock or FakeClock())
    assert not register_guarantee(core).refusals
    core.run_one(TellNext())
    return core


def test_what_was_said_before_telling_began_is_news_to_nobody() -> None:
    core = begun()
    assert told(core, "carrier:ala-too") == []
    with core.store.read() as reader:
        assert told_upto(reader) == reader.size()


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


def test_told_in_small_steps_is_told_the_same() -> None:
    one, many = begun(), begun()
    for core in (one, many):
        lodge(core)
        do(core, AcceptDeclaration(), OSH)
        do(core, AmendDeclaration(DOSSIER), CARRIER)
    while many.run_one(TellNext(limit=1)):
        pass
    assert told(one, "customs:KGOSH001") == told(many, "customs:KGOSH001")
    assert told(one, "carrier:ala-too") == told(many, "carrier:ala-too")


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
