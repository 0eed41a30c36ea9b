"""Calls generated from the API's own description: nothing they say is a fault of the node.

Each call comes with the token of a role that may make it, on a node with a movement of each stage.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from litestar import Litestar
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from corridor.web.api.routes import ROUTES
from corridor.web.app import create_app
from corridor.web.pages.common_figures import as_csv, as_json
from corridor.web.pages.observatory.open_data import ROUTES as OPEN_DATA
from tests.support.engines import RULES, lodge, make_core, register_guarantee
from tests.support.web import make_services, put_people, token_of
from tests.web.observed_figures import two_years

EXAMPLES = 12
OVERVIEW = two_years()
LOGINS = {
    "carrier": "aibek",
    "customs": "osh",
    "permit": "road",
    "checkpoint": "gate",
    "guarantor": "gulnara",
    "operator": "operator",
    "seals": "navi",
}
OPEN = (*OPEN_DATA, as_csv, as_json)
CALLS = sum(getattr(route, "include_in_schema", True) is not False for route in (*ROUTES, *OPEN))
"""All but the descriptions themselves."""
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Litestar]:
    """The web of a node in this process, its writer at work."""
    core = make_core(rules=RULES)
    put_people(core)
    register_guarantee(core)
    lodge(core)
    folder = tmp_path_factory.mktemp("described")
    services = replace(make_services(folder, core), observed=lambda: OVERVIEW)
    services.writer.start()
    yield create_app(services)
    services.writer.stop()


@pytest.fixture(scope="module")
def operations(app: Litestar) -> list[APIOperation]:
    """All calls, as a client reads the description."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    assert len(found) == CALLS
    return found


@pytest.mark.parametrize("index", range(CALLS))
def test_no_generated_call_is_answered_wrongly(operations: list[APIOperation], index: int) -> None:
    operation = operations[index]
    roles = operation.definition.raw.get("x-roles", ["carrier"])
    headers = {"authorization": f"Bearer {token_of(LOGINS[roles[0]])}"}

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.explicit, Phase.generate],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def call(case: schemathesis.Case) -> None:
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=list(CHECKS))

    call()
