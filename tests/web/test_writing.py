"""A question of customs stands on the carrier's page until it is answered there."""

from corridor.domain.movement.writing import open_questions
from corridor.engine.queries import Queries
from tests.support.engines import MOVEMENT
from tests.web.conftest import World
from tests.web.desk_world import enter, post, shown

QUESTION, ANSWER = "Where is the certificate of the driver?", "In the cab, page two."
DOSSIER = f"/carrier/dossiers/{MOVEMENT}"


def test_a_question_goes_to_the_carrier_and_its_answer_comes_back(world: World) -> None:
    client, here = enter(world.client, "osh"), f"/customs/{world.mrn}"
    post(client, f"{here}/message", 422, text="", asks="yes")
    assert post(client, f"{here}/message", text=QUESTION, asks="yes").headers["location"] == here
    page = shown(client, here)
    assert "The carrier was asked and has not answered yet" in page
    assert "Waits for the carrier" in page
    assert "waits for the carrier" in shown(client, "/customs?lane=decide")

    enter(client, "aibek")
    assert "Customs asks you a question." in shown(client, "/carrier")
    page = shown(client, DOSSIER)
    assert page.index("Customs asks you") < page.index(QUESTION)
    assert f'href="{DOSSIER}/write"' in page
    form = shown(client, f"{DOSSIER}/write")
    chosen = form.partition('value="KGOSH001 ')[2].partition('"')[0]
    post(client, f"{DOSSIER}/write", 422, to="GEPOTI99", text=ANSWER)
    post(client, f"{DOSSIER}/write", to=f"KGOSH001 {chosen}", text=ANSWER, asks="no")
    page = shown(client, DOSSIER)
    assert "Customs asks you" not in page
    assert ANSWER in page

    page = shown(enter(client, "osh"), here)
    assert f"In answer to: «{QUESTION}»" in page
    assert ANSWER in page
    assert "has not answered yet" not in page


def test_the_carrier_asks_and_the_office_answers(world: World) -> None:
    client, here = enter(world.client, "aibek"), f"/customs/{world.mrn}"
    post(client, f"{DOSSIER}/write", to="KGOSH001", text="May I come on Sunday?", asks="yes")
    page = shown(enter(client, "osh"), here)
    assert "The carrier asks this office" in page
    assert "the carrier asks" in shown(client, "/customs?lane=decide&needs=1")
    (one,) = open_questions(Queries(world.core).get(MOVEMENT).state, "carrier")
    post(client, f"{here}/message", text="Yes", asks="no", answers="own")
    assert "The carrier asks this office" in shown(client, here)
    post(client, f"{here}/message", text="Yes, until noon", asks="no", answers=one.id)
    assert "The carrier asks this office" not in shown(client, here)
    assert "Yes, until noon" in shown(enter(client, "aibek"), DOSSIER)
