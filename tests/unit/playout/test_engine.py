"""The engine on a virtual clock: events are read off the samples."""

import numpy as np
import pytest

from playout.commands import Correction
from playout.deck import STARVED
from station.audio import BLOCK, RATE
from station.commands import Hold, Insert, Skip
from station.journal import Act, EndedBy, StartedBy
from station.kinds import Kind
from station.ladder import Rung
from tests.unit.playout.fakes import (
    EIGHT,
    SLATE,
    Studio,
    Tone,
    frames_of,
    item,
    one_after_the_other,
    seconds,
)

BED = item("bed", 60, kind=Kind.FILLER)


@pytest.fixture
def studio():
    return Studio()


def test_an_hour_has_exactly_one_block_per_tick(studio):
    studio.load(*one_after_the_other(*(item(f"song{n}", 7.3) for n in range(10))))
    studio.play(60)
    assert [packet.tick for packet in studio.tape.packets] == list(range(25 * 60))
    assert {len(packet.sound) for packet in studio.tape.packets} == {BLOCK}
    first = studio.tape.packets[0].utc_us
    assert [p.utc_us - first for p in studio.tape.packets[:3]] == [0, 40_000, 80_000]


def test_a_soft_item_joins_without_a_gap_inside_a_block(studio):
    studio.shelf.levels = {"a": 0.25, "b": 0.5}
    a, b = one_after_the_other(item("a", 5.01), item("b", 5))
    studio.load(a, b)
    studio.play(9)
    left = studio.tape.left
    join = frames_of(5.01)
    assert join % BLOCK != 0
    assert np.all(left[:join] == 0.25)
    assert np.all(left[join : frames_of(9)] == 0.5)
    assert studio.tape.began() == [(0, "a"), (join, "b")]


def test_the_tail_sounds_on_under_the_next_item(studio):
    studio.shelf.levels = {"a": 0.25, "b": 0.5}
    studio.load(*one_after_the_other(item("a", 4, tail=1.5), item("b", 4)))
    studio.play(7)
    left = studio.tape.left
    assert left[frames_of(4) - 1] == 0.25
    assert left[frames_of(4)] == left[frames_of(5.5) - 1] == 0.75
    assert left[frames_of(5.5)] == 0.5


def test_a_planned_fade_out_falls_to_silence_at_the_cue_out(studio):
    studio.shelf.levels = {"a": 0.5, "b": 0.0}
    studio.load(*one_after_the_other(item("a", 4, fade_out=RATE), item("b", 9)))
    studio.play(5)
    left = studio.tape.left
    assert left[frames_of(3) - 1] == 0.5
    assert 0 < left[frames_of(4) - 1] < 0.001
    assert np.all(np.diff(left[frames_of(3) : frames_of(4)]) <= 0)
    assert [f.ended_by for f in studio.facts if f.act is Act.ENDED] == [EndedBy.TRIMMED]


def test_a_hard_start_falls_on_its_sample_and_what_was_on_is_faded_out(studio):
    studio.shelf.levels = {"song": 0.5, "news": 0.25}
    at = EIGHT + seconds(10.0125)
    studio.load(item("song", 30), item("news", 5, at, hard=True))
    studio.play(12)
    left, start = studio.tape.left, frames_of(10.0125)
    assert start % BLOCK != 0
    assert left[start - frames_of(1.6)] == 0.5
    assert left[start - 1] < 0.001
    assert np.all(left[start : start + RATE] == 0.25)
    ended = next(f for f in studio.facts if f.act is Act.ENDED)
    assert (ended.title, ended.ended_by, ended.frames) == ("song", EndedBy.HARD_START, start)
    started = [f for f in studio.facts if f.act is Act.STARTED][-1]
    assert (started.at, started.planned) == (at, at)


def test_a_tail_does_not_sound_under_a_hard_start(studio):
    studio.shelf.levels = {"song": 0.5, "news": 0.25}
    studio.load(item("song", 10, tail=3), item("news", 5, EIGHT + seconds(10), hard=True))
    studio.play(12)
    assert np.all(studio.tape.left[frames_of(10) : frames_of(12)] == 0.25)
    assert [f.ended_by for f in studio.facts if f.act is Act.ENDED] == [EndedBy.FINISHED]


