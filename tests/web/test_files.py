"""Files attached: how they come in, who gets them, what is refused."""

import base64
from hashlib import sha256
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from msgspec.structs import replace

from corridor.domain.attachments import Attachment
from corridor.domain.movement.state import Movement
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.model import DRAFT, document_of
from tests.support.engines import DOSSIER, START
from tests.support.pages import check_page
from tests.support.samples import PDF
from tests.support.web import csrf, sign_in
from tests.web.conftest import World

DRAFT_ID = "mv-KG-00000000000000000777"
TUS = {"tus-resumable": "1.0.0"}
PIECE = TUS | {"content-type": "application/offset+octet-stream"}
Client = TestClient[Litestar]


@pytest.fixture
def draft(world: World) -> str:
    """A draft of Aibek's that could be sent."""
    made = draft_from(DOSSIER, DRAFT_ID, START)
    made = replace(made, lrn="FILES-1")
    world.core.run_one(PutDocument(DRAFT, document_of(made, "ala-too", START)))
    sign_in(world.client, "aibek")
    return DRAFT_ID


def begin(client: Client, name: str, size: int, draft: str = "", paper: str = "cmr") -> Any:
    """The first call of an upload."""
    told = {"filename": name, "draft": draft, "paper": paper}
    said = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in told.items())
    headers = TUS | {
        "upload-length": str(size),
        "upload-metadata": said,
        "x-csrftoken": csrf(client),
    }
    return client.post("/uploads", headers=headers)


def send(client: Client, at: str, offset: int, data: bytes) -> Any:
    """A piece of it."""
    headers = PIECE | {"upload-offset": str(offset), "x-csrftoken": csrf(client)}
    return client.patch(at, headers=headers, content=data)


def upload(client: Client, name: str, data: bytes, draft: str = "", paper: str = "cmr") -> Any:
    """All of it; the last answer."""
    begun = begin(client, name, len(data), draft, paper)
    assert begun.status_code == 201, begun.text
    return send(client, begun.headers["location"], 0, data)


def lodge(client: Client, draft: str) -> None:
    """Send the draft."""
    form = {"_csrf_token": csrf(client), "lrn": "FILES-1", "access_code": "A1B2"}
    answer = client.post(f"/carrier/drafts/{draft}/send", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text


def test_a_file_goes_from_the_draft_to_the_officer(world: World, draft: str) -> None:
    client, digest = world.client, sha256(PDF).hexdigest()
    assert upload(client, "CMR 17.pdf", PDF, draft).status_code == 204
    shown = client.get(f"/carrier/drafts/{draft}/documents")
    check_page(shown, "ru")
    assert "CMR 17.pdf" in shown.text
    lodge(client, draft)
    state = Queries(world.core).get(draft).state
    assert isinstance(state, Movement)
    named = Attachment(digest, len(PDF), "application/pdf", "CMR 17.pdf", "cmr")
    assert state.dossier.attachments == (named,)
    assert "CMR 17.pdf" in client.get(f"/carrier/dossiers/{draft}").text
    sign_in(client, "osh")
    assert "CMR 17.pdf" in client.get(f"/customs/{draft}").text
    check_page(client.get(f"/files/{draft}/{digest}"), "ru")
    assert client.get(f"/files/{draft}/{digest}/content").content == PDF
