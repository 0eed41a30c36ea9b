"""The cross-field rules of a declaration, each under its official code."""

from corridor.domain.movement.rules.registry import (
    FIRST,
    OF_LISTS,
    RULES,
    WARNINGS,
    check_lists,
    check_parts,
    check_rules,
    check_warnings,
    rules_on,
)
from corridor.domain.movement.rules.rule import Rule

__all__ = [
    "FIRST",
    "OF_LISTS",
    "RULES",
    "WARNINGS",
    "Rule",
    "check_lists",
    "check_parts",
    "check_rules",
    "check_warnings",
    "rules_on",
]
