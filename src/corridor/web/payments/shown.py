"""The fee of an application as its carrier reads it: what to pay, and receipts."""

from typing import Any

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
        "to": reader.names.authority(permit.request.authority),
        "invoice": f"{base}/invoice.pdf",
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
