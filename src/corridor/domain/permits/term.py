"""By when an authority decides: one date, for its own desk and for the carrier who plans by it."""

from corridor.domain.days import day_at, days_later

TERM_DAYS = 5
"""Days an authority has from the application on, where the rule names no term of its own."""


def decision_day(country: str, applied: str, term_days: int | None, paused_days: int = 0) -> str:
    """The last day of the term (ISO), at the authority. `applied`: when, an instant or a day;
    `paused_days`: while the authority waited for an answer.
    """
    term = TERM_DAYS if term_days is None else term_days
    return days_later(day_at(applied, country), term + paused_days)
