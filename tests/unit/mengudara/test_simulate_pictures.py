"""What a rehearsal says of pictures: counted from the facts, the library and what was killed."""

from dataclasses import replace

import pytest

from mengudara.simulate import words
from mengudara.simulate.faults import EVERYDAY, SEEN, Fault, draw, parse
from mengudara.simulate.ledger import What
from mengudara.simulate.monitor import Monitor
from mengudara.simulate.pictures import FOREVER, Pictured, Viewer, Watched, away
from mengudara.simulate.report import Report, to_json
from playout.pictures.screen import HELD_TICKS, TOLD_TICKS
from playout.pictures.source import AHEAD, RESTS_SECONDS
from station.audio import BLOCK, RATE, silence
from station.bus import Metadata, Packet
from station.journal import Act, Fact
from station.ladder import Rung
from station.rundown import Item
from tests.unit.mengudara.simulated import Stage
from tests.unit.mengudara.test_simulate_faults import DAY
from tests.unit.mengudara.test_simulate_words import QUIET, WIB
from tests.unit.playout.fakes import EIGHT, item, one_after_the_other, seconds

FILM, SONG, STILL, SHORT, UNKNOWN = 1, 2, 3, 4, 5
FILMS = {
    FILM: Pictured(100 * RATE),
    STILL: Pictured(BLOCK, is_still=True),
    SHORT: Pictured(90 * RATE),
    UNKNOWN: Pictured(None),
}
PER_SECOND = RATE // BLOCK


