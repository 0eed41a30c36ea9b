"""What a subject is about, in the words of the trust list's exchange table."""

from typing import Final

from corridor.domain.kinds import kind_of
from corridor.evidence.trust import TrustList

AREAS = {
    "mv": "movement",
    "pm": "permit",
    "gr": "guarantee",
    "cp": "checkpoint",
    "rr": "movement",
    "qt": "permit",
}
EVERYWHERE: Final = ("peer-", "ct-", "rd-", "au-", "ob-", "cm-", "in-", "ba-", "bc-")
"""What belongs to no area: it goes wherever anything may go."""


def areas_shown(trust: TrustList, publisher: str, follower: str) -> frozenset[str]:
    """The areas of which the publisher may show the follower events; empty: nothing at all."""
    return frozenset(
        area
        for pair in trust.exchange
        if pair.publisher == publisher and pair.follower == follower
        for area in pair.areas
    )


def is_shown(areas: frozenset[str], subject: str) -> bool:
    """Whether these areas take in events of the subject.

    What nodes tell each other about their exchange, how their offices are reached, whom they have
    authorised, what their own lists hold, which figures they publish, what of the register of
    commitments they speak for, which barriers there are and what carriers complain of, belongs to
    no area. So does what a newer version of a peer speaks of: it is kept unread, and judged once it
    is read.
    """
    if is_of_newer_kind(subject):
        return bool(areas)
    if subject.startswith(EVERYWHERE):
        return bool(areas)
    return subject[2:3] == "-" and AREAS.get(subject[:2]) in areas


def is_of_newer_kind(subject: str) -> bool:
    """Whether it is named as subjects are, and of no kind that this version knows."""
    is_named = subject[2:3] == "-" and subject[:2].isalpha() and subject[:2].islower()
    return is_named and kind_of(subject) is None
