"""The library of a station that has just begun: the demo's titles, and what a newcomer brings."""

from sqlalchemy.orm import Session, sessionmaker

from media_library.cart import Cart
from media_library.store import CartStore
from mengudara.demo.pieces import FILLERS, PIECES, SIGNATURES
from mengudara.demo.scripts import BUMPERS, JINGLES, PROGRAMMES, SPOTS, STATION_IDS
from station.kinds import Kind
from tests.browser.doubles import NOON

ANTHEM = "Indonesia Raya"
SONG = "Bagimu Negeri"
AZAN = "Azan dari masjid agung"
_RATE = 48_000
_SECONDS = {Kind.STATION_ID: 8, Kind.JINGLE: 6, Kind.BUMPER: 7, Kind.PSA: 22, Kind.PROGRAMME: 80}


def add_demo(sessions: sessionmaker[Session]) -> None:
    """Store recordings as the demo station has them; their files are not made."""
    with sessions.begin() as session:
        for number, piece in enumerate(PIECES):
            add(session, Kind.MUSIC, piece.title, 200 + 7 * number % 60, piece.artist, piece.tags)
        for piece in FILLERS:
            add(session, Kind.FILLER, piece.title, 120, piece.artist, piece.tags)
        for piece in SIGNATURES:
            add(session, Kind.JINGLE, piece.title, 9, piece.artist)
        for script in (*STATION_IDS, *JINGLES, *BUMPERS, *SPOTS, *PROGRAMMES):
            add(session, script.kind, script.title, _SECONDS[script.kind], tags=script.tags)


def add_songs_of_the_state(sessions: sessionmaker[Session]) -> None:
    """Store what no generator can sing: the anthem, a national song, and an azan."""
    with sessions.begin() as session:
        add(session, Kind.ANTHEM, ANTHEM, 110, "Paduan suara kota")
        add(session, Kind.ANTHEM, SONG, 90, "Paduan suara kota")
        add(session, Kind.PROGRAMME, AZAN, 180, tags=("azan",))


def add(
    session: Session,
    kind: Kind,
    title: str,
    seconds: int,
    artist: str = "Radio Kota Contoh",
    tags: tuple[str, ...] = (),
) -> Cart:
    frames = seconds * _RATE
    number = sum(CartStore(session).counts().values()) + 1
    return CartStore(session).add(
        Cart(
            id=0,
            kind=kind,
            title=title,
            artist=artist,
            tags=tags,
            path=f"{number:064x}.mp3",
            sha256=f"{number:064x}",
            original_name=f"{title}.mp3",
            frames=frames,
            cue_in=0,
            cue_out=frames,
            segue=frames,
            loudness_lufs=-16.0,
            true_peak_db=-2.0,
            added_at=NOON,
        )
    )
