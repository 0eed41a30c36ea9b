"""Which permits a dossier needs, by which rule, and which of them it has: the face of this part."""

from corridor.domain.permits.rulebook import (
    Authority,
    Question,
    RequirementRule,
    load_authorities,
    load_questions,
    load_requirement_rules,
)

__all__ = [
    "Authority",
    "Question",
    "RequirementRule",
    "load_authorities",
    "load_questions",
    "load_requirement_rules",
]
