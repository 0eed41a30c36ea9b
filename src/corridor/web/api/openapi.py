"""The description of the API: Litestar's own, with the shapes of bodies and answers put in.

Bodies are decoded by our own decoders, so Litestar cannot see their shapes; each route names them
(`opt={"body": …, "answer": …}`), and msgspec writes their schemas; `produces` names media types of
answers that have none.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec
from litestar import Litestar, Request, Response, get

from corridor.web.access import ACCESS, PUBLIC, anyone
from corridor.web.api.problems import MEDIA_TYPE, Problem

_REFERENCE: Final = "#/components/schemas/{name}"
_PROBLEMS: Final = (
    "400",
    "401",
    "403",
    "404",
    "409",
    "413",
    "415",
    "422",
    "429",
    "500",
    "503",
    "507",
)
_BODY_PROBLEMS: Final = frozenset({"400", "409", "413", "415", "422"})
_PATH: Final = ("/api/v1/", "/open/")
_ANCHORS: Final = {r"\A": "^", r"\Z": "$"}
_ANCHOR = re.compile(r"\\[AZ]")
_PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")


@get("/openapi.json", opt=anyone(), include_in_schema=False)
async def openapi(request: "Request[Any, Any, Any]") -> Response[bytes]:
    """The description as OpenAPI 3.1."""
    app = request.app
    if "openapi" not in app.state:
        app.state["openapi"] = msgspec.json.encode(description_of(app))
    return Response(app.state["openapi"], media_type="application/vnd.oai.openapi+json")


def description_of(app: Litestar) -> dict[str, Any]:
    """The whole document, made when it is first asked for: to be read, not changed."""
    if "description" not in app.state:
        app.state["description"] = describe(app)
    found: dict[str, Any] = app.state["description"]
    return found


def describe(app: Litestar) -> dict[str, Any]:
    """The whole document."""
    document = app.openapi_schema.to_schema()
    handlers = dict(_handlers(app))
    shapes = [shape for opt in handlers.values() for shape in _shapes(opt)]
    schemas, components = msgspec.json.schema_components(
        [*shapes, Problem], ref_template=_REFERENCE
    )
    by_shape = {
        id(shape): schema for shape, schema in zip([*shapes, Problem], schemas, strict=True)
    }
    document["paths"] = {
        path: {method: one for method, one in found.items() if method != "head"}
        for path, found in document["paths"].items()
        if path.startswith(_PATH)
    }
    for (path, method), opt in handlers.items():
        operation = document["paths"].get(path, {}).get(method)
        if operation is not None:
            _complete(operation, opt, by_shape)
    parts = document.setdefault("components", {})
    parts["schemas"] = components
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    _anchor_for_all(document)
    return document


def _anchor_for_all(value: Any) -> None:
    """JSON Schema's patterns are ECMA-262, where Python's `\\A` and `\\Z` are plain letters."""
    if isinstance(value, dict):
        if isinstance(value.get("pattern"), str):
            value["pattern"] = _ANCHOR.sub(lambda match: _ANCHORS[match[0]], value["pattern"])
        for inner in value.values():
            _anchor_for_all(inner)
    elif isinstance(value, list):
        for inner in value:
            _anchor_for_all(inner)


def _handlers(app: Litestar) -> Any:
    for route in app.routes:
        for method, found in getattr(route, "route_handler_map", {}).items():
            handler = found[0] if isinstance(found, tuple) else found
            if route.path.startswith(_PATH) and method != "OPTIONS":
                yield (_PLACE.sub(r"{\1}", route.path), method.lower()), handler.opt


def _shapes(opt: dict[str, Any]) -> list[Any]:
    return [opt[name] for name in ("body", "answer") if name in opt]


def _complete(operation: dict[str, Any], opt: dict[str, Any], by_shape: dict[int, Any]) -> None:
    public = PUBLIC in opt[ACCESS]
    operation["security"] = [] if public else [{"token": []}]
    if not public:
        operation["x-roles"] = sorted(opt[ACCESS])
    if "body" in opt:
        content = {"application/json": {"schema": by_shape[id(opt["body"])]}}
        operation["requestBody"] = {"required": True, "content": content}
        operation.setdefault("parameters", []).append(_KEY_PARAMETER)
    if "xml" in opt:
        operation["requestBody"] = {"required": True, "content": _XML}
    responses = operation.get("responses", {})
    for status in [s for s in responses if s == "400" or not s.startswith("2")]:
        del responses[status]
    for status in opt.get("also", ()):
        responses[status] = {"description": "nothing was to be done, or nothing could be"}
    for status, response in responses.items():
        if status.startswith("2") and opt.keys() & {"answer", "produces"}:
            response["content"] = dict(_forms(opt, by_shape))
    for status in _PROBLEMS:
        if opt.keys() & {"body", "xml"} or status not in _BODY_PROBLEMS - {"400"}:
            responses[status] = {
                "description": "problem document (RFC 9457)",
                "content": {MEDIA_TYPE: {"schema": by_shape[id(Problem)]}},
            }


def _forms(opt: dict[str, Any], by_shape: dict[int, Any]) -> Iterator[tuple[str, Any]]:
    """By media type: what is JSON has a shape, the rest is `produces`."""
    if "answer" in opt:
        yield "application/json", {"schema": by_shape[id(opt["answer"])]}
    yield from ((form, {}) for form in opt.get("produces", ()))


_XML: Final = {"application/xml": {"schema": {"type": "string"}}}
_KEY_PARAMETER: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same body gets the first answer again.",
    "schema": {"type": "string", "maxLength": 200},
}
