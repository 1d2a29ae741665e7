"""The demo station, made small: spoken, played, encoded, and taken in by the real library."""

import wave
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread
from urllib.request import urlopen

import numpy as np
import pytest

from media_library import spot_studio
from media_library.ingest import Ingest
from media_library.store import CartStore
from mengudara.demo import people, schedule, studio, wall, week
from mengudara.demo.effects import EFFECTS
from mengudara.demo.gendhing import first_gong
from mengudara.demo.ingest import DemoRefused, take_in
from mengudara.demo.neighbour import BURST_SECONDS, BYTES_PER_SECOND, ROLE, Neighbour, due
from mengudara.demo.neighbour import recording as neighbour_recording
from mengudara.demo.pieces import BEDS, HYMN, PIECES, SIGNATURES, SONGS
from mengudara.demo.scripts import EMERGENCIES, PROGRAMMES, SCRIPTS, SPOTS, STATION_IDS
from mengudara.demo.speech import Speechless, Utterance, speak
from mengudara.demo.studio import COMMENT, FORMATS, Recording, Workshop
from mengudara.supervisor import neighbours
from scheduler.stores.grid import GridStore
from scheduler.stores.programmes import ProgrammeStore
from station import ffmpeg
from station.audio import BYTES_PER_FRAME, RATE
from station.clock import SystemClock
from station.config import Config
from station.kinds import Kind
from station.paths import StatePaths
from station.rundown import Start
from station.wall import Level
from streaming.frames import Codec, FrameParser
from web.accounts import Role
from web.presenter_keys import PresenterKeys
from web.wall import WallStore
from web.wall_form import ButtonForm

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
SHORT = replace(PIECES[0], minutes=0.1)


@pytest.fixture
def shop(tmp_path):
    for name in ("out", "scratch"):
        (tmp_path / name).mkdir()
    return Workshop(tmp_path / "out", tmp_path / "scratch", ffmpeg.binary())


@pytest.fixture
def ingest(tmp_path, sqlite_engine):
    from station.database import sessions_for

    paths = StatePaths(tmp_path / "home")
    paths.create()
    return Ingest(Config(), paths, sessions_for(sqlite_engine), SystemClock())


def a_bed(number, shop):
    studio.make_bed(replace(BEDS[number], minutes=0.1), number, shop)


