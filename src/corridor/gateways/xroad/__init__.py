"""Authorities behind X-Road (Tunduk and its like): asked through the security server of the node.

After X-Road's message protocol for REST: the service in the address, who calls in `X-Road-Client`,
errors of the exchange itself marked by `X-Road-Error`.
"""
