"""A guarantor's list of what it still answers for: by age, with the one next step, as files."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.engine.core import Core
from tests.support.engines import GRN
from tests.support.web import make_services, running
from tests.web.desk_world import Client, enter, released, shown

LIST = "/guarantor/undischarged"


@pytest.fixture
def core() -> Core:
    return released()


@pytest.fixture
def client(core: Core, tmp_path: Path) -> Iterator[Client]:
    with running(make_services(tmp_path, core, rules=())) as found:
        yield enter(found, "gulnara")


def test_by_age_with_the_next_step_and_filters(client: Client) -> None:
    page = shown(client, LIST)
    assert f'href="/guarantor/{GRN}"' in page
    assert "€18,500.00" in page
    assert "Next step" in page
    assert "Dustlik" in page
    assert "01KG777ABC" not in page  # nothing of its vehicle
    head = re.search(r'<th[^>]*aria-sort="ascending"[^>]*>.*?</th>', page, re.DOTALL)
    assert head is not None
    assert 'Reserved <span class="nowrap">since' in head[0]
    assert "Nothing fits these filters" in shown(client, f"{LIST}?currency=USD")
    assert GRN in shown(client, f"{LIST}?grn={GRN}&state=released")


def test_as_a_file_and_as_a_paper(client: Client) -> None:
    rows = client.get(f"{LIST}/export?as=csv").text.splitlines()
    assert len(rows) == 2
    assert ",18500.00," in rows[1]
    assert client.get(f"{LIST}/export?as=xlsx").content[:2] == b"PK"
    paper = client.get(f"{LIST}/export?as=pdf")
    assert paper.content.startswith(b"%PDF-")
    assert "undischarged-kg-guarantor.pdf" in paper.headers["content-disposition"]
    assert client.get("/guarantor/export?as=pdf").headers["content-type"].startswith("text/csv")


def test_nobody_elses(client: Client) -> None:
    enter(client, "aibek")
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}/export?as=csv").status_code == 403
