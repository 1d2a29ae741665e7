"""Recordings for a cart wall."""

from media_library.store import CartStore
from station.kinds import Kind
from tests.recordings import recording

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
            title: CartStore(session).add(_sound(title, kind, seconds)).id
            for title, kind, seconds in titles
        }


def _sound(title, kind, seconds):
    name = title.encode().hex()[:64].ljust(64, "0")
    return recording(
        title, kind, seconds, path=f"aa/{title}.flac", sha256=name, cue_in=480,
        loudness_lufs=-20.0, true_peak_db=-6.0,
    )  # fmt: skip
