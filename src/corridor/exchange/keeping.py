"""Names of the small documents the exchange keeps, and their shapes."""

from typing import Final

NONCES: Final = "exchange-nonce"
"""Nonces of requests, until they expire. `updated` is the instant at which they do."""
RECEIPTS_GIVEN: Final = "exchange-receipt"
"""By publisher: the last receipt we signed, sent again until a newer one."""
STOPPED: Final = "exchange-stopped"
"""By publisher: the code of what convicted it. Nothing is followed until an operator resumes."""
CONVICTIONS: Final = "exchange-conviction"
"""By publisher and instant: what convicted it."""
TRUST: Final = "exchange-trust"
"""The version of the trust list in force, so that an older one is refused after a restart."""

RESTORED: Final = "exchange-restored"
"""By follower: it had seen more of our log than there is, so that we came back from an old copy."""


def receipts_cursor(peer: str) -> str:
    """The name of the cursor that says how far the peer has confirmed our channel to it."""
    return f"receipts:{peer}"
