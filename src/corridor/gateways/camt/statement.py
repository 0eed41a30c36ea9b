"""Reads camt.053, the statement that a bank gives its customer (ISO 20022, versions 001.02 to .12).

Read as hostile XML is: no document type, no entities, no network, and limits. Only what is booked
and credited counts; a reversal, a debit or a pending entry settles nothing.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from corridor.domain.codes import CURRENCY_MINOR_DIGITS, minor_digits
from corridor.domain.days import is_day
from corridor.domain.permits.booked import Booked, Statement
from corridor.domain.refusals import Refusal, Refused
from corridor.gateways.xml.element import Element, under
from corridor.gateways.xml.parse import parse

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."
ENTRIES_MAX: Final = 10_000
LETTERS_MAX: Final = 140
REFERENCE_LETTERS_MAX: Final = 35
_PLAIN_NUMBER: Final = re.compile(r"\d{1,18}(\.\d{0,17})?", re.ASCII)
"""A decimal as the schema writes it: no exponent, no sign, nothing in other figures."""


def read_statement(data: bytes) -> Statement | Refused:
    """What came in, or why the file is no statement."""
    root = parse(data)
    if isinstance(root, Refusal):
        return Refused((root,))
    if root.name != "Document" or not root.namespace.startswith(NAMESPACE):
        return Refused((Refusal("camt_not_statement", "", "", {"given": root.namespace[-60:]}),))
    entries = list(under(root, "BkToCstmrStmt", "Stmt", "Ntry"))
    if len(entries) > ENTRIES_MAX:
        return Refused((Refusal("camt_too_long", "", "", {"limit": str(ENTRIES_MAX)}),))
    read = [tuple(_booked(one)) if _counts(one) else () for one in entries]
    booked = tuple(one for found in read for one in found)
    return Statement(booked, sum(not found for found in read))


def _text(element: Element, *path: str) -> str:
    found = next(under(element, *path), None)
    return found.text.strip()[:LETTERS_MAX] if found is not None else ""


def _counts(entry: Element) -> bool:
    status = _text(entry, "Sts", "Cd") or _text(entry, "Sts")
    is_reversed = _text(entry, "RvslInd").lower() in ("true", "1")
    return _text(entry, "CdtDbtInd") == "CRDT" and status == "BOOK" and not is_reversed


def _booked(entry: Element) -> Iterator[Booked]:
    """Each transaction of an entry; the entry itself where the bank names none."""
    day = _text(entry, "BookgDt", "Dt") or _text(entry, "BookgDt", "DtTm").partition("T")[0]
    own = _text(entry, "AcctSvcrRef")
    details = list(under(entry, "NtryDtls", "TxDtls"))
    for place, one in enumerate(details or [entry]):
        money = _amount(one) or (_amount(entry) if len(details) < 2 else None)
        reference = _text(one, "Refs", "AcctSvcrRef") or own
        if len(details) > 1 and reference == own:
            nth = f"/{place + 1}"
            reference = own[: REFERENCE_LETTERS_MAX - len(nth)] + nth
        if money is not None and reference and is_day(day):
            payer = _text(one, "RltdPties", "Dbtr", "Pty", "Nm")
            payer = payer or _text(one, "RltdPties", "Dbtr", "Nm")
            yield Booked(
                *money, day, reference[:REFERENCE_LETTERS_MAX], payer, tuple(_texts(one, entry))
            )


def _texts(one: Element, entry: Element) -> Iterator[str]:
    yield from (_text(ref) for ref in under(one, "RmtInf", "Strd", "CdtrRefInf", "Ref"))
    yield from (_text(free) for free in under(one, "RmtInf", "Ustrd"))
    yield _text(one, "Refs", "EndToEndId")
    yield _text(entry, "AddtlNtryInf")


def _amount(element: Element) -> tuple[int, str] | None:
    """(minor units, currency) of a positive amount that is no finer than its currency."""
    paths = (("Amt",), ("AmtDtls", "TxAmt", "Amt"))
    found = next((one for path in paths for one in under(element, *path)), None)
    if found is None:
        return None
    currency = found.attributes.get("Ccy", "")
    text = found.text.strip()
    if not _PLAIN_NUMBER.fullmatch(text) or currency not in CURRENCY_MINOR_DIGITS:
        return None
    minor = Decimal(text).scaleb(minor_digits(currency))
    is_whole = minor == minor.to_integral_value() and 0 < minor < 10**15
    return (int(minor), currency) if is_whole else None
