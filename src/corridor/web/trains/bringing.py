"""Bringing the list of a train: typed, pasted, or as a file of a spreadsheet."""

from typing import Any, Final

from litestar import Request
from litestar.response import Redirect

from corridor.domain.codes import as_issued, check_wagon
from corridor.domain.refusals import N_
from corridor.domain.typed import listed
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.tables.model import Brought, Sheet, Unread
from corridor.web.tables.reading import TableReader
from corridor.web.toolkit import Page, page
from corridor.web.trains.model import Train, blanks, wagons_typed
from corridor.web.trains.ordering import (
    NO_NUMBER,
    NO_WAGONS,
    NUMBER_MAX,
    TOO_LONG,
    TOO_MANY,
    WAGONS_MAX,
    keep_train,
    trains_at,
)

AnyRequest = Request[Any, Any, Any]
NO_COLUMN: Final = N_("No column of the table holds numbers of wagons (8 or 12 digits).")


async def bring_train(request: AnyRequest, here: str) -> Page | Redirect:
    """Keep the list that is sent to this desk, nothing is done yet; or the desk's list of trains
    with what is wrong in the form.
    """
    form = await read_form(request)
    train = await _kept(request, form)
    if train is None:
        return trains_page(request, here, form, 422)
    return redirect(f"{here}/{train.id}")


def trains_page(request: AnyRequest, here: str, form: Form, status: int = 200) -> Page:
    """The trains of this office and a form for the next, at the desk of the address `here`."""
    return page(
        request,
        f"{here.removeprefix('/')}.html",
        title=reader_of(request).words("Trains"),
        status=status,
        form=form,
        errors=form.errors,
        rows=_rows(request, here),
        most=WAGONS_MAX,
    )


async def _kept(request: AnyRequest, form: Form) -> Train | None:
    """None: the form says why not."""
    services = services_of(request)
    of_file = await _of_file(request, form)
    if of_file:
        form.values["wagons"] = ["\n".join(filter(None, (form["wagons"], *of_file)))]
    wagons = wagons_typed([as_issued("wagon", one) for one in listed(form["wagons"])])
    if not form.errors:
        _check(request, form, wagons)
    if form.errors:
        return None
    train = Train(
        id=services.new_id("tr"),
        office=actor_of(request).office,
        number=form["number"],
        wagons=wagons,
        created=services.now(),
    )
    await keep_train(request, train)
    return train


async def _of_file(request: AnyRequest, form: Form) -> tuple[str, ...]:
    """The wagons in a file, if one was brought."""
    file, _ = form.files.get("file"), gettext_of(request)
    data = await file.read() if file is not None else b""
    if not data:
        return ()
    tables: TableReader = request.app.state.tables
    found = await tables.read(data)
    if isinstance(found, Unread):
        args = {name: _(value) for name, value in found.args.items()}
        form.add_error("file", _(found.text, **args))
        return ()
    wagons = wagons_in(found)
    if not wagons:
        form.add_error("file", _(NO_COLUMN))
    return wagons


def wagons_in(brought: Brought) -> tuple[str, ...]:
    """Of the column in which most numbers of wagons stand: all that has digits, in its order."""
    columns = [column for sheet in brought.sheets for column in _columns(sheet)]
    best = max(columns, key=_right, default=())
    return tuple(cell for cell in best if any(map(str.isdigit, cell))) if _right(best) else ()


def _columns(sheet: Sheet) -> list[tuple[str, ...]]:
    wide = max(map(len, sheet.rows), default=0)
    return [
        tuple(row[place].strip() for row in sheet.rows if place < len(row)) for place in range(wide)
    ]


def _right(column: tuple[str, ...]) -> int:
    return sum(check_wagon(as_issued("wagon", cell)).ok for cell in column)


def _check(request: AnyRequest, form: Form, wagons: tuple[str, ...]) -> None:
    _, number = gettext_of(request), reader_of(request).formats.number
    if not wagons:
        form.add_error("wagons", _(NO_WAGONS))
    if len(wagons) > WAGONS_MAX:
        args = {"most": number(str(WAGONS_MAX)), "count": number(str(len(wagons)))}
        form.add_error("wagons", _(TOO_MANY, **args))
    for place in blanks(wagons)[:1]:
        form.add_error("wagons", _(NO_NUMBER, number=wagons[place]))
    for wagon in [wagon for wagon in wagons if len(wagon) > NUMBER_MAX][:1]:
        form.add_error("wagons", _(TOO_LONG, number=f"{wagon[:NUMBER_MAX]}…"))
    if len(form["number"]) > NUMBER_MAX:
        form.add_error("number", _("At most %(most)s letters.", most=NUMBER_MAX))


def _rows(request: AnyRequest, here: str) -> list[dict[str, Any]]:
    _, moment_of = gettext_of(request), reader_of(request).formats.moment
    office = actor_of(request).office
    return [
        {
            "href": f"{here}/{train.id}",
            "number": train.number or _("without a number"),
            "count": len(train.wagons),
            "created": moment_of(train.created, office),
        }
        for train in trains_at(request)
    ]
