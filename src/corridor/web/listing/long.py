"""How long a page of a list is: each browser keeps what its reader chose."""

from typing import Final

from litestar.response import Redirect

from corridor.web.addresses import local_path, redirect
from corridor.web.context import services_of
from corridor.web.listing.desk import AnyRequest

LENGTHS: Final = (25, 50, 100)
"""The first is that of who has chosen none: two to three screens."""
COOKIE: Final = "rows"
_YEAR_S: Final = 365 * 24 * 3600


def rows_of(request: AnyRequest) -> int:
    """Rows of a page, as chosen."""
    chosen = request.cookies.get(COOKIE, "")
    return next((one for one in LENGTHS if str(one) == chosen), LENGTHS[0])


def keep_rows(request: AnyRequest, count: int) -> Redirect:
    """Let the browser keep it, and go back to the list."""
    answer = redirect(local_path(request.query_params.get("next", "")))
    is_secure = services_of(request).secure_cookies
    answer.set_cookie(
        COOKIE, str(count), max_age=_YEAR_S, secure=is_secure, httponly=True, samesite="lax"
    )
    return answer
