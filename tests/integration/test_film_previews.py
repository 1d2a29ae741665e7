"""Films in the library, on both databases: their facts, thumbnails and small copies."""

import os
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import av
import pytest

from media_library.film_store import MOST_TRIES, FilmStore, House, Preview
from media_library.ingest import Added, Ingest
from media_library.preview_maker import PreviewMaker
from media_library.previews import Previews
from media_library.soundness import Flaw, examine
from media_library.store import CartStore
from station import ffmpeg
from station.audio import BLOCK, RATE
from station.clock import VirtualClock
from station.config import Config, Media
from station.film_copies import house_copy
from station.video import Shape
from tests import film_zoo as zoo
from tests.unit.streaming.stream_process import children
from tests.waiting import LIMIT_SECONDS, is_running, until

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def films(tmp_path_factory) -> Path:
    folder = zoo.make(tmp_path_factory.mktemp("films"), "narrow.mpg", "turned.mp4", "no-sound.mp4")
    still = ["-af", "volume=0:enable='lt(t,2)'"]
    black = ["-vf", "drawbox=t=fill:c=black:enable='lt(t,1.5)'"]
    opening = [*zoo.picture(), *zoo.sound(), *black, *still]
    zoo.run(*opening, *zoo.H264, str(folder / "opening.mp4"))
    return folder


@pytest.fixture
def ingest(paths, sessions):
    config = Config(media=Media(keep_free_bytes=0))
    return Ingest(config, paths, sessions, VirtualClock(NOW))


@pytest.fixture
def maker(paths, sessions):
    return PreviewMaker(ffmpeg.binary, paths.media, sessions)


@pytest.fixture
def previews(paths):
    return Previews(paths.media)


def taken(ingest, film):
    outcome = ingest.add(film)
    assert isinstance(outcome, Added)
    return outcome.cart


def in_store(sessions, ask):
    with sessions.begin() as session:
        return ask(FilmStore(session))


def size_of(path):
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return stream.width, stream.height


def test_a_film_comes_in_with_its_facts_and_airs_to_its_end(ingest, films, sessions):
    cart = taken(ingest, films / "opening.mp4")
    film = in_store(sessions, lambda store: store.get(cart.id))
    assert cart.has_picture
    assert cart.has_sound
    assert (cart.cue_in, cart.segue, cart.cue_out) == (0, cart.frames, cart.frames)
    assert cart.frames == film.frames
    assert film.black == ((0, 38 * BLOCK),)
    assert [round(at / RATE, 1) for at in film.silent[0]] == [0.0, 2.0]
    assert (film.shown, film.rate, film.pictures) == ((320, 180), 25.0, 100)
    with sessions() as session:
        [playable] = CartStore(session).playable()
    assert (playable.has_picture, playable.has_sound) == (True, True)


def test_a_film_without_sound_is_known_to_be_silent_on_purpose(ingest, films, sessions):
    cart = taken(ingest, films / "no-sound.mp4")
    assert (cart.has_sound, cart.quiet, cart.frames) == (False, True, 4 * RATE)
    with sessions() as session:
        [playable] = CartStore(session).playable()
    assert not playable.has_sound


def test_films_are_found_among_the_rest(ingest, films, sessions, tmp_path):
    zoo.run(*zoo.sound(), str(tmp_path / "a.flac"))
    taken(ingest, tmp_path / "a.flac")
    cart = taken(ingest, films / "opening.mp4")
    with sessions() as session:
        found = CartStore(session).search(film=True)
        everything = CartStore(session).search()
    assert ([one.id for one in found.carts], found.total) == ([cart.id], 1)
    assert everything.total == 2


def test_a_film_is_fit_to_air_as_long_as_its_file_is_the_one_measured(ingest, films, paths):
    cart = taken(ingest, films / "opening.mp4")
    path = paths.media / cart.path
    assert examine(ffmpeg.binary(), path, cart).flaw is None
    with path.open("ab") as file:
        file.write(b"more")
    assert examine(ffmpeg.binary(), path, cart).flaw is Flaw.CHANGED
    path.unlink()
    assert examine(ffmpeg.binary(), path, cart).flaw is Flaw.MISSING


