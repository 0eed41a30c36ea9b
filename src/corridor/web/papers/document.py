"""The transit accompanying document with its list of items.

Boxes carry the numbers of the data elements of the Union customs data model (Annex B of Delegated
Regulation 2015/2446), by which an officer finds them in any transit system; the layout is ours.
A box whose number could not be found there, as that of a TIR carnet, has none.
"""

from collections.abc import Iterator
from decimal import Decimal

from corridor.domain.consignment import Dossier, Means, carnet_of, declared_seals, items_of
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.domain.routes import RoutePoint, countries_of, union_of
from corridor.web.latin import latin
from corridor.web.papers.both import Both
from corridor.web.papers.frame import foot
from corridor.web.papers.incidents import incidents_table
from corridor.web.papers.items import documents_of, documents_table, items_table
from corridor.web.papers.sheet import Box, Code, Column, Lines, Sheet, Table
from corridor.web.views.declared_rail import carrier_text, station_text
from corridor.web.views.diversions import changed_at, diverted_at
from corridor.web.views.drawn_codes import code_128, qr_drawing

OFFICES = ("departure", "transit", "destination")
"""Offices of exit have nothing to note on this paper."""
TRAIN_FROM = 4
"""More means of transport than these are named on one line, without each one’s kind."""
QR_MM = 30
STAMP_MM = 15


def document_sheet(both: Both, state: Movement, permits: tuple[Permit, ...], demo: bool) -> Sheet:
    """The paper. `permits`: those that are good for this movement."""
    dossier = state.dossier
    return Sheet(
        title=both.say("Transit accompanying document"),
        reference=state.mrn,
        bars=code_128(state.mrn),
        code=Code(qr_drawing(state.mrn), QR_MM),
        marks=tuple(_marks(both, state)),
        rows=(
            *_parties(both, dossier),
            *_consignment(both, state),
            _procedure(both, dossier),
            *_transport(both, state),
            *_guarantee(both, state),
        ),
        tables=(
            _offices(both, state),
            incidents_table(both, state),
            *([_permits(both, permits)] if permits else []),
            *documents_table(both, documents_of(dossier)),
        ),
        signatures=_signatures(both),
        listed=(items_table(both, dossier),),
        foot=foot(both, demo),
    )


def _marks(both: Both, state: Movement) -> list[Lines]:
    """What makes this paper, or an earlier print of it, worthless comes first."""
    found = []
    if state.status == "cancelled":
        found.append(both.say("Cancelled: not valid."))
    elif state.status == "not_released":
        found.append(both.say("Release was refused: not valid for carriage."))
    elif not state.released_at:
        found.append(both.say("Not released yet: not valid for carriage."))
    if state.amended_at:
        moment = both.moment(state.amended_at, state.home)
        found.append(
            both.say(
                "Amended %(moment)s; what was printed before is no longer valid.", moment=moment
            )
        )
    if changed := diverted_at(state):
        moment = both.moment(changed, state.home)
        found.append(
            both.say(
                "Way as changed %(moment)s; what was printed before is no longer valid.",
                moment=moment,
            )
        )
    if changed := changed_at(state):
        moment = both.moment(changed, state.home)
        found.append(
            both.say(
                "Vehicle as changed %(moment)s; what was printed before is no longer valid.",
                moment=moment,
            )
        )
    return found


def _parties(both: Both, dossier: Dossier) -> tuple[tuple[Box, ...], ...]:
    load, say = dossier.consignment, both.say
    more = dossier.representative
    represented = Box(say("Representative"), both.party(more), "13 06") if more else None
    carrier = Box(say("Carrier"), both.party(load.carrier), "13 12")
    return (
        (
            Box(say("Consignor"), both.party(load.consignor), "13 02"),
            Box(say("Consignee"), both.party(load.consignee), "13 03"),
        ),
        (
            Box(say("Holder of the procedure"), both.party(dossier.holder), "13 07"),
            *([represented] if represented else []),
            carrier,
        ),
    )


