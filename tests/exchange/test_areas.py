"""What a publisher may show a follower: nothing that the trust list does not name."""

from typing import Any

import pytest

from corridor.domain.kind import Kind
from corridor.domain.kinds import KINDS
from corridor.exchange.areas import areas_shown, is_shown
from tests.evidence.world import trust_list


@pytest.mark.parametrize(
    ("publisher", "follower", "areas"),
    [("KG", "KZ", {"movement"}), ("KZ", "KG", set()), ("KG", "UZ", set()), ("UZ", "KZ", set())],
)
def test_exchange_is_denied_by_default(publisher: str, follower: str, areas: set[str]) -> None:
    assert areas_shown(trust_list(), publisher, follower) == areas


@pytest.mark.parametrize(
    ("subject", "areas", "shown"),
    [
        ("mv-KG-1", {"movement"}, True),
        ("pm-KG-1", {"movement"}, False),
        ("pa-KG-1", {"movement", "permit", "guarantee", "checkpoint"}, False),
        ("ct-KG-KGOSH001", {"permit"}, True),
        ("ct-KG-KGOSH001", set(), False),
        ("au-KG-1", {"permit"}, True),
        ("au-KG-1", set(), False),
        ("peer-UZ", {"permit"}, True),
        ("node", {"movement"}, False),
    ],
)
def test_what_belongs_to_no_area_goes_wherever_anything_may(
    subject: str, areas: set[str], shown: bool
) -> None:
    assert is_shown(frozenset(areas), subject) is shown


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.prefix)
def test_what_others_may_hear_of_is_let_through_at_all(kind: Kind[Any]) -> None:
    """A channel would stop for ever at an event that is put on it and may not be shown."""
    stays = kind.audience is Kind.__dataclass_fields__["audience"].default
    everything = frozenset({"movement", "permit", "guarantee", "checkpoint"})
    assert stays or is_shown(everything, f"{kind.prefix}-KG-1")
