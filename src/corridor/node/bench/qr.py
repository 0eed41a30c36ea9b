"""`bench qr`: credentials of permits signed and verified a second, and how long they are.

Ours is the whole of it: the text built and signed, and the text read, its signature checked and its
days, plate and revocation judged. Beside it stands the signature alone, over the same bytes.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from corridor.domain.consignment import Party
from corridor.domain.days import day_at
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.credentials import Credential, build_credential, read_credential
from corridor.domain.permits.state import Permit
from corridor.domain.permits.stopped import StoppedPermits
from corridor.domain.permits.verdict import judge
from corridor.domain.refusals import Refused
from corridor.engine.credentials import credential_signer
from corridor.evidence.keys import Ed25519Signer, is_signed_by
from corridor.node.bench.result import Result, rate
from corridor.node.trust_words import PostKey, PostTrust, signature_word

ROUND_S: Final = 0.5
STOPPED: Final = 10_000
"""So many revoked permits the list of the post has."""
NOW: Final = "2026-11-26T08:00:00.000Z"
SIGNER: Final = Ed25519Signer.from_seed("AZ-bench", b"Q" * 32)
PERMIT: Final = Permit(
    id="pm-KG-01JDTC0000000000000000",
    home="KG",
    owner="bench",
    request=PermitRequest(
        dossier="mv-KG-01JDTC0000000000000000",
        kind="road_transit",
        country="AZ",
        authority="AZ-ROAD",
        rule="R053",
        holder=Party(name="Ala-Too Trans LLC, Osh"),
        plates=("01KG123ABC", "01KG4567T"),
    ),
    status="granted",
    number="AZ-KG-2026-2-1000000001",
    valid_from="2026-11-21",
    valid_to="2026-12-20",
    conditions=("By day only.",),
)
TRUST: Final = PostTrust(
    1,
    "2026-11-01T00:00:00.000Z",
    "2027-11-01T00:00:00.000Z",
    (
        PostKey(
            "AZ",
            SIGNER.name,
            SIGNER.algorithm,
            SIGNER.public.data,
            "2026-01-01T00:00:00.000Z",
            "2028-01-01T00:00:00.000Z",
        ),
    ),
    stopped={"AZ": StoppedPermits(NOW, tuple(f"{number:012d}" for number in range(STOPPED)))},
)


def bench_qr(seconds: float) -> Iterator[Result]:
    """Two results, for signing and for verifying; half of the time each."""
    text = _signed()
    read = _read(text)
    rounds = range(max(1, round(seconds / (4 * ROUND_S))))
    sign, check = (
        partial(SIGNER.sign, read.message),
        partial(is_signed_by, SIGNER.public, read.message, read.signature),
    )
    signed = [(_each(_signed), _each(sign)) for _ in rounds]
    verified = [(_each(partial(_verified, text)), _each(check)) for _ in rounds]
    size = len(text.encode())
    yield rate("qr-sign", signed, "credentials/s", "the signature alone", text_bytes=size)
    yield rate(
        "qr-verify",
        verified,
        "credentials/s",
        "the check of the signature alone",
        text_bytes=size,
        revoked_in_list=STOPPED,
    )


def _signed() -> str:
    text = build_credential(PERMIT, credential_signer(SIGNER))
    if isinstance(text, Refused):
        raise ValueError(text)
    return text


def _read(text: str) -> Credential:
    read = read_credential(text)
    if isinstance(read, Refused):
        raise ValueError(read)
    return read


def _verified(text: str) -> None:
    read = _read(text)
    known = TRUST.stopped[read.issuer].known(text)
    verdict = judge(read, signature_word(TRUST, read, NOW), day_at(NOW, "AZ"), "01KG123ABC", known)
    if verdict.verdict != "valid":
        raise ValueError(verdict.reasons)


def _each(act: Callable[[], object]) -> float:
    """So many in each second of the processor."""
    done, begun = 0, time.process_time()
    while (spent := time.process_time() - begun) < ROUND_S or not done:
        act()
        done += 1
    return done / spent
