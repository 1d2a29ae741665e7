"""Pictures of real files, by real children, into a real ring."""

import os
import signal

import av
import pytest

from playout.pictures.film import FilmOpener
from playout.pictures.pool import SlotPool
from playout.pictures.projector import Projector
from playout.pictures.source import AHEAD, WAITING, PictureSource
from station.audio import BLOCK
from station.film_copies import house_copy
from station.pictures import PictureRing, slot_of
from station.video import Shape
from tests.numbered_clips import make_clip, number_on
from tests.unit.playout.fakes import Shelf, item
from tests.waiting import until

SHAPE = Shape(320, 180)
SLOTS = 2 * AHEAD


@pytest.fixture
def pool(tmp_path):
    return SlotPool(PictureRing.create(tmp_path / "ring", SHAPE, SLOTS), lease_ticks=0)


@pytest.fixture
def opened(pool, tmp_path):
    sources = []

    def open_at(first_frame=0, pictures=60, path=None):
        clip = path or make_clip(tmp_path / "clip.mp4", pictures)
        sources.append(PictureSource(pool, clip.parent, clip.name, first_frame))
        sources[-1].start()
        return sources[-1]

    yield open_at
    for source in sources:
        source.close()
        source.join()


def show(source, pool, number):
    """Wait for the picture with which `number` begins; return what it shows, and let go of it."""
    found = []

    def came():
        slot = source.at(number * BLOCK)
        if slot is not None:
            found.append(slot)
        return found or source.gone

    until(came)
    seen = number_on(pool.ring.picture(found[0]), SHAPE)
    pool.shown_until(found[0], 0)
    pool.advance(0)
    return seen


def shown(source, pool, numbers):
    """Show one after the other, none before the one before it: no child is ever late."""
    return [show(source, pool, number) for number in numbers]


def test_every_picture_of_a_file_comes_in_turn(opened, pool):
    source = opened()
    assert shown(source, pool, range(60)) == list(range(60))
    assert until(lambda: source.ended_at) == 60
    assert source.fault == ""


def test_it_begins_where_the_sound_begins(opened, pool):
    source = opened(first_frame=33 * BLOCK + 700)
    assert show(source, pool, 33) == 33


def test_pictures_that_it_is_too_late_for_are_passed_over(opened, pool):
    source = opened()
    until(lambda: source.ready)
    assert show(source, pool, 9) in (8, 9)


def test_while_it_waits_it_decodes_no_further_ahead_than_it_should(opened, pool):
    source = opened()
    until(lambda: len(source._reel) == WAITING)
    assert pool.free == SLOTS - WAITING
    source.at(0)
    until(lambda: len(source._reel) == AHEAD)
    assert pool.free == SLOTS - AHEAD - 1


def test_what_it_held_is_free_again_when_it_is_closed(opened, pool):
    source = opened()
    until(lambda: source.ready)
    source.close()
    source.join()
    assert pool.free == SLOTS


def test_a_child_that_is_killed_is_followed_by_another_one(opened, pool):
    source = opened(pictures=300)
    assert shown(source, pool, range(40)) == list(range(40))
    for number in range(40, 280, 60):
        first = source.child
        os.kill(first, signal.SIGKILL)
        numbers = range(number, number + 60)
        assert shown(source, pool, numbers) == list(numbers)
        assert source.child != first
    assert source.fault == ""
    source.close()
    source.join()
    assert pool.free == SLOTS


def test_a_waiting_child_that_is_killed_is_followed_by_another_one(opened, pool):
    source = opened(pictures=100)
    first = until(lambda: source.ready and source.child)
    os.kill(first, signal.SIGKILL)
    until(lambda: source.child != first)
    assert shown(source, pool, range(30)) == list(range(30))


def test_a_file_without_pictures_says_so(opened, pool, tmp_path):
    path = tmp_path / "x.mp4"
    path.write_bytes(b"not a film")
    source = opened(path=path)
    until(lambda: source.gone)
    assert source.ready
    assert "InvalidDataError" in source.fault
    until(lambda: pool.free == SLOTS)


