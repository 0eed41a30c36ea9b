"""Wagons and the consignment note of the railways, typed into a draft and out of a dossier."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import MEANS_MAX, Dossier, Equipment, Means
from corridor.domain.rail import EarlierNote, RailCarrier, RailNote, RailStation, Wagon
from corridor.node.demo.dossiers import story_dossier
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.model import Draft
from corridor.web.views.drafting.pointers import Spot, spot_of
from corridor.web.views.drafting.to_dossier import Built, build
from corridor.web.views.drafting.to_rail import CHOSEN
from tests.support.engines import GRN, REFERENCE

STORY = story_dossier("OSH-2026-1", GRN, date(2026, 11, 21))
WAGONS = (
    Means("departure", "20", "52387768", "KZ", wagon=Wagon("KTZ", 4, "24000", "62000.5", 620)),
    Means("departure", "20", "218124712173"),
)
NOTE = RailNote(
    "SMGS-4411",
    "cim_smgs",
    "2026-11-20",
    RailStation("750006", "Turkmenabat"),
    RailStation("", "Poti"),
    (RailCarrier("TDY", "2700", RailStation("750006"), RailStation("", "Turkmenbashi")),),
    EarlierNote("smgs", "4410", RailStation("750006", "Turkmenabat")),
    "2405",
)
BOX = Equipment(1, "MSKU1234565", 2, ("KG-778201", "KG-778202"), (1, 2, 3), "52387768")


def by_rail(means: tuple[Means, ...] = WAGONS) -> Dossier:
    load = replace(STORY.consignment, means=means, inland_mode="", equipment=(BOX,))
    return replace(STORY, consignment=load, rail=NOTE)


def typed(**fields: str) -> Built:
    """The dossier of the story with other fields of its transport."""
    draft = draft_from(STORY, "mv-KG-1", "2026-11-21T08:00:00.000Z")
    kept = {k: v for k, v in draft.transport.items() if not k.startswith(("vehicle", "trailer"))}
    return build(replace(draft, base=None, transport=kept | fields), REFERENCE)


def again(dossier: Dossier, **fields: str) -> Dossier:
    draft: Draft = draft_from(dossier, "mv-KG-1", "2026-11-21T08:00:00.000Z")
    built = build(replace(draft, transport=draft.transport | fields), REFERENCE)
    assert built.dossier is not None
    return built.dossier


@pytest.mark.parametrize(
    "means",
    [WAGONS, WAGONS[:1], WAGONS[1:], (*WAGONS, Means("border", "21", "2405")), (WAGONS[0],) * 3],
)
def test_what_came_goes_out_again(means: tuple[Means, ...]) -> None:
    assert again(by_rail(means)) == by_rail(means)


def test_a_list_is_read_as_it_is_written_or_copied() -> None:
    lines = "5238 776-8, kz; 24 000; 62000,5; 4; 620; KTZ\n218124712173\n"
    built = typed(
        wagons=lines,
        rail_kind="cim_smgs",
        rail_number="SMGS-4411",
        rail_date="20.11.2026",
        rail_from="750006 Turkmenabat",
        rail_to="Poti",
        rail_carriers="TDY; 2700; 750006; Turkmenbashi",
        rail_earlier_kind="smgs",
        rail_earlier="4410",
        rail_earlier_at="750006 Turkmenabat",
        rail_train="2405",
    )
    assert built.dossier is not None
    assert built.dossier.consignment.means == WAGONS
    assert built.dossier.rail == NOTE
    assert not built.problems
    copied = typed(wagons="52387768, KZ\t24000\t62000.5\t4\t620\tKTZ\n218124712173")
    assert copied.dossier is not None
    assert copied.dossier.consignment.means == WAGONS


def test_a_list_of_a_train_is_changed_in_one_line() -> None:
    lines = "52387768, KZ; 24000; 62000.5; 4; 620; KTZ\n52387767"
    assert again(by_rail(), wagons=lines).consignment.means[1].id == "52387767"
    assert again(by_rail(), wagons="").consignment.means == ()
    assert again(by_rail(), rail_to="Batumi").rail == replace(NOTE, end=RailStation("", "Batumi"))
    assert again(by_rail()).consignment.equipment == (BOX,)


@pytest.mark.parametrize(
    ("fields", "spot"),
    [
        ({"wagons": "52387768, Narnia"}, "wagons"),
        ({"wagons": "52387768; heavy"}, "wagons"),
        ({"wagons": "52387768; 1; 2; 100"}, "wagons"),
        ({"wagons": "52387768; 1; 2; 4; -5"}, "wagons"),
        ({"wagons": "52387768; 1; 2; 4; 5; KTZ; more"}, "wagons"),
        ({"wagons": "; 24000"}, "wagons"),
        ({"wagons": "\n".join(f"{k:08d}" for k in range(MEANS_MAX + 1))}, "wagons"),
        ({"wagons": "52387768", "vehicle": "01KG777ABC"}, "vehicle"),
        ({"rail_from": "Osh"}, "rail_number"),
        ({"rail_number": "1", "rail_date": "31.02.2026"}, "rail_date"),
        ({"rail_number": "1", "rail_earlier_at": "Osh"}, "rail_earlier"),
        ({"rail_number": "1", "rail_carriers": "; 2700"}, "rail_carriers"),
        ({"rail_number": "1", "rail_carriers": "KTZ; 27000"}, "rail_carriers"),
        ({"rail_number": "1", "rail_carriers": "KTZ\n" * 13}, "rail_carriers"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(fields: dict[str, Any], spot: str) -> None:
    assert spot in {problem.field for problem in typed(**fields).problems}


def test_a_form_that_says_nothing_of_a_railway_asks_for_no_note() -> None:
    chosen = dict.fromkeys(CHOSEN, "smgs")
    assert {problem.field for problem in typed(**chosen).problems} == {
        problem.field for problem in typed().problems
    }


@pytest.mark.parametrize(
    ("pointer", "field"),
    [
        ("/dossier/rail", "rail_number"),
        ("/dossier/rail/start/code", "rail_from"),
        ("/dossier/rail/end/code", "rail_to"),
        ("/dossier/rail/carriers/1/start", "rail_carriers"),
        ("/dossier/rail/earlier/number", "rail_earlier"),
        ("/dossier/rail/earlier/station/code", "rail_earlier_at"),
        ("/dossier/consignment/means/1/id", "wagons"),
    ],
)
def test_a_refusal_leads_to_its_field(pointer: str, field: str) -> None:
    draft = draft_from(by_rail(), "mv-KG-1", "2026-11-21T08:00:00.000Z")
    assert spot_of(pointer, build(draft, REFERENCE)) == Spot("transport", field)
