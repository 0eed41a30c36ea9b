"""What a type of permit asks, as fields of a form, and what was typed into them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from corridor.domain.permit_types.request import Detail
from corridor.domain.permit_types.types import PermitType, TypeField
from corridor.domain.refusals import N_
from corridor.domain.typed import day
from corridor.web.forms import Form
from corridor.web.i18n import in_language
from corridor.web.templating import Reader

PREFIX: Final = "d_"
"""Before the codes of a type's fields, so that none meets a field of the page."""
UNFIT: Final = N_("This does not fit: read the hint, and correct it.")
LACKING: Final = N_("Fill this in: the dossier does not say it.")
_WIDGETS: Final = {
    "text": "text",
    "long": "textarea",
    "whole": "number",
    "date": "date",
    "yes_no": "radios",
    "choice": "radios",
}


def type_fields(reader: Reader, kind: PermitType) -> list[dict[str, Any]]:
    """What the type asks, as macros/type_fields.html draws it."""
    return [_field(reader, one) for one in kind.fields]


def _field(reader: Reader, field: TypeField) -> dict[str, Any]:
    return {
        "type": _WIDGETS[field.kind],
        "name": f"{PREFIX}{field.code}",
        "label": in_language(reader.lang, field.label),
        "hint": in_language(reader.lang, field.hint) if field.hint else "",
        "optional": not field.required,
        "options": [{"value": code, "label": text} for code, text in _options(reader, field)],
    }


def _options(reader: Reader, field: TypeField) -> list[tuple[str, str]]:
    if field.kind == "yes_no":
        return [("yes", reader.words("Yes")), ("no", reader.words("No"))]
    return [(choice.code, in_language(reader.lang, choice.text)) for choice in field.choices]


def typed_details(form: Form, kind: PermitType) -> dict[str, str]:
    """What was typed into the fields of the type, and nothing else."""
    return {one.code: _typed(form[f"{PREFIX}{one.code}"], one) for one in kind.fields}


def _typed(text: str, field: TypeField) -> str:
    return day(text) if field.kind == "date" and text else text


def check_details(reader: Reader, kind: PermitType, typed: Mapping[str, str], form: Form) -> None:
    """Every complaint at its own field."""
    for one in kind.fields:
        value, name = typed.get(one.code, ""), f"{PREFIX}{one.code}"
        if one.required and not value:
            form.add_error(name, reader.words(LACKING))
        elif value and not one.takes(value):
            form.add_error(name, reader.words(UNFIT))


def details_of(typed: Mapping[str, str]) -> tuple[Detail, ...]:
    """As they stand in an application: what was left empty is not said."""
    return tuple(Detail(code, value) for code, value in typed.items() if value)


def field_of_detail(pointer: str) -> str:
    """The field of the form that a pointer into the application means."""
    _, found, code = pointer.partition("/request/details/")
    return f"{PREFIX}{code}" if found else ""


def detail_pairs(
    reader: Reader, kind: PermitType, details: Iterable[Detail]
) -> list[tuple[str, str]]:
    """(label, value) in the reader's words; in the order of the type, then what it asks no more."""
    return [(label_of(reader, kind, one), value_of(reader, kind, one)) for one in details]


def label_of(reader: Reader, kind: PermitType, detail: Detail) -> str:
    """What was asked."""
    field = kind.field(detail.code)
    return in_language(reader.lang, field.label) if field else detail.code


def value_of(reader: Reader, kind: PermitType, detail: Detail) -> str:
    """What was answered: a choice by its words, a day as this reader writes it."""
    field = kind.field(detail.code)
    if field is None:
        return detail.value
    if field.kind == "date":
        return reader.formats.day(detail.value)
    return dict(_options(reader, field)).get(detail.value, detail.value)
