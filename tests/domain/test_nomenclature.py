"""Which codes of goods there are, at every length, and in which sections."""

import pytest

from corridor.domain.nomenclature import goods_codes
from corridor.domain.reference.loader import load_goods_sections
from tests.domain.movement_world import REFERENCE


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("08", True),
        ("77", False),
        ("0809", True),
        ("0503", False),
        ("080929", True),
        ("080922", False),
        ("050310", False),
        ("99", True),
        ("0809299", True),
    ],
)
def test_existence_at_every_length(code: str, is_one: bool) -> None:
    assert REFERENCE.goods.exists(code) is is_one


def test_chapters_headings_and_sections_fit_together() -> None:
    codes = goods_codes()
    assert list(codes) == sorted(codes)
    assert all(one.code[:2] in codes and one.name_ru for one in codes.values())
    assert all(one.subheadings for one in codes.values() if len(one.code) == 4)
    firsts = [section.first for section in load_goods_sections()]
    assert firsts == sorted(firsts)
    assert (len(firsts), firsts[0]) == (21, "01")
    assert set(firsts) <= codes.keys()
