"""Television comes to a demo station: clips through the library's door, a week, the channel."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from media_library import signs
from media_library.cart import Cart
from media_library.ingest import Ingest
from media_library.store import CartStore
from mengudara import schema
from mengudara.demo.ingest import take_in
from mengudara.demo.pieces import ANTHEM, PIECES, SIGNATURES
from mengudara.demo.progress import Progress
from mengudara.demo.scripts import EMERGENCIES
from mengudara.demo.settings import STATION_TOML
from mengudara.demo.speech import speak
from mengudara.demo.studio import Workshop
from mengudara.demo.tv import grid, making
from mengudara.demo.tv.adding import OF_RADIO, RADIO_TAG, add
from mengudara.demo.tv.clips import CLEARANCE, CLIPS, FILM, SIGN, SPOTS, TAG
from scheduler.stores import CampaignStore, GridStore, HourTemplateStore, ProgrammeStore
from station import ffmpeg, look, wall
from station.audio import RATE
from station.clock import SystemClock, VirtualClock
from station.config import load
from station.database import engine_for, sessions_for
from station.kinds import Kind
from station.paths import StatePaths
from station.rundown import read_current
from station.wall import Level
from tests.tiny_television import SECONDS, TINY, tiny

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
OWN = "Tembang pendengar"
RADIO = (ANTHEM, SIGNATURES[0], PIECES[0])


def described(number, kind, title):
    frames = 60 * RATE
    name = f"{number:064x}"
    return Cart(
        id=0, kind=kind, title=title, tags=("sendiri",), path=f"{name}.flac", sha256=name,
        original_name=name, frames=frames, cue_in=0, cue_out=frames, segue=frames,
        loudness_lufs=-16.0, true_peak_db=-2.0, added_at=NOON,
    )  # fmt: skip


class Station:
    """A demo station of the smallest size, and what can be read of it."""

    def __init__(self, home):
        self.paths = StatePaths(home)
        self.paths.create()
        self.reset()
        engine = engine_for(load(self.paths).database_at(self.paths))
        schema.upgrade(engine)
        self.sessions = sessions_for(engine)
        with self.sessions.begin() as session:
            library = CartStore(session)
            kinds = (Kind.ANTHEM, Kind.JINGLE, Kind.MUSIC)
            for number, (kind, piece) in enumerate(zip(kinds, RADIO, strict=True)):
                library.add(described(number, kind, piece.title))
            library.add(described(9, Kind.JINGLE, OWN))
            library.add(described(10, Kind.PROGRAMME, EMERGENCIES[1].title))

    def reset(self):
        """Have the settings as before, with a short plan: the clips are short, too."""
        self.paths.config.write_text(STATION_TOML.replace("# plan_hours = 49 ", "plan_hours = 2"))

    def add(self, clips=TINY):
        add(load(self.paths), self.paths, VirtualClock(NOON), Progress(), clips)

    def rows(self):
        with self.sessions() as session:
            return (
                CartStore(session).search(limit=100).total,
                len(ProgrammeStore(session).all(grid.CHANNEL)),
                len(GridStore(session).slots(grid.CHANNEL)),
                len(CampaignStore(session).all(grid.CHANNEL)),
                len(HourTemplateStore(session).all(grid.CHANNEL)),
            )

    def carts(self):
        with self.sessions() as session:
            return {cart.title: cart for cart in CartStore(session).search(limit=100).carts}


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    """Made once, for making it is the work; a making before it was interrupted."""
    found = Station(tmp_path_factory.mktemp("television"))
    ingest = Ingest(load(found.paths), found.paths, found.sessions, VirtualClock(NOON))
    made = making.make_all(TINY[:2], shop_in(tmp_path_factory.mktemp("shop")))
    assert len(list(take_in(made, ingest))) == 2
    found.add()
    return found


def shop_in(folder):
    for name in ("out", "scratch"):
        (folder / name).mkdir()
    return Workshop(folder / "out", folder / "scratch", ffmpeg.binary())


def test_every_clip_is_in_the_library_once_with_pictures_rating_and_its_channel(station):
    carts = station.carts()
    for clip in CLIPS:
        cart = carts[clip.title]
        assert (cart.kind, cart.rating, cart.has_picture) == (clip.kind, clip.rating, True)
        assert {TAG if clip is not SIGN else signs.TAG, *clip.tags} <= set(cart.tags)
        assert cart.frames / RATE == pytest.approx(SECONDS, abs=0.1)
    assert len(carts) == len(CLIPS) + 5
    (beside,) = [cart for cart in carts.values() if cart.sign_path]
    assert beside.original_name == "wayang-gareng.mp4"
    assert beside.sign_path == carts[SIGN.title].path
    film = carts[FILM.title]
    assert (film.clearance, film.film_class) == (CLEARANCE, "13+")


def test_its_pictures_carry_texts_a_clearance_and_a_message_of_each_level_there_is(station):
    texts = read_current(station.paths.rundown("tv")).texts
    assert SPOTS[1].running_text in {text.text for text in texts}
    assert look.read(station.paths.look("tv")).crawl_texts
    (message,) = wall.read(station.paths.wall("tv")).emergency
    assert (message.label, message.level) == ("Banjir", Level.SIAGA)


def test_what_is_the_radios_alone_says_so_and_nothing_else_is_touched(station):
    carts = station.carts()
    assert RADIO_TAG in carts[SIGNATURES[0].title].tags
    assert SIGNATURES[0] in OF_RADIO
    for title in (OWN, PIECES[0].title, ANTHEM.title):
        assert carts[title].tags == ("sendiri",)


def test_the_settings_gain_the_channel_and_keep_their_comments(station):
    config = load(station.paths)
    assert [(one.slug, one.kind) for one in config.channels] == [("radio", "radio"), ("tv", "tv")]
    assert "# as listeners see it" in station.paths.config.read_text()


def test_a_making_that_was_interrupted_goes_on_without_anything_twice(station):
    before = station.rows()
    station.reset()
    station.add(())
    assert station.rows() == before
    assert load(station.paths).channel("tv").kind == "tv"


def test_a_first_plan_lies_ready_for_each_channel(station):
    for slug in ("radio", "tv"):
        assert read_current(station.paths.rundown(slug)).items


def test_a_spot_is_as_long_as_its_words_and_says_them_over_music(tmp_path, sqlite_engine):
    shop = shop_in(tmp_path)
    spoken = replace(tiny(SPOTS[0]), seconds=0.0, text="Hubungi 112.")
    speak([making.utterance(spoken, shop)])
    paths = StatePaths(tmp_path / "home")
    paths.create()
    ingest = Ingest(load(paths), paths, sessions_for(sqlite_engine), SystemClock())
    (cart,) = take_in([making.make(spoken, shop)], ingest)
    assert 4.5 < cart.frames / RATE < 12
    assert (cart.album, cart.kind) == (SPOTS[0].agency, Kind.PSA)
    assert cart.loudness_lufs is not None
