"""The desks' pages. Each module of pages has `ROUTES`, a tuple of its handlers; name it here."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages import (
    account,
    authorised,
    beside,
    carrier,
    checkpoint,
    customs,
    files,
    guarantor,
    lists,
    news,
    office_acts,
    operator,
    operator_accounts,
    operator_contacts,
    operator_mail,
    operator_reference,
    operator_set_aside,
    operator_settings,
    partner_permits,
    permits,
    projections,
    quotas,
    register,
    seals,
    statements,
    trays,
)


def desk_pages() -> list[ControllerRouterHandler]:
    """All pages behind the sign-in."""
    return [
        *account.ROUTES,
        *authorised.ROUTES,
        *beside.ROUTES,
        *operator.ROUTES,
        *operator_accounts.ROUTES,
        *operator_contacts.ROUTES,
        *operator_mail.ROUTES,
        *operator_set_aside.ROUTES,
        *operator_reference.ROUTES,
        *register.ROUTES,
        *operator_settings.ROUTES,
        *lists.ROUTES,
        *office_acts.ROUTES,
        *news.ROUTES,
        *carrier.ROUTES,
        *customs.ROUTES,
        *permits.ROUTES,
        *partner_permits.ROUTES,
        *projections.ROUTES,
        *quotas.ROUTES,
        *seals.ROUTES,
        *guarantor.ROUTES,
        *statements.ROUTES,
        *checkpoint.ROUTES,
        *files.ROUTES,
        *trays.ROUTES,
    ]
