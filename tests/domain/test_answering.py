"""Questions of the permit rules are answered beside the declaration, as long as it is open."""

from msgspec.structs import replace

from corridor.domain.movement.answering import AnswerQuestions, QuestionsAnswered
from corridor.domain.permits.requirements import questions_of
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    LIFE,
    OTHER_CARRIER,
    RULES,
    TODAY,
    World,
    after,
)

CODE = questions_of(DOSSIER, RULES, TODAY)[0].question.code


def tell(world: World, *codes: str) -> tuple[str, ...]:
    command = AnswerQuestions(dict.fromkeys(codes, False))
    return world.tell(command, CARRIER, requirement_rules=RULES)


def test_an_answer_is_taken_in_and_nothing_else_changes() -> None:
    world = after(2)
    before = world.now()
    assert tell(world, CODE) == ("movement.answered/1",)
    state = world.now()
    assert state.dossier.answers == {**before.dossier.answers, CODE: False}
    same = replace(state, dossier=before.dossier, updated_at=before.updated_at)
    assert same == before


def test_only_what_is_asked_can_be_answered() -> None:
    assert tell(after(1)) == ("answers_missing",)
    assert tell(after(1), CODE, "nobody_asks") == ("question_not_asked",)


def test_it_is_the_holders_to_answer_and_only_while_it_is_open() -> None:
    command = AnswerQuestions({CODE: True})
    asked = after(1).tell(command, OTHER_CARRIER, requirement_rules=RULES)
    assert asked == ("not_your_dossier",)
    assert tell(after(len(LIFE)), CODE) == ("wrong_status",)


def test_an_answer_heard_late_contradicts_nothing() -> None:
    world = after(len(LIFE))
    world.hear(QuestionsAnswered({CODE: True}), CARRIER)
    assert not world.now().discrepancies
    assert world.now().dossier.answers[CODE]
