"""What types of permits call themselves and what they ask, in one language: names are data."""

from collections.abc import Iterator, Mapping

from corridor.domain.permit_types.types import PermitType, TypeBook, TypeField
from corridor.web.i18n import in_language


def type_labels(lang: str, types: TypeBook) -> Mapping[str, Mapping[str, str]]:
    """By table and code: kinds of permits, `kind.field`, and `kind.field.choice`."""
    every = [(one, field) for one in types.values() for field in one.fields]
    return {
        "permit_kind": {one.code: in_language(lang, one.name) for one in types.values()},
        "permit_detail": {
            f"{one.code}.{field.code}": in_language(lang, field.label) for one, field in every
        },
        "permit_value": dict(pair for one, field in every for pair in _choices(lang, one, field)),
    }


def _choices(lang: str, kind: PermitType, field: TypeField) -> Iterator[tuple[str, str]]:
    for choice in field.choices:
        yield f"{kind.code}.{field.code}.{choice.code}", in_language(lang, choice.text)
