"""Files between processes: a killed node, an ended session, a cut line, and nothing is lost."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx
import msgspec
import pytest

from corridor.domain.attachments import Attachment
from corridor.domain.movement.writing import WriteToOffice
from corridor.node.demo.world import people_of
from tests.support.journeys import Journey, People
from tests.support.real_nodes import RealNetwork

DATA = b"%PDF-1.7\n" + os.urandom(12 << 20) + b"\n%%EOF\n"
DIGEST = sha256(DATA).hexdigest()
PIECE = 256 << 10
FURTHER = 5
"""Files that are tried where one came too fast to be cut."""
TUS = {"tus-resumable": "1.0.0"}
PATCH = TUS | {"content-type": "application/offset+octet-stream"}
FILED = "filename Q01SLnBkZg==,paper Y21y"  # CMR.pdf, cmr


@dataclass
class Uploading:
    """An upload to KG, with a token or a session."""

    client: httpx.Client
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    at: str = ""

    def begin(self, length: int = len(DATA)) -> None:
        told = {"upload-length": str(length), "upload-metadata": FILED}
        begun = self.client.post(self.path, headers=self.headers | TUS | told)
        assert begun.status_code == 201, begun.text
        self.at = begun.headers["location"]

    def offset(self) -> int:
        found = self.client.head(self.at, headers=self.headers | TUS)
        assert found.status_code == 200, found.text
        return int(found.headers["upload-offset"])

    def send(self, offset: int, pieces: Any) -> httpx.Response:
        head = self.headers | PATCH | {"upload-offset": str(offset)}
        return self.client.patch(self.at, headers=head, content=pieces)


@pytest.fixture
def client(network: RealNetwork) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=network.url("KG"), timeout=20.0, trust_env=False) as client:
        yield client


@pytest.fixture
def accepted(network: RealNetwork) -> Iterator[Journey]:
    """A movement of which the route has heard."""
    people = People(network)
    journey = Journey(people).file()
    journey.lead("accepted")
    yield journey
    people.close()


def test_a_node_killed_in_the_middle_goes_on_with_what_had_come(
    network: RealNetwork, client: httpx.Client, accepted: Journey
) -> None:
    token = accepted.carrier
    upload = Uploading(client, "/api/v1/uploads", {"authorization": f"Bearer {token}"})
    upload.begin()

    def half() -> Iterator[bytes]:
        for first in range(0, len(DATA) // 2, PIECE):
            yield DATA[first : first + PIECE]
        network.until("a piece is on the disk", lambda: _kept_of(network, "KG") >= PIECE)
        network.kill("KG")
        yield bytes(1)

    with pytest.raises(httpx.TransportError):
        upload.send(0, half())
    network.start("KG")
    come = upload.offset()
    assert PIECE <= come <= len(DATA) // 2 + PIECE
    assert upload.send(come, DATA[come:]).headers["x-file-sha256"] == DIGEST
    named = upload.client.get(upload.at, headers=upload.headers).json()
    assert (named["sha256"], named["size"]) == (DIGEST, len(DATA))
    _sent_with_a_message(accepted, token, named)
    _fetched_by_another_state(accepted, upload, token)


def _kept_of(network: RealNetwork, node: str) -> int:
    parts = (network.folder / node / "file-parts").iterdir()
    return max((one.stat().st_size for one in parts if one.is_file()), default=0)


def _sent_with_a_message(journey: Journey, token: str, named: Any) -> None:
    file = msgspec.convert(named, type=Attachment)
    said = WriteToOffice("KGOSH001", "The consignment note.", attachments=(file,))
    path = f"/subjects/{journey.subject}/commands"
    answer = journey.people.send("KG", token, path, said)
    assert answer.is_success, answer.text


def _fetched_by_another_state(journey: Journey, upload: Uploading, token: str) -> None:
    """The keeper is killed while the bytes come; what had come is gone on with, and is whole.

    A line may be so fast that all came before the keeper died: then with the next file.
    """
    for data in (DATA, *(DATA[:-7] + bytes([number]) + DATA[-7:] for number in range(FURTHER))):
        if data is not DATA:
            upload.begin(len(data))
            assert upload.send(0, data).is_success
            named = upload.client.get(upload.at, headers=upload.headers).json()
            _sent_with_a_message(journey, token, named)
        if _was_cut(journey.network, f"/api/v1/files/{journey.subject}", data):
            return
    pytest.fail("each file had come before its keeper was dead")


def _was_cut(network: RealNetwork, files: str, data: bytes) -> bool:
    bearer = {"authorization": f"Bearer {network.token('UZ', 'customs', 'UZDUST01')}"}
    there, at = network.client("UZ"), f"{files}/{sha256(data).hexdigest()}"

    def asked() -> httpx.Response:
        return there.get(at, headers=bearer)

    def is_here() -> bool:
        return asked().status_code == 200

    network.until("UZ has heard of the file", lambda: asked().status_code in (200, 202))
    network.until("some of it came", lambda: _kept_of(network, "UZ") or is_here(), pause_s=0.001)
    network.kill("KG")
    answer = asked()
    network.start("KG")
    seen = [] if answer.status_code == 200 else [answer.json()["done"]]
    if not seen or seen[0] == len(data):
        return False
    assert seen[0] > 0

    def whole() -> httpx.Response | None:
        answer = asked()
        if answer.status_code == 202:
            seen.append(answer.json()["done"])
            return None
        return answer

    assert network.until("all of it came", whole).content == data
    assert seen == sorted(seen)
    return True


def test_a_session_that_ends_in_the_middle_is_told_and_gone_on_with(client: httpx.Client) -> None:
    upload = Uploading(client, "/uploads")
    _sign_in(upload)
    upload.begin()
    half = len(DATA) // 2
    assert upload.send(0, DATA[:half]).headers["upload-offset"] == str(half)
    assert upload.client.post("/sign-out", data=_token(upload)).status_code == 303
    ended = upload.send(half, DATA[half:])
    assert ended.status_code == 401
    _sign_in(upload)
    assert upload.offset() == half
    assert upload.send(half, DATA[half:]).headers["x-file-sha256"] == DIGEST


def _sign_in(upload: Uploading) -> None:
    login = next(one.login for one in people_of("KG") if one.role == "carrier")
    answer = upload.client.post("/demo/sign-in", data=_token(upload) | {"account": login})
    assert answer.status_code == 303, answer.text


def _token(upload: Uploading) -> dict[str, str]:
    """The token of a form; the header carries the same."""
    upload.client.get("/sign-in")
    token = next(value for name, value in upload.client.cookies.items() if "_csrf_" in name)
    upload.headers["x-csrftoken"] = token
    return {"_csrf_token": token}
