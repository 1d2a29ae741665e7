"""Guesses what a recording is for, where nobody said."""

from collections.abc import Sequence

from media_library.fold import fold
from media_library.tags import Labels
from station.kinds import Kind

_WORDS: dict[Kind, frozenset[str]] = {
    Kind.STATION_ID: frozenset({"station id", "stationid", "station ids", "identitas stasiun"}),
    Kind.JINGLE: frozenset({"jingle", "jingles", "sweeper", "sweepers"}),
    Kind.PSA: frozenset(
        {"psa", "psas", "ilm", "iklan layanan masyarakat", "pengumuman", "announcement",
         "announcements", "spot", "spots"}
    ),
    Kind.COMMERCIAL: frozenset(
        {"commercial", "commercials", "iklan", "iklan niaga", "niaga"}
    ),
    Kind.BUMPER: frozenset({"bumper", "bumpers"}),
    Kind.ANTHEM: frozenset({"anthem", "anthems", "lagu kebangsaan", "indonesia raya"}),
    Kind.FILLER: frozenset({"filler", "fillers", "pengisi"}),
    Kind.PROGRAMME: frozenset(
        {"programme", "programmes", "program", "podcast", "talkshow", "siaran", "speech", "berita"}
    ),
    Kind.MUSIC: frozenset({"music", "musik", "lagu", "song", "songs"}),
}  # fmt: skip
_IN_NAMES = (Kind.STATION_ID, Kind.JINGLE, Kind.PSA, Kind.COMMERCIAL, Kind.BUMPER)
"""Kinds whose words do not turn up in titles of songs."""
_LONG_SECONDS = 20 * 60


def of_folder(name: str) -> Kind | None:
    """Return the kind a folder is named for, in Indonesian or English."""
    folded = fold(name)
    return next((kind for kind, words in _WORDS.items() if folded in words), None)


def guess(labels: Labels, folders: Sequence[str], name: str, seconds: float) -> Kind:
    """Return the kind by folder, nearest first, then genre, file name and length; else music."""
    for words in (*folders, *labels.genres, labels.comment):
        kind = of_folder(words)
        if kind is not None:
            return kind
    inside = f" {fold(name)} "
    for kind in _IN_NAMES:
        if any(f" {word} " in inside for word in _WORDS[kind]):
            return kind
    return Kind.PROGRAMME if seconds > _LONG_SECONDS else Kind.MUSIC