def fact(act: Act, cart: int, at: float, position: float, **more: object) -> Fact:
    fields = {"airing": f"airing{cart}", "item_key": f"key{cart}", "title": f"title{cart}"} | more
    return Fact(
        f"{act}{at}", act, EIGHT + seconds(at), cart_id=cart, position=round(position * RATE),
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def aired(viewer: Viewer, cart: int, begins: float = 0, ends: float = 100) -> Viewer:
    viewer.hear(fact(Act.STARTED, cart, begins, begins))
    viewer.hear(fact(Act.ENDED, cart, ends, ends))
    return viewer


def test_a_whole_film_was_seen_and_a_song_had_the_card():
    viewer = aired(aired(Viewer(FILMS), FILM), SONG)
    assert viewer.watched == Watched(films=1, seen=100 * PER_SECOND, card=100 * PER_SECOND)
    assert viewer.remarks == []


def test_what_sounds_over_a_film_does_not_end_it():
    viewer = Viewer(FILMS)
    viewer.hear(fact(Act.STARTED, FILM, 0, 0))
    viewer.hear(fact(Act.STARTED, SONG, 10, 0, over=True))
    viewer.leave(100 * RATE)
    assert viewer.watched == Watched(films=1, seen=100 * PER_SECOND)


def test_one_picture_stands_for_all_of_its_sound():
    assert aired(Viewer(FILMS), STILL).watched == Watched(films=1, seen=100 * PER_SECOND)


def test_where_pictures_are_too_short_the_last_one_is_held_and_then_the_card():
    viewer = aired(Viewer(FILMS), SHORT)
    unseen = 10 * PER_SECOND - HELD_TICKS
    assert viewer.watched == Watched(1, 90 * PER_SECOND, HELD_TICKS, unseen)
    (told,) = viewer.remarks
    assert (told.what, told.at, told.seconds) == (What.STILL, EIGHT + seconds(90), 10)


def test_a_film_of_which_nothing_is_known_is_told_once():
    viewer = aired(aired(Viewer(FILMS), UNKNOWN), UNKNOWN, 100, 200)
    assert [(told.what, told.item_key) for told in viewer.remarks] == [(What.UNMEASURED, "key5")]
    assert viewer.watched == Watched(films=2, seen=200 * PER_SECOND)


def killed(times: int, at: float = 10, until: float = 100) -> Viewer:
    viewer = Viewer(FILMS)
    viewer.hear(fact(Act.STARTED, FILM, 0, 0))
    assert viewer.decoder_dies(round(at * RATE), times)
    viewer.hear(fact(Act.ENDED, FILM, until, until))
    return viewer


def test_a_decoder_that_dies_once_is_replaced_before_an_alarm():
    viewer = killed(1)
    assert 0 < viewer.watched.held <= TOLD_TICKS
    assert (viewer.watched.unseen, viewer.watched.alarms) == (0, 0)
    assert [told.what for told in viewer.remarks] == [What.STILL]


def test_decoders_that_go_on_dying_leave_the_card_and_raise_an_alarm():
    viewer = killed(3)
    missing = away(3) // BLOCK - AHEAD
    assert viewer.watched == Watched(
        1, 100 * PER_SECOND - missing, HELD_TICKS, missing - HELD_TICKS, alarms=1
    )
    (told,) = viewer.remarks
    assert told.what is What.UNSEEN
    assert told.at == EIGHT + seconds(10 + AHEAD / PER_SECOND)
    assert told.detail


def test_at_last_no_decoder_is_tried_any_more():
    assert away(len(RESTS_SECONDS)) == FOREVER
    viewer = killed(len(RESTS_SECONDS))
    assert viewer.watched.seen == 10 * PER_SECOND + AHEAD
    assert viewer.watched.seen + viewer.watched.held + viewer.watched.unseen == 100 * PER_SECOND


def test_a_decoder_that_is_not_there_cannot_die():
    viewer = Viewer(FILMS)
    assert not viewer.decoder_dies(0, 1)
    viewer.hear(fact(Act.STARTED, SONG, 0, 0))
    assert not viewer.decoder_dies(0, 1)
    viewer.hear(fact(Act.ENDED, SONG, 1, 1))
    viewer.hear(fact(Act.STARTED, FILM, 1, 0))
    assert viewer.decoder_dies(0, 3)
    assert not viewer.decoder_dies(RATE, 1)


def test_a_film_goes_on_with_a_decoder_of_its_own_when_the_air_is_back():
    viewer = Viewer(FILMS)
    viewer.hear(fact(Act.STARTED, FILM, 0, 0))
    viewer.decoder_dies(10 * RATE, 15)
    viewer.leave(20 * RATE)
    viewer.hear(fact(Act.RESUMED, FILM, 22, 22))
    viewer.leave(100 * RATE)
    assert viewer.watched.seen == (10 + 78) * PER_SECOND + AHEAD


def test_the_remark_tells_the_time_of_a_clock_that_was_set_meanwhile():
    viewer = Viewer(FILMS)
    viewer.hear(fact(Act.STARTED, SHORT, 0, 0))
    viewer.stepped(seconds(-30))
    viewer.leave(100 * RATE)
    assert viewer.remarks[0].at == EIGHT + seconds(60)


def test_a_presenter_and_the_slate_are_not_counted():
    viewer = Viewer(FILMS)
    for rung, cart in ((Rung.LIVE, None), (Rung.SLATE, None)):
        viewer.hear(replace(fact(Act.STARTED, SONG, 0, 0), rung=rung, cart_id=cart))
        viewer.leave(100 * RATE)
    assert viewer.watched == Watched()


def test_only_television_has_pictures_that_die_by_themselves():
    assert parse("all").faults == EVERYDAY
    assert parse("all", SEEN).faults == parse("5", SEEN).faults == SEEN
    assert draw(parse("all,40", SEEN), 3, *DAY) == draw(parse("all,40", SEEN), 3, *DAY)
    assert Fault.PICTURES in {one.fault for one in draw(parse("all,40", SEEN), 3, *DAY)}


def test_the_facts_of_a_real_air_are_counted_to_the_block(tmp_path):
    films: list[Item] = [item("a", 100), item("b", 100), item("c", 100)]
    stage = Stage(tmp_path, one_after_the_other(*films))
    viewer = Viewer({1: Pictured(None)})
    stage.play(290)
    for each in stage.facts:
        viewer.hear(each)
    viewer.leave(stage.air.lead.position)
    assert viewer.watched == Watched(films=3, seen=290 * PER_SECOND)


TOLD = Watched(films=3, seen=90_000, held=25, unseen=50, card=1_500, alarms=2)


def test_people_and_machines_are_told_of_pictures():
    report = replace(QUIET, pictures=TOLD)
    told = "\n".join(words.lines(report, WIB))
    assert "pictures of 3 films: seen 1:00:00, an older one held 0:00:01" in told
    assert "2 alarms" in told
    assert b'"seen": 90000' in to_json(report)
    assert "pictures of" not in "\n".join(words.lines(QUIET, WIB))


@pytest.mark.parametrize(("times", "status"), [(1, 0), (3, 1)])
def test_viewers_notice_what_raises_an_alarm(times, status):
    report: Report = replace(QUIET, remarks=tuple(killed(times).remarks))
    assert report.status == status


def hushed(monitor: Monitor, *keys: str) -> None:
    """Have ten seconds of silence of each of these items."""
    for tick in range(len(keys) * 10):
        began = (Metadata(0, Rung.SCHEDULE, item_key=keys[tick // 10]),) if tick % 10 == 0 else ()
        monitor.write(Packet(tick, tick * 1_000_000, silence(RATE), metadata=began))
    monitor.close()


def test_the_silence_of_what_is_meant_to_be_quiet_is_no_remark():
    monitor = Monitor(-50)
    monitor.quiet.add("mute")
    hushed(monitor, "mute", "song", "mute")
    assert [(one.item_key, one.frames) for one in monitor.silences] == [("song", 10 * RATE)]
