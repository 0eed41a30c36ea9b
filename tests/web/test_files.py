"""Files attached: how they come in, who gets them, what is refused."""

import base64
import dataclasses
import errno
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from msgspec.structs import replace
from PIL import Image

from corridor.domain.attachments import Attachment
from corridor.domain.movement.state import Movement
from corridor.engine.file_jobs import read_draft_files
from corridor.engine.file_ports import ScannerAway
from corridor.engine.jobs import PutDocument
from corridor.engine.kept_files import KEPT, OF_DRAFT, read_kept
from corridor.engine.queries import Queries
from corridor.web.files.kinds import SCAN_BYTES_MAX
from corridor.web.headers import FILE_POLICY
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.model import DRAFT, document_of
from tests.support.engines import DOSSIER, RULES, START, make_core
from tests.support.pages import check_page
from tests.support.samples import PDF, jpeg_of_a_phone, picture, workbook
from tests.support.web import bearer, csrf, make_services, put_people, running, sign_in
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


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "a page called a PDF": ("cmr.pdf", b"<html><script>alert(1)</script></html>", "PDF, JPEG"),
    "a picture called a PDF, that it is": ("cmr.pdf", picture("GIF"), "PDF, JPEG"),
    "a program": ("invoice.xlsx", b"MZ" + bytes(60), "PDF, JPEG"),
    "an archive that is no workbook": ("a.xlsx", workbook(types="<Types/>"), "PDF, JPEG"),
    "a workbook with macros": ("a.xlsx", workbook({"xl/vbaProject.bin": b"x"}), "макросы"),
    "a bomb of a workbook": ("a.xlsx", workbook({"xl/a.xml": bytes(9 << 20)}), "больше допуст"),
    "half a PDF": ("a.pdf", PDF[:-8], "нет конца"),
    "half a picture": ("a.jpg", jpeg_of_a_phone()[:-200], "повреждён"),
    "a picture of too many pixels": ("a.png", picture("PNG", (20_000, 6_000), "1"), "точек"),
    "nothing": ("a.pdf", b"", "пуст"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_told_and_leaves_nothing(world: World, draft: str, what: str) -> None:
    name, data, why = REFUSED[what]
    client = world.client
    client.cookies.set("lang", "ru")
    answer = begin(client, name, len(data), draft)
    if answer.status_code == 201:
        answer = send(client, answer.headers["location"], 0, data)
    assert answer.status_code == 422, answer.text
    assert why in answer.json()["title"]
    folder: Path = client.app.state.services.data_dir
    assert not list((folder / "file-parts").iterdir())
    assert not list((folder / "files").iterdir())
    assert not Queries(world.core).documents("upload", "ala-too", 10)


def test_four_gigabytes_are_refused_by_their_length(world: World, draft: str) -> None:
    answer = begin(world.client, "huge.pdf", 4 << 30, draft)
    assert answer.status_code == 413
    assert not list((world.client.app.state.services.data_dir / "file-parts").iterdir())
    assert begin(world.client, "huge.pdf", SCAN_BYTES_MAX + 1, draft).status_code == 413
    begun = begin(world.client, "small.pdf", len(PDF), draft).headers["location"]
    more = send(world.client, begun, 0, PDF + b"more than was said")
    assert more.status_code == 413


def test_a_photograph_keeps_its_pixels_and_nothing_else(world: World, draft: str) -> None:
    client, photo = world.client, jpeg_of_a_phone()
    assert upload(client, "IMG_1.jpeg", photo, draft, "photo").status_code == 204
    one = draft_files(world, draft)[0]
    data = client.get(f"/files/{draft}/{one.sha256}/content").content
    assert sha256(data).hexdigest() == one.sha256
    for secret in (b"Telephone Maker", b"secret remark", b"Exif"):
        assert secret in photo
        assert secret not in data
    with Image.open(BytesIO(data)) as shown:
        assert (shown.size, dict(shown.getexif())) == ((30, 40), {})  # upright
    assert (one.name, one.media_type, one.paper) == ("IMG_1.jpeg", "image/jpeg", "photo")


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_pictures_of_other_kinds(world: World, draft: str, kind: str) -> None:
    assert upload(world.client, "scan.pdf", picture(kind), draft).status_code == 204
    one = draft_files(world, draft)[0]
    assert one.media_type == f"image/{kind.lower()}"
    assert one.name.endswith({"PNG": ".png", "WEBP": ".webp", "TIFF": ".tif"}[kind])


def draft_files(world: World, draft: str) -> tuple[Attachment, ...]:
    """What belongs to the draft."""
    kept = Queries(world.core).document(OF_DRAFT, draft)
    return read_draft_files(kept) if kept is not None else ()


def test_a_cut_line_and_an_ended_session_cost_nothing(world: World, draft: str) -> None:
    client, half = world.client, len(PDF) // 2
    at = begin(client, "CMR.pdf", len(PDF), draft).headers["location"]
    assert send(client, at, 0, PDF[:half]).status_code == 204
    client.post("/sign-out", data={"_csrf_token": csrf(client)})
    assert send(client, at, half, PDF[half:]).status_code == 401
    sign_in(client, "aibek")
    told = client.head(at, headers=TUS)
    assert (told.headers["upload-offset"], told.headers["upload-length"]) == (
        str(half),
        str(len(PDF)),
    )
    assert send(client, at, 0, PDF).status_code == 409
    assert send(client, at, half, PDF[half:]).status_code == 204
    assert send(client, at, len(PDF), b"").status_code == 204  # the answer was lost
    assert [one.name for one in draft_files(world, draft)] == ["CMR.pdf"]


def test_what_this_end_can_do(world: World, draft: str) -> None:
    told = world.client.options("/uploads")
    assert told.headers["tus-version"] == "1.0.0"
    assert "creation" in told.headers["tus-extension"]
    at = begin(world.client, "CMR.pdf", len(PDF), draft).headers["location"]
    gone = world.client.delete(at, headers=TUS | {"x-csrftoken": csrf(world.client)})
    assert gone.status_code == 204
    assert world.client.head(at, headers=TUS).status_code == 404


def test_two_uploads_of_one_file_are_one_file(world: World, draft: str) -> None:
    for name in ("CMR.pdf", "CMR again.pdf"):
        assert upload(world.client, name, PDF, draft).status_code == 204
    assert [one.name for one in draft_files(world, draft)] == ["CMR again.pdf"]
    digest = sha256(PDF).hexdigest()
    sign_in(world.client, "rival")
    assert upload(world.client, "theirs.pdf", PDF).status_code == 204
    kept = read_kept(Queries(world.core).document(KEPT, digest))
    assert kept is not None
    assert kept.orgs == ("ala-too", "other-firm")


def form(client: Client, draft: str, *files: tuple[str, bytes], token: str = "") -> Any:
    """A form without scripts."""
    return client.post(
        f"/carrier/drafts/{draft}/documents",
        data={"_csrf_token": token or csrf(client), "paper": "invoice"},
        files=[("file", one) for one in files],
        follow_redirects=False,
    )


def test_a_plain_form_takes_several_files(world: World, draft: str) -> None:
    answer = form(world.client, draft, ("../a\\INV 1.pdf", PDF), ("INV 2.xlsx", workbook()))
    assert answer.status_code == 303, answer.text
    named = [(one.name, one.paper) for one in draft_files(world, draft)]
    assert named == [("INV 1.pdf", "invoice"), ("INV 2.xlsx", "invoice")]


def test_a_plain_form_tells_each_file_that_is_refused(world: World, draft: str) -> None:
    answer = form(world.client, draft, ("INV.pdf", PDF), ("virus.exe", b"MZ" + bytes(99)))
    check_page(answer, "ru", 422)
    assert "virus.exe" in answer.text
    assert [one.name for one in draft_files(world, draft)] == ["INV.pdf"]
    assert form(world.client, draft, ("", b"")).status_code == 422
    assert form(world.client, draft, ("a.pdf", PDF), token="x" * 128).status_code == 403


def test_a_file_is_taken_away_again(world: World, draft: str) -> None:
    assert upload(world.client, "CMR.pdf", PDF, draft).status_code == 204
    gone = {"_csrf_token": csrf(world.client), "sha256": sha256(PDF).hexdigest()}
    world.client.post(f"/carrier/drafts/{draft}/documents/remove", data=gone)
    assert draft_files(world, draft) == ()


def test_a_file_is_there_for_whom_its_subject_concerns(world: World, draft: str) -> None:
    client, digest = world.client, sha256(PDF).hexdigest()
    assert upload(client, "CMR.pdf", PDF, draft).status_code == 204
    pages = (f"/files/{draft}/{digest}", f"/files/{draft}/{digest}/content")
    for login in ("rival", "osh", "plant", "gate"):
        sign_in(client, login)
        assert [client.get(page).status_code for page in pages] == [404, 404], login
    sign_in(client, "aibek")
    lodge(client, draft)
    expected = {"aibek": 200, "osh": 200, "rival": 404, "dostuk": 404, "plant": 404, "gate": 404}
    for login, status in expected.items():
        sign_in(client, login)
        assert [client.get(page).status_code for page in pages] == [status] * 2, login
    sign_in(client, "osh")
    other = f"/files/{draft}/{'0' * 64}"
    assert client.get(other).status_code == 404
    for login in ("gulnara", "operator"):
        sign_in(client, login)
        assert client.get(pages[1]).status_code == 403


def test_a_hash_that_somebody_learned_is_no_key_to_the_file(world: World, draft: str) -> None:
    client, digest = world.client, sha256(PDF).hexdigest()
    assert upload(client, "CMR.pdf", PDF, draft).status_code == 204
    sign_in(client, "rival")
    named = Attachment(digest, len(PDF), "application/pdf", "CMR.pdf", "cmr")
    body = msgspec.json.encode({"dossier": replace(DOSSIER, lrn="X-1", attachments=(named,))})
    headers = bearer("rival") | {"content-type": "application/json"}
    answer = client.post("/api/v1/declarations", content=body, headers=headers)
    assert answer.status_code == 422
    assert "attachment_unknown" in answer.text


def test_it_is_handed_out_in_a_sandbox_and_in_stretches(world: World, draft: str) -> None:
    client, digest = world.client, sha256(PDF).hexdigest()
    assert upload(client, "Накладная.pdf", PDF, draft).status_code == 204
    at = f"/files/{draft}/{digest}/content"
    whole = client.get(at)
    assert whole.headers.get_list("content-security-policy") == [FILE_POLICY]
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert whole.headers["content-type"] == "application/pdf"
    assert whole.headers["content-disposition"].startswith("inline; filename=")
    assert client.get(f"{at}?download=1").headers["content-disposition"].startswith("attachment")
    assert client.head(at).headers["content-length"] == str(len(PDF))
    part = client.get(at, headers={"range": "bytes=5-8"})
    assert (part.status_code, part.content) == (206, PDF[5:9])
    assert part.headers["content-range"] == f"bytes 5-8/{len(PDF)}"
    assert client.get(at, headers={"range": "bytes=-6"}).content == PDF[-6:]
    assert client.get(at, headers={"range": "bytes=10-"}).content == PDF[10:]
    assert client.get(at, headers={"range": f"bytes={len(PDF)}-"}).status_code == 416
    assert client.get(at, headers={"range": "lines=1-2"}).status_code == 416
    old = {"range": "bytes=5-8", "if-range": '"older"'}
    assert client.get(at, headers=old).content == PDF
    assert client.get(at, headers={"if-none-match": whole.headers["etag"]}).status_code == 304


class Found:
    """A scanner that finds what it is told to."""

    def __init__(self, found: str) -> None:
        self.found = found

    async def scan(self, path: Path) -> str:
        if self.found == "away":
            raise ScannerAway("away")
        return self.found

    async def version(self) -> str:
        return "of the test"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"scanner": Found("")}, 204),
        ({"scanner": Found("Eicar")}, 422),
        ({"scanner": Found("away")}, 503),
        ({"takes_unscanned": False}, 422),
    ],
    ids=["clean", "found", "away", "none"],
)
def test_the_scanner_has_its_say(tmp_path: Path, given: dict[str, Any], status: int) -> None:
    core = make_core(rules=RULES)
    put_people(core)
    services = make_services(tmp_path, core)
    files = dataclasses.replace(services.files, **given)  # type: ignore[type-var]
    with running(dataclasses.replace(services, files=files)) as client:
        sign_in(client, "aibek")
        begun = begin(client, "CMR.pdf", len(PDF))
        answer = begun
        if begun.status_code == 201:
            answer = send(client, begun.headers["location"], 0, PDF)
        assert answer.status_code == status, answer.text
        if status == 503:  # all is here, and waits
            told = client.head(begun.headers["location"], headers=TUS)
            assert told.headers["upload-offset"] == str(len(PDF))