def test_a_recording_of_sound_has_no_film(ingest, tmp_path, sessions):
    zoo.run(*zoo.sound(), str(tmp_path / "a.flac"))
    cart = taken(ingest, tmp_path / "a.flac")
    assert in_store(sessions, lambda store: store.get(cart.id)) is None
    assert in_store(sessions, lambda store: store.preview(cart.id)) is None
    assert in_store(sessions, lambda store: store.next_waiting()) is None


def test_thumbnails_and_a_small_copy_are_made_one_film_after_the_other(
    ingest, films, sessions, maker, previews
):
    carts = [taken(ingest, films / name) for name in ("opening.mp4", "turned.mp4", "no-sound.mp4")]
    assert [maker.run_one(Event()) for _ in range(4)] == [True, True, True, False]
    numbers = [cart.id for cart in carts]
    assert in_store(sessions, lambda store: store.thumbnails(numbers)) == dict.fromkeys(numbers, 3)
    for cart, size in zip(carts, [(320, 180), (102, 180), (320, 180)], strict=True):
        assert in_store(sessions, lambda store, cart=cart: store.preview(cart.id)) is Preview.MADE
        assert size_of(previews.thumbnail(cart.sha256, 1)) == size
        assert list(previews.of(cart.sha256).glob("*.part")) == []
    with av.open(str(previews.proxy(carts[0].sha256))) as container:
        assert container.duration == pytest.approx(4_000_000, abs=100_000)
        assert [stream.codec.name for stream in container.streams] == ["h264", "aac"]
    first = previews.proxy(carts[0].sha256).read_bytes()
    assert first.index(b"moov") < first.index(b"mdat")


def test_a_thumbnail_is_not_black(ingest, films, maker, previews):
    cart = taken(ingest, films / "opening.mp4")
    maker.run_one(Event())
    for number in (1, 2, 3):
        with av.open(str(previews.thumbnail(cart.sha256, number))) as container:
            picture = next(container.decode(video=0)).to_ndarray(format="gray")
        assert picture.mean() > 40


def test_a_small_copy_has_square_pixels(ingest, films, maker, previews):
    cart = taken(ingest, films / "narrow.mpg")
    maker.run_one(Event())
    assert size_of(previews.proxy(cart.sha256)) == (384, 288)


def test_nothing_is_begun_while_the_air_needs_the_machine_or_the_process_ends(
    ingest, films, paths, sessions, maker
):
    cart = taken(ingest, films / "opening.mp4")
    pressed = PreviewMaker(ffmpeg.binary, paths.media, sessions, rests=lambda: True)
    assert not pressed.run_one(Event())
    ending = Event()
    ending.set()
    assert not maker.run_one(ending)
    assert in_store(sessions, lambda store: store.preview(cart.id)) is Preview.WAITING


def test_what_is_being_made_ends_with_the_group_of_its_maker_and_when_told(
    ingest, films, paths, sessions, tmp_path
):
    taken(ingest, films / "opening.mp4")
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 1000\n")
    slow.chmod(0o755)
    stop = Event()
    maker = PreviewMaker(lambda: str(slow), paths.media, sessions)
    before = set(children(os.getpid()))
    thread = Thread(target=maker.run_one, args=(stop,))
    thread.start()
    try:
        (child,) = until(lambda: set(children(os.getpid())) - before)
        assert os.getpgid(child) == os.getpgid(0)
    finally:
        stop.set()
        thread.join(LIMIT_SECONDS)
    assert not is_running(child)


def test_what_was_left_half_done_is_made_anew(ingest, films, maker, previews):
    cart = taken(ingest, films / "opening.mp4")
    half = previews.proxy(cart.sha256).with_name("proxy.mp4.part")
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    maker.run_one(Event())
    assert previews.proxy(cart.sha256).stat().st_size > 10_000
    assert not half.exists()


