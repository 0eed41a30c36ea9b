"""The rules that came with the program: the file in `data`."""

from functools import cache
from importlib.resources import files

import msgspec

from corridor.domain.permits.book import RuleBook
from corridor.domain.reference.authorities import load_authorities
from corridor.domain.reference.permit_rows import all_spread
from corridor.domain.reference.permit_rule import Data, Question, RequirementRule, Words


class _RuleFile(Data, frozen=True):
    desks: dict[str, Words]
    questions: tuple[Question, ...]
    rules: tuple[RequirementRule, ...]


@cache
def load_requirement_rules() -> RuleBook:
    """All rules of the data file, whatever their dates, with their authorities."""
    file = _rule_file()
    return RuleBook(_complete(rule, file) for rule in file.rules)


@cache
def _rule_file() -> _RuleFile:
    packaged = files("corridor.domain.permits") / "data" / "requirement_rules.json"
    return msgspec.json.decode(packaged.read_bytes(), type=_RuleFile)


@cache
def known_questions() -> dict[str, Question]:
    """The questions that came with the program, by their codes."""
    return {question.code: question for question in _rule_file().questions}


def _complete(rule: RequirementRule, file: _RuleFile) -> RequirementRule:
    """Spread the ranges, put the desks of this kind in their countries, fill in the question."""
    asks = (question for question in file.questions if question.code == rule.question)
    return msgspec.structs.replace(
        rule,
        hs=all_spread(rule.hs),
        except_hs=all_spread(rule.except_hs),
        asks=next(asks) if rule.question else None,
        desk_name=file.desks[rule.desk],
        authorities={a.country: a for a in load_authorities() if rule.kind in a.kinds},
    )
