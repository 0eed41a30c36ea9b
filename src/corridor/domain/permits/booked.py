"""What a bank's statement says came in, as far as fees are settled by it."""

import msgspec


class Booked(msgspec.Struct, frozen=True):
    """One amount that was credited. `bank_reference` is the bank's own; `texts` what the payer
    wrote, in which the reference of the fee is looked for.
    """

    amount_minor: int
    currency: str
    day: str
    bank_reference: str
    payer: str
    texts: tuple[str, ...]


class Statement(msgspec.Struct, frozen=True):
    """All that was credited and booked. `left_out`: debits, reversals, pending entries, and those
    of which day or amount cannot be read.
    """

    booked: tuple[Booked, ...]
    left_out: int
