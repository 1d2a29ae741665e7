"""The library of a station that has just begun: the demo's titles, and what a newcomer brings."""

from sqlalchemy.orm import Session, sessionmaker

from media_library.cart import Cart
from media_library.store import CartStore
from mengudara.demo.pieces import FILLERS, PIECES, SIGNATURES
from mengudara.demo.scripts import BUMPERS, JINGLES, PROGRAMMES, SPOTS, STATION_IDS
from station.kinds import Kind
from tests.recordings import recording

ANTHEM = "Indonesia Raya"
SONG = "Bagimu Negeri"
AZAN = "Azan dari masjid agung"
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
    number = sum(CartStore(session).counts().values()) + 1
    made = recording(title, kind, seconds, number=number, artist=artist, tags=tags)
    return CartStore(session).add(made)
