"""The cross-field rules of a declaration, each under its official code."""

from corridor.domain.movement.rules.registry import (
    FIRST,
    RULES,
    WARNINGS,
    check_parts,
    check_rules,
    check_warnings,
    rules_on,
)
from corridor.domain.movement.rules.rule import Rule

__all__ = [
    "FIRST",
    "RULES",
    "WARNINGS",
    "Rule",
    "check_parts",
    "check_rules",
    "check_warnings",
    "rules_on",
]
