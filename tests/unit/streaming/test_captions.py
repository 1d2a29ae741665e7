"""When a running text stands in place of the title, and what reaches a player's display."""

from datetime import timedelta
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from station.audio import utc_us
from station.bus import Metadata
from station.ladder import Rung
from station.rundown import RunningText
from streaming.captions import APART, EVERY, TOLD, captions, chosen
from streaming.icy import Woven, weave
from streaming.ring import Chunk, Piece
from tests.unit.station.making import NOON
from tests.unit.streaming.fake_air import titled
from tests.unit.streaming.test_icy import unwoven

SECOND = timedelta(seconds=1)
SONG = titled("Bengawan Solo", "Gesang")


class Texts:
    """Texts that are always the same."""

    def __init__(self, *texts):
        self._texts = texts

    def at(self, now):
        return tuple(text for text in self._texts if text.begins <= now < text.ends)


def text(words, begins=0, lasts=3_600):
    begin = NOON + begins * SECOND
    return RunningText(words, begin, begin + lasts * SECOND, words)


def told(texts, seconds, playing=SONG):
    """Return what is told second by second, each word once, with how long it was."""
    caption = captions(Texts(*texts))
    words = (caption(utc_us(NOON + at * SECOND), playing) for at in range(seconds))
    return [(word, len(list(group))) for word, group in groupby(words)]


def test_a_text_is_told_when_it_begins_and_again_while_it_lasts():
    found = told([text("Azan", 60, 900)], 1_100)
    assert found[:3] == [("", 60), ("Azan", 30), ("", found[2][1])]
    assert [word for word, _ in found] == ["", "Azan", "", "Azan", ""]
    assert found[2][1] >= (APART - TOLD).total_seconds()


def test_a_text_that_is_over_is_told_no_more():
    assert told([text("Imsak", 0, 10)], 60) == [("Imsak", 10), ("", 50)]


def test_a_newer_text_takes_the_place_of_an_older_one():
    assert told([text("a"), text("b", 10)], 60) == [("a", 10), ("b", 30), ("", 20)]


@given(st.lists(st.integers(0, 1_800), min_size=1, max_size=5), st.integers(0, 3_000))
def test_the_title_is_cut_into_no_more_often_than_the_rule_says(begins, at):
    """However many texts are on: one showing at its start each, and one every ten minutes."""
    texts = [text(f"t{n}", begin) for n, begin in enumerate(sorted(begins))]
    window = range(at, at + int(EVERY.total_seconds()))
    spells = [
        word for word, _ in groupby(chosen(Texts(*texts).at(when), when) for when in
                                    (NOON + second * SECOND for second in window)) if word
    ]  # fmt: skip
    fresh = sum(at <= begin < at + EVERY.total_seconds() for begin in begins)
    assert len(spells) <= 2 * fresh + 2 * len(texts) + 1
    assert all(spells.count(one.key) <= 3 for one in texts)


def test_an_emergency_gives_way_to_no_text():
    alert = Metadata(0, Rung.EMERGENCY, "Gempa")
    assert told([text("Azan")], 60, alert) == [("", 60)]


def test_what_a_player_shows_is_the_text_and_then_the_title_with_nothing_broken_out_of_it():
    hostile = "Klarifikasi: air'; StreamUrl='http://x/';\r\nIcy: <b>é"
    caption = captions(Texts(text(hostile, 0, 2)))
    chunks = [
        Chunk(n, Piece((bytes(100),), 1, n, utc_us(NOON + n * SECOND)), bytes(100), SONG)
        for n in range(4)
    ]
    data, _ = weave(chunks, Woven(40, None), 40, unnamed="Radio", caption=caption)
    sound, titles = unwoven(data, 40)
    assert sound == bytes(400)
    assert titles == [
        "Klarifikasi: air’ StreamUrl='http://x/’  Icy: <b>é", "Gesang - Bengawan Solo",
    ]  # fmt: skip
