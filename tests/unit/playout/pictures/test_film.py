"""Sound and pictures of one file: the shorter one is made as long as the longer."""

from dataclasses import dataclass, field

import pytest

from playout.deck import Deck, State
from playout.pictures.film import Film
from station.audio import BLOCK
from tests.unit.playout.fakes import Tone, item

LENGTH = 20 * BLOCK


@dataclass
class Pictures:
    """Pictures of so many blocks; `passed` are the frames up to which they were let go of."""

    count: int = 1_000
    ready: bool = True
    gone: bool = False
    closed: bool = False
    passed: list[int] = field(default_factory=list)

    @property
    def ended_at(self):
        return self.count

    def missing(self, frame):
        return frame // BLOCK >= self.count

    def pass_over(self, frame):
        self.passed.append(frame)

    def close(self):
        self.closed = True


def film(sound, pictures):
    return Film(sound, pictures, 0, LENGTH)


def on_a_deck(source):
    deck = Deck(item("clip", LENGTH / 48_000), source, 0)
    deck.poll(0)
    return deck


def heard(deck):
    """Play a deck to its end; return the level of each block."""
    deck.take(0)
    levels = []
    while not deck.done:
        block = deck.read(BLOCK)
        if len(block):
            levels.append(round(float(block[0, 0]), 3))
    return levels


def test_it_is_ready_when_both_are():
    pictures = Pictures(ready=False)
    source = film(Tone(0.1, LENGTH), pictures)
    assert not source.ready
    pictures.ready = True
    assert source.ready


def test_sound_that_is_shorter_than_the_pictures_is_silent_to_their_end():
    deck = on_a_deck(film(Tone(0.1, 5 * BLOCK + 7), Pictures(20)))
    assert heard(deck) == [0.1] * 6 + [0.0] * 14
    assert deck.state is not State.FAILED


def test_a_film_without_sound_is_silent():
    deck = on_a_deck(film(Tone(0.1, 0, fault="no sound"), Pictures(20)))
    assert heard(deck) == [0.0] * 20
    assert deck.state is not State.FAILED


def test_nobody_says_that_it_has_no_sound_before_it_is_known_to_have_no_pictures():
    pictures = Pictures(ready=False)
    source = film(Tone(0.1, 0, fault="no sound"), pictures)
    assert source.fault == ""
    pictures.ready = pictures.gone = True
    assert source.fault == "no sound"


@pytest.mark.parametrize("pictures", [Pictures(8), Pictures(8, gone=True)])
def test_a_file_that_ends_early_in_both_is_not_made_longer(pictures):
    deck = on_a_deck(film(Tone(0.1, 5 * BLOCK), pictures))
    levels = heard(deck)
    assert levels == [0.1] * 5 + [0.0] * (0 if pictures.gone else 3)
    assert deck.state is State.FAILED


def test_a_film_whose_pictures_fail_is_heard_to_its_end():
    deck = on_a_deck(film(Tone(0.1, LENGTH), Pictures(0, gone=True)))
    assert heard(deck) == [0.1] * 20
    assert deck.state is not State.FAILED


def test_pictures_are_passed_over_with_the_sound_that_is_skipped():
    pictures = Pictures()
    source = film(Tone(0.1, LENGTH), pictures)
    source.read(7 * BLOCK + 3)
    assert pictures.passed == [6 * BLOCK + 3]


def test_both_are_closed():
    pictures, sound = Pictures(), Tone(0.1, LENGTH)
    film(sound, pictures).close()
    assert pictures.closed
    assert sound.closed