def test_the_indonesian_voice_speaks(tmp_path):
    path = tmp_path / "v.wav"
    speak([Utterance("Selamat pagi, Kota Contoh.", str(path))])
    with wave.open(str(path)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        assert 1.0 < len(sound) / file.getframerate() < 5.0
    assert np.abs(sound.astype(int)).max() > 3_000


def test_a_voice_that_cannot_write_is_told(tmp_path):
    with pytest.raises(Speechless):
        speak([Utterance("Halo", str(tmp_path / "nowhere" / "v.wav"))])


FIRST_OF_EACH = {suffix: number for number, (suffix, _) in reversed(list(enumerate(FORMATS)))}


@pytest.mark.parametrize("number", FIRST_OF_EACH.values(), ids=FIRST_OF_EACH)
def test_every_format_keeps_its_honest_tags(shop, ingest, number):
    recording = studio.make_piece(SHORT, Kind.MUSIC, number, shop)
    (cart,) = take_in([recording], ingest)
    assert (cart.title, cart.artist, cart.kind) == (SHORT.title, SHORT.artist, Kind.MUSIC)
    assert cart.album == SHORT.album
    assert set(SHORT.tags) <= set(cart.tags)
    assert cart.frames > 10 * RATE
    assert -24 < cart.loudness_lufs < -9
    assert COMMENT == "dibuat oleh komputer"


def test_a_spot_is_heard_over_its_bed(shop):
    a_bed(0, shop)
    script = replace(STATION_IDS[0], bed=0)
    speak([Utterance(script.text, str(studio.voice_path(script.name, shop)))])
    recording = studio.make_spoken(script, 0, shop)
    spot = spot_studio.load(recording.path, shop.exe)
    assert 5_000 < len(spot) < 20_000
    assert -26 < spot.dBFS < -12


def test_the_slate_is_raw_station_sound_of_about_a_quarter_minute(shop, tmp_path):
    a_bed(0, shop)
    voice = studio.voice_path("slate", shop)
    speak([Utterance("Anda mendengarkan Radio Kota Contoh. Siaran segera kembali.", str(voice))])
    slate = tmp_path / "slate.f32"
    studio.make_slate(voice, slate, shop)
    sound = np.fromfile(slate, "<f4")
    assert slate.stat().st_size % BYTES_PER_FRAME == 0
    assert 8 <= len(sound) / 2 / RATE <= 16
    assert 0.05 < np.abs(sound).max() < 1.0


def test_a_file_without_sound_cannot_be_loaded(tmp_path, shop):
    path = tmp_path / "x.mp3"
    path.write_text("tidak ada suara di sini")
    with pytest.raises(spot_studio.CannotDecode):
        spot_studio.load(path, shop.exe)


def test_a_refused_recording_ends_the_making(tmp_path, ingest):
    path = tmp_path / "rusak.mp3"
    path.write_text("bukan suara")
    with pytest.raises(DemoRefused, match=r"rusak\.mp3"):
        list(take_in([Recording(path, Kind.MUSIC)], ingest))


class EveryTitle(week.Shelf):
    """Has every recording, one number each."""

    known = tuple(one.title for one in (*SCRIPTS, *SONGS, *PIECES, *SIGNATURES, *EFFECTS))

    def titled(self, *titles):
        return tuple(self.known.index(title) + 1 for title in titles)

    def of_kind(self, kind):
        return tuple(n for n, script in enumerate(SCRIPTS, 1) if script.kind is kind)


@pytest.mark.parametrize("day", range(7))
def test_the_week_shows_each_thing_the_planner_can_do(sessions, day):
    now = MONDAY + timedelta(days=day)
    with sessions.begin() as session:
        schedule.store(session, EveryTitle([]), Config(), now)
    with sessions() as session:
        programmes = ProgrammeStore(session).all(week.CHANNEL)
        starts = {one.start for one in GridStore(session).slots(week.CHANNEL)}
        exceptions = GridStore(session).exceptions(week.CHANNEL)
    assert starts >= {Start.HARD, Start.SOFT, Start.WINDOW}
    assert [one.name for one in programmes if one.live] == ["Ruang Pemilih", "Sapa Warga"]
    assert [one.name for one in programmes if one.relay] == ["Warta Bersama"]
    assert [one.name for one in programmes if one.talk_overs] == ["Radio Warga"]
    assert sorted(one.cancelled for one in exceptions) == [False, True]


def test_the_intro_of_a_piece_is_marked_where_the_others_join_in(shop, ingest, sqlite_engine):
    from station.database import sessions_for

    recording = studio.make_piece(replace(PIECES[2], minutes=0.4), Kind.MUSIC, 0, shop)
    (cart,) = take_in([recording], ingest)
    sessions = sessions_for(sqlite_engine)
    found = list(week.Shelf([cart]).numbered())
    assert found == [(cart.id, PIECES[2])]
    with sessions.begin() as session:
        seconds = first_gong(PIECES[2])
        marked = CartStore(session).update(cart.id, intro=round(seconds * RATE))
    assert marked.cue_in < marked.intro < marked.segue
    assert 8 < seconds < 13


def test_the_hymn_is_an_anthem_of_its_own(shop, ingest):
    short = replace(HYMN, minutes=0.2)
    (cart,) = take_in([studio.make_piece(short, Kind.ANTHEM, 0, shop)], ingest)
    assert (cart.kind, cart.segue) == (Kind.ANTHEM, cart.cue_out)


def heard(recording, shop):
    return spot_studio.load(recording.path, shop.exe)


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda one: one.name)
def test_an_effect_is_short_loud_and_never_clips(shop, effect):
    sound = heard(studio.make_effect(effect, shop), shop)
    assert 1_000 < len(sound) < 12_000
    assert -30 < sound.dBFS < -6
    assert sound.max_dBFS < -0.5


