"""A whole air with pictures: every block has one that stands, and it is that of its sound."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playout.deck import Deck
from playout.pictures import cards
from playout.pictures.pool import LEASE_TICKS, SlotPool
from playout.pictures.records import FOREVER, Record
from playout.pictures.reel import Reel
from playout.pictures.screen import RingScreen
from playout.pictures.slots import CARDS, FOR_THE_LEAD, SLOTS
from playout.pictures.source import AHEAD, WAITING
from playout.pictures.supply import TOO_SLOW
from station.audio import BLOCK
from station.bus import Packet
from station.commands import Insert, Skip
from station.journal import Act
from station.pictures import PictureRing, planes, slot_of
from station.rundown import Item
from station.transition import Passage, Transition
from station.video import Shape
from tests.unit.playout.fakes import Shelf, Studio, Tape, Tone, item, one_after_the_other

SHAPE = Shape(16, 16)
TIGHT = CARDS + 1 + FOR_THE_LEAD
"""Slots that leave none to what waits."""
CRAMPED = CARDS + 1 + LEASE_TICKS + 2
"""Slots that leave hardly any to the lead itself."""
SLATE, CARD = (int(draw(SHAPE)[0]) for draw in (cards.slate, cards.card))


class Pictures:
    """Decodes at once whatever there are slots for; a picture's U plane is its number."""

    def __init__(self, pool: SlotPool, first: int, count: int, dies_at: int = FOREVER) -> None:
        self.gone = False
        self.fault = self.trouble = ""
        self._pool = pool
        self._reel = Reel(pool)
        self._next = first
        self._count = count
        self._dies_at = dies_at
        self._closed = False
        self._decode(WAITING, waits=True)

    def at(self, frame: int) -> int | None:
        if self._closed:
            return None
        slot = self._reel.take(frame // BLOCK)
        self._decode(AHEAD, waits=False)
        return slot if slot is not None else self._reel.take(frame // BLOCK)

    def missing(self, frame: int) -> bool:
        return (
            not self._reel and self._count != 1 and frame // BLOCK >= min(self._count, self._next)
        )

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._reel.clear()

    def _decode(self, ahead: int, *, waits: bool) -> None:
        self.gone = self._next >= self._dies_at
        while not self.gone and len(self._reel) < ahead and self._next < self._count:
            slot = self._pool.take(waits=waits)
            if slot is None:
                return
            luma, blue, _ = planes(self._pool.ring.picture(slot), SHAPE)
            luma[:], blue[:] = 200, self._next % 256
            until = self._next + 1 if self._next + 1 < self._count else FOREVER
            self._reel.put(Record(slot, self._next, until))
            self._next += 1
            self.gone = self._next >= self._dies_at
            self.fault = "the decoder has died" if self.gone else self.trouble


class Reeled(Tone):
    """Sound with pictures."""

    pictures: Pictures

    def close(self) -> None:
        super().close()
        self.pictures.close()


@dataclass
class Cinema(Shelf):
    """Opens what its title says: `film`, `still`, `dying` or sound alone."""

    pool: SlotPool | None = None
    silent: set[str] = field(default_factory=set)

    def open(self, each: Item, from_frame: int) -> Tone:
        kind = each.title
        if kind == "sound" or self.pool is None:
            return super().open(each, from_frame)
        source = Reeled(0.0 if each.key in self.silent else 0.1, each.cue_out - from_frame)
        self.tones.append(source)
        count = 1 if kind == "still" else each.cue_out // BLOCK
        dies_at = from_frame // BLOCK + 9 if kind == "dying" else FOREVER
        source.pictures = Pictures(self.pool, from_frame // BLOCK, count, dies_at)
        return source


@dataclass
class Viewer(Tape):
    """Looks at every picture when it comes and at how long it stands."""

    ring: PictureRing | None = None
    seen: list[tuple[int, int]] = field(default_factory=list)
    """luma and number of the picture that was seen with each block"""

    def write(self, packet: Packet) -> None:
        assert self.ring is not None
        super().write(packet)
        for late in self.packets[-LEASE_TICKS:]:
            assert self.ring.holds(late.picture)
        luma, blue, _ = planes(self.ring.picture(slot_of(packet.picture)), SHAPE)
        self.seen.append((int(luma[0, 0]), int(blue[0, 0])))


class Television(Studio):
    """A studio with a picture ring."""

    def __init__(self, folder, slots: int = SLOTS) -> None:
        self.ring = PictureRing.create(folder / "ring", SHAPE, slots)
        self.pool = SlotPool(self.ring, for_the_lead=FOR_THE_LEAD)
        screen = RingScreen(
            self.pool,
            lambda deck: getattr(deck.source, "pictures", None),
            slate=cards.slate(SHAPE),
            card=cards.card(SHAPE),
        )
        self.viewer = Viewer(ring=self.ring)
        super().__init__(shelf=Cinema(pool=self.pool), tape=self.viewer, screen=screen)

    def lead(self) -> Deck | None:
        return self.engine.director.line.lead


def airings(*told: tuple[str, float], tail: float = 0) -> tuple[Item, ...]:
    items = (
        item(f"{n}", length, title=kind, tail=tail, has_picture=kind != "sound")
        for n, (kind, length) in enumerate(told)
    )
    return one_after_the_other(*items)


@pytest.mark.parametrize("slots", [CRAMPED, TIGHT, SLOTS])
def test_a_picture_stands_for_its_lease_however_scarce_slots_are(tmp_path, slots):
    television = Television(tmp_path, slots)
    television.load(*airings(("film", 4)))
    television.play(4)
    assert television.viewer.seen == [(200, n) for n in range(100)]


def test_films_follow_each_other_on_the_frame(tmp_path):
    television = Television(tmp_path)
    television.load(*airings(("film", 2), ("film", 2)))
    television.play(3.98)
    assert television.viewer.seen[:99] == [(200, n) for n in (*range(50), *range(49))]


def test_sound_alone_has_the_card_and_what_is_off_the_air_the_slate(tmp_path):
    television = Television(tmp_path)
    television.load(*airings(("film", 1), ("sound", 1)))
    television.play(3)
    assert [luma for luma, _ in television.viewer.seen] == [200] * 25 + [CARD] * 25 + [SLATE] * 25


def test_a_still_is_seen_for_as_long_as_it_is_heard(tmp_path):
    television = Television(tmp_path)
    television.load(*airings(("still", 5), ("sound", 5)))
    television.play(4.9)
    assert set(television.viewer.seen) == {(200, 0)}


def test_after_an_interruption_a_film_goes_on_with_the_picture_where_it_was(tmp_path):
    television = Television(tmp_path)
    television.load(*airings(("film", 60)))
    television.play(2)
    television.order(Insert(item("spot", 1, title="sound"), "now"))
    television.play(4)
    numbers = [number for luma, number in television.viewer.seen if luma == 200]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) == 5 * 25


def test_pictures_that_stay_away_are_counted_and_told_and_forgotten_with_their_item(tmp_path):
    television = Television(tmp_path)
    told = []
    television.engine._watcher = type(
        "Eye", (), {"watched": True, "publish": lambda _, one: told.append(one)}
    )()
    television.load(*airings(("dying", 10), ("film", 10)))
    television.play(0.8)
    assert told[-1].alarms == ()
    television.play(2)
    (alarm,) = told[-1].alarms
    assert (alarm.code, alarm.about) == ("pictures", "dying")
    assert 25 < told[-1].health.pictures_held < 70
    television.play(8)
    assert told[-1].alarms == ()


def test_a_machine_that_is_too_slow_is_told_while_pictures_still_come(tmp_path):
    television = Television(tmp_path)
    told = []
    television.engine._watcher = type(
        "Eye", (), {"watched": True, "publish": lambda _, one: told.append(one)}
    )()
    television.load(*airings(("film", 10), ("film", 10)))
    television.play(0.2)
    television.lead().source.pictures.trouble = TOO_SLOW
    television.play(3)
    assert [(alarm.code, alarm.about) for alarm in told[-1].alarms] == [("pictures_slow", "film")]
    assert told[-1].health.pictures_held == 0
    television.lead().source.pictures.trouble = ""
    television.play(0.4)
    assert told[-1].alarms == ()


def alarms(studio: Studio) -> list[str]:
    return [fact.detail for fact in studio.facts if fact.act is Act.ALARM]


@pytest.mark.parametrize("how", [{"has_sound": False}, {"quiet": True}])
def test_a_film_that_is_meant_to_be_silent_raises_no_alarm(tmp_path, how):
    television = Television(tmp_path)
    (film,) = airings(("film", 60))
    mute = replace(film, **how)
    television.shelf.silent = {mute.key}
    television.load(mute)
    television.play(50)
    assert alarms(television) == []
    assert television.lead().item.key == mute.key


def test_a_film_whose_sound_fails_is_given_up_for_the_next_one(tmp_path):
    television = Television(tmp_path)
    broken, *others = airings(("film", 60), ("film", 60))
    television.shelf.silent = {broken.key}
    television.load(broken, *others)
    television.play(20)
    assert alarms(television) == ["next_item", "none"]
    assert television.lead().item.key == others[0].key


def test_silence_is_over_when_a_silent_film_takes_the_place_of_what_failed(tmp_path):
    television = Television(tmp_path)
    broken, mute = airings(("film", 60), ("film", 60))
    television.shelf.silent = {broken.key, mute.key}
    television.load(broken, replace(mute, has_sound=False))
    television.play(40)
    assert alarms(television) == ["next_item", "none"]
    assert television.lead().item.key == mute.key


def test_on_radio_nothing_is_seen_so_what_has_no_sound_is_silence():
    studio = Studio(shelf=Shelf(levels={"mute": 0.0}))
    studio.load(item("mute", 60, has_sound=False))
    studio.play(12)
    assert alarms(studio)[:1] == ["next_item"]


def test_music_without_a_cover_lacks_nothing(tmp_path):
    television = Television(tmp_path)
    music = item("song", 10, title="dying")
    television.load(music)
    television.play(8)
    assert television.engine.counters.held < 12
    assert television.engine.counters.unseen == ""
    assert television.viewer.seen[-1][0] == CARD


def test_a_mix_goes_from_one_moving_picture_to_the_other(tmp_path):
    television = Television(tmp_path)
    one = item("one", 2, title="film", tail=1)
    two = item("two", 2, title="film", at=one.ends)
    rule = Transition(picture=Passage.MIX, picture_ms=400)
    television.load(one, two, transitions=(rule,))
    television.play(3)
    seen = [number for _, number in television.viewer.seen]
    mixed = [((50 + n) * (256 - w) + n * w) >> 8 for n in range(10) for w in [256 * (n + 1) // 11]]
    assert seen == [*range(50), *mixed, *range(10, 25)]


def test_a_fade_through_black_ends_one_picture_before_the_other_begins(tmp_path):
    television = Television(tmp_path)
    rule = Transition(picture=Passage.BLACK, picture_ms=440)
    television.load(*airings(("film", 1), ("sound", 2)), transitions=(rule,))
    television.play(2)
    levels = [luma for luma, _ in television.viewer.seen]
    dark = levels.index(min(levels))
    assert levels[dark] == 16
    assert levels[:26] == [200] * 25 + [levels[25]]
    assert sorted(levels[25 : dark + 1], reverse=True) == levels[25 : dark + 1]
    assert sorted(levels[dark:36]) == levels[dark:36]
    assert set(levels[36:]) == {CARD}


KINDS = st.sampled_from(["film", "still", "sound", "dying"])
LENGTHS = st.sampled_from([0.05, 0.4, 0.97, 1.0, 2.013, 5.0])


@given(
    told=st.lists(st.tuples(KINDS, LENGTHS), min_size=1, max_size=14),
    skips=st.lists(st.floats(0.04, 3.0), max_size=8),
    slots=st.sampled_from([CRAMPED, TIGHT, SLOTS]),
    passage=st.sampled_from(Passage),
    tail=st.sampled_from([0, 1]),
)
def test_whatever_follows_what_every_block_has_a_picture_that_stands(
    tmp_path_factory, told, skips, slots, passage, tail
):
    television = Television(tmp_path_factory.mktemp("tv"), slots)
    television.load(*airings(*told, tail=tail), transitions=(Transition(picture=passage),))
    for length in (*skips, 3.0):
        television.play(length)
        television.order(Skip(fade_ms=0))
    television.play(3.0)
    if passage is Passage.CUT:
        assert {luma for luma, _ in television.viewer.seen} <= {200, SLATE, CARD}
    television.engine.close()
    for tick in range(LEASE_TICKS + 2):
        television.engine._screen.show(None, 1_000_000 + tick)
    assert television.pool.free == slots - CARDS


@given(
    told=st.lists(st.tuples(st.just("film"), LENGTHS), min_size=1, max_size=10),
    slots=st.sampled_from([TIGHT, SLOTS]),
)
def test_the_picture_is_never_more_than_half_a_block_from_its_sound(tmp_path_factory, told, slots):
    television = Television(tmp_path_factory.mktemp("tv"), slots)
    television.load(*airings(*told))
    for _ in range(200):
        television.engine.tick()
        lead = television.lead()
        if lead is None or lead.item.title != "film":
            continue
        middle = lead.position - BLOCK // 2
        if middle >= lead.item.cue_in and middle < lead.item.cue_out // BLOCK * BLOCK:
            assert television.viewer.seen[-1] == (200, middle // BLOCK % 256)
