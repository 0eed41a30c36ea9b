"""Headers of every answer. No inline code, nothing from elsewhere, nothing framed."""

from typing import Any, Final

from litestar.types import Message, Scope

_COMMON = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; worker-src 'self'; "
    "manifest-src 'self'; "
)
PAGE_POLICY: Final = _COMMON + "img-src 'self' data:"
CAMERA_POLICY: Final = _COMMON + "img-src 'self' data: blob:; media-src 'self' blob:"
EMBEDDED_POLICY: Final = PAGE_POLICY.replace("frame-ancestors 'none'; ", "")
"""Of a page that pages of others may show: it holds nothing of who is signed in, and no act."""
FILE_POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'"
DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_NO_DEVICES = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
_CAMERA_ONLY = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"


def _raw(policy: str, devices: str) -> list[tuple[bytes, bytes]]:
    named = {**_ALWAYS, "content-security-policy": policy, "permissions-policy": devices}
    return [(name.encode(), value.encode()) for name, value in named.items()]


_PAGE = _raw(PAGE_POLICY, _NO_DEVICES)
_EMBEDDED = [
    (name, b"cross-origin" if name == b"cross-origin-resource-policy" else value)
    for name, value in _raw(EMBEDDED_POLICY, _NO_DEVICES)
]
_CAMERA = _raw(CAMERA_POLICY, _CAMERA_ONLY)
_FILE = _raw(FILE_POLICY, _NO_DEVICES)
_DATA = _raw(DATA_POLICY, _NO_DEVICES)
_OF_PAGES = {"/verify": _CAMERA, "/requirements/embed": _EMBEDDED}
_STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")


def is_data(path: str) -> bool:
    """Whether programs and not people ask there."""
    return path.startswith(("/api/", "/exchange/", "/open/"))


def is_file(path: str) -> bool:
    """Whether what people attached is handed out there: it stands in a sandbox of its own."""
    return path.startswith("/files/") and path.endswith("/content")


async def add_headers(message: Message, scope: Scope) -> None:
    """Litestar's `before_send`: the one place, so that no answer goes without them."""
    if message["type"] != "http.response.start":
        return
    path = scope["path"]
    headers: list[Any] = message["headers"]  # type: ignore[assignment]
    if is_data(path):
        headers.extend(_DATA)
    else:
        headers.extend(_FILE if is_file(path) else _OF_PAGES.get(path, _PAGE))
    if scope["app"].state.services.secure_cookies:
        headers.append(_STRICT_TRANSPORT)
