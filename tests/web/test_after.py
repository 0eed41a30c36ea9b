"""What follows where a movement does not arrive: what falls due, on the desks of two nodes."""

from pathlib import Path

import pytest

from corridor.engine.core import Core
from corridor.engine.hlc import to_ms
from corridor.engine.jobs import FireTimers, PutDocument
from corridor.engine.ports import Document
from corridor.engine.tuning import TUNED
from tests.support.engines import FakeClock
from tests.support.web import make_services, running
from tests.web.desk_world import enter, released, shown

LATE = "2026-12-06T08:00:00.000Z"


def at(core: Core, moment: str) -> Core:
    """The node's clock shows this, and what is due by then has been done."""
    clock = core.settings.clock
    assert isinstance(clock, FakeClock)
    clock.ms = to_ms(moment)
    while core.run_one(FireTimers()):
        pass
    return core


def set_term(core: Core, name: str, text: str) -> None:
    body = f'{{"value":"{text}","by":"operator"}}'.encode()
    core.run_one(PutDocument(TUNED, Document(f"term.{name}", "", LATE, body)))


@pytest.mark.parametrize(
    ("now", "left", "falls"),
    [
        ("2026-11-21T08:00:00.000Z", "14 days left", "5 Dec 2026: Goods at the office"),
        ("2026-12-05T08:00:00.000Z", "today", "5 Dec 2026: Goods at the office"),
        (LATE, "6 days left", "12 Dec 2026: The enquiry may begin"),
        ("2026-12-15T08:00:00.000Z", "passed 3 days ago", "5 Jul 2027: Recovery of the debt"),
    ],
)
def test_all_that_falls_due_stands_in_one_list(
    tmp_path: Path, now: str, left: str, falls: str
) -> None:
    core = at(released(), now)
    with running(make_services(tmp_path, core, rules=())) as client:
        page = shown(enter(client, "osh"), "/customs?lane=due")
    assert left in page
    assert falls in page


def test_what_comes_soon_is_marked_as_the_node_has_it(tmp_path: Path) -> None:
    core = at(released(), LATE)
    with running(make_services(tmp_path / "1", core, rules=())) as client:
        assert "tag--wait" not in shown(enter(client, "osh"), "/customs?lane=due&term=enquiry")
    set_term(core, "warning", "6")
    with running(make_services(tmp_path / "2", core, rules=())) as client:
        assert "tag--wait" in shown(enter(client, "osh"), "/customs?lane=due&term=enquiry")
