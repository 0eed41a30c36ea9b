"""The description of the API says what the API does."""

import json
import re
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from corridor.domain.kinds import COMMANDS
from corridor.web.api.routes import ROUTES
from corridor.web.pages.common_figures import as_csv, as_json
from corridor.web.pages.observatory.open_data import ROUTES as OPEN_DATA
from tests.support.pages import check_page, text_of

Document = dict[str, Any]


@pytest.fixture
def document(client: TestClient[Litestar]) -> Document:
    """The description as it is served."""
    answer = client.get("/api/v1/openapi.json")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json"
    found: Document = answer.json()
    assert client.get("/api/v1/openapi.json").content == answer.content
    return found


def operations(document: Document) -> list[tuple[str, str, Document]]:
    """(path, method, operation) of each call."""
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_call_is_described(document: Document) -> None:
    described = [one for one in ROUTES if getattr(one, "include_in_schema", True) is not False]
    described += [*OPEN_DATA, as_csv, as_json]
    assert len(operations(document)) == len(described)  # all but the descriptions themselves
    for path, method, operation in operations(document):
        place = f"{method} {path}"
        assert path.startswith(("/api/v1/", "/open/")), place
        assert operation["description"], place
        good = [status for status in operation["responses"] if status.startswith("2")]
        assert good, place
        assert "401" in operation["responses"], place
        assert method != "post" or "requestBody" in operation, place


def test_patterns_are_those_of_json_schema(document: Document) -> None:
    """ECMA-262 knows neither `\\A` nor `\\Z`: a client would look for these letters."""
    patterns = re.findall(r'"pattern": "((?:[^"\\\\]|\\\\.)*)"', json.dumps(document))
    assert len(patterns) > 20
    for pattern in patterns:
        assert not re.search(r"\\\\[AZ]", pattern), pattern
        assert pattern.startswith("^"), pattern
        assert pattern.endswith("$"), pattern


def test_every_reference_leads_somewhere(document: Document) -> None:
    schemas = document["components"]["schemas"]

    def look(value: Any) -> None:
        if isinstance(value, dict):
            if "$ref" in value:
                name = value["$ref"].removeprefix("#/components/schemas/")
                assert name in schemas, name
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(document["paths"])
    look(schemas)


def test_every_command_is_in_it(document: Document) -> None:
    schemas = document["components"]["schemas"]
    for command in COMMANDS:
        name = command.__name__
        assert name in schemas
        assert command.__struct_config__.tag == schemas[name]["properties"]["do"]["enum"][0]


def test_who_may_call_is_in_it(document: Document) -> None:
    lodge = document["paths"]["/api/v1/declarations"]["post"]
    assert lodge["x-roles"] == ["carrier"]
    assert lodge["security"] == [{"token": []}]
    assert document["paths"]["/api/v1/node"]["get"]["security"] == []


def test_people_can_read_it_too(client: TestClient[Litestar], document: Document) -> None:
    text = text_of(check_page(client.get("/developers"), "ru"))
    for path, _, _ in operations(document):
        assert path in text
