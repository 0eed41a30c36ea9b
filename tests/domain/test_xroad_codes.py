"""Identifiers of X-Road, as they stand in headers and addresses."""

import pytest

from corridor.domain.codes.xroad import read_client, read_service, written


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("KG/GOV/70000005/plant", ("KG", "GOV", "70000005", "plant")),
        ("KG/GOV/70000005", ("KG", "GOV", "70000005")),
        ("KG/GOV/7/%D1%81%D0%BB", ("KG", "GOV", "7", "сл")),
        ("KG/GOV", ()),
        ("KG/GOV//plant", ()),
        ("KG/GOV/7/..", ()),
        ("KG/GOV/7/a%2Fb", ()),
        ("KG/GOV/7/%ff", ()),
        ("KG/GOV/7/сл", ()),
        ("KG/GOV/7/" + "a" * 256, ()),
        ("KG/GOV/7/" + "a" * 2_000, ()),
        ("KG/GOV/7/a%0D%0Ab", ()),
        ("", ()),
    ],
)
def test_who_calls(text: str, parts: tuple[str, ...]) -> None:
    assert read_client(text) == parts
    assert not parts or written(parts) == text


def test_what_is_called() -> None:
    assert read_service("KG/GOV/7/plant/permits") == ("KG", "GOV", "7", "plant", "permits")
    assert read_service("KG/GOV/7") == ()