def test_a_hole_before_a_hard_start_is_filled_from_the_fillers(studio):
    news = item("news", 5, EIGHT + seconds(20), hard=True)
    studio.load(item("song", 5), news, fillers=[BED])
    studio.play(22)
    assert studio.tape.began() == [(0, "song"), (frames_of(5), "bed"), (frames_of(20), "news")]
    bed = [f for f in studio.facts if f.title == "bed"]
    assert [(f.act, f.rung, f.started_by) for f in bed] == [
        (Act.STARTED, Rung.FILLER, StartedBy.FILLER),
        (Act.ENDED, Rung.FILLER, None),
    ]


def test_a_tiny_hole_is_left_to_the_tail(studio):
    news = item("news", 5, EIGHT + seconds(10), hard=True)
    studio.load(item("song", 9.5, tail=2), news, fillers=[BED])
    studio.play(12)
    assert [title for _, title in studio.tape.began()] == ["song", "news"]
    assert studio.tape.left[frames_of(10) - 1] < 0.01


def test_soft_items_that_no_longer_fit_are_left_out_or_trimmed(studio):
    songs = one_after_the_other(item("a", 10), item("b", 10), item("c", 10))
    news = item("news", 5, EIGHT + seconds(30), hard=True)
    studio.load(*songs, news, fillers=[BED])
    studio.play(1)
    studio.order(Insert(item("spot", 18, kind=Kind.PSA), "next"))
    studio.play(32)
    assert [title for _, title in studio.tape.began()] == ["a", "spot", "bed", "news"]
    studio = Studio()
    studio.load(*songs, news, fillers=[BED])
    studio.play(1)
    studio.order(Insert(item("spot", 5, kind=Kind.PSA), "next"))
    studio.play(31)
    assert [title for _, title in studio.tape.began()] == ["a", "spot", "b", "c", "news"]
    assert studio.tape.began()[-1][0] == frames_of(30)


def test_an_announcement_is_never_cut_in_half(studio):
    items = (
        item("song", 10),
        item("spot", 15, EIGHT + seconds(10), kind=Kind.PSA),
        item("news", 5, EIGHT + seconds(20), hard=True),
    )
    studio.load(*items, fillers=[BED])
    studio.play(22)
    assert [title for _, title in studio.tape.began()] == ["song", "bed", "news"]


def test_an_empty_plan_airs_the_slate_and_a_published_one_is_taken_up(studio):
    studio.play(1)
    assert studio.tape.left[-1] == np.float32(SLATE)
    assert studio.tape.packets[-1].flags == 0
    studio.adopt(item("song", 30))
    studio.play(1)
    assert [title for _, title in studio.tape.began()] == ["slate", "song"]
    assert studio.told(Act.FELL) == [("fell", "slate", 0.0)]
    assert studio.tape.packets[-1].flags == 1


def test_fillers_are_all_played_before_any_comes_again(studio):
    beds = [item(f"bed{n}", 4, kind=Kind.FILLER, tail=1) for n in range(3)]
    studio.load(fillers=beds)
    studio.play(24)
    titles = [title for _, title in studio.tape.began()]
    assert sorted(titles[:3]) == sorted(titles[3:6]) == ["bed0", "bed1", "bed2"]


def test_a_file_that_cannot_be_opened_is_passed_over(studio):
    studio.shelf.faults["broken"] = Tone(0.0, 0, fault="no sound")
    studio.load(*one_after_the_other(item("a", 5), item("broken", 5), item("b", 5)))
    studio.play(9)
    assert studio.tape.began() == [(0, "a"), (frames_of(5), "b")]
    failed = next(f for f in studio.facts if f.act is Act.FAILED)
    assert (failed.title, failed.ended_by, failed.detail) == ("broken", EndedBy.FAULT, "no sound")


def test_behind_files_that_cannot_be_opened_two_more_are_cued(studio):
    broken = [item(f"broken{n}", 5) for n in range(3)]
    for each in broken:
        studio.shelf.faults[each.key] = Tone(0.0, 0, fault="no sound")
    studio.load(*one_after_the_other(item("a", 5), *broken, item("b", 5), item("c", 5)))
    studio.play(2)
    assert [key for key, _ in studio.shelf.opened][-2:] == ["b", "c"]
    studio.play(4)
    assert studio.tape.began() == [(0, "a"), (frames_of(5), "b")]
    assert len(studio.told(Act.FAILED)) == 3


