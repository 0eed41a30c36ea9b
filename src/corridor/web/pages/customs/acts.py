"""All acts of customs offices on a movement."""

from corridor.domain.movement.state import Movement
from corridor.web.pages.customs import at_departure, at_destination, on_the_way
from corridor.web.views.desk_act import Act

ACTS: dict[str, Act[Movement]] = {
    **at_departure.ACTS,
    **on_the_way.ACTS,
    **at_destination.ACTS,
}
