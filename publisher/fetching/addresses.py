"""Which IP addresses may be connected to: public ones, and this machine where the user asks for it."""

import ipaddress
import socket
from collections.abc import Callable

from xreg.publisher.fetching.errors import NotAllowedError, shown

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Whether a connection to an address is allowed.
Judge = Callable[[str], bool]

# Public by their number alone: Azure's host service, protocols' own, relays between IPv4 and IPv6, Teredo, local NAT64,
# 6to4, old IPv4 inside IPv6, site-local.
_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24"),
        *("2001::/32", "64:ff9b:1::/48", "2002::/16", "::/8", "fec0::/10"),
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def public(text: str) -> bool:
    """Whether an address is one of the public internet: no private, loopback, link-local, reserved or metadata one."""
    address = _address(text)
    if any(address in network for network in _NEVER if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def loopback(text: str) -> bool:
    """Whether an address is this machine's own."""
    return _address(text).is_loopback


def _address(text: str) -> Address:
    """The address that is meant: the IPv4 one where it is written inside an IPv6 one."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def literal(host: str) -> str | None:
    """The address that a host is written as (`127.0.0.1`, `[::1]`), None where it is a name."""
    text = host.strip("[]")
    try:
        return str(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return None


def resolve(host: str, port: int, allowed: Judge) -> list[str]:
    """All addresses of a host, in the system's order. Raises NotAllowedError where one of them is not allowed.

    One address that is not allowed refuses the host: whoever mixes public and private ones waits for a second look.
    """
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        refuse(host, address, allowed)
    return addresses


def refuse(host: str, address: str, allowed: Judge) -> None:
    """Raises NotAllowedError where an address is not allowed."""
    if not allowed(address):
        raise NotAllowedError(
            f"{shown(host)} has the address {address}: assets are fetched from public addresses alone (with "
            "--allow-insecure from this machine too); download the file yourself and give it with --asset."
        )
