"""The program that carries a push through TLS: a local door on one side, a server on the other.

    python -m streaming.push.tls_child HOST PORT READY

FFmpeg, as PyAV has it, asks nobody whether a certificate is good. This does: the system's
authorities must vouch for the server's name (RFC 9525) before a byte is sent. The number of the
local port is written to READY, an open descriptor; one connection is let in. What the server has
confirmed is told as every child of a push does.
"""

import asyncio
import os
import socket
import ssl
import sys
from contextlib import suppress

from streaming.push.confirmation import Confirmation, of_tcp
from streaming.push.telling import tell

OPEN_SECONDS = 10.0
LAST_SECONDS = 0.4
"""For what is on its way when the stream ends."""
READ = 1 << 16


async def carry(host: str, port: int, ready: int) -> None:
    """Connect, open the door, and carry until either side ends; raises OSError."""
    context = ssl.create_default_context()
    async with asyncio.timeout(OPEN_SECONDS):
        there = await asyncio.open_connection(host, port, ssl=context)
    let_in: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Future()
    door = await asyncio.start_server(lambda *ends: _let_in(let_in, ends), "127.0.0.1", 0)
    os.write(ready, str(door.sockets[0].getsockname()[1]).encode())
    os.close(ready)
    async with asyncio.timeout(OPEN_SECONDS):
        here = await let_in
    door.close()
    connection = there[1].get_extra_info("socket")
    tell(lambda: _confirmed(connection))
    ways = [_pass_on(here[0], there[1]), _pass_on(there[0], here[1])]
    done, _ = await asyncio.wait(
        [asyncio.ensure_future(way) for way in ways], return_when=asyncio.FIRST_COMPLETED
    )
    there[1].close()
    with suppress(TimeoutError):
        async with asyncio.timeout(LAST_SECONDS):
            await there[1].wait_closed()
    for way in done:
        way.result()


def _let_in(
    let_in: "asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]]",
    ends: tuple[asyncio.StreamReader, asyncio.StreamWriter],
) -> None:
    """Take the first who comes."""
    if let_in.done():
        ends[1].close()
    else:
        let_in.set_result(ends)


async def _pass_on(given: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    while data := await given.read(READ):
        to.write(data)
        await to.drain()


def _confirmed(connection: socket.socket) -> Confirmation | None:
    with suppress(OSError):
        return of_tcp(connection)
    return None


def main(host: str, port: str, ready: str) -> int:
    try:
        asyncio.run(carry(host, int(port), int(ready)))
    except ssl.SSLCertVerificationError as error:
        sys.stderr.write(f"certificate of {host} not trusted: {error.verify_message}\n")
        return 1
    except (OSError, TimeoutError) as error:
        sys.stderr.write(f"{getattr(error, 'strerror', None) or type(error).__name__}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
