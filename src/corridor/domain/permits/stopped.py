"""Permits that stopped before their last day: what a post takes along for when it has no line.

Named by a digest of the signed text: whoever holds a permit's text finds it here, and nobody can
make out of a digest which permit it is.
"""

import base64
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

import msgspec

from corridor.domain.days import end_of_day
from corridor.domain.listings import Row
from corridor.domain.permits.credentials import Credential
from corridor.domain.permits.state import Permit
from corridor.domain.permits.verdict import Known, known_of

STOPPED_LIST: Final = "permits:stopped"
DIGEST_BYTES: Final = 9
"""Of SHA-256. Among a million permits two of one digest are met once in several billion lists."""


class StoppedPermits(msgspec.Struct, frozen=True, dict=True):
    """Digests of a state's permits that no longer hold at the instant `at`, by why they do not:
    `revoked` are those that were taken back, and codes in whose place another was issued.

    `is_cut`: there were more than a list may have; those whose last day is nearest are in it.
    `disputed` are digests of numbers that one of two ministries could not verify.
    """

    at: str
    revoked: tuple[str, ...] = ()
    used_up: tuple[str, ...] = ()
    is_cut: bool = False
    disputed: tuple[str, ...] = ()

    def known(self, text: str) -> Known | None:
        """What this says of a permit's text; None where it says nothing against it."""
        return self._standings.get(digest_of(text))

    def is_disputed(self, number: str) -> bool:
        """Whether a number is in dispute."""
        return digest_of(number) in self._disputed

    @cached_property
    def _standings(self) -> dict[str, Known]:
        """By digest; reckoned once for each list."""
        used_up = dict.fromkeys(self.used_up, Known("used_up"))
        return used_up | dict.fromkeys(self.revoked, Known("revoked"))

    @cached_property
    def _disputed(self) -> frozenset[str]:
        return frozenset(self.disputed)


def known_by_lists(lists: Mapping[str, StoppedPermits], credential: Credential) -> Known | None:
    """What lists say of a permit, by state: its issuer's of the text, any state's of the number."""
    own = lists.get(credential.issuer)
    known = own.known(credential.text) if own is not None else None
    if known is None and any(one.is_disputed(credential.number) for one in lists.values()):
        return Known("disputed")
    return known


def digest_of(text: str) -> str:
    """The name of a credential's text in a list: 12 letters of base64url."""
    return base64.urlsafe_b64encode(sha256(text.encode()).digest()[:DIGEST_BYTES]).decode()


def stopped_row(state: Permit) -> Row | None:
    """The row of a permit that was issued and no longer holds, or has codes that were replaced,
    until the end of its last day.
    """
    standing = known_of(state, state.credential).standing if state.credential else "in_force"
    if standing == "in_force" and not state.replaced:
        return None
    due = end_of_day(state.valid_to, state.request.country)
    data: dict[str, Any] = {"digest": digest_of(state.credential), "standing": standing}
    if state.replaced:
        data["replaced"] = list(state.replaced)
    return Row(STOPPED_LIST, due, state.number, state.updated_at, data)
