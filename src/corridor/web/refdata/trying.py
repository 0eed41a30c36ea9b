"""A list of permit rules that waits to be confirmed, tried on past movements of the own state."""

from corridor.domain.permits.issued import at_node, book_with
from corridor.domain.permits.rulebook import load_requirement_rules
from corridor.domain.permits.trial import Trial, trial_of
from corridor.domain.refdata.rows import Row
from corridor.domain.reference.permit_rows import PermitRule
from corridor.engine.rule_trial import past_dossiers
from corridor.web.services import Services


def trial_for(services: Services, rows: tuple[Row, ...], day: str) -> Trial:
    """What these rules would change from a day (ISO) on."""
    own = tuple(row for row in rows if isinstance(row, PermitRule))
    sets = services.reference.on(day)
    base = at_node(load_requirement_rules(), services.types)
    after = book_with(base, {**sets.permit_rules, services.node: own})
    past = past_dossiers(services.engine.store, services.node)
    return trial_of(past, services.rules.on(day), after, sets, day)
