"""Lines as they stand, and what a code of the protocol says: read, and nothing changed."""

from corridor.domain.permits.listings import number_key
from corridor.engine.core import Engine
from corridor.engine.epermit import LINE, LINES_MAX, Line, ReadCode, own_keys, read_line
from corridor.gateways.epermit.signing import is_proved, read_code


class Lines:
    """What a node keeps of its lines."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def line(self, partner: str) -> Line | None:
        """The line to a partner."""
        with self._engine.store.read() as reader:
            return read_line(reader.document(LINE, partner))

    def lines(self) -> tuple[Line, ...]:
        """All lines, by partner."""
        with self._engine.store.read() as reader:
            found = [read_line(one) for one in reader.documents(LINE, None, LINES_MAX)]
        return tuple(sorted((one for one in found if one), key=lambda one: one.partner))

    def read_code(self, text: str) -> ReadCode | None:
        """What the text of a code says; None where it is no code of the protocol."""
        code = read_code(text)
        number = code.claims.get("id") if code is not None else None
        if code is None or not isinstance(number, str):
            return None
        issuer = number.partition("-")[0]
        with self._engine.store.read() as reader:
            ours = {one.kid: one for one in own_keys(reader)}
            line = read_line(reader.document(LINE, issuer))
            subject = next(iter(reader.find(number_key(number))), "")
        theirs = {one.kid: one for one in line.keys} if line is not None else {}
        signer = (ours if issuer == self._engine.node else theirs).get(code.proof.kid)
        is_signed = signer is not None and is_proved(code.proof, signer, (code.payload,))
        counts = signer is not None and not signer.revoked_at
        return ReadCode(number, subject, is_signed, counts, issuer)
