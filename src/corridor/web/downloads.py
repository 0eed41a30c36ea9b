"""Files that are handed out: under a name of their own, kept by nobody on the way."""

from urllib.parse import quote

from litestar import Response


def download(content: bytes, name: str, media_type: str) -> Response[bytes]:
    """The file."""
    return Response(content, media_type=media_type, headers=download_headers(name))


def download_headers(name: str) -> dict[str, str]:
    """A name may have any letters (RFC 6266); old programs get it in ASCII."""
    name = "".join(letter if letter.isalnum() or letter in ".-_ " else "-" for letter in name)
    plain = "".join(letter if letter.isascii() else "_" for letter in name)
    named = f'attachment; filename="{plain}"'
    if plain != name:
        named += f"; filename*=UTF-8''{quote(name)}"
    return {"content-disposition": named, "cache-control": "private, no-store"}
