"""An authorisation: given by an office of its own state, known on every node."""

from typing import Final

from corridor.domain.acts import Act
from corridor.domain.authorised.changing import CHANGING
from corridor.domain.authorised.claims import TEXTS, authorised_key
from corridor.domain.authorised.giving import GIVING
from corridor.domain.authorised.revoking import REVOKING
from corridor.domain.authorised.state import AuthorisedPerson
from corridor.domain.authorised.suspending import SUSPENDING
from corridor.domain.facts import Actor
from corridor.domain.kind import TO_ALL, Kind, to_every_state
from corridor.domain.listings import Row
from corridor.domain.refusals import N_, RefusalText, Refused, refuse

ACTS: Final[tuple[Act[AuthorisedPerson], ...]] = (GIVING, CHANGING, SUSPENDING, REVOKING)
AUTHORISED_OF: Final = "authorised:"
"""The lists of them: before the code of a state."""


def _unknown(subject: str) -> Refused:
    return refuse("authorisation_not_here")


def _listings(state: AuthorisedPerson, node: str) -> tuple[Row, ...]:
    name = state.holder_name or state.holder
    return (Row(f"{AUTHORISED_OF}{state.node}", state.valid_to, name, state.updated_at),)


def _keys(state: AuthorisedPerson, node: str) -> tuple[str, ...]:
    mine = (TO_ALL,) if state.node == node else ()
    return (authorised_key(state.reference), *mine)


def _sees(actor: Actor, state: AuthorisedPerson) -> bool:
    """Whoever signed in: each office on a route, and each firm that deals with its holder."""
    return bool(actor.role)


AUTHORISED: Final = Kind(
    prefix="au",
    title="Authorised consignor or consignee",
    state=AuthorisedPerson,
    acts=ACTS,
    unknown=_unknown,
    listings=_listings,
    keys=_keys,
    sees=_sees,
    audience=to_every_state,
    spread="Go to all nodes.",
    texts={
        **TEXTS,
        "authorisation_not_here": RefusalText(
            N_("There is no such authorisation here."),
            N_("Open it from the list of authorised persons."),
        ),
    },
)
