"""The transitions as they sound, compared line by line with `tests/golden`."""

from station.control import Insert, Skip
from station.kinds import Kind
from tests.golden.envelope import envelope, golden
from tests.unit.playout.fakes import EIGHT, Studio, item, one_after_the_other, seconds

BED = item("bed", 60, kind=Kind.FILLER)


def studio():
    made = Studio()
    made.shelf.levels = {"song": 0.4, "next": 0.2, "news": 0.3, "spot": 0.1, "bed": 0.05}
    return made


def test_a_segue_sounds_as_it_did():
    air = studio()
    air.load(*one_after_the_other(item("song", 2, tail=1, fade_out=48_000), item("next", 3)))
    air.play(4)
    assert envelope(air.tape.audio) == golden("segue")


def test_a_hard_start_over_music_sounds_as_it_did():
    air = studio()
    air.load(item("song", 9), item("news", 2, EIGHT + seconds(4), hard=True))
    air.play(5)
    assert envelope(air.tape.audio) == golden("hard_start")


def test_an_inserted_spot_sounds_as_it_did():
    air = studio()
    air.load(item("song", 60))
    air.play(1)
    air.order(Insert(item("spot", 2, kind=Kind.PSA), "now"))
    air.play(4)
    assert envelope(air.tape.audio) == golden("insert_now")


def test_a_hole_with_a_filler_sounds_as_it_did():
    air = studio()
    air.load(item("song", 1), item("next", 3, EIGHT + seconds(5)), fillers=[BED])
    air.play(6)
    assert envelope(air.tape.audio) == golden("filler")


def test_a_skip_sounds_as_it_did():
    air = studio()
    air.load(*one_after_the_other(item("song", 60), item("next", 60)))
    air.play(1)
    air.order(Skip())
    air.play(1)
    assert envelope(air.tape.audio) == golden("skip")