def test_a_film_that_cannot_be_shown_is_given_up_after_some_tries(
    ingest, films, paths, sessions, maker
):
    cart = taken(ingest, films / "opening.mp4")
    (paths.media / cart.path).write_bytes(b"gone")
    assert [maker.run_one(Event()) for _ in range(MOST_TRIES + 1)] == [True] * MOST_TRIES + [False]
    assert in_store(sessions, lambda store: store.preview(cart.id)) is Preview.FAILED
    assert in_store(sessions, lambda store: store.thumbnails([cart.id])) == {cart.id: 0}


def test_previews_of_no_film_are_removed(ingest, films, maker, previews):
    cart = taken(ingest, films / "opening.mp4")
    maker.run_one(Event())
    stray = previews.of("ab" * 32)
    stray.mkdir(parents=True)
    (stray / "1.jpg").touch()
    maker.tidy()
    assert not stray.exists()
    assert previews.proxy(cart.sha256).exists()


def test_previews_that_are_gone_are_made_again(ingest, films, sessions, maker, previews):
    cart = taken(ingest, films / "opening.mp4")
    maker.run_one(Event())
    maker.tidy()
    assert in_store(sessions, lambda store: store.preview(cart.id)) is Preview.MADE
    previews.proxy(cart.sha256).unlink()
    maker.tidy()
    assert in_store(sessions, lambda store: store.preview(cart.id)) is Preview.WAITING
    assert maker.run_one(Event())
    assert previews.proxy(cart.sha256).exists()


@pytest.fixture
def with_house(paths, sessions):
    def made(**how):
        return PreviewMaker(ffmpeg.binary, paths.media, sessions, house=Shape(256, 144), **how)

    return made


def house_of(sessions, cart):
    return in_store(sessions, lambda store: store.house(cart.id))


def test_a_film_that_is_hard_to_decode_is_copied_into_the_house_format(
    ingest, films, paths, sessions, with_house, previews
):
    maker, cart = with_house(), taken(ingest, films / "opening.mp4")
    assert [maker.run_one(Event()) for _ in range(3)] == [True, True, False]
    assert house_of(sessions, cart) is House.MADE
    assert paths.media / house_copy(cart.path) == previews.house(cart.sha256)
    assert size_of(previews.house(cart.sha256)) == (256, 144)


def test_a_film_of_the_house_format_needs_no_copy(ingest, films, paths, sessions, previews):
    maker = PreviewMaker(ffmpeg.binary, paths.media, sessions, house=Shape(320, 180))
    cart = taken(ingest, films / "opening.mp4")
    while maker.run_one(Event()):
        pass
    assert house_of(sessions, cart) is House.NOT_NEEDED
    assert not previews.house(cart.sha256).exists()


def test_a_full_disk_gets_no_copies_and_a_copy_that_is_gone_is_made_again(
    ingest, films, sessions, with_house, previews
):
    cart = taken(ingest, films / "opening.mp4")
    full = with_house(room=lambda: False)
    assert [full.run_one(Event()) for _ in range(2)] == [True, False]
    assert house_of(sessions, cart) is House.WAITING
    maker = with_house()
    assert maker.run_one(Event())
    previews.house(cart.sha256).unlink()
    maker.tidy()
    assert house_of(sessions, cart) is House.WAITING
    assert maker.run_one(Event())
    assert previews.house(cart.sha256).exists()


def test_a_copy_that_cannot_be_made_is_told(ingest, films, paths, sessions, with_house, previews):
    cart = taken(ingest, films / "opening.mp4")
    maker = with_house()
    maker.run_one(Event())
    (paths.media / cart.path).write_bytes(b"gone")
    assert [maker.run_one(Event()) for _ in range(2)] == [True, False]
    assert house_of(sessions, cart) is House.FAILED
    assert list(previews.of(cart.sha256).glob("house*")) == []