COPIED = 500
"""Number on the first picture of a copy, so that it can be told from the film's."""
FILM_PICTURES = 120
INDEX_FIRST = {"movflags": "+faststart"}


@pytest.fixture
def housed(pool, tmp_path):
    """Return what opens a film with a copy whose bytes are spoilt, None for no copy."""
    films = []

    def open_film(spoil):
        make_clip(tmp_path / "clip.mp4", FILM_PICTURES)
        if spoil:
            copy = tmp_path / house_copy("clip.mp4")
            copy.parent.mkdir(parents=True)
            clip = make_clip(
                tmp_path / "copy.mp4", FILM_PICTURES, first=COPIED, options={"g": "25"}
            )
            with (
                av.open(str(clip)) as read,
                av.open(str(copy), "w", options=INDEX_FIRST) as written,
            ):
                track = written.add_stream_from_template(read.streams.video[0])
                for packet in read.demux(video=0):
                    if packet.dts is not None:
                        packet.stream = track
                        written.mux(packet)
            copy.write_bytes(spoil(copy.read_bytes()))
        opener = FilmOpener(Shelf().open, tmp_path, pool)
        clip = item("clip", FILM_PICTURES / 25, path="clip.mp4", has_picture=True)
        films.append(opener.open(clip, 0))
        return films[-1].pictures

    yield open_film
    for film in films:
        film.close()
        film.pictures.join()


def whole(data):
    return data


def no_film(data):
    return b"not a film" * 100


def empty(data):
    return b""


def cut_off(data):
    return data[: len(data) // 2]


def hollow(data):
    return data[: len(data) // 3] + bytes(len(data) // 3) + data[len(data) // 3 * 2 :]


@pytest.mark.parametrize(("spoil", "first"), [(None, 0), (whole, COPIED)])
def test_pictures_are_read_from_the_copy_in_the_house_format_where_there_is_one(
    housed, pool, spoil, first
):
    source = housed(spoil)
    last = first + FILM_PICTURES
    assert shown(source, pool, range(FILM_PICTURES)) == list(range(first, last))
    assert until(lambda: source.ended_at) == FILM_PICTURES


@pytest.mark.parametrize(
    ("spoil", "first"), [(no_film, 0), (empty, 0), (cut_off, COPIED), (hollow, COPIED)]
)
def test_where_the_copy_is_damaged_the_film_itself_is_shown_from_there_on(
    housed, pool, spoil, first
):
    source = housed(spoil)
    seen = shown(source, pool, range(FILM_PICTURES))
    assert seen[0] == first
    assert seen[-1] < FILM_PICTURES
    assert {number - got % COPIED for number, got in enumerate(seen)} <= {0, 1}
    assert source.fault == ""


def test_a_file_outside_its_folder_is_not_opened(pool, tmp_path):
    make_clip(tmp_path / "clip.mp4", 3)
    (tmp_path / "media").mkdir()
    source = PictureSource(pool, tmp_path / "media", "../clip.mp4", 0)
    source.start()
    until(lambda: source.gone)
    assert "outside" in source.fault
    source.close()
    source.join()
    assert source.child == 0


@pytest.mark.parametrize("name", ["slate.png", "slate.jpg"])
def test_the_stations_own_slate_is_seen(tmp_path, name):
    with av.open(str(make_clip(tmp_path / "clip.mp4", 8))) as container:
        list(container.decode(video=0))[7].to_image().save(tmp_path / name)
    projector = Projector(tmp_path / "ring", SHAPE, lambda *_: None, tmp_path, tmp_path / name)
    ring = PictureRing(tmp_path / "ring")
    until(
        lambda: number_on(ring.picture(slot_of(projector.screen.show(None, 0))), SHAPE) == 7,
        "the slate of the station",
    )
    projector.close()
