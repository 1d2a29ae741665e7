"""What the bus says of where a file stands, for those who show something along with it."""

from dataclasses import replace

from playout import asrun
from playout.deck import Deck
from station.audio import utc_us
from station.ladder import Rung
from tests.unit.playout.fakes import EIGHT, Tone, frames_of, item

FILM = item("film", 60)
AT = utc_us(EIGHT)


def told(position, item=FILM, **more):
    deck = Deck(item, Tone(0.1, FILM.cue_out), position, **more)
    return asrun.metadata(deck, 7, AT)


def test_a_file_is_told_with_the_instant_at_which_its_first_frame_would_have_been_heard():
    assert (told(0).path, told(0).file_us) == (FILM.path, AT)


def test_joined_in_its_middle_it_began_earlier():
    assert told(frames_of(12.5)).file_us == AT - 12_500_000


def test_the_film_of_an_interpreter_is_told_with_its_item_and_not_where_that_repeats_itself():
    signed = replace(FILM, sign_path="ab/film.sign.mp4")
    assert told(0, item=signed).sign_path == "ab/film.sign.mp4"
    assert told(0, item=signed, endless=True).sign_path == ""


def test_what_is_live_or_below_all_items_has_no_file():
    assert told(0, endless=True).path == ""
    assert told(0, rung=Rung.SLATE).path == ""
    assert asrun.metadata(None, 0, AT).path == ""
