"""What the rules say, by refusal code."""

from corridor.domain.movement.rules.registry import FIRST, RULES, WARNINGS, refusal_code
from corridor.domain.refusals import RefusalText

TEXTS: dict[str, RefusalText] = {
    refusal_code(rule): RefusalText(rule.text, rule.remedy) for rule in (*FIRST, *RULES, *WARNINGS)
}
