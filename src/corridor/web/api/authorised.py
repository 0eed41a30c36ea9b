"""Authorised persons of a state, and one of them, as every node knows them."""

from typing import Any, Final

import msgspec
from litestar import Request, get
from litestar.params import FromPath

from corridor.domain.authorised.kind import AUTHORISED_OF
from corridor.domain.authorised.state import AuthorisedPerson
from corridor.web.access import signed_in, state_of
from corridor.web.api.answers import Answer, answer
from corridor.web.context import services_of

AnyRequest = Request[Any, Any, Any]
SHOWN_MAX: Final = 200


class AuthorisedPersons(msgspec.Struct, frozen=True):
    """Authorisations of one state, by the names of their holders."""

    persons: tuple[AuthorisedPerson, ...]
    next: str = ""


@get("/authorised", opt=signed_in() | {"answer": AuthorisedPersons})
async def authorised(request: AnyRequest) -> Answer:
    """Of the state that `state` names, this node's own without it; `after` goes on."""
    queries, asked = services_of(request).queries, request.query_params
    state = asked.get("state", services_of(request).node)
    found = queries.rows(f"{AUTHORISED_OF}{state}", "name", asked.get("after", ""), SHOWN_MAX)
    persons = tuple(queries.states(found.rows, AuthorisedPerson))
    return answer(AuthorisedPersons(persons, found.next))


@get("/authorised/{reference:str}", opt=signed_in() | {"answer": AuthorisedPerson})
async def authorised_person(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """One, by its number or subject id."""
    return answer(state_of(request, reference, AuthorisedPerson))
