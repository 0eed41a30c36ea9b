"""Forms as they came: values kept for showing again, and errors that link to their fields."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import ValidationException
from msgspec.structs import replace

from corridor.domain import typed
from corridor.domain.refusals import Refusal
from corridor.web.context import reader_of

FIELDS_MAX: Final = 2_000
FORM_BYTES_MAX: Final = 64_000
"""Of a form of a few fields."""
SHORT_FORM_BYTES_MAX: Final = 16_000
"""Of one with no long text."""
BUTTON_BYTES_MAX: Final = 4_000
"""Of one that is a button."""
UPLOAD_BYTES_MAX: Final = 5 << 20
"""For the handlers of forms that carry a file (`request_max_body_size`)."""
ATTEMPT: Final = "_attempt"
"""The hidden field of a form that is offered to be sent again."""
_ATTEMPT_LETTERS_MAX: Final = 64
_READ: Final = "corridor.form"
FieldOf = Mapping[str, str] | Callable[[str], str]


class Form:
    """What was typed. `form["name"]` is the value as it is seen (`typed.tidy`), "" where absent."""

    def __init__(self, values: Mapping[str, list[str]] | None = None) -> None:
        self.values: dict[str, list[str]] = dict(values or {})
        self.files: dict[str, UploadFile] = {}
        self.errors: list[dict[str, str]] = []
        self._by_field: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return typed.tidy(self.values.get(name, [""])[0])

    def all(self, name: str) -> list[str]:
        """Every value of a field that may have several."""
        return [typed.tidy(value) for value in self.values.get(name, [])]

    def secret(self, name: str) -> str:
        """A password: every letter of it counts, also one that nobody sees."""
        return self.values.get(name, [""])[0].strip()

    def is_checked(self, name: str) -> bool:
        """Whether a single checkbox was ticked."""
        return bool(self[name])

    def add_error(self, name: str, text: str) -> None:
        """An error at a field; with an empty name, of the form as a whole."""
        self.errors.append({"text": text, "href": f"#f-{name}" if name else "#main"})
        self._by_field.setdefault(name, text)

    def error(self, name: str) -> str:
        """The field's error, to be shown beside it."""
        return self._by_field.get(name, "")

    def add_refusals(
        self, request: "Request[Any, Any, Any]", refusals: Iterable[Refusal], fields: FieldOf
    ) -> None:
        """The engine's refusals as errors; `fields` leads from a pointer to the field's name."""
        say = reader_of(request).refusals.say
        for said in map(say, once(refusals)):
            text = f"{said.text} {said.remedy}".strip()
            self.add_error(field_for(said.pointer, fields), text)


def once(refusals: Iterable[Refusal]) -> list[Refusal]:
    """What is refused in one field for several offices alike is one refusal that names them all."""
    found: dict[tuple[str, ...], Refusal] = {}
    for one in refusals:
        rest = [f"{name}={value}" for name, value in one.args.items() if name != "office"]
        key = (one.code, one.pointer, one.rule, *rest)
        first = found.get(key)
        if first is not None and "office" in one.args:
            offices = f"{first.args['office']},{one.args['office']}"
            found[key] = replace(first, args=dict(first.args) | {"office": offices})
        else:
            found[key] = one
    return list(found.values())


def field_for(pointer: str, fields: FieldOf) -> str:
    """The field of a pointer, or of the nearest thing around it that has one."""
    if callable(fields):
        return fields(pointer)
    while pointer:
        if pointer in fields:
            return fields[pointer]
        pointer = pointer.rpartition("/")[0]
    return fields.get("", "")


async def read_form(request: "Request[Any, Any, Any]") -> Form:
    """The posted form, urlencoded or multipart."""
    data = await request.form()
    form = Form()
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            form.files[name] = value
        elif name != "_csrf_token":
            form.values.setdefault(name, []).append(str(value))
    if sum(map(len, form.values.values())) > FIELDS_MAX:
        raise ValidationException("too many fields")
    request.scope["state"][_READ] = form
    return form


def form_as_read(request: "Request[Any, Any, Any]") -> Form:
    """What was typed, where the answer went wrong after it was read; an empty form before."""
    form: Form = request.scope["state"].get(_READ) or Form()
    return form


def attempt_of(request: "Request[Any, Any, Any]") -> str:
    """An idempotency key for what this form begins: sent again, it is the same attempt."""
    values = form_as_read(request).values
    attempt = values.setdefault(ATTEMPT, [secrets.token_hex(16)])[0]
    return f"form:{attempt[:_ATTEMPT_LETTERS_MAX]}"
