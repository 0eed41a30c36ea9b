"""What is asked of a ledger: so much, for whom, for which goods and on which way."""

import msgspec

from corridor.domain.values import Count, Country, Currency, MinorUnits, Reference


class Wanted(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a movement wants of a guarantee."""

    movement: Reference
    amount_minor: MinorUnits
    currency: Currency
    holder: str
    countries: tuple[Country, ...] = ()
    declared: str = ""
    """The declared holder, where its access code was shown: a broker files with its guarantee."""
    named: str = ""
    """The declared holder in any case: it counts once this ledger has seen the access code."""
    home: str = ""
    """The node where the movement was filed: elsewhere than here the code was not checked yet."""
    codes_shown: Count = 0
    """So many times its access code was given there: each of them has come here, or will."""
    offices: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
