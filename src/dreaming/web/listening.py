"""The socket, opened before anything else, so that a start that cannot succeed fails at once and in our words."""

import ipaddress
import os
import socket
from dataclasses import dataclass
from typing import cast

from dreaming.domain.errors import AddressRefused, AddressUnavailable, InvalidInput


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 is one that is free."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def listen(address: Address, *, has_token: bool) -> socket.socket:
    """A socket that is bound to `address`.

    Args:
        address: where.
        has_token: whether a token keeps strangers out, so that others may reach it.

    Raises:
        InvalidInput: there is no such host.
        AddressRefused: it is not the loopback, and no token is set.
        AddressUnavailable: it is taken, or not this machine's.
    """
    family, ip = _resolved(address)
    # The part behind % says which link; it is no part of the address before Python 3.13's ipaddress either.
    if not has_token and not ipaddress.ip_address(ip.partition("%")[0]).is_loopback:
        raise AddressRefused(str(address))
    try:
        return socket.create_server((ip, address.port), family=family)
    except OSError as error:
        why = str(error) if error.errno is None else os.strerror(error.errno)  # `strerror` says the address again
        raise AddressUnavailable(str(address), why) from error


def served(address: Address, listening: socket.socket) -> Address:
    """The address with the port that was given."""
    return Address(address.host, cast("tuple[str, int]", listening.getsockname())[1])


def _resolved(address: Address) -> tuple[socket.AddressFamily, str]:
    """The family and the IP of a host; of several, the first of version 4."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except OSError as error:
        hint = "Give an address of this machine, such as 127.0.0.1."
        raise InvalidInput("--http", f"there is no host {address.host[:80]!r}", hint) from error
    family, _, _, _, place = min(found, key=lambda each: each[0] is not socket.AF_INET)
    return family, str(place[0])
