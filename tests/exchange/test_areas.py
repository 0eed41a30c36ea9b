"""What a publisher may show a follower: nothing that the trust list does not name."""

import pytest

from corridor.exchange.areas import areas_shown
from tests.evidence.world import trust_list


@pytest.mark.parametrize(
    ("publisher", "follower", "areas"),
    [("KG", "KZ", {"movement"}), ("KZ", "KG", set()), ("KG", "UZ", set()), ("UZ", "KZ", set())],
)
def test_exchange_is_denied_by_default(publisher: str, follower: str, areas: set[str]) -> None:
    assert areas_shown(trust_list(), publisher, follower) == areas
