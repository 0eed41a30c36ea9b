"""Problem documents (RFC 9457): what every failed call of the API answers with."""

from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from corridor.domain.refusals import N_, Refusal
from corridor.web.api.findings import OTHER_REMEDY, REMEDIES
from corridor.web.context import reader_of
from corridor.web.errors import BadBody, Limited, NodeIll, RefusedCommand
from corridor.web.i18n import Words
from corridor.web.refusal_words import SaidRefusal
from corridor.web.shape_words import worded

MEDIA_TYPE: Final = "application/problem+json"
ALREADY: Final = frozenset(
    {
        "lrn_taken",
        "idempotency_key_reused",
        "already_lodged",
        "batch_at_work",
        "message_number_taken",
    }
)
"""Refusals that answer 409: the same thing exists already, or is being done."""

_ONE_OBJECT: Final = N_("Send one JSON object in UTF-8.")
WORDS: Final = {
    "malformed": (N_("The body is not valid JSON."), _ONE_OBJECT),
    "malformed_at": (N_("The body is not valid JSON: see byte {byte}."), _ONE_OBJECT),
    "cut_off": (N_("The body is not valid JSON: it breaks off."), _ONE_OBJECT),
    "too_deep": (N_("The body is not valid JSON: it is nested too deeply."), _ONE_OBJECT),
    "not_utf8": (N_("The body is not valid JSON: it is not in UTF-8."), _ONE_OBJECT),
    "duplicate_key": (
        N_("The body names a member twice."),
        N_("Name each member of an object once."),
    ),
    "invalid": (
        N_("The body does not have the expected shape."),
        N_("Compare the fields below with /api/v1/openapi.json."),
    ),
    "401": (
        N_("The call has no valid token."),
        N_("Send the header Authorization: Bearer followed by a token of your organisation."),
    ),
    "403": (
        N_("The role of this token may not call this."),
        N_("Use a token of the desk whose duty it is."),
    ),
    "limited": (
        N_("This token may read, but not file."),
        N_("Use a token that was given for filing, of a person who may file."),
    ),
    "404": (N_("There is no such thing here."), N_("Check the reference and the address.")),
    "405": (N_("This address does not take that method."), N_("See /api/v1/openapi.json.")),
    "408": (N_("The body did not come in time."), N_("Send it again.")),
    "413": (N_("The body is too large."), N_("Send at most 1 MiB, or 5 MB of an NCTS message.")),
    "415": (N_("The body is not JSON."), N_("Send Content-Type: application/json.")),
    "not_xml": (N_("The body is not XML."), N_("Send Content-Type: application/xml.")),
    "429": (N_("Too many calls."), N_("Wait and try again.")),
    "500": (
        N_("A fault of the node, noted under {reference}."),
        N_("Try again; if it happens once more, tell the operator the reference."),
    ),
    "503": (
        N_("The node has too much to do at once: this took too long, or could not begin."),
        N_("Call again in a minute."),
    ),
    "overloaded": (
        N_("The node is busy; nothing of this call was done."),
        N_("Try again in a few seconds."),
    ),
    "restarting": (
        N_("A part of the node is starting again; it will go on by itself in a moment."),
        N_(
            "Send the call again after Retry-After with the same Idempotency-Key: whether it was "
            "done before or not, it is done once."
        ),
    ),
    "disk_low": (
        N_("The node has little room left, so new filings wait; nothing of this call was done."),
        N_("Send the call again after Retry-After. What was filed before goes on as ever."),
    ),
    "disk_full": (
        N_("The disk of the node is full; nothing of this call was kept, all before it is."),
        N_("Send the call again after Retry-After; if it lasts, tell the operator of the node."),
    ),
    "scanner_away": (
        N_("The virus scanner of the node does not answer; the file is here and waits for it."),
        N_("Send the last call again after Retry-After; nothing has to be uploaded again."),
    ),
    "store_unavailable": (
        N_("The node cannot reach its database just now; nothing of this call was kept."),
        N_("Send the call again after Retry-After; if it lasts, tell the operator of the node."),
    ),
    "store_damaged": (
        N_("A part of the node's database is damaged, so it cannot answer this."),
        N_("Tell the operator of the node. What was proved to you before stays proved."),
    ),
}
_OTHER = (N_("The call failed."), N_("See /api/v1/openapi.json."))


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One problem document. `refusals` lists all reasons; the first is repeated outside."""

    status: int
    code: str
    title: str
    detail: str
    remedy: str = ""
    type: str = "about:blank"
    pointer: str = ""
    rule: str = ""
    args: dict[str, str] = {}
    instance: str = ""
    refusals: tuple[SaidRefusal, ...] = ()


def problem_of(
    request: "Request[Any, Any, Any]", error: HTTPException, reference: str = ""
) -> Response[bytes]:
    """The document for an exception, in the reader's language."""
    if isinstance(error, RefusedCommand):
        return refused(request, error.refusals, error.status_code)
    code = error.code if isinstance(error, (BadBody, NodeIll, Limited)) else str(error.status_code)
    args = error.args_shown if isinstance(error, BadBody) else {"reference": reference}
    words = reader_of(request).words
    text, remedy = (words.gettext(said) for said in WORDS.get(code, _OTHER))
    detail = text.format_map(args)
    findings = error.findings if isinstance(error, BadBody) else ()
    problem = Problem(
        status=error.status_code,
        code=_CODES.get(code, code),
        title=detail,
        detail=detail,
        remedy=remedy,
        pointer=findings[0][0] if findings else "",
        args={name: value for name, value in args.items() if name != "reference"},
        instance=reference,
        refusals=tuple(_said(words, at, message) for at, message in findings),
    )
    return respond(request, problem)


def _said(words: Words, pointer: str, message: str) -> SaidRefusal:
    text, values = worded(message)
    remedy = words.gettext(REMEDIES.get(text, OTHER_REMEDY))
    return SaidRefusal(
        "invalid", pointer, "", words.gettext(text).format_map(values), remedy, values
    )


def refused(
    request: "Request[Any, Any, Any]", refusals: tuple[Refusal, ...], status: int = 422
) -> Response[bytes]:
    """The document for refusals: 409 where the thing exists already."""
    reader = reader_of(request)
    said = tuple(reader.refusals.say(refusal) for refusal in refusals)
    first = said[0]
    problem = Problem(
        status=409 if first.code in ALREADY else 403 if first.code == "role_may_not" else status,
        code=first.code,
        title=reader.words.gettext("The command was refused"),
        detail=first.text,
        remedy=first.remedy,
        pointer=first.pointer,
        rule=first.rule,
        args=first.args,
        refusals=said,
    )
    return respond(request, problem)


def respond(request: "Request[Any, Any, Any]", problem: Problem) -> Response[bytes]:
    """The document as an answer."""
    headers = {"content-language": reader_of(request).lang, "cache-control": "no-store"}
    if problem.status == 401:
        headers["www-authenticate"] = "Bearer"
    return Response(
        msgspec.json.encode(problem),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


_CODES: Final = {
    "malformed_at": "malformed",
    "cut_off": "malformed",
    "too_deep": "malformed",
    "not_utf8": "malformed",
    "401": "not_authenticated",
    "403": "not_allowed",
    "404": "not_found",
    "405": "method_not_allowed",
    "408": "too_slow",
    "413": "too_large",
    "415": "not_json",
    "429": "too_many",
    "500": "fault",
}
