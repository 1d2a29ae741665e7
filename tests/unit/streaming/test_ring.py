from threading import Thread

from streaming.renditions import AAC
from streaming.ring import Ring
from tests.unit.streaming.fake_air import titled
from tests.unit.streaming.streams import filled, grow


def test_indices_are_absolute_and_old_chunks_are_forgotten():
    ring = filled(AAC, 20, depth=5.12)
    assert (ring.first, ring.end) == (10, 20)
    assert [chunk.index for chunk in ring.read(3, 4)] == [10, 11, 12, 13]


def test_the_live_point_holds_at_least_the_seconds_asked_for():
    ring = filled(AAC, 20)
    assert ring.live_point(0.0) == 20
    assert ring.live_point(1.024) == 18
    assert ring.live_point(1.1) == 17
    assert ring.live_point(99.0) == 0


def test_a_chunk_knows_what_was_playing_when_it_began():
    ring = Ring(AAC)
    grow(ring, 0, titled("one"))
    grow(ring, 1)
    grow(ring, 2, titled("two"))
    first, second, third = ring.read(0)
    assert first.playing is None
    assert second.playing == third.playing == titled("one")
    assert ring.playing == third.playing_at_end == titled("two")


def test_a_reader_that_waits_is_woken_by_the_next_chunk():
    ring = Ring(AAC)
    thread = Thread(target=grow, args=(ring, 0))
    thread.start()
    assert ring.wait(0, timeout=5.0)
    thread.join()
    assert not ring.wait(1, timeout=0.0)


def test_who_subscribed_is_called_after_each_chunk():
    ring, seen = Ring(AAC), []
    ring.grew.append(lambda: seen.append(ring.end))
    grow(ring, 0)
    grow(ring, 1)
    assert seen == [1, 2]
