"""The feed's door: what is too long or bears no signature is refused before it is read."""

from pathlib import Path

import pytest

from corridor.web import plain
from corridor.web.services import RawRequest, RawResponse
from tests.support.web import make_services, running

SIGNED = {"signature": "corridor=:eA==:", "signature-input": "corridor=()"}


@pytest.mark.parametrize(
    ("headers", "sent", "read"),
    [
        ({}, b"x" * 1000, b""),
        ({"signature": SIGNED["signature"]}, b"x", b""),
        (SIGNED, b"x" * plain.FOLLOW_BYTES_MAX, b"x" * plain.FOLLOW_BYTES_MAX),
        (SIGNED, b"x" * (20 << 20), b"x" * (plain.FOLLOW_BYTES_MAX + 1)),
    ],
)
def test_no_more_is_read_than_may_be_answered(
    tmp_path: Path, headers: dict[str, str], sent: bytes, read: bytes
) -> None:
    heard: list[bytes] = []

    async def follow(raw: RawRequest) -> RawResponse:
        heard.append(raw.body)
        return RawResponse(200, (), b"")

    with running(make_services(tmp_path, follow=follow)) as client:
        answer = client.post("/exchange/v1/follow", content=sent, headers=headers)
    assert answer.status_code == 200
    assert heard == [read]
