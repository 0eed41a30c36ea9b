"""The same on the pages: another's dossier is a page that does not exist, for every desk."""

import httpx
import pytest

from corridor.node.demo.dossiers import STORY_CARRIER
from tests.acceptance.conftest import World
from tests.acceptance.test_trespass import RIVAL, filled
from tests.support.browsing import visitor
from tests.support.untouched import untouched

PAGES = (
    ("KG", "carrier", RIVAL, "/carrier/dossiers/{mv}"),
    ("KG", "carrier", RIVAL, "/carrier/dossiers/{mrn}"),
    ("KG", "carrier", RIVAL, "/carrier/dossiers/{mv}/document"),
    ("KG", "carrier", RIVAL, "/carrier/dossiers/{mv}/evidence"),
    ("KG", "carrier", RIVAL, "/carrier/dossiers/{mv}/cancel"),
    ("KG", "carrier", RIVAL, "/carrier/permits/{pm}"),
    ("KG", "carrier", RIVAL, "/carrier/permits/{pm}/withdraw"),
    ("KG", "customs", "KGBISH01", "/customs/{mv}"),
    ("KG", "customs", "KGBISH01", "/customs/{mrn}"),
    ("KG", "customs", "KGBISH01", "/customs/{mv}/print"),
    ("KG", "customs", "KGBISH01", "/customs/{mv}/evidence"),
    ("KG", "customs", "KGBISH01", "/customs/{mv}/release"),
    ("GE", "customs", "GEBATU01", "/customs/{mrn}"),
    ("KZ", "customs", "KZKURY01", "/customs/{mrn}"),
    ("UZ", "permit", "UZ-PLANT", "/permits/{pm}"),
    ("UZ", "permit", "UZ-PLANT", "/permits/{pm}/issued"),
    ("UZ", "permit", "UZ-PLANT", "/permits/{pm}/grant"),
)
OTHER_DESKS = (
    ("KG", "carrier", STORY_CARRIER, "/customs"),
    ("KG", "carrier", STORY_CARRIER, "/customs/{mrn}"),
    ("KG", "carrier", STORY_CARRIER, "/permits"),
    ("KG", "carrier", STORY_CARRIER, "/operator"),
    ("KG", "customs", "KGOSH001", "/carrier"),
    ("KG", "customs", "KGOSH001", "/carrier/dossiers/{mv}"),
    ("KG", "customs", "KGOSH001", "/operator"),
    ("UZ", "permit", "UZ-ROAD", "/customs"),
    ("UZ", "checkpoint", "UZDUST01", "/customs/{mrn}"),
    ("KG", "operator", "", "/carrier"),
    ("KG", "operator", "", "/customs/{mrn}"),
    ("KG", "guarantor", "", "/customs"),
)


@pytest.mark.parametrize(("node", "role", "place", "path"), PAGES)
def test_anothers_page_is_not_there(
    settled: World, node: str, role: str, place: str, path: str
) -> None:
    asked = filled(path, settled)
    with visitor(settled.network, node, role, place) as somebody, untouched(settled.network, node):
        seen = somebody.http.get(asked)
        nothing = somebody.http.get(asked.replace(asked.split("/")[2 + ("carrier" in path)], "x"))
        sent = somebody.post(asked)
    assert seen.status_code == 404, seen.headers.get("location")
    assert nothing.status_code == 404
    assert sent.status_code in (404, 405)
    told = settled.movement(settled.released)
    assert told.dossier.holder.name not in seen.text
    assert "Черешня" not in seen.text


@pytest.mark.parametrize(("node", "role", "place", "path"), OTHER_DESKS)
def test_another_desk_is_closed(
    settled: World, node: str, role: str, place: str, path: str
) -> None:
    with visitor(settled.network, node, role, place) as somebody, untouched(settled.network, node):
        answer = somebody.http.get(filled(path, settled))
    assert answer.status_code in (403, 404), answer.headers.get("location")
    assert "Черешня" not in answer.text


@pytest.mark.parametrize("path", sorted({page[3] for page in (*PAGES, *OTHER_DESKS)}))
def test_nobody_is_sent_to_sign_in(settled: World, path: str) -> None:
    with visitor(settled.network, "KG") as nobody, untouched(settled.network):
        answer = nobody.http.get(filled(path, settled))
    assert answer.status_code in (303, 404), path
    if answer.status_code == 303:
        assert answer.headers["location"].startswith("/sign-in?next=")


def test_the_news_of_another_do_not_arrive(settled: World) -> None:
    """A stream of another's dossier opens, and says nothing of it."""
    topics = f"{settled.released.subject} carrier:{STORY_CARRIER}:open customs:KGOSH001:decide log"
    with (
        visitor(settled.network, "KG", "carrier", RIVAL) as rival,
        rival.http.stream("GET", "/live", params={"topics": topics}, timeout=3) as stream,
    ):
        assert stream.status_code == 200
        parts = stream.iter_text()
        assert "change" not in next(parts)
        token = settled.network.token("KG", "carrier", RIVAL)
        path = f"/movements/{settled.released.subject}"
        settled.people.get("KG", token, path)  # noted in the log: a commit
        with pytest.raises(httpx.ReadTimeout):
            assert "change" not in "".join(parts)
