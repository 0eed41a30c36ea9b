"""Which kinds of files are taken, how large, and how each is handed out."""

from typing import Final, NamedTuple

SCAN_BYTES_MAX: Final = 100 << 20
FILE_BYTES_MAX: Final = 25 << 20


class Sort(NamedTuple):
    """A kind of file. `shown`: whether a page shows it as an image; else it is opened or saved."""

    media_type: str
    ending: str
    bytes_max: int
    shown: bool = False
    opens: bool = False


SORTS: Final = {
    sort.media_type: sort
    for sort in (
        Sort("application/pdf", "pdf", SCAN_BYTES_MAX, opens=True),
        Sort("image/jpeg", "jpg", FILE_BYTES_MAX, shown=True, opens=True),
        Sort("image/png", "png", FILE_BYTES_MAX, shown=True, opens=True),
        Sort("image/webp", "webp", FILE_BYTES_MAX, shown=True, opens=True),
        Sort("image/tiff", "tif", SCAN_BYTES_MAX),
        Sort(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            FILE_BYTES_MAX,
        ),
    )
}
ACCEPT: Final = ",".join((*SORTS, *(f".{sort.ending}" for sort in SORTS.values()), ".jpeg,.tiff"))
"""For the file field of a form: a help in choosing, not a check."""

_BEGINNINGS: Final = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n",
    b"RIFF",
    b"II*\0",
    b"MM\0*",
)


def may_become(head: bytes) -> bool:
    """Whether a file of a kind that is taken may begin so: of another no more need be sent."""
    return head.startswith(_BEGINNINGS)


def named_as(name: str, media_type: str) -> str:
    """The name with the ending of what the file is, whatever it had before."""
    sort = SORTS.get(media_type)
    if sort is None:
        return name
    stem, dot, ending = name.rpartition(".")
    same = {sort.ending, "jpeg", "tiff"} if sort.shown or sort.ending == "tif" else {sort.ending}
    if dot and ending.lower() in same:
        return name
    return f"{(stem if dot and len(ending) <= 5 else name)[:120]}.{sort.ending}"
