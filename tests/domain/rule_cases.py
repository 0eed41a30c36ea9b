"""What each cross-field rule lets pass and what it stops: edits of one right dossier."""

from tests.domain import rule_cases_goods, rule_cases_movement, rule_cases_rail
from tests.domain.rule_base import Case

CASES: dict[str, Case] = {
    **rule_cases_goods.CASES,
    **rule_cases_movement.CASES,
    **rule_cases_rail.CASES,
}
