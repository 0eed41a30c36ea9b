"""States beyond the corridor: nobody of the trust list speaks for them."""

from corridor.web.services import Services


def has_no_node(services: Services, country: str) -> bool:
    """Whether no node here is that state's."""
    peers = services.peers() if services.peers is not None else ()
    return country != services.node and country not in {one.node for one in peers}
