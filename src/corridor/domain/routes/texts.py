"""Texts of what can be wrong with a route.

`{place}`, `{from}` and `{to}` are ids of places, `{country}` and `{from_country}` codes of states:
who shows the text puts the reader's names in.
"""

from corridor.domain.refusals import N_, RefusalText

TEXTS: dict[str, RefusalText] = {
    "route.too_short": RefusalText(
        N_("The route has no beginning and end yet."),
        N_("Name the place of departure and the place of destination."),
    ),
    "route.place_unknown": RefusalText(
        N_("The place {place} is not known."), N_("Choose the place from the list.")
    ),
    "route.place_country": RefusalText(
        N_("The place {place} does not lie in {country} but in {expected}."),
        N_("Correct the country or choose another place."),
    ),
    "route.office_unknown": RefusalText(
        N_("There is no customs office {office}."), N_("Choose the office from the list.")
    ),
    "route.office_place": RefusalText(
        N_("Office {office} is not at {place}."), N_("Choose an office of this place.")
    ),
    "route.office_role": RefusalText(
        N_("Office {office} is not entitled to what it would have to do here."),
        N_("Choose another office, or another place."),
    ),
    "route.office_closed": RefusalText(
        N_("Office {office} is not open on {date}."), N_("Choose another office.")
    ),
    "route.office_missing": RefusalText(
        N_("No customs office is named at {place}."), N_("Choose the office.")
    ),
    "route.first_not_departure": RefusalText(
        N_("The route does not begin with an office of departure."),
        N_("Name the office that releases the goods at {place}."),
    ),
    "route.last_not_destination": RefusalText(
        N_("The route does not end with an office of destination."),
        N_("Name the office that receives the goods at {place}."),
    ),
    "route.role_misplaced": RefusalText(
        N_("{place} lies on the way, but is marked as its beginning or end."),
        N_("Mark the place as transit, exit or passed."),
    ),
    "route.mode_missing": RefusalText(
        N_("It is not said how the goods travel on from {place}."),
        N_("Choose road, rail or sea."),
    ),
    "route.mode_unknown": RefusalText(
        N_("The way of travel “{mode}” from {place} is not known."),
        N_("Choose road, rail or sea."),
    ),
    "route.mode_after_destination": RefusalText(
        N_("The route goes on after its destination {place}."),
        N_("Take out the way of travel at the last place, or add the places that follow."),
    ),
    "route.gap": RefusalText(
        N_("There is no such way from {from} to {to}."),
        N_("Name the places between, both sides of each border among them, or travel otherwise."),
    ),
    "route.link_not_open": RefusalText(
        N_("The way from {from} to {to} is not open."), N_("Choose another way.")
    ),
    "route.transit_missing": RefusalText(
        N_(
            "At {place} the goods enter the customs territory of {country}: no office lets them in."
        ),
        N_("Name the office of transit at the entry."),
    ),
    "route.transit_not_frontier": RefusalText(
        N_("No customs territory is entered at {place}, so no office of transit acts there."),
        N_("Take the office out; the place may stay on the route."),
    ),
    "route.exit_not_frontier": RefusalText(
        N_("No customs territory is left at {place}, so no office of exit acts there."),
        N_("Take the office out; the place may stay on the route."),
    ),
    "route.transit_repeated": RefusalText(
        N_("Office {office} is named twice as an office of transit."),
        N_("Name each office of transit once."),
    ),
    "route.eta_impossible": RefusalText(
        N_("{given} is in no calendar."), N_("Give a date and a time.")
    ),
    "route.eta_past": RefusalText(
        N_("At {place}, where the goods enter, they are expected at a time that has passed."),
        N_("Give a time still to come, or leave the time out."),
    ),
    "route.eta_order": RefusalText(
        N_("At {place} the goods are expected earlier than at the place before."),
        N_("Correct the expected times."),
    ),
}
