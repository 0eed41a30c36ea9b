"""Masses and sizes of another vehicle: asked for as declared, and read as they are typed."""

from typing import Final

from corridor.domain.consignment import Vehicle
from corridor.web.act import Field, MovementDeed, field_of
from corridor.web.views.drafting.from_dossier import vehicle_values
from corridor.web.views.drafting.pointers import VEHICLE_FIELDS
from corridor.web.views.drafting.reading import Problem, Reading
from corridor.web.views.drafting.to_transport import vehicle_in

MEASURES: Final = ("vehicle_gross", "axle", "length", "width", "height")
POINTERS: Final = {
    **{f"/vehicle/{name}": field for name, field in VEHICLE_FIELDS.items() if field in MEASURES},
    "/vehicle": "vehicle_gross",
}
"""For an act with these fields."""


def measure_fields(deed: MovementDeed) -> list[Field]:
    """Masses and sizes: as declared, until others are typed."""
    _, values = deed.reader.words, vehicle_values(deed.state.dossier.vehicle)
    whole = _("Of truck, trailer and load together: permits depend on it.")
    named = (
        ("vehicle_gross", _("Mass of the vehicle, kg"), whole),
        ("axle", _("Load per axle, kg"), ""),
        ("length", _("Length, m"), ""),
        ("width", _("Width, m"), ""),
        ("height", _("Height, m"), ""),
    )
    return [
        field_of(
            "text",
            name,
            label,
            values[name],
            hint,
            optional=True,
            width="18",
            attrs={"inputmode": "decimal"},
        )
        for name, label, hint in named
    ]


def typed_vehicle(deed: MovementDeed) -> Vehicle | None:
    """Masses and sizes as typed; nothing where they are as declared, or nobody typed any."""
    known, form = deed.state.dossier.vehicle, deed.form
    keeps = vehicle_values(known)["temperature"]
    problems: list[Problem] = []
    typed = {name: form[name] for name in MEASURES}
    vehicle = vehicle_in(Reading({**typed, "temperature": keeps}, problems, ""))
    for one in problems:
        if not form.error(one.field):
            form.add_error(one.field, deed.reader.words(one.text, **one.args))
    return None if vehicle == known or not any(typed.values()) else vehicle
