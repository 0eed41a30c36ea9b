"""A chart as a file: SVG as it stands on the page, PNG made of it in a process of its own."""

from typing import Final

from litestar import Response, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.web.access import anyone
from corridor.web.charts.raster import Raster
from corridor.web.delivering import kept_headers
from corridor.web.errors import NotKnown
from corridor.web.observed.figure import series_svg
from corridor.web.pages.observatory.asking import AnyRequest, asked_of, shelf_or_none_such

FORMS: Final = {"svg": "image/svg+xml", "png": "image/png"}


@get("/observatory/charts/{file:str}", opt=anyone())
async def chart(request: AnyRequest, file: FromPath[str]) -> Response[bytes]:
    """The months of a measure, `tfi1.svg?office=…`; 404 where nothing is told."""
    name, _, form = file.rpartition(".")
    shelf = shelf_or_none_such(request)
    asked = asked_of(request, shelf, name)
    if form not in FORMS or not asked.months:
        raise NotKnown
    picture = str(series_svg(asked, caption=True)).encode()
    if form == "png":
        raster: Raster = request.app.state.raster
        picture = await raster.png(picture)
    headers = kept_headers(picture) | {
        "content-disposition": f'attachment; filename="{name}.{form}"'
    }
    return Response(picture, media_type=FORMS[form], headers=headers)


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (chart,)
