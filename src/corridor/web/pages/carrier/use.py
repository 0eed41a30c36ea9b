"""What a table can be brought for, and what each use does with its rows."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any, NamedTuple

from litestar import Request
from litestar.response import Redirect

from corridor.web.forms import Form
from corridor.web.tables.kept import Table
from corridor.web.views.table_rows import Judged

AnyRequest = Request[Any, Any, Any]


class Use(NamedTuple):
    """How a table is judged and taken. `take` gives where to go, or None with errors told."""

    rows: int
    back: Callable[[Table], str]
    fields: Callable[[AnyRequest, Table], Collection[str]]
    judged: Callable[[AnyRequest, Table], list[Judged]]
    take: Callable[[AnyRequest, Table, Form], Awaitable[Redirect | None]]
