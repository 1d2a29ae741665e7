"""Sound and pictures of one file, counted together."""

from dataclasses import dataclass, field

from playout.deck import Deck, State
from playout.pictures.film import Film
from station.audio import BLOCK
from tests.unit.playout.fakes import Tone, item

LENGTH = 20 * BLOCK


@dataclass
class Pictures:
    """`passed` are the frames up to which pictures were let go of."""

    ready: bool = True
    gone: bool = False
    closed: bool = False
    passed: list[int] = field(default_factory=list)

    def pass_over(self, frame):
        self.passed.append(frame)

    def close(self):
        self.closed = True


def film(sound, pictures):
    return Film(sound, pictures, 0)


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


def test_a_film_whose_pictures_fail_is_heard_to_its_end():
    deck = on_a_deck(film(Tone(0.1, LENGTH), Pictures(gone=True)))
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