@pytest.mark.parametrize("script", EMERGENCIES, ids=lambda one: one.name)
def test_an_emergency_message_speaks_at_once_and_says_that_it_is_a_trial(shop, script):
    speak([Utterance(script.text, str(studio.voice_path(script.name, shop)))])
    sound = heard(studio.make_spoken(script, 0, shop), shop)
    assert sound[:500].max_dBFS > -30
    assert 10_000 < len(sound) < 60_000
    assert "Kota Contoh" in script.text
    assert "kota karangan" in script.text
    assert "percobaan" in script.text or "hanya latihan" in script.text


def test_no_rotation_takes_an_effect_or_an_emergency_message():
    rotated = {Kind.MUSIC, Kind.FILLER, Kind.BUMPER, Kind.JINGLE, Kind.STATION_ID}
    assert rotated.isdisjoint(script.kind for script in EMERGENCIES)


def test_the_wall_has_two_pages_and_the_emergency_messages(sessions):
    with sessions.begin() as session:
        wall.store(session, EveryTitle([]))
    with sessions() as session:
        layout = WallStore(session, week.CHANNEL).layout()
    first, second = layout.pages
    assert 5 <= len(first.buttons) <= 12
    assert [one.label for one in second.buttons] == ["Tepuk tangan", "Terompet", "Bedug", "Himne"]
    assert [one.instead for one in second.buttons] == [False, False, False, True]
    assert {one.level: one.label for one in layout.messages} == {
        Level.WASPADA: "Hujan lebat", Level.SIAGA: "Banjir", Level.AWAS: "Latihan gempa",
        Level.CLEAR: "Keadaan aman",
    }  # fmt: skip
    assert all(one.words for one in layout.messages)
    for page in layout.pages:
        for button in page.buttons:
            form = ButtonForm.of(button)
            assert form.mistakes == {}


def test_the_presenter_may_speak_live_and_has_no_key_yet(sessions):
    with sessions.begin() as session:
        people.store(session, MONDAY)
    with sessions() as session:
        ((account, key),) = PresenterKeys(session).presenters()
    assert (account.name, account.roles) == ("penyiar", {Role.PRESENTER})
    assert account.must_change_password
    assert key is None


def test_every_script_has_its_own_name_and_title():
    assert len({script.name for script in SCRIPTS}) == len(SCRIPTS)
    assert len({script.title for script in SCRIPTS}) == len(SCRIPTS)
    assert all(script.agency for script in SPOTS)
    assert all("komputer" in script.text or "percobaan" in script.text for script in PROGRAMMES)


def test_the_station_next_door_sends_frames_that_join_into_an_endless_stream(shop, tmp_path):
    a_bed(1, shop)
    voice = studio.voice_path("neighbour", shop)
    speak([Utterance("Inilah Warta Bersama dari Radio Jaringan Contoh.", str(voice))])
    path = tmp_path / "neighbour.mp3"
    studio.make_neighbour(voice, path, shop)
    sound = path.read_bytes()
    parser = FrameParser(Codec.MP3)
    frames = parser.feed(sound + sound)
    assert parser.skipped == 0, "frames and nothing else"
    assert len(frames) >= 2 * len(sound) // 384 - 2
    server = Neighbour(sound, SystemClock(), port=0)
    Thread(target=server.serve_forever, daemon=True).start()
    with urlopen(f"http://127.0.0.1:{server.server_port}/warta.mp3", timeout=30) as answer:
        assert answer.headers["Content-Type"] == "audio/mpeg"
        heard = answer.read(BURST_SECONDS * BYTES_PER_SECOND)
    server.shutdown()
    server.server_close()
    assert heard == (sound * (len(heard) // len(sound) + 1))[: len(heard)]


def test_it_sends_in_real_time_behind_its_burst():
    assert due(MONDAY, BURST_SECONDS * BYTES_PER_SECOND) == MONDAY
    assert due(MONDAY, (BURST_SECONDS + 60) * BYTES_PER_SECOND) == MONDAY + timedelta(seconds=60)


def test_only_the_demo_has_a_station_next_door(tmp_path):
    assert neighbours(tmp_path) == []
    neighbour_recording(StatePaths(tmp_path)).touch()
    assert [role.name for role in neighbours(tmp_path)] == [ROLE]
