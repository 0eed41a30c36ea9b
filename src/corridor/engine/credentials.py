"""Signs permit credentials with the node's key; the credential names the key by its id."""

import base64
from collections.abc import Callable

from corridor.evidence.keys import Signer


def credential_signer(signer: Signer) -> Callable[[bytes], tuple[str, str]]:
    """A function from the bytes to sign to (key id, signature in base64url without padding)."""

    def sign(message: bytes) -> tuple[str, str]:
        signature = base64.urlsafe_b64encode(signer.sign(message)).decode().rstrip("=")
        return signer.name, signature

    return sign
