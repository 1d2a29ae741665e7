"""TLS in front of a server on this machine, with a certificate that is made here."""

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.ports import unused_port

NAME = "localhost"


class Authority:
    """Vouches for NAME alone."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.certificate, self._key = folder / "own.pem", folder / "own.key"
        command = [
            "openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2",
            "-keyout", self._key, "-out", self.certificate,
            "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)

    def context(self) -> ssl.SSLContext:
        """Return what a server of NAME shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self._key)
        return context


class Front:
    """Takes TLS connections and carries what is in them to a port."""

    def __init__(self, authority: Authority, to: int) -> None:
        self.port = unused_port()
        self.carried = 0
        """Bytes that came through TLS."""
        self.authority = authority
        self._to = to

    @contextmanager
    def open(self) -> Iterator["Front"]:
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        opening = asyncio.start_server(
            self._serve, "127.0.0.1", self.port, ssl=self.authority.context()
        )
        server = asyncio.run_coroutine_threadsafe(opening, loop).result()
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(server.close)
            asyncio.run_coroutine_threadsafe(_ended(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    async def _serve(self, given: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            there, to = await asyncio.open_connection("127.0.0.1", self._to)
            await asyncio.gather(self._carry(given, to), self._carry(there, answers))
        answers.close()

    async def _carry(self, given: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while data := await given.read(1 << 16):
            self.carried += len(data)
            to.write(data)
            await to.drain()
        to.close()


async def _ended() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