@pytest.mark.parametrize("explodes", [True, False])
def test_a_source_that_fails_gives_way_within_the_same_block(studio, explodes):
    studio.shelf.levels = {"b": 0.5}
    tone = Tone(0.25, frames_of(2.01) if not explodes else frames_of(9), explodes=False)
    studio.shelf.faults["a"] = tone
    studio.load(*one_after_the_other(item("a", 9), item("b", 9)))
    studio.play(2)
    tone.explodes = explodes
    studio.play(1)
    fell = frames_of(2) if explodes else frames_of(2.01)
    assert studio.tape.began() == [(0, "a"), (fell, "b")]
    assert np.all(studio.tape.left[fell : frames_of(3)] == 0.5)
    assert [f.frames for f in studio.facts if f.act is Act.FAILED] == [fell]


def test_a_starving_source_is_given_up_within_a_second_and_a_filler_steps_in(studio):
    studio.shelf.levels = {"bed": 0.5}
    studio.shelf.faults["a"] = Tone(0.25, frames_of(60), starves_after=frames_of(2))
    studio.load(item("a", 60), fillers=[BED])
    studio.play(5)
    assert [title for _, title in studio.tape.began()] == ["a", "bed"]
    assert studio.tape.began()[1][0] - frames_of(2) <= STARVED + BLOCK
    assert studio.engine.director.line.underruns > 0


def test_a_file_that_ends_a_block_early_counts_as_played(studio):
    studio.shelf.faults["a"] = Tone(0.25, frames_of(5) - BLOCK)
    studio.load(*one_after_the_other(item("a", 5), item("b", 5)))
    studio.play(6)
    assert studio.tape.began() == [(0, "a"), (frames_of(5) - BLOCK, "b")]
    assert not studio.told(Act.FAILED)


def test_skip_fades_and_the_next_one_starts_at_once(studio):
    studio.shelf.levels = {"a": 0.5, "b": 0.25}
    studio.load(*one_after_the_other(item("a", 60), item("b", 60)))
    studio.play(3)
    studio.order(Skip(fade_ms=300))
    studio.play(2)
    assert studio.tape.began() == [(0, "a"), (frames_of(3), "b")]
    left = studio.tape.left
    assert left[frames_of(3)] == pytest.approx(0.75)
    assert left[frames_of(3.3)] == 0.25
    assert studio.answers[0].sample == frames_of(3)
    assert studio.answers[0].at == EIGHT + seconds(3)
    ended = next(f for f in studio.facts if f.act is Act.ENDED)
    assert (ended.ended_by, ended.by) == (EndedBy.SKIPPED, "rina")
    assert studio.told(Act.COMMAND) == [("command", "skip", 3.0)]


def test_skip_is_refused_when_something_else_is_on(studio):
    studio.load(item("a", 60))
    studio.order(Skip(item_key="b"))
    studio.play(1)
    assert (studio.answers[0].ok, studio.answers[0].error) == (False, "not_on_air")
    studio = Studio()
    studio.order(Skip())
    studio.play(1)
    assert studio.answers[0].error == "not_on_air"


def test_hold_keeps_the_filler_on_until_it_is_released_but_hard_starts_win(studio):
    studio.load(
        *one_after_the_other(item("a", 5), item("b", 5)),
        item("news", 5, EIGHT + seconds(20), hard=True),
        fillers=[BED],
    )
    studio.play(1)
    studio.order(Hold())
    studio.play(21)
    assert [title for _, title in studio.tape.began()] == ["a", "bed", "news"]


def test_release_of_the_hold_starts_the_next_item_over_the_filler(studio):
    studio.load(*one_after_the_other(item("a", 5), item("b", 5)), fillers=[BED])
    studio.play(1)
    studio.order(Hold())
    studio.play(7)
    studio.order(Hold(on=False))
    studio.play(2)
    assert studio.tape.began() == [(0, "a"), (frames_of(5), "bed"), (frames_of(8), "b")]


