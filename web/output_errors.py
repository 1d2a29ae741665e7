"""What to do about an output that fails, by what it tells of the server it talks to."""

from collections.abc import Mapping

from station.outputs import Output
from web.i18n import N_, Language

_CERTIFICATE = N_(
    "The server's certificate is not good for its name, so nothing was sent to it. Check the"
    " server's name and this computer's date."
)
_NAME = N_("The name of the server is not known. Check the address and this computer's line.")
_AWAY = N_("There is no way to the server. See whether this computer has a line.")
_SLOW = N_("The server does not answer. Check the address and the line; it is tried again.")
_ENDED = N_(
    "The server has ended the connection. Check the key, and that nobody else sends with it; it is"
    " tried again."
)
_TAKES_NOTHING = N_("The server takes nothing any more. It is tried again.")
_KEY = N_("The server does not accept the name or the password.")

ERRORS: Mapping[str, str] = {
    "not trusted": _CERTIFICATE,
    "CERTIFICATE_VERIFY_FAILED": _CERTIFICATE,
    "Connection refused": N_(
        "Nobody answers at this address. Check the server's name and port, and that it runs."
    ),
    "Name or service not known": _NAME,
    "name resolution": _NAME,
    "unreachable": _AWAY,
    "No route to host": _AWAY,
    "timed out": _SLOW,
    "TimeoutError": _SLOW,
    "401 ": _KEY,
    "403 ": _KEY,
    "takes nothing": _TAKES_NOTHING,
    "nothing confirmed": _TAKES_NOTHING,
    "closed the connection": _ENDED,
    "reset by peer": _ENDED,
    "Broken pipe": _ENDED,
    "End of file": _ENDED,
}
"""By what stands somewhere in what an output tells; the first one counts."""


INSIDE = ("encoder", "recorder")
"""Kinds of outputs that talk to no server."""


def errors(language: Language) -> list[tuple[str, str]]:
    """Return the table in a language."""
    return [(part, language.gettext(text)) for part, text in ERRORS.items()]


def told(output: Output, language: Language) -> str:
    """Return what to do about its last error, or the error itself where that is not known."""
    error = output.last_error
    known = (text for part, text in ERRORS.items() if part in error)
    text = None if output.kind in INSIDE else next(known, None)
    return error if text is None else language.gettext(text)