def _consignment(both: Both, state: Movement) -> tuple[tuple[Box, ...], ...]:
    say, dossier = both.say, state.dossier
    load, items = dossier.consignment, items_of(dossier)
    packages = sum(package.count or 0 for item in items for package in item.packages)
    kind = " ".join((dossier.declaration_type, dossier.additional_type))
    return (
        (
            Box(say("LRN"), (dossier.lrn,), "12 09", 2),
            Box(say("Type of declaration"), (kind,), "11 01"),
            Box(say("Accepted"), (both.moment(state.accepted_at, state.home),), "", 2),
            Box(say("Released"), (both.moment(state.released_at, state.home) or "—",), "", 2),
            Box(say("Limit date"), (both.day(state.limit_date) or "—",), "15 11"),
        ),
        (
            Box(say("Items"), (both.number(len(items)),), "11 03"),
            Box(say("Packages"), (both.number(packages),), "18 06"),
            Box(say("Gross mass, kg"), (both.number(load.gross_kg),), "18 04"),
            Box(say("Net mass, kg"), (_net(both, dossier),), "18 01"),
            Box(say("Country of dispatch"), (both.country(load.country_of_dispatch),), "16 06", 2),
            Box(
                say("Country of destination"),
                (both.country(load.country_of_destination),),
                "16 03",
                2,
            ),
        ),
    )


def _procedure(both: Both, dossier: Dossier) -> tuple[Box, ...]:
    """What binds the carriage besides; each box is there although nothing may be in it."""
    say, load = both.say, dossier.consignment
    rights = tuple(f"{one.kind} {one.reference}" for one in dossier.authorisations)
    way = ", ".join(load.countries_of_routing) or ", ".join(countries_of(dossier.route))
    bound = say("binding itinerary") if dossier.binding_itinerary else ()
    return (
        Box(say("Security data"), (dossier.security,), "11 07"),
        Box(say("Reference of the consignment (UCR)"), (load.ucr or "—",), "12 08", 2),
        Box(say("Authorisations"), rights or ("—",), "12 12", 2),
        Box(say("Countries of routing"), (way, *bound), "16 12", 2),
    )


def _net(both: Both, dossier: Dossier) -> str:
    """The sum, where every item says its own."""
    masses = [item.net_kg for item in items_of(dossier)]
    return both.number(sum(map(Decimal, masses))) if all(masses) else "—"


def _transport(both: Both, state: Movement) -> tuple[tuple[Box, ...], ...]:
    say, load = both.say, state.dossier.consignment
    boxes = ", ".join(box.container for box in load.equipment if box.container)
    return (
        (
            Box(
                say("Means at departure"),
                (*_means(both, load.means, "departure"), *_driver(both, state)),
                "19 05",
                2,
            ),
            Box(say("Means at the border"), _means(both, load.means, "border"), "19 08", 2),
            Box(say("Containers"), (boxes or "—",), "19 07", 2),
            Box(say("Seals"), _seals(both, state), "19 10", 2),
        ),
        *_by_rail(both, state.dossier),
    )


def _by_rail(both: Both, dossier: Dossier) -> Iterator[tuple[Box, ...]]:
    """The consignment note of the railways, where there is one."""
    note = dossier.rail
    if note is None:
        return
    say, day = both.say, both.day(note.date) if note.date else ""
    number = ", ".join(part for part in (note.number, day) if part)
    way = " → ".join(filter(None, map(station_text, (note.start, note.end))))
    carriers = tuple(map(carrier_text, note.carriers))
    yield (
        Box(
            say("Railway consignment note"),
            (both.label(note.kind, "rail_note"), number),
            "12 05",
            2,
        ),
        Box(say("Stations"), (way or "—",), "", 2),
        Box(say("Railway carriers"), carriers or ("—",), "", 2),
    )


def _means(both: Both, means: tuple[Means, ...], role: str) -> Lines:
    found = [one for one in means if one.role == role]
    if len(found) > TRAIN_FROM:
        kinds = dict.fromkeys(both.label(one.kind, "means") for one in found)
        return (f"{', '.join(kinds)}: {len(found)}", ", ".join(one.id for one in found))
    return tuple(
        f"{one.id} {one.nationality or ''}, {both.label(one.kind, 'means')}" for one in found
    ) or ("—",)


def _driver(both: Both, state: Movement) -> Lines:
    """As customs confirmed it last, else as declared; no box of the standard asks for it."""
    driver = state.dossier.driver
    if driver is None:
        return ()
    named = both.of(lambda reader: f"{reader.words('Driver')}: {driver.name}")
    paper = both.say("paper %(number)s", number=driver.paper) if driver.paper else ()
    return (named, latin(driver.name, is_name=True), *paper)


