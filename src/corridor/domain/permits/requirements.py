"""The face of this part: what other rooms ask about requirements, they ask here.

`rulebook` is the data, `itinerary` and `matching` the search, `needs` what is needed, `coverage`
which of it is there, `applications` how to ask for the rest.
"""

from corridor.domain.permits.applications import request_for
from corridor.domain.permits.coverage import (
    CountryVerdict,
    RequirementState,
    lacking_most,
    missing_at_border,
    missing_at_departure,
    preflight,
    refusal_of,
    standing_of,
    standings,
    status_of,
)
from corridor.domain.permits.needs import (
    OpenQuestion,
    Requirement,
    authority_of,
    questions_of,
    reminders_of,
    requirements_of,
)
from corridor.domain.permits.rulebook import load_requirement_rules
from corridor.domain.reference.authorities import load_authorities
from corridor.domain.reference.permit_rule import (
    Authority,
    Instrument,
    Question,
    RequirementRule,
    Words,
)

__all__ = [
    "Authority",
    "CountryVerdict",
    "Instrument",
    "OpenQuestion",
    "Question",
    "Requirement",
    "RequirementRule",
    "RequirementState",
    "Words",
    "authority_of",
    "lacking_most",
    "load_authorities",
    "load_requirement_rules",
    "missing_at_border",
    "missing_at_departure",
    "preflight",
    "questions_of",
    "refusal_of",
    "reminders_of",
    "request_for",
    "requirements_of",
    "standing_of",
    "standings",
    "status_of",
]
