"""One normal form: however an identifier or a name is written, it is the same."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.consignment import Party
from corridor.domain.kinds import KINDS, may_see
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.searching import findable, identifier, words_of
from tests.domain.movement_world import CARRIER, DUSTLIK, GUARANTEE, OSH, POTI, after
from tests.domain.test_access import PERMIT, VISIT

texts = st.text(max_size=40)


@given(texts)
def test_a_normal_form_is_its_own(text: str) -> None:
    assert identifier(identifier(text)) == identifier(text)
    assert words_of(" ".join(words_of(text))) == words_of(text)


@pytest.mark.parametrize(
    "written",
    [
        "01KG777ABC",
        "01 kg 777 abc",
        "01-KG-777-ABC",
        "01\u00a0КG\u2009777\u00a0АВС",
        "０１ＫＧ７７７ＡＢＣ",
        "\ufeff01 Kg 777 aBc\r\n",
        "01/KG/777.ABC",
    ],
)
def test_one_vehicle_however_it_is_written(written: str) -> None:
    assert identifier(written) == "01KG777ABC"


@given(st.text(string.ascii_uppercase + string.digits, min_size=1), st.randoms())
def test_spaces_hyphens_and_case_do_not_matter(plain: str, chance: object) -> None:
    spaced = "".join(f"{letter.lower()}- \u2009"[: 1 + len(plain) % 4] for letter in plain)
    assert identifier(spaced) == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ёлка", "елка"),
        ("İSTANBUL ışık", "istanbul isik"),
        ("Şəki Gəncə", "seki gеnce".replace("е", "e")),
        ("Åse Łódź", "ase lodz"),
        ("ҚАЗАҚСТАН", "қазақстан"),
        ("საქართველო", "საქართველო"),
        ("ОсОО «Ала-Тоо Транс»", "осоо ала тоо транс"),
    ],
)
def test_the_words_of_a_name_in_any_of_the_languages(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


def test_what_is_too_short_for_a_part_is_no_identifier() -> None:
    found = findable(frozenset({"carrier:x"}), ("", "A-1", "AB", "ABC"), ("a",))
    assert found.ids == {"ABC"}
    assert found.words == {"a"}


def test_who_finds_a_movement_is_who_may_see_it() -> None:
    for steps in (1, 2, 8):
        state = after(steps).now()
        for actor, node in ((CARRIER, "KG"), (OSH, "KG"), (DUSTLIK, "UZ"), (POTI, "GE")):
            desk = f"{actor.role}:{actor.office or actor.org}"
            assert (desk in MOVEMENTS.found_by(state, node).desks) == may_see(actor, state)
    assert MOVEMENTS.found_by(after(8).now(), "UZ").ids >= {"01KG777ABC", "KG778201"}
    assert "поти" not in MOVEMENTS.found_by(after(8).now(), "UZ").words


def test_all_parties_are_found_by_name() -> None:
    state = after(2).now()
    house = replace(
        state.dossier.consignment.houses[0],
        consignor=Party(id="C1", name="Fergana Fruit"),
        consignee=Party(id="C2", name="Poti Market"),
    )
    dossier = replace(
        state.dossier,
        representative=Party(id="B1", name="Broker Ёлкин"),
        consignment=replace(
            state.dossier.consignment,
            houses=(house,),
            consignor=Party(id="C3", name="Whole Load"),
            carrier=Party(id="C4", name="Road Haulier"),
        ),
    )
    found = MOVEMENTS.found_by(replace(state, dossier=dossier), "KG")
    assert found.words >= {"fergana", "market", "load", "haulier", "eлкин".replace("e", "е")}


@pytest.mark.parametrize(
    ("state", "node", "desks", "part"),
    [
        (PERMIT, "KG", {"carrier:ala-too"}, ""),
        (
            PERMIT,
            "UZ",
            {
                "permits:UZ-TRANSPORT",
                "customs:UZDUST01",
                "customs:UZALAT01",
                "checkpoint:UZDUST01",
                "checkpoint:UZALAT01",
            },
            "",
        ),
        (GUARANTEE, "KG", {"guarantor:kg-guarantor", "carrier:ala-too"}, "26KG"),
        (VISIT, "UZ", {"checkpoint:UZDUST01", "customs:UZDUST01"}, "01KG123ABC"),
        (VISIT, "KG", set(), "01KG123ABC"),
    ],
)
def test_each_kind_is_found_where_it_is_known(
    state: object, node: str, desks: set[str], part: str
) -> None:
    kind = next(kind for kind in KINDS if isinstance(state, kind.state))
    found = kind.found_by(state, node)
    assert found.desks == desks
    assert not part or any(part in one for one in found.ids)
