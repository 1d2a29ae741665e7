"""Whether the ports that the station needs are free."""

import errno
import socket
from dataclasses import dataclass

from station.config import Config


@dataclass(frozen=True, slots=True)
class PortTaken:
    """A port somebody else listens on, or may not be used."""

    section: str
    """Section of station.toml that names it."""
    host: str
    port: int
    why: str

    def __str__(self) -> str:
        return (
            f"Port {self.port} on {self.host}, needed by [{self.section}], cannot be used: "
            f"{self.why}.\n  Stop the other program, or choose another port: "
            f"`port` under [{self.section}] in station.toml, "
            f"or MENGUDARA_{self.section.upper()}__PORT={self.port + 100}."
        )


def taken(config: Config) -> list[PortTaken]:
    """Return the ports that cannot be bound now."""
    wanted = {"web": config.web, "streams": config.streams}
    problems = []
    for section, listen in wanted.items():
        why = refusal(listen.host, listen.port)
        if why:
            problems.append(PortTaken(section, listen.host, listen.port, why))
    return problems


def refusal(host: str, port: int) -> str:
    """Return why a port cannot be bound, or nothing."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return "another program listens on it"
        return error.strerror or str(error)
    return ""
