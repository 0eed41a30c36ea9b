"""What a state issues counts on its own node at once, and on another once it has heard of it."""

from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.permits.book import rule_named
from corridor.domain.refdata.base import rows_on
from corridor.domain.refdata.issuing import IssueReference
from corridor.domain.refdata.proposing import ProposeReference
from corridor.domain.refdata.rows import OfficeRow, Row
from corridor.domain.refdata.state import ReferenceList, list_id
from corridor.domain.reference.model import RateRow
from corridor.engine.core import Core
from corridor.engine.outcome import Outcome
from corridor.engine.queries import Queries
from corridor.engine.reference import ReferenceInForce
from corridor.engine.reference_use import in_use
from tests.support.engines import (
    DOSSIER,
    REFERENCE,
    RULES,
    START,
    FakeClock,
    customs,
    do,
    lodge,
    make_core,
    register_guarantee,
)
from tests.web.desk_world import Hear

FIRST = Actor("", "kg-operator", "operator", "operator")
SECOND = Actor("", "kg-operator", "operator-2", "operator")
DAY = START[:10]
OFFICES = list_id("KG", "offices", DAY)
NEW = OfficeRow("KGOSH009", "KG-OSH", "Osh rail post", "Пост Ош-ж/д", ("DEP",))


def give(core: Core, name: str, rows: tuple[Row, ...]) -> Outcome:
    subject = list_id("KG", name, DAY)  # type: ignore[arg-type]
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


def test_codes_that_would_go_are_counted_in_open_movements() -> None:
    core = make_core("KG")
    assert not register_guarantee(core).refusals
    assert not lodge(core).refusals
    kind = DOSSIER.consignment.houses[0].items[0].packages[0].kind
    found = in_use(core.store, "KG", "packages", frozenset({kind, "ZZ"}))
    assert (found.counts, found.all) == ({kind: 1}, True)
    assert in_use(core.store, "UZ", "packages", frozenset({kind})).counts == {}
    assert in_use(core.store, "KG", "packages", frozenset()).counts == {}


def test_a_part_that_an_office_loses_is_counted_where_it_is_open() -> None:
    core = make_core("KG")
    assert not register_guarantee(core).refusals
    assert not lodge(core).refusals
    parts = frozenset({"KGOSH001:DEP", "KGOSH001:DES", "KGNONE01:DEP"})
    assert in_use(core.store, "KG", "offices", parts).counts == {"KGOSH001:DEP": 1}


def test_a_list_of_codes_judges_what_departs_and_stops_nothing_under_way() -> None:
    core = make_core("KG")
    assert not register_guarantee(core).refusals
    assert not lodge(core).refusals
    kind = DOSSIER.consignment.houses[0].items[0].packages[0].kind
    rows = tuple(row for row in rows_on("packages", "KG", REFERENCE) if row.key != kind)
    assert not give(core, "packages", rows).refusals
    assert not do(core, AcceptDeclaration(), customs("KGOSH001")).refusals
    second = lodge(core, "mv-KG-00000000000000000002", "OSH-2026-2")
    assert {one.rule for one in second.refusals} == {"CL017"}
    assert kind not in ReferenceInForce(REFERENCE, core.store).at(START, "KG").package_kinds


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


def test_permit_rules_of_a_state_count_on_every_node_from_their_day_on() -> None:
    home, far = make_core("KG", rules=RULES), make_core("UZ", rules=RULES)
    heard = ReferenceInForce(REFERENCE, far.store, RULES)
    far.listeners.append(heard.hear)
    rows = rows_on("permit_rules", "KG", REFERENCE)
    fewer = tuple(row for row in rows if row.key != "R061")
    twice = (*fewer, replace(fewer[0], id="R001X", at="border"))
    subject = list_id("KG", "permit_rules", DAY)
    refused = do(home, ProposeReference("permit_rules", DAY, twice), FIRST, subject)
    assert [one.code for one in refused.refusals] == ["refdata_rules_contradict"]
    assert not give(home, "permit_rules", fewer).refusals
    hear(far, home)
    for core in (home, far):
        core.run([])
        book = core.settings.requirement_rules
        assert rule_named(book, "R061", "KG", DAY) is None
        assert rule_named(book, "R061", "KG", "2026-01-01") is not None
        assert rule_named(book, "R001", "KG", DAY) is not None
    assert heard.rules.on(DAY).named("R052", "KG") is not None
    assert heard.rules.on(DAY).named("R061", "KG") is None
