"""What a state issues counts on its own node at once, and on another once it has heard of it."""

from corridor.domain.facts import Actor
from corridor.domain.refdata.base import rows_on
from corridor.domain.refdata.issuing import IssueReference
from corridor.domain.refdata.proposing import ProposeReference
from corridor.domain.refdata.rows import OfficeRow
from corridor.domain.refdata.state import ReferenceList, list_id
from corridor.domain.reference.model import RateRow
from corridor.engine.core import Core
from corridor.engine.outcome import Outcome
from corridor.engine.queries import Queries
from corridor.engine.reference import ReferenceInForce
from tests.support.engines import REFERENCE, START, FakeClock, do, make_core
from tests.web.desk_world import Hear

FIRST = Actor("", "kg-operator", "operator", "operator")
SECOND = Actor("", "kg-operator", "operator-2", "operator")
DAY = START[:10]
OFFICES, RATES = list_id("KG", "offices", DAY), list_id("KG", "rates", DAY)
NEW = OfficeRow("KGOSH009", "KG-OSH", "Osh rail post", "Пост Ош-ж/д", ("DEP",))


def give(core: Core, name: str, rows: tuple[OfficeRow | RateRow, ...]) -> Outcome:
    subject = OFFICES if name == "offices" else RATES
    ask = ProposeReference(name, DAY, rows)  # type: ignore[arg-type]
    assert not (said := do(core, ask, FIRST, subject)).refusals, said
    state = Queries(core).get(subject).state
    assert isinstance(state, ReferenceList)
    assert state.pending is not None
    return do(core, IssueReference(state.pending.at), SECOND, subject)


def hear(target: Core, source: Core) -> None:
    """The target takes what the source itself has said of its lists."""
    with source.store.read() as reader:
        own = [event for event in reader.log(0, 99) if event.subject.startswith("rd-")]
    target.run_one(Hear(own))


def test_a_list_counts_at_home_and_abroad_and_after_a_restart() -> None:
    home, far = make_core("KG"), make_core("UZ")
    heard = ReferenceInForce(REFERENCE, far.store)
    far.listeners.append(heard.hear)
    rows = (*rows_on("offices", "KG", REFERENCE), NEW)
    assert not give(home, "offices", rows).refusals
    assert not give(home, "rates", (RateRow("EUR", "KGS", "98.40"),)).refusals
    hear(far, home)
    for core in (home, far):
        core.run([])
        assert NEW.code in core.settings.reference.on(DAY).offices
        again = Core(core.settings, core.store)
        again.run([])
        assert again.settings.reference.on(DAY).rates["KG"]["EUR"].rate == "98.40"
    assert NEW.code in heard.at(START, "UZ").offices
    assert NEW.code not in heard.at("2026-01-01T08:00:00.000Z", "UZ").offices


def test_before_its_day_it_decides_nothing() -> None:
    clock = FakeClock()
    core = make_core("KG", clock=clock)
    rows = tuple(row for row in rows_on("offices", "KG", REFERENCE) if row.key != "KGOSH001")
    ask = ProposeReference("offices", "2026-12-01", rows)
    assert not do(core, ask, FIRST, OFFICES).refusals
    state = Queries(core).get(OFFICES).state
    assert isinstance(state, ReferenceList)
    assert state.pending is not None
    assert not do(core, IssueReference(state.pending.at), SECOND, OFFICES).refusals
    sets = ReferenceInForce(REFERENCE, core.store)
    assert "KGOSH001" in sets.at(START, "KG").offices
    assert "KGOSH001" not in sets.at("2026-12-01T00:00:00.000Z", "KG").offices
