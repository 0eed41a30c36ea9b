"""Passwords: argon2, the same effort whether the login exists or not."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.profiles import RFC_9106_LOW_MEMORY

PASSWORD_LETTERS_MIN = 12
PASSWORD_LETTERS_MAX = 256
_HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


def hash_password(password: str) -> str:
    """Argon2id with the parameters of RFC 9106 for machines with little memory."""
    return _HASHER.hash(password)


async def hash_password_apart(password: str) -> str:
    """The same, without making others wait for it."""
    return await asyncio.to_thread(hash_password, password)


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")


async def is_right(hash_text: str, password: str) -> bool:
    """Whether the password is this hash's; an absent hash costs the same and is never right."""
    matches = await asyncio.to_thread(_matches, hash_text or _nobody(), password)
    return matches and bool(hash_text)


def _matches(hash_text: str, password: str) -> bool:
    try:
        return _HASHER.verify(hash_text, password[:PASSWORD_LETTERS_MAX])
    except (Argon2Error, InvalidHashError):
        return False
