"""The people of one desk: those who share its work, and what they are called."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from corridor.domain.facts import Actor
from corridor.engine.queries import Queries
from corridor.web.auth.accounts import Account, accounts_of
from corridor.web.auth.identity import actor_of
from corridor.web.context import reader_of, services_of


def colleagues_of(queries: Queries, actor: Actor) -> tuple[Account, ...]:
    """All who work at this desk, by name; the one who asks among them."""
    found = accounts_of(queries, actor.org)
    own = [one for one in found if (one.role, one.office) == (actor.role, actor.office)]
    return tuple(sorted(own, key=lambda one: one.name.casefold()))


def names_at(request: "Request[Any, Any, Any]") -> Mapping[str, str]:
    """Login → name as the reader can read it, of everyone at this desk."""
    reader = reader_of(request)
    found = colleagues_of(services_of(request).queries, actor_of(request))
    return {one.login: reader.named(one.name) for one in found}