def _seals(both: Both, state: Movement) -> Lines:
    """Those on it now, after incidents too; before they are affixed, those that were declared."""
    if state.seals:
        return (", ".join(state.seals),)
    declared = ", ".join(declared_seals(state.dossier))
    return (declared, *both.say("declared, not noted yet")) if declared else ("—",)


def _guarantee(both: Both, state: Movement) -> tuple[tuple[Box, ...], ...]:
    """Number and amount. The access code is a secret, and never part of what is declared."""
    say, excluded = both.say, state.guarantee.excluded_countries
    carnet = carnet_of(state.dossier)
    uses = ", ".join(dict.fromkeys(use.kind for use in state.dossier.guarantees))
    number = Box(say("TIR carnet number"), (carnet,), "", 3) if carnet else None
    return (
        (
            number or Box(say("Guarantee"), tuple(_numbers(both, state)), "99 03", 3),
            Box(say("Guarantee type"), (uses or "—",), "99 02"),
            Box(say("Not valid in"), (_excluded(both, excluded),), "99 04", 2),
            Box(say("Control result"), (_result(both, state),), "", 2),
        ),
    )


def _numbers(both: Both, state: Movement) -> Iterator[str]:
    """What the guarantor holds, else what is declared."""
    money, held = both.ru.formats.money, state.guarantee
    if held.grn:
        yield f"{held.grn}, {money(held.amount_minor, held.currency)}"
        return
    for use in state.dossier.guarantees:
        parts = (use.grn or use.other_reference, money(use.amount_minor, use.currency))
        yield ", ".join(part for part in parts if part)


def _excluded(both: Both, countries: tuple[str, ...]) -> str:
    return ", ".join(both.country(code) for code in countries) or "—"


def _result(both: Both, state: Movement) -> str:
    return both.label(state.control_result, "departure_result") if state.control_result else "—"


def _offices(both: Both, state: Movement) -> Table:
    say = both.say
    columns = (
        Column(say("Part"), 5, "17 03-05"),
        Column(say("Office"), 13),
        Column(say("Expected at"), 5),
        Column(say("Mark of the office"), 5),
    )
    points = [point for point in state.dossier.route.points if point.role in OFFICES]
    rows = [_point(both, state, point) for point in points]
    if union_of(state.dossier.route):
        none = say("none: the whole way lies in one customs territory")
        rows.insert(1, ((both.label("transit", "office_role"),), none, ("",), ("",)))
    return Table(say("Offices and route"), columns, tuple(rows), tall=True)


def _point(both: Both, state: Movement, point: RoutePoint) -> tuple[Lines, ...]:
    """An office, by the part that it has; what it noted so far stands in its mark."""
    crossing = state.crossing_at(point.office or "")
    passed = crossing is not None and crossing.status == "crossed" and point.role == "transit"
    mark = both.moment(crossing.at, point.place) if crossing is not None and passed else ""
    return (
        (both.label(point.role, "office_role"),),
        (f"{both.office(point.office)}, {both.country(point.country)}",),
        (both.moment(point.eta or "", point.place),),
        (mark,),
    )


def _permits(both: Both, permits: tuple[Permit, ...]) -> Table:
    say = both.say
    columns = (
        Column(say("Permit"), 16),
        Column(say("Number"), 8),
        Column(say("Valid"), 7),
        Column(say("Uses"), 3),
    )
    rows = tuple(
        (
            (named(both, permit),),
            (permit.number,),
            (f"{both.day(permit.valid_from)} – {both.day(permit.valid_to)}",),
            (f"{len(permit.uses)}/{permit.crossings_granted}",),
        )
        for permit in permits
    )
    return Table(say("Permits for this movement"), columns, rows)


def named(both: Both, permit: Permit) -> str:
    """The state that gave it, and its kind."""
    kind = both.label(permit.request.kind, "permit_kind")
    return f"{both.country(permit.request.country)}: {kind}"


def _signatures(both: Both) -> tuple[tuple[Box, ...], ...]:
    say = both.say
    return (
        (
            Box(say("Office of departure: stamp and signature"), (), room=STAMP_MM),
            Box(say("Holder of the procedure: place, date, signature"), (), room=STAMP_MM),
            Box(say("Office of destination: stamp and signature"), (), room=STAMP_MM),
        ),
    )
