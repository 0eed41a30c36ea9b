"""The invented people: whoever is asked for something is there, and can come to the API."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

import msgspec

from corridor.domain.permit_types.types import load_permit_types
from corridor.domain.permits.requirements import requirements_of
from corridor.domain.refusals import Refused
from corridor.node.demo.dossiers import STORY_ROUTE
from corridor.node.demo.fill import tokens_of
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.story.message import OWN
from corridor.node.demo.submit import to_lodge
from corridor.node.demo.world import people_of
from tests.support.engines import REFERENCE, RULES, START


def test_every_authority_that_our_own_message_needs_has_somebody_at_its_desk() -> None:
    data = files("corridor.node.demo").joinpath(OWN).read_bytes()
    command = to_lodge(data, STORY_ROUTE, "26KGALATOO0000019", "DEMO", "LRN-1")
    assert not isinstance(command, Refused)
    needed = requirements_of(command.dossier, RULES, REFERENCE, START[:10])
    asked = {one.authority for one in needed if one.obtained == "apply"}
    there = {who.office for node in DEMO_NODES for who in people_of(node) if who.role == "permit"}
    assert "TM-PORT" in asked
    assert asked <= there


def test_where_two_officers_decide_or_an_appeal_is_heard_there_are_two() -> None:
    kinds = load_permit_types().values()
    desks = {one.desk for one in kinds if one.four_eyes or one.appeal is not None}
    for node in DEMO_NODES:
        there = Counter(who.office for who in people_of(node) if who.role == "permit")
        assert all(there[f"{node}-{desk}"] == 2 for desk in desks)


def test_who_joins_the_world_later_gets_a_token_and_the_others_keep_theirs(tmp_path: Path) -> None:
    first = tokens_of(tmp_path)
    newcomer = people_of("TM")[-1].login
    gone = {n: {k: v for k, v in t.items() if k != newcomer} for n, t in first.items()}
    (tmp_path / "tokens.json").write_bytes(msgspec.json.encode(gone))
    again = tokens_of(tmp_path)
    assert again["KG"]["alatoo"] == first["KG"]["alatoo"]
    assert again["TM"][newcomer].startswith("dtc_")
    assert tokens_of(tmp_path) == again
