"""The people of one desk: those who share its work, and what they are called."""

from collections.abc import Mapping

from corridor.domain.facts import Actor
from corridor.engine.queries import Queries
from corridor.web.auth.accounts import Account, accounts_of


def colleagues_of(queries: Queries, actor: Actor) -> tuple[Account, ...]:
    """All who work at this desk, by name; the one who asks among them."""
    found = accounts_of(queries, actor.org)
    own = [one for one in found if (one.role, one.office) == (actor.role, actor.office)]
    return tuple(sorted(own, key=lambda one: one.name.casefold()))


def names_at(queries: Queries, actor: Actor) -> Mapping[str, str]:
    """Login → name, of everyone at this desk."""
    return {one.login: one.name for one in colleagues_of(queries, actor)}
