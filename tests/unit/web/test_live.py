import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from station.clock import VirtualClock
from tests.browser.doubles import NOON, SONG, snapshot
from web import live
from web.live import AirView, Hub, TooManyStreams


@pytest.fixture
def hub(tmp_path):
    return Hub({"radio": tmp_path / "radio.control"}, VirtualClock(NOON))


def heard(after=timedelta(0), on_air=SONG):
    return AirView("radio", True, snapshot(at=NOON + after, on_air=on_air), NOON + after)


@pytest.mark.asyncio
async def test_a_page_first_sees_what_is_known_already(hub):
    hub.publish(heard())
    watch = hub.watch(meters=True)
    assert [view.snapshot.on_air.title for view in await watch.next()] == ["Gending Pagi"]


@pytest.mark.asyncio
async def test_a_slow_page_sees_the_latest_view_only(hub):
    watch = hub.watch(meters=True)
    await watch.next()
    for ms in (200, 400, 600):
        hub.publish(heard(timedelta(milliseconds=ms)))
    await asyncio.sleep(0)
    (view,) = await watch.next()
    assert view.heard_at == NOON + timedelta(milliseconds=600)


@pytest.mark.asyncio
async def test_a_listener_hears_of_changes_and_not_of_meters(hub):
    hub.publish(heard())
    watch = hub.watch(meters=False)
    await watch.next()
    hub.publish(heard(timedelta(seconds=1)))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(watch.next(), 0.01)
    hub.publish(heard(on_air=replace(SONG, item_key="song-2", title="Lain")))
    (view,) = await watch.next()
    assert view.snapshot.on_air.title == "Lain"


@pytest.mark.asyncio
async def test_a_lost_air_is_told_and_its_last_words_are_kept(hub):
    hub.publish(heard())
    watch = hub.watch(meters=False)
    await watch.next()
    hub._lost("radio", OSError("gone"))
    (view,) = await watch.next()
    assert not view.reachable
    assert view.snapshot.on_air.title == "Gending Pagi"


@pytest.mark.asyncio
async def test_closing_ends_every_page_at_once(hub):
    watch = hub.watch(meters=True)
    await watch.next()
    hub.close()
    assert await watch.next() == []
    assert await hub.watch(meters=True).next() == []


@pytest.mark.asyncio
async def test_a_page_that_left_is_forgotten(hub):
    watch = hub.watch(meters=True)
    hub.leave(watch)
    hub.leave(watch)
    assert hub.watching == 0


@pytest.mark.asyncio
async def test_listeners_beyond_the_limit_are_refused_and_staff_are_not(hub, monkeypatch):
    monkeypatch.setattr(live, "MOST_PAGES", 1)
    hub.watch(meters=False)
    with pytest.raises(TooManyStreams):
        hub.watch(meters=False)
    hub.watch(meters=True)
    assert hub.watching == 2


@pytest.mark.asyncio
async def test_a_listener_hears_of_a_running_text_that_comes_and_goes(hub):
    hub.publish(heard())
    watch = hub.watch(meters=False)
    await watch.next()
    for texts in (("Azan Magrib",), ()):
        hub.publish(replace(heard(timedelta(seconds=1)), texts=texts))
        (view,) = await watch.next()
        assert view.texts == texts
