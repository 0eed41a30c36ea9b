"""The rows of a state's list on a day, as the reference data of that day hold them."""

from corridor.domain.permits.issued import rules_on
from corridor.domain.refdata.rows import CodeOf, ListName, OfficeRow, Row
from corridor.domain.refdata.way_rows import link_row, place_row
from corridor.domain.reference.model import Office, Reference


def rows_on(name: ListName, state: str, reference: Reference) -> tuple[Row, ...]:
    """`reference`: that of the day."""
    if name == "rates":
        return tuple(reference.rates.get(state, {}).values())
    if name == "offices":
        offices = reference.offices.values()
        return tuple(_row(office) for office in offices if office.country == state)
    if name == "permit_rules":
        return rules_on(state, reference)
    if name == "places":
        return tuple(place_row(p) for p in reference.places.values() if p.country == state)
    if name == "links":
        return tuple(link_row(link) for link in reference.links if link.start[:2] == state)
    if name == "mappings":
        return reference.mappings.get(state, ())
    return codes_on(name, state, reference)


def codes_on(name: ListName, state: str, reference: Reference) -> tuple[CodeOf, ...]:
    """The codes by which a state judges: its own, or those that came with the program."""
    rows = reference.of(state).lists[name].values()
    return tuple(row for row in rows if isinstance(row, CodeOf))


def _row(office: Office) -> OfficeRow:
    return OfficeRow(
        office.code,
        office.place,
        office.name_en,
        office.name_ru,
        office.roles,
        office.name_own,
        office.days,
        office.opens,
        office.closes,
        office.holidays,
        office.valid_from,
        office.valid_to,
        office.invented,
    )


def office_of(row: OfficeRow) -> Office:
    """The office as all the rest knows it."""
    return Office(
        row.code,
        row.code[:2],
        row.place,
        row.name_en,
        row.name_ru,
        row.roles,
        row.valid_from,
        row.valid_to,
        row.invented,
        row.name_own,
        row.days,
        row.opens,
        row.closes,
        row.holidays,
    )
