"""Customs and the carrier write to each other; a question waits until it is answered."""

import pytest

from corridor.domain.movement import writing
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.tables import marks
from corridor.domain.movement.writing import (
    WriteToCarrier,
    WriteToOffice,
    WrittenToCarrier,
    WrittenToOffice,
    open_questions,
)
from tests.domain.movement_world import (
    CARRIER,
    DUSTLIK,
    LIFE,
    OSH,
    OTHER_CARRIER,
    POTI,
    World,
    after,
)

ASKED = ("movement.written_to_carrier/1",)
SAID = ("movement.written_to_office/1",)
QUESTION = WriteToCarrier("UZDUST01", "Where is the certificate?", asks=True)


def asked() -> tuple[World, str]:
    world = after(7)
    assert world.tell(QUESTION, DUSTLIK) == ASKED
    (one,) = open_questions(world.now(), "customs")
    assert (one.office, one.text) == ("UZDUST01", QUESTION.text)
    return world, one.id


def shown(world: World, node: str, list_name: str) -> dict[str, object]:
    rows = {row.list: row.data for row in MOVEMENTS.listings(world.now(), node)}
    return rows[list_name]


def test_a_question_waits_for_the_carrier_until_it_answers() -> None:
    world, id = asked()
    assert shown(world, "KG", "carrier:ala-too:open")["asked"] is True
    assert shown(world, "UZ", "customs:UZDUST01:expected")["carrier_asked"] is True
    answer = WriteToOffice("UZDUST01", "It is in the cab.", answers=id)
    assert world.tell(answer, OTHER_CARRIER) == ("not_your_dossier",)
    assert world.tell(answer, CARRIER) == SAID
    assert open_questions(world.now(), "customs") == ()
    assert "asked" not in shown(world, "KG", "carrier:ala-too:open")
    assert world.tell(answer, CARRIER) == ("question_answered",)
    assert [one.answers for one in world.now().messages] == ["", id]
    assert world.now().discrepancies == ()


def test_the_carrier_asks_an_office_and_it_answers() -> None:
    world = after(7)
    assert world.tell(WriteToOffice("GEPOTI01", "Is the berth free?", asks=True), CARRIER) == SAID
    (one,) = open_questions(world.now(), "carrier", "GEPOTI01")
    assert open_questions(world.now(), "carrier", "UZDUST01") == ()
    assert shown(world, "GE", "customs:GEPOTI01:expected")["carrier_asks"] is True
    assert "needs=1" in marks(world.now())
    wrong = WriteToCarrier("UZDUST01", "Yes", answers=one.id)
    assert world.tell(wrong, DUSTLIK) == ("question_answered",)
    assert world.tell(WriteToCarrier("GEPOTI01", "Yes", answers=one.id), POTI) == ASKED
    assert open_questions(world.now(), "carrier") == ()
    assert "needs=1" not in marks(world.now())


def test_who_may_write_to_whom_and_when() -> None:
    assert after(7).tell(QUESTION, OSH) == ("not_your_office",)
    assert after(7).tell(WriteToCarrier("KGBISH01", "x"), OSH) == ("office_not_on_route",)
    assert after(1).tell(WriteToOffice("UZDUST01", "x"), CARRIER) == ("office_not_on_route",)
    assert after(1).tell(WriteToOffice("KGOSH001", "x"), CARRIER) == SAID
    assert after(len(LIFE)).tell(WriteToOffice("KGOSH001", "x"), CARRIER) == ("wrong_status",)


def test_a_question_lapses_with_the_movement() -> None:
    world = after(len(LIFE) - 1)
    assert world.tell(WriteToCarrier("KGOSH001", "x", asks=True), OSH) == ASKED
    command, actor = LIFE[-1][:2]
    world.tell(command, actor)
    assert world.now().status == "written_off"
    assert open_questions(world.now(), "customs") == ()


def test_messages_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MESSAGES_MAX", 1)
    world = after(7)
    world.hear(WrittenToOffice("KGOSH001", "x"), CARRIER)
    assert world.tell(WriteToOffice("KGOSH001", "x"), CARRIER) == ("messages_full",)


@pytest.mark.parametrize(
    "late", [WrittenToCarrier("UZDUST01", "x"), WrittenToOffice("KGOSH001", "y")]
)
def test_what_is_heard_late_contradicts_nothing(late: WrittenToCarrier | WrittenToOffice) -> None:
    world = after(len(LIFE))
    world.hear(late, DUSTLIK if isinstance(late, WrittenToCarrier) else CARRIER)
    assert not world.now().discrepancies
    assert world.now().messages[-1].text == late.text


def test_nobody_answers_its_own_question() -> None:
    world, id = asked()
    world.hear(WrittenToCarrier("UZDUST01", "I answer myself", answers=id), DUSTLIK)
    assert open_questions(world.now(), "customs") != ()
