"""The program of an SRT push: a transport stream comes in and goes out to a receiver.

    python -m streaming.push.srt_child

The first line of standard input is the address, so that its passphrase stands in no list of
processes. Ends with its input, or with the connection.
"""

import os
import sys
from contextlib import closing

from station.errors import StationError
from streaming.push.given import READ, address_and_rest
from streaming.push.libsrt import PAYLOAD, SrtConnection
from streaming.push.telling import tell


def run(given: int) -> None:
    """Send until the input ends; raises SrtFailed when the connection does."""
    address, data = address_and_rest(given)
    with closing(SrtConnection(address)) as connection:
        tell(connection.confirmation)
        while True:
            whole = len(data) - len(data) % PAYLOAD
            for at in range(0, whole, PAYLOAD):
                connection.send(data[at : at + PAYLOAD])
            more = os.read(given, READ)
            if not more:
                return
            data = data[whole:] + more


def main() -> int:
    try:
        run(0)
    except (StationError, OSError, EOFError, ValueError) as error:
        sys.stderr.write(f"{getattr(error, 'strerror', None) or error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
