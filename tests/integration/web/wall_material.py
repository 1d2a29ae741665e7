"""Recordings for a cart wall."""

from media_library.cart import Cart
from media_library.store import CartStore
from station.kinds import Kind
from tests.browser.doubles import NOON

TITLES = (
    ("Jingle Pagi", Kind.JINGLE, 8),
    ("Tepuk Tangan", Kind.JINGLE, 5),
    ("Indonesia Raya", Kind.ANTHEM, 104),
    ("Banjir: menjauhlah dari sungai", Kind.PSA, 30),
)


def add_recordings(sessions, titles=TITLES):
    """Store recordings; return their numbers by title."""
    with sessions.begin() as session:
        return {
            title: CartStore(session).add(recording(title, kind, seconds)).id
            for title, kind, seconds in titles
        }


def recording(title, kind, seconds):
    frames = seconds * 48_000
    return Cart(
        id=0,
        kind=kind,
        title=title,
        path=f"aa/{title}.flac",
        sha256=title.encode().hex()[:64].ljust(64, "0"),
        original_name=f"{title}.flac",
        frames=frames,
        cue_in=480,
        cue_out=frames,
        segue=frames,
        loudness_lufs=-20.0,
        true_peak_db=-6.0,
        added_at=NOON,
    )