def test_insert_now_interrupts_and_the_item_comes_back_where_it_was(studio):
    studio.shelf.levels = {"song": 0.5, "spot": 0.25}
    studio.load(item("song", 60), item("next", 9, EIGHT + seconds(60)))
    studio.play(10)
    studio.order(Insert(item("spot", 5, kind=Kind.PSA), "now"))
    studio.play(7)
    assert studio.tape.began() == [
        (0, "song"),
        (frames_of(10), "spot"),
        (frames_of(15), "song"),
    ]
    left = studio.tape.left
    assert left[frames_of(10.3)] == 0.25
    assert left[frames_of(15)] < 0.01
    assert left[frames_of(15.3)] == 0.5
    assert ("song", frames_of(10)) in studio.shelf.opened
    acts = [(f.act, f.airing == studio.facts[0].airing, f.frames) for f in studio.facts]
    assert (Act.INTERRUPTED, True, frames_of(10)) in acts
    assert (Act.RESUMED, True, frames_of(10)) in acts
    studio.play(50)
    ended = [f for f in studio.facts if f.act is Act.ENDED and f.title == "song"]
    assert [(f.frames, f.ended_by) for f in ended] == [(frames_of(60), EndedBy.FINISHED)]
    assert studio.tape.began()[-1] == (frames_of(65), "next")


def test_an_interrupted_item_does_not_come_back_behind_a_hard_start(studio):
    studio.load(item("song", 60), item("news", 9, EIGHT + seconds(20), hard=True))
    studio.play(18)
    studio.order(Insert(item("spot", 5, kind=Kind.PSA), "now"))
    studio.play(9)
    assert [title for _, title in studio.tape.began()] == ["song", "spot", "news"]
    assert studio.tape.began()[-1][0] == frames_of(23)
    ended = [(f.title, f.ended_by) for f in studio.facts if f.act is Act.ENDED]
    assert ("song", EndedBy.HARD_START) in ended


def test_insert_now_of_a_broken_file_is_answered_and_changes_nothing(studio):
    studio.shelf.faults["spot"] = Tone(0.0, 0, fault="no sound")
    studio.load(item("song", 60))
    studio.play(5)
    studio.order(Insert(item("spot", 5), "now"))
    studio.play(1)
    assert studio.tape.began() == [(0, "song")]
    assert (studio.answers[0].error, studio.answers[0].detail) == ("unreadable", "no sound")


def test_insert_next_follows_the_item_on_the_air(studio):
    studio.load(*one_after_the_other(item("a", 10), item("b", 10)))
    studio.play(2)
    studio.order(Insert(item("spot", 5, kind=Kind.PSA), "next"))
    studio.play(15)
    assert studio.answers[0].sample == frames_of(10)
    assert studio.tape.began() == [(0, "a"), (frames_of(10), "spot"), (frames_of(15), "b")]
    spot = next(f for f in studio.facts if f.title == "spot" and f.act is Act.STARTED)
    assert (spot.started_by, spot.by, spot.planned) == (StartedBy.OPERATOR, "rina", None)


def test_a_new_version_leaves_alone_what_is_on_and_what_is_cued(studio):
    a, b, c = one_after_the_other(item("a", 10), item("b", 10), item("c", 10))
    studio.load(a, b, c)
    studio.play(5)
    opened = list(studio.shelf.opened)
    d = item("d", 10, b.ends)
    studio.adopt(a, b, d)
    studio.play(20)
    assert [title for _, title in studio.tape.began()] == ["a", "b", "d"]
    assert studio.shelf.opened == [*opened, ("d", 0)]
    assert np.all(studio.tape.left[: frames_of(10)] == np.float32(0.1))


def test_an_item_that_left_the_plan_still_plays_to_its_segue(studio):
    studio.load(*one_after_the_other(item("a", 10), item("b", 10)))
    studio.play(5)
    studio.adopt(item("c", 10, EIGHT + seconds(10)))
    studio.play(10)
    assert studio.tape.began() == [(0, "a"), (frames_of(10), "c")]


def test_what_has_aired_is_not_aired_again_by_a_new_version(studio):
    a, b, c = one_after_the_other(item("a", 10), item("b", 10), item("c", 10))
    studio.load(a, b, c)
    studio.play(3)
    studio.order(Skip())
    studio.play(1)
    studio.adopt(a, b, c)
    studio.play(12)
    assert [title for _, title in studio.tape.began()] == ["a", "b", "c"]


