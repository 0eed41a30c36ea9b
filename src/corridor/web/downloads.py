"""Files that are handed out: under a name of their own, kept by nobody on the way."""

from urllib.parse import quote

from litestar import Response


def download(content: bytes, name: str, media_type: str) -> Response[bytes]:
    """The file. A name may have any letters (RFC 6266); old programs get it in ASCII."""
    name = "".join(letter if letter.isalnum() or letter in ".-_ " else "-" for letter in name)
    plain = "".join(letter if letter.isascii() else "_" for letter in name)
    named = f'attachment; filename="{plain}"'
    if plain != name:
        named += f"; filename*=UTF-8''{quote(name)}"
    headers = {"content-disposition": named, "cache-control": "private, no-store"}
    return Response(content, media_type=media_type, headers=headers)
