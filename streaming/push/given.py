"""What the child of a push is given on standard input: an address in a line, then the stream."""

import os

READ = 1 << 16


def address_and_rest(given: int) -> tuple[str, bytes]:
    """Return the address and what was read behind it; raises EOFError."""
    data = b""
    while b"\n" not in data:
        more = os.read(given, READ)
        if not more:
            raise EOFError
        data += more
    line, _, rest = data.partition(b"\n")
    return line.decode(), rest
