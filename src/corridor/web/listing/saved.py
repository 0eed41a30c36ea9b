"""Views of lists that a person has kept: a name for an address, known to nobody else."""

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

from corridor.engine.jobs import DeleteDocument, PutDocument
from corridor.engine.ports import Document
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.errors import NotKnown
from corridor.web.listing.desk import AnyRequest

KIND: Final = "list-view"
NAME_MAX: Final = 60
ADDRESS_MAX: Final = 1_000
VIEWS_MAX: Final = 50
"""Of one person, of all lists."""
_NOT_KEPT: Final = frozenset({"after", "before", "row", "fragment"})


class SavedView(msgspec.Struct, frozen=True):
    """A list, and what is asked of it."""

    path: str
    name: str
    query: str


def owner_of(request: AnyRequest) -> str:
    """The person who asks, as the owner of views: not the organisation, nor the office."""
    actor = actor_of(request)
    return f"{actor.role}:{actor.office or actor.org}:{actor.person}"


def saved_views(request: AnyRequest, path: str) -> list[dict[str, Any]]:
    """The person's own views of a list, by name."""
    found = _all_of(request)
    shown = [
        {"id": id, "name": view.name, "href": f"{view.path}?{view.query}" if view.query else path}
        for id, view in found
        if view.path == path
    ]
    return sorted(shown, key=lambda view: view["name"].casefold())


async def save_view(request: AnyRequest, name: str, address: str, paths: Iterable[str]) -> str:
    """Keep a view under a name, in place of one of the same name; its address, or nothing.

    Only of lists that the person may open, and only so many.
    """
    parts = urlsplit(address)
    asked = [(k, v) for k, v in parse_qsl(parts.query) if k not in _NOT_KEPT]
    view = SavedView(parts.path, name, urlencode(asked))
    is_named = 0 < len(name) <= NAME_MAX
    is_local = not parts.scheme and not parts.netloc
    if not (is_named and is_local and view.path in paths and len(view.query) <= ADDRESS_MAX):
        return ""
    services, kept = services_of(request), _all_of(request)
    same = [id for id, one in kept if (one.path, one.name) == (view.path, view.name)]
    if not same and len(kept) >= VIEWS_MAX:
        return ""
    id = same[0] if same else services.new_id("vw")
    document = Document(id, owner_of(request), services.now(), msgspec.json.encode(view))
    await services.writer.run(PutDocument(KIND, document, is_owned=True))
    return f"{view.path}?{view.query}" if view.query else view.path


async def forget_view(request: AnyRequest, id: str) -> str:
    """Forget a view of one's own; the list it was of. Another's is not there (404)."""
    services = services_of(request)
    document = services.queries.document(KIND, id)
    if document is None or document.owner != owner_of(request):
        raise NotKnown
    await services.writer.run(DeleteDocument(KIND, id))
    return msgspec.json.decode(document.body, type=SavedView).path


def _all_of(request: AnyRequest) -> list[tuple[str, SavedView]]:
    documents = services_of(request).queries.documents(KIND, owner_of(request), VIEWS_MAX)
    return [(one.id, msgspec.json.decode(one.body, type=SavedView)) for one in documents]
