"""What a subject is about, in the words of the trust list's exchange table."""

from corridor.evidence.trust import TrustList

AREAS = {"mv": "movement", "pm": "permit", "gr": "guarantee", "cp": "checkpoint", "rr": "movement"}


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
    authorised and what their own lists hold belongs to no area: it goes wherever anything may go.
    """
    if subject.startswith(("peer-", "ct-", "rd-", "au-")):
        return bool(areas)
    return subject[2:3] == "-" and AREAS.get(subject[:2]) in areas
