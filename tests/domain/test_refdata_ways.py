"""Places and links as lists of a state: what is taken, and how one gets on from day to day."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.refdata.base import rows_on
from corridor.domain.refdata.kind import REFDATA
from corridor.domain.refdata.proposing import ProposeReference, ReferenceProposed
from corridor.domain.refdata.rows import ListName, Row
from corridor.domain.refdata.state import list_id
from corridor.domain.refdata.way_rows import LinkRow, PlaceRow
from corridor.domain.refusals import Refused
from tests.domain.known import NOTHING, decide
from tests.domain.lists_issued import FIRST, LATER, issued, sets
from tests.domain.movement_world import REFERENCE, TODAY, context

PLACES, LINKS = rows_on("places", "KG", REFERENCE), rows_on("links", "KG", REFERENCE)
NEW = PlaceRow("KG-NEWPOST", "bcp", "New post", "Новый пост", ("road",), "39.9", "72.1")
LINK = LinkRow("KG-NEWPOST", "KG-OSH", "road", "open", 60)
LATEST = "2027-06-01"


def told(name: ListName, rows: tuple[Row, ...]) -> Any:
    asked = ProposeReference(name, LATER, rows)
    subject = list_id("KG", name, LATER)
    return decide(REFDATA, None, asked, context(FIRST, subject=subject, node="KG"), NOTHING)


def test_what_came_with_the_program_can_be_issued_anew_and_changes_nothing() -> None:
    for [said] in (told("places", PLACES), told("links", LINKS)):
        assert isinstance(said, ReferenceProposed)
    there = sets(issued("places", PLACES), issued("links", LINKS)).on(LATER)
    assert dict(there.places) == dict(REFERENCE.places)
    assert set(there.links) == set(REFERENCE.links)
    assert there.open_links == REFERENCE.open_links


def test_a_list_that_says_no_names_in_other_languages_leaves_those_there_are() -> None:
    bare = tuple(replace(row, names_other=()) for row in PLACES if isinstance(row, PlaceRow))
    named = replace(NEW, names_other=("Жаңы пост",))
    there = sets(issued("places", (*bare, named))).on(LATER).places
    assert there["KG-OSH"] == REFERENCE.places["KG-OSH"]
    assert there["KG-OSH"].names_other[:2] == ("Ош", "Oʻsh")
    assert there["KG-NEWPOST"].names_other == ("Жаңы пост",)


@pytest.mark.parametrize(
    ("name", "rows", "code", "column"),
    [
        ("places", (*PLACES, replace(NEW, code="UZ-X1")), "refdata_other_state", "code"),
        ("places", (*PLACES, replace(NEW, lat="90.5")), "refdata_degrees", "lat"),
        ("places", (*PLACES, replace(NEW, lon="-181")), "refdata_degrees", "lon"),
        ("places", (*PLACES, replace(NEW, unlocode="KG1")), "refdata_code", "unlocode"),
        ("places", (*PLACES, replace(NEW, paired=("UZ-NO",))), "refdata_place_unknown", "paired"),
        ("places", PLACES[1:], "refdata_place_gone", ""),
        ("places", (*PLACES, NEW, NEW), "refdata_twice", "code"),
        ("places", (*PLACES, LINK), "refdata_other_list", ""),
        ("links", (*LINKS, replace(LINK, start="UZ-DUST")), "refdata_other_state", "start"),
        ("links", (*LINKS, LINK), "refdata_place_unknown", "start"),
        ("links", (*LINKS, replace(LINK, start="KG-OSH")), "refdata_nowhere", "end"),
        ("links", (*LINKS, replace(LINK, start="KG-BISH", mode="sea")), "refdata_vessel", "vessel"),
        ("links", (*LINKS, LINKS[0]), "refdata_twice", "start"),
    ],
)
def test_each_fault_names_its_row_and_column(
    name: ListName, rows: tuple[Row, ...], code: str, column: str
) -> None:
    refused = told(name, rows)
    assert isinstance(refused, Refused)
    found = [one for one in refused.refusals if one.code == code]
    assert found, refused
    assert found[-1].pointer.endswith(column)


def test_a_new_place_and_its_link_count_from_their_day_and_a_closed_link_no_more() -> None:
    closed = tuple(
        replace(row, status="closed") if isinstance(row, LinkRow) else row for row in LINKS
    )
    there = sets(
        issued("places", (*PLACES, NEW)),
        issued("links", (*LINKS, LINK)),
        issued("links", closed, LATEST),
    )
    today, later, latest = (there.on(day) for day in (TODAY, LATER, LATEST))
    assert "KG-NEWPOST" not in today.places
    assert later.places["KG-NEWPOST"].source == "manual"
    assert ("road", "KG-OSH", "KG-NEWPOST") in later.open_links
    assert [link.km for link in later.links_at["KG-NEWPOST"]] == [60]
    assert later.mainland["road", "KG-NEWPOST"] == later.mainland["road", "KG-OSH"]
    assert "KG-NEWPOST" in latest.places, "a place stays for what was said of it"
    assert not any(link.start[:2] == "KG" for at in latest.links_at.values() for link in at)
    osh = next(place for place in REFERENCE.places.values() if place.id == "KG-OSH")
    assert later.places["KG-OSH"] == osh


def test_a_place_that_an_earlier_list_had_stays_and_a_link_to_nowhere_is_none() -> None:
    there = sets(
        issued("places", (*PLACES, NEW)),
        issued("places", PLACES, LATEST),
        issued("links", (*LINKS, LINK, replace(LINK, end="KG-NOWHERE")), LATEST),
    ).on(LATEST)
    assert "KG-NEWPOST" in there.places
    assert [link.end for link in there.links if link.start == "KG-NEWPOST"] == ["KG-OSH"]
