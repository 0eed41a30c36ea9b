"""Hands the feed's requests from the web to the exchange, byte for byte."""

from corridor.evidence.httpsig import Request
from corridor.exchange.file_serve import FileDesk
from corridor.exchange.files import FILE_PATH
from corridor.exchange.handing import HANDING_PATH
from corridor.exchange.handing_serve import HandingDesk
from corridor.exchange.serve import Publisher
from corridor.exchange.standing import STANDING_PATH
from corridor.exchange.standing_serve import StandingDesk
from corridor.exchange.stopped import STOPPED_PATH
from corridor.exchange.stopped_serve import StoppedDesk
from corridor.web.services import RawRequest, RawResponse


async def serve_raw(
    publisher: Publisher,
    desk: StandingDesk,
    stopped: StoppedDesk,
    files: FileDesk,
    codes: HandingDesk,
    raw: RawRequest,
) -> RawResponse:
    """Answer a peer. The address signed is the one the peer named."""
    headers = {name.lower(): value for name, value in raw.headers}
    url = f"http://{raw.authority}{raw.target}"
    asked = Request(raw.method, url, headers, raw.body)
    desks = {
        STANDING_PATH: desk.handle,
        STOPPED_PATH: stopped.handle,
        FILE_PATH: files.handle,
        HANDING_PATH: codes.handle,
    }
    answer = await desks.get(raw.target, publisher.handle_follow)(asked)
    return RawResponse(answer.status, tuple(answer.headers.items()), answer.body)
