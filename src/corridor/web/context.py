"""What a request stands in: the services, and the reader's language with all that depends on it."""

from typing import Any

from litestar.connection import ASGIConnection, Request

from corridor.web.i18n import Words, language_of
from corridor.web.services import Services
from corridor.web.templating import Reader


def services_of(connection: "ASGIConnection[Any, Any, Any, Any]") -> Services:
    """The services of the app that answers."""
    services: Services = connection.app.state.services
    return services


def reader_of(request: "Request[Any, Any, Any]") -> Reader:
    """Words, labels, names and formats in the language of the request."""
    reader: Reader = request.app.state.readers[language_of(request)]
    return reader


def gettext_of(request: "Request[Any, Any, Any]") -> Words:
    """`_ = gettext_of(request)`, then `_("…")`."""
    return reader_of(request).words
