"""Telephone numbers: as people write them, as they are kept (E.164), and as they are read."""

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    parse,
)


def _read(typed: str) -> PhoneNumber | None:
    """A number that says its country and has as many digits as one has there."""
    try:
        found = parse(typed, None)
    except NumberParseException:
        return None
    return found if is_possible_number(found) and found.extension is None else None


def kept_phone(typed: str) -> str:
    """As E.164 writes it; nothing for what is no number with its country."""
    found = _read(typed)
    return format_number(found, PhoneNumberFormat.E164) if found is not None else ""


def phone_words(phone: str) -> str:
    """In groups, as it is read aloud; a number that nobody knows as it is."""
    found = _read(phone)
    said = format_number(found, PhoneNumberFormat.INTERNATIONAL) if found is not None else phone
    return said.replace(" ", "\u00a0")