def test_a_cold_start_begins_inside_the_item_that_should_be_on():
    studio = Studio(EIGHT + seconds(95))
    studio.load(*one_after_the_other(item("a", 60), item("b", 60), item("c", 60)))
    studio.play(30)
    assert studio.shelf.opened[0] == ("b", frames_of(35))
    assert [title for _, title in studio.tape.began()] == ["b", "c"]
    assert studio.tape.began()[1][0] == frames_of(25)


def test_a_slow_decoder_does_not_shift_an_item_that_is_joined_inside():
    studio = Studio(EIGHT + seconds(95))
    studio.shelf.faults["b"] = Tone(0.5, frames_of(25), opens_after=30)
    studio.load(*one_after_the_other(item("a", 60), item("b", 60), item("c", 60)))
    studio.play(30)
    assert [title for _, title in studio.tape.began()] == ["slate", "b", "c"]
    assert studio.tape.began()[2][0] == frames_of(25)


def test_a_stall_skips_ahead_and_counts(studio):
    studio.load(item("a", 60))
    studio.play(1)
    studio.clock.jump(seconds(5))
    studio.play(6)
    assert studio.engine.counters.skipped == 125 - 1 or studio.engine.counters.skipped == 125
    assert studio.engine.air_time == studio.clock.now()
    ticks = [packet.tick for packet in studio.tape.packets]
    assert ticks == sorted(set(ticks))


def test_a_hard_item_missed_in_a_stall_starts_late_but_whole(studio):
    studio.load(item("song", 60), item("news", 30, EIGHT + seconds(10), hard=True))
    studio.play(9)
    studio.clock.jump(seconds(5))
    studio.play(10)
    assert [title for _, title in studio.tape.began()] == ["song", "news"]
    assert ("news", 0) in studio.shelf.opened


def test_a_soft_item_behind_a_planned_gap_waits_for_its_time(studio):
    studio.load(item("a", 5), item("b", 5, EIGHT + seconds(15)), fillers=[BED])
    studio.play(17)
    assert studio.tape.began() == [(0, "a"), (frames_of(5), "bed"), (frames_of(15), "b")]


def test_the_end_of_the_process_is_written_down_and_lets_go_of_every_deck(studio):
    studio.load(*one_after_the_other(item("a", 5), item("b", 5)), fillers=[BED])
    studio.play(2)
    studio.engine.close()
    assert studio.facts[-1].ended_by is EndedBy.STOPPED
    assert studio.facts[-1].frames == frames_of(2)
    assert studio.closed_all()


@pytest.mark.parametrize("moved", [-30.0, 30.0])
def test_a_corrected_clock_moves_the_hard_starts_and_not_what_is_on(studio, moved):
    studio.load(item("song", 300), item("news", 5, EIGHT + seconds(100), hard=True))
    studio.play(10)

    def reanchor():
        studio.clock._now += seconds(moved)
        return seconds(moved)

    studio.engine.desk.submit(Correction(reanchor))
    studio.play(92 - moved)
    assert studio.tape.began() == [(0, "song"), (frames_of(100 - moved), "news")]
    news = next(f for f in studio.facts if f.act is Act.STARTED and f.title == "news")
    assert news.at == EIGHT + seconds(100)


def test_a_clock_corrected_by_minutes_keeps_the_hard_start_that_cuts_what_is_on(studio):
    song = item("song", 300)
    studio.load(song, item("news", 5, EIGHT + seconds(150), hard=True), item("late", 60, song.ends))
    studio.play(10)
    studio.set_clock(120)
    studio.play(30)
    assert studio.tape.began()[:2] == [(0, "song"), (frames_of(30), "news")]


def test_a_clock_corrected_by_hours_tells_another_place_in_the_plan(studio):
    songs = one_after_the_other(*(item(f"song{n}", 60) for n in range(200)))
    studio.load(*songs)
    studio.play(10)

    def reanchor():
        studio.clock._now += seconds(7200)
        return seconds(7200)

    studio.engine.desk.submit(Correction(reanchor))
    studio.play(60)
    assert [title for _, title in studio.tape.began()] == ["song0", "song121"]
