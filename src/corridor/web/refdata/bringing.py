"""What was brought as a file, whatever it is: read, judged, and held against what counts."""

import msgspec

from corridor.domain.refdata.base import rows_on
from corridor.domain.refdata.difference import Difference, difference
from corridor.domain.refdata.rows import ListName
from corridor.domain.reference import Reference
from corridor.web.refdata.reading import ListRead, list_in_json, list_in_table
from corridor.web.tables.model import Unread
from corridor.web.tables.reading import TableReader, pasted
from corridor.web.tables.text import nearly_unicode

_JSON_BEGINS = (b"[", b"{")


class ListBrought(msgspec.Struct, frozen=True):
    """A file's list, what it would change, or why it could not be read at all."""

    read: ListRead = ListRead()
    change: Difference = Difference()
    unread: Unread | None = None


async def bring(
    name: ListName, data: bytes, node: str, reference: Reference, tables: TableReader
) -> ListBrought:
    """`reference`: that of the day from which the list shall count. Raises ChildBusy."""
    read = await read_list(name, data, node, reference, tables)
    if isinstance(read, Unread):
        return ListBrought(unread=read)
    return ListBrought(read, difference(rows_on(name, node, reference), read.rows))


async def read_list(
    name: ListName, data: bytes, node: str, reference: Reference, tables: TableReader
) -> ListRead | Unread:
    """The rows of a file with what is wrong with them. Raises ChildBusy."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in _JSON_BEGINS:
        return list_in_json(name, data, node, reference)
    nearly = nearly_unicode(data)
    brought = await tables.read(data) if nearly is None else pasted(nearly)
    return brought if isinstance(brought, Unread) else list_in_table(name, brought, node, reference)
