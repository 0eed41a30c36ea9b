"""What stands against terms, whoever proposes them and whenever they are agreed."""

from collections.abc import Iterator

from corridor.domain.context import Context
from corridor.domain.days import day_at, is_day
from corridor.domain.quota import Named, Quota, Terms
from corridor.domain.refusals import N_, Refusal, RefusalText
from corridor.domain.territories import territory_of


def wrong_parties(about: Named | None, context: Context) -> Iterator[Refusal]:
    """Two states, each with a node, of which this is one, and which need permits of each other."""
    if about is None or context.node not in (about.giver, about.holder):
        yield Refusal("quota_foreign", "/subject")
        return
    other = about.holder if context.node == about.giver else about.giver
    peers = context.nodes - {context.node}  # none are known while the node is stopped
    if peers and other not in peers:
        yield Refusal("quota_no_node", "/subject", "", {"country": other})
    union = territory_of(about.giver)
    if union == territory_of(about.holder):
        yield Refusal("quota_within_union", "/subject", "", {"union": union})
    year = int(day_at(context.now, context.node)[:4])
    if about.year not in (year, year + 1):
        yield Refusal("quota_year", "/subject", "", {"year": str(about.year), "now": str(year)})


def wrong_terms(terms: Terms, year: int) -> Iterator[Refusal]:
    """Tranches add up, each on a day of the year, in order; permits outlive their year a little."""
    days = [one.day for one in terms.tranches]
    for place, day in enumerate(days):
        if not is_day(day) or day[:4] != str(year):
            pointer = f"/terms/tranches/{place}/day"
            yield Refusal("quota_tranche_day", pointer, "", {"day": day, "year": str(year)})
    if sorted(set(days)) != days:
        yield Refusal("quota_tranche_order", "/terms/tranches")
    planned = sum(one.count for one in terms.tranches)
    if planned != terms.total:
        args = {"planned": str(planned), "total": str(terms.total)}
        yield Refusal("quota_tranche_sum", "/terms/tranches", "", args)
    first, last = f"{year}-12-31", f"{year + 1}-12-31"
    if not is_day(terms.valid_to) or not first <= terms.valid_to <= last:
        args = {"day": terms.valid_to, "first": first, "last": last}
        yield Refusal("quota_valid_to", "/terms/valid_to", "", args)


def wrong_total(quota: Quota, terms: Terms, node: str) -> Refusal | None:
    """Why terms cannot be agreed on at this node now.

    What was delivered is out of the giver's hands, and what was agreed is in use at the holder's:
    so less than before is agreed by the giver alone, who knows what it delivered.
    """
    if node == quota.holder and terms.total < quota.total:
        return Refusal("quota_less", "", "", {"total": str(quota.total), "state": quota.holder})
    out = quota.delivered - quota.given_back
    if node == quota.giver and terms.total < out:
        return Refusal("quota_delivered_more", "", "", {"delivered": str(out)})
    return None


TEXTS = {
    "quota_foreign": RefusalText(
        N_("This is no quota between this state and another."),
        N_("Name the other state, the year and the type of permit."),
    ),
    "quota_no_node": RefusalText(
        N_("{country} is not connected to the corridor."),
        N_("Agree with it by letter, as before."),
    ),
    "quota_within_union": RefusalText(
        N_("No road permits are needed between states of one union: {union}."),
        N_("Choose a state outside the union."),
    ),
    "quota_year": RefusalText(
        N_("A quota for {year} cannot be agreed on now: it is {now}."),
        N_("Choose this year or the next."),
    ),
    "quota_tranche_day": RefusalText(
        N_("A tranche on “{day}”: that is no day of {year}."),
        N_("Name a day of the year of the quota."),
    ),
    "quota_tranche_order": RefusalText(
        N_("The days of the tranches are not in order, or one stands twice."),
        N_("Name each day once, the earliest first."),
    ),
    "quota_tranche_sum": RefusalText(
        N_("The tranches come to {planned} permits, the quota to {total}."),
        N_("Let them come to the same."),
    ),
    "quota_valid_to": RefusalText(
        N_("Permits cannot hold until “{day}”."),
        N_("Name a day from {first} to {last}."),
    ),
    "quota_less": RefusalText(
        N_("Fewer permits than the {total} that were agreed on: your carriers count on them."),
        N_("If {state} wants fewer, propose it: the state that delivers agrees last."),
    ),
    "quota_delivered_more": RefusalText(
        N_("Already {delivered} permits were delivered."),
        N_("Agree on no fewer; or let the other state give numbers back first."),
    ),
}
