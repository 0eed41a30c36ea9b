"""States beyond the corridor: nobody of the trust list speaks for them."""

from corridor.web.services import Services


def has_no_node(services: Services, country: str) -> bool:
    """Whether no node here is that state's."""
    return country not in {services.node, *(one.node for one in services.peers())}
