"""Permits from outside at the desk: certificates of other states, tables of the own system."""

from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.days import is_day
from corridor.domain.permits.certificates import Certificate
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal, Refused
from corridor.web.access import only, state_of
from corridor.web.acts.permits.assigning import NOT_HERE, counting, dossier_passing
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.brought.certificates import command_for, read, subject_for, takes_certificates
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.downloads import download
from corridor.web.errors import NotKnown
from corridor.web.forms import UPLOAD_BYTES_MAX, Form, attempt_of, read_form
from corridor.web.running import run_command
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.brought import goes_out

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/permits/certificates"


@get(HERE, opt=only("permit"))
async def certificates(request: AnyRequest) -> Page:
    """Where a certificate of another state is taken in."""
    return _show(request, Form())


def _show(request: AnyRequest, form: Form, faults: tuple[Refusal, ...] = ()) -> Page:
    _, services, say = gettext_of(request), services_of(request), reader_of(request).refusals.say
    office = actor_of(request).office
    return page(
        request,
        "permits/certificates.html",
        title=_("Certificates of other states"),
        status=422 if form.errors else 200,
        form=form,
        errors=form.errors,
        mine=takes_certificates(services, office),
        faults=[say(fault) for fault in faults],
    )


@post(HERE, opt=only("permit"), request_max_body_size=UPLOAD_BYTES_MAX)
async def take_in(request: AnyRequest) -> Page | Redirect:
    """Read, judged and taken in; what is wrong with it is said, and nothing is kept then."""
    _, form, services = gettext_of(request), await read_form(request), services_of(request)
    data = await _bytes(request, form)
    if form["valid_to"] and not is_day(form["valid_to"]):
        form.add_error("valid_to", _("Give a day."))
    dossier = dossier_passing(services, form["dossier"]) if form["dossier"] else None
    if form["dossier"] and dossier is None:
        form.add_error("dossier", _(NOT_HERE))
    if form.errors:
        return _show(request, form)
    found = await read(services, data)
    if isinstance(found, Refused):
        return _refused(request, form, found.refusals)
    wrong = await _taken(request, form, found, data)
    if wrong:
        return _refused(request, form, wrong)
    subject = subject_for(services, found)
    notify(request, _("The certificate is taken in"))
    if dossier is not None:
        outcome = await run_command(
            request, counting(dossier), subject, f"{attempt_of(request)}/count"
        )
        if outcome.refusals:
            said = reader_of(request).refusals.say(outcome.refusals[0])
            notify(request, _("It does not count for the dossier"), said.text, "stop")
    return redirect(f"/permits/{subject}")


async def _taken(
    request: AnyRequest, form: Form, found: Certificate, data: bytes
) -> tuple[Refusal, ...]:
    command = command_for(found, data, form["valid_to"])
    outcome = await run_command(request, command, subject_for(services_of(request), found))
    return tuple(outcome.refusals)


def _refused(request: AnyRequest, form: Form, faults: tuple[Refusal, ...]) -> Page:
    _ = gettext_of(request)
    form.add_error("file", _("The certificate was not taken in: what is wrong stands below."))
    return _show(request, form, faults)


async def _bytes(request: AnyRequest, form: Form) -> bytes:
    _, file = gettext_of(request), form.files.get("file")
    data = await file.read(UPLOAD_BYTES_MAX + 1) if file is not None else b""
    if not data or len(data) > UPLOAD_BYTES_MAX:
        form.add_error("file", _("Choose the XML of a certificate, at most 5 MB."))
    return data


@get("/permits/{reference:str}/certificate.xml", opt=only("permit"))
async def certificate_xml(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """What was granted here, or taken in, as an SPS certificate."""
    return xml_of(request, state_of(request, reference, Permit))


def xml_of(request: AnyRequest, permit: Permit) -> Response[bytes]:
    """The file; 404 where the permit is no certificate."""
    services = services_of(request)
    found, write = goes_out(services, permit), services.write_certificate
    if found is None or write is None:
        raise NotKnown
    return download(write(found), f"{permit.number or permit.id}.xml", "application/xml")


ROUTES: tuple[ControllerRouterHandler, ...] = (certificates, take_in, certificate_xml)
