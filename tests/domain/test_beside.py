"""Lists of codes side by side: what one state has and another has not is named."""

from dataclasses import replace

from corridor.domain.refdata.beside import beside
from corridor.domain.reference.code_rows import PackageKind
from corridor.domain.reference.index import with_own
from tests.domain.movement_world import REFERENCE


def test_a_code_without_a_partner_names_who_has_it_and_who_has_not() -> None:
    own = {"BX": PackageKind("BX", "Box"), "Q1": PackageKind("Q1", "Yurt")}
    reference = with_own(replace(REFERENCE), {"KZ": {"packages": own}})
    found = {one.code: one for one in beside("packages", ("KG", "KZ"), reference)}
    assert (found["Q1"].known, found["Q1"].unknown, found["Q1"].row.name_en) == (
        ("KZ",),
        ("KG",),
        "Yurt",
    )
    assert found["BX"].unknown == ()
    assert found["CT"].unknown == ("KZ",)
    assert [*found] == sorted(found)
    assert not any(one.unknown for one in beside("units", ("KG", "KZ"), reference))
