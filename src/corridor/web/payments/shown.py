"""The fee of an application as its carrier reads it: what to pay, and receipts."""

from typing import Any

from corridor.domain.contacts.state import Ways
from corridor.domain.permits.state import Permit
from corridor.web.templating import Reader


def fee_view(reader: Reader, permit: Permit) -> dict[str, Any] | None:
    """None where nothing is asked."""
    fee, formats = permit.fee, reader.formats
    if fee is None:
        return None
    base = f"/carrier/permits/{permit.id}"
    return {
        "amount": formats.money(fee.amount_minor, fee.currency),
        "owed": formats.money(permit.owed_minor, fee.currency) if permit.owed_minor else "",
        "reference": fee.reference,
        "due": formats.day(fee.due),
        "first": fee.first,
        "waived": formats.money(permit.waived_minor, fee.currency) if permit.waived_minor else "",
        "account": account_of(reader, permit),
        "to": reader.names.authority(permit.request.authority),
        "invoice": f"{base}/invoice.pdf",
        "refunds": [
            {
                "amount": formats.money(one.amount_minor, fee.currency),
                "day": formats.day(one.day),
                "reference": one.bank_reference,
            }
            for one in permit.refunds
        ],
        "payments": [
            {
                "amount": formats.money(one.amount_minor, fee.currency),
                "day": formats.day(one.day),
                "receipt": one.receipt,
                "href": f"{base}/receipt/{one.receipt}",
            }
            for one in permit.payments
        ],
    }


def fee_text(reader: Reader, permit: Permit) -> str:
    """The fee as it stands, on one line for the desk; empty where nothing is asked."""
    _, fee = reader.words, permit.fee
    if fee is None:
        return ""

    def money(minor: int) -> str:
        return str(reader.formats.money(minor, fee.currency))

    parts = [money(fee.amount_minor)]
    if permit.paid_minor:
        parts.append(_("paid %(amount)s", amount=money(permit.paid_minor)))
    if permit.waived_minor:
        parts.append(_("waived %(amount)s", amount=money(permit.waived_minor)))
    if permit.refunded_minor:
        parts.append(_("sent back %(amount)s", amount=money(permit.refunded_minor)))
    if permit.owed_minor:
        parts.append(_("still to be paid %(amount)s", amount=money(permit.owed_minor)))
    if permit.over_minor:
        parts.append(_("to be sent back %(amount)s", amount=money(permit.over_minor)))
    return "; ".join(parts)


def paid_to(reader: Reader, permit: Permit) -> Ways | None:
    """What its authority stated of its account; None where it stated none."""
    found = reader.contacts.stated(permit.request.authority)
    return found.ways if found is not None and found.ways.account else None


def account_of(reader: Reader, permit: Permit) -> str:
    """The account in one line, spaced as banks print it, with the mark where it is invented."""
    ways = paid_to(reader, permit)
    if ways is None:
        return ""
    parts = (in_fours(ways.account), named_of(reader, permit, ways), ways.bank)
    mark = f" ({reader.words('invented')})" if ways.invented else ""
    return ", ".join(filter(None, parts)) + mark


def named_of(reader: Reader, permit: Permit, ways: Ways) -> str:
    """In whose name the account is: the authority by its name where its code stands there."""
    code = permit.request.authority
    return reader.names.authority(code) if ways.account_name == code else ways.account_name


def in_fours(account: str) -> str:
    """In groups of four."""
    return " ".join(account[place : place + 4] for place in range(0, len(account), 4))
