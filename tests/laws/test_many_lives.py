"""The laws of tests/domain/test_law.py in many more lives, where no line that is run is counted.

Counting makes each life two and a half times as long.
"""

import pytest
from hypothesis import given, seed, settings

from tests.domain.lives import Step, lives
from tests.domain.test_law import LAWS


@pytest.mark.parametrize("beginning", range(2))
def test_every_law_holds_in_many_lives(beginning: int) -> None:
    @seed(beginning)
    @settings(max_examples=200, deadline=None, derandomize=False)
    @given(lives())
    def hold(life: list[Step]) -> None:
        for law in LAWS:
            law(life)

    hold()
