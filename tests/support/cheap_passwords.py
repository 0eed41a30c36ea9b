"""Passwords that cost next to nothing, where nobody guesses at them."""

import pytest
from argon2 import PasswordHasher

from corridor.web.auth import passwords

DEAR = passwords._HASHER
"""What passwords are made with, other than in these tests."""
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def passwords_are_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty-four megabytes and a fifth of a second for each are there against guessing alone."""
    monkeypatch.setattr(passwords, "_HASHER", CHEAP)