def test_a_disk_without_room_takes_none_and_says_so(
    world: World, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client
    at = begin(client, "CMR.pdf", len(PDF), draft).headers["location"]
    store = client.app.state.services.files.store
    written = Path.open

    def full(path: Path, *how: Any, **more: Any) -> Any:
        if "a" in "".join(map(str, how)):
            raise OSError(errno.ENOSPC, "no room")
        return written(path, *how, **more)

    monkeypatch.setattr(Path, "open", full)
    assert send(client, at, 0, PDF).status_code == 507
    monkeypatch.undo()
    assert client.head(at, headers=TUS).headers["upload-offset"] == "0"
    assert send(client, at, 0, PDF).status_code == 204
    monkeypatch.setattr(store, "_has_room", lambda size: False)
    assert begin(client, "CMR.pdf", len(PDF), draft).status_code == 507


def test_a_program_uploads_by_its_token_and_names_what_came_of_it(world: World) -> None:
    client, head = world.client, bearer("aibek") | TUS
    told = {"upload-length": str(len(PDF)), "upload-metadata": "filename " + "Q01SLnBkZg=="}
    begun = client.post("/api/v1/uploads", headers=head | told)
    at = begun.headers["location"]
    assert client.get(at, headers=head).status_code == 404
    sent = client.patch(at, headers=head | PIECE | {"upload-offset": "0"}, content=PDF)
    assert (begun.status_code, sent.status_code) == (201, 204)
    named = client.get(at, headers=head).json()
    assert (named["name"], named["sha256"]) == ("CMR.pdf", sha256(PDF).hexdigest())
    assert client.get(at, headers=bearer("rival")).status_code == 404
    dossier = msgspec.to_builtins(replace(DOSSIER, lrn="X-2")) | {"attachments": [named]}
    body = {"dossier": dossier, "access_code": "A1B2"}
    assert client.post("/api/v1/declarations", json=body, headers=head).status_code == 201


def test_a_program_lists_and_gets_the_files_of_what_it_sees(world: World, draft: str) -> None:
    client, digest = world.client, sha256(PDF).hexdigest()
    assert upload(client, "CMR.pdf", PDF, draft).status_code == 204
    lodge(client, draft)
    (one,) = client.get(f"/api/v1/files/{draft}", headers=bearer("osh")).json()["files"]
    assert (one["file"]["name"], one["keeper"], one["is_here"]) == ("CMR.pdf", "KG", True)
    at = f"/api/v1/files/{draft}/{digest}"
    whole = client.get(at, headers=bearer("osh"))
    part = client.get(at, headers=bearer("osh") | {"range": "bytes=5-9"})
    assert (whole.status_code, whole.content) == (200, PDF)
    assert (part.status_code, part.content) == (206, PDF[5:10])
    for login, status in {"rival": 404, "plant": 404, "gulnara": 403}.items():
        for address in (at, f"/api/v1/files/{draft}"):
            assert client.get(address, headers=bearer(login)).status_code == status, login
    files = client.app.state.services.files
    files.store.drop(digest)
    assert client.get(at, headers=bearer("osh")).status_code == 404
    assert not client.get(f"/api/v1/files/{draft}", headers=bearer("osh")).json()["files"][0][
        "is_here"
    ]
