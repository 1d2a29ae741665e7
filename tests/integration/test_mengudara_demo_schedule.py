"""The demo station's schedule, with recordings that are only described: whole, legal, full."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from media_library.store import CartStore
from mengudara.demo import marks, schedule, seasons, week
from mengudara.demo.effects import EFFECTS
from mengudara.demo.pieces import ANTHEM, FILLERS, NATIONAL, PIECES, SIGNATURES, SONGS
from mengudara.demo.scripts import DRAMA, EPISODES, SCRIPTS
from mengudara.demo.settings import STATION_TOML
from mengudara.demo.tv import grid
from mengudara.demo.tv.clips import CLIPS, FILM, SPOTS, STATION_IDS, TAG
from scheduler.calendar.hijri import HijriCalendar, known_months
from scheduler.planner.plan import Note
from scheduler.planning import Planning
from scheduler.stores import (
    AttachmentStore,
    CampaignStore,
    EpisodeStore,
    GridStore,
    HourTemplateStore,
    ProgrammeStore,
    SeasonStore,
)
from scheduler.stores.board import BoardStore
from scheduler.traffic.purpose import Purpose
from station.broadcast_day import local_date
from station.clock import VirtualClock
from station.config import load
from station.database import sessions_for
from station.kinds import Kind
from station.paths import StatePaths
from station.rating import Rating
from tests.recordings import recording

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 20, tzinfo=UTC)
IN_RAMADAN = datetime(2027, 2, 10, 5, tzinfo=UTC)
RECORDINGS = [
    *((Kind.MUSIC, one.title, one.minutes * 60, one.tags, one.artist) for one in PIECES),
    *((Kind.FILLER, one.title, one.minutes * 60, one.tags, one.artist) for one in FILLERS),
    *((Kind.JINGLE, one.title, 12, one.tags, one.artist) for one in SIGNATURES),
    *((Kind.ANTHEM, one.title, one.minutes * 60, one.tags, one.artist) for one in SONGS),
    *((Kind.PROGRAMME, one.title, 9, ("efek",), "") for one in EFFECTS),
    *(
        (one.kind, one.title, 4 + 60 * len(one.text.split()) / one.words_a_minute, one.tags, "")
        for one in SCRIPTS
    ),
]


def described(number, kind, title, seconds, tags, artist):
    return recording(title, kind, seconds, number=number, tags=tags, artist=artist)


@pytest.fixture
def sessions(sqlite_engine):
    return sessions_for(sqlite_engine)


@pytest.fixture
def paths(tmp_path):
    found = StatePaths(tmp_path / "home")
    found.create()
    found.config.write_text(STATION_TOML)
    return found


def made(sessions, paths, now):
    """Write the schedule as of an instant."""
    with sessions.begin() as session:
        library = CartStore(session)
        carts = [library.add(described(n, *one)) for n, one in enumerate(RECORDINGS, 1)]
        schedule.store(session, week.Shelf(carts), load(paths), now)


@pytest.mark.parametrize("now", [MONDAY, SATURDAY, IN_RAMADAN])
def test_two_days_are_planned_without_a_hole_and_without_breaking_a_rule(sessions, paths, now):
    made(sessions, paths, now)
    answer = Planning(load(paths), paths, sessions, VirtualClock(now)).replan(week.CHANNEL)
    wrong = {Note.HOLE, Note.PROGRAMME_EMPTY, Note.CART_MISSING}
    assert [each for each in answer.findings if each.note in wrong] == []
    tomorrow = now + timedelta(days=1)
    short = [each for each in answer.findings if each.note is Note.SPOT_NOT_PLACED]
    assert [each for each in short if each.at >= tomorrow] == []
    rules = [each.about for each in answer.findings if each.note is Note.RULE]
    assert [about for about in rules if about["severity"] == "block"] == []


def test_a_day_has_its_songs_its_call_and_a_part_of_the_serial(sessions, paths):
    made(sessions, paths, MONDAY)
    config = load(paths)
    answer = Planning(config, paths, sessions, VirtualClock(MONDAY)).replan(week.CHANNEL)
    heard = {
        (item.begins.astimezone(config.zone).strftime("%a %H:%M"), item.title)
        for item in answer.rundown.items
    }
    titles = {title for _, title in heard}
    assert {("Tue 06:00", ANTHEM.title), ("Tue 00:00", NATIONAL.title)} <= heard
    assert {EFFECTS[-1].title, EPISODES[0].title, EPISODES[1].title} <= titles
    assert {"Iklan: Kopi Kota Contoh", "Ralat: Jam buka taman baca"} <= titles


def test_it_shows_each_thing_a_station_may_plan(sessions, paths):
    made(sessions, paths, MONDAY)
    with sessions() as session:
        programmes = {each.name: each for each in ProgrammeStore(session).all(week.CHANNEL)}
        orders = CampaignStore(session).all(week.CHANNEL)
        templates = HourTemplateStore(session)
        episodes = EpisodeStore(session).of_programme(programmes[DRAMA].id)
        brought = {each.brings.form for each in AttachmentStore(session).all(week.CHANNEL)}
        days = local_date(MONDAY, load(paths).zone), local_date(SATURDAY, load(paths).zone)
        ideas = BoardStore(session).ideas(week.CHANNEL, *days)
        assert all(each.has_breaks for each in templates.all(week.CHANNEL))
        assert templates.open_hours(week.CHANNEL)
    forms = {each.content.form for each in programmes.values()}
    assert forms == {"fixed", "rotation", "template", "episodes"}
    assert {each.rating for each in programmes.values()} >= {
        Rating.SU,
        Rating.P,
        Rating.R,
        Rating.D,
    }
    assert {each.plays.form for each in orders} == {"at_times", "spread", "portions"}
    assert {each.purpose for each in orders} >= {Purpose.CORRECTION, Purpose.HOAX}
    assert [each.title for each in orders if each.live_read] == ["Ajakan kirim salam"]
    assert [each.title for each in orders if each.paid] == ["Kopi Kota Contoh"]
    assert [each.cart_id is None for each in episodes] == [False, False, False, True]
    assert brought == {"playlist", "campaign"}
    assert len(ideas) == 3


def test_music_is_marked_with_weights_dayparts_and_a_reserve(sessions, paths):
    made(sessions, paths, MONDAY)
    with sessions() as session:
        found = CartStore(session).search(kind=Kind.MUSIC, limit=100).carts
    assert {one.title: one.weight for one in found if one.weight > 1} == marks.WEIGHTS
    assert {one.title: one.dayparts for one in found if one.dayparts} == marks.DAYPARTS
    assert tuple(one.title for one in found if one.evergreen) == marks.EVERGREEN
    assert all(one.intro for one in found)


def test_ramadan_comes_by_its_date_and_the_election_by_hand(sessions, paths):
    made(sessions, paths, MONDAY)
    with sessions() as session:
        fast, election = SeasonStore(session).all(week.CHANNEL)
        slots = [slot.season_id for slot in GridStore(session).slots(week.CHANNEL)]
    assert fast.active
    assert not election.active
    assert not fast.meets(election)
    assert slots.count(fast.id) == 2
    assert slots.count(election.id) == 1


@pytest.mark.parametrize("days", range(0, 400, 23))
def test_the_seasons_never_meet_and_ramadan_is_never_over(days):
    today = (MONDAY + timedelta(days=days)).date()
    fast = seasons.ramadan(today, HijriCalendar(known_months()))
    assert fast is not None
    assert fast.last_day >= today
    assert 28 <= (fast.last_day - fast.first_day).days <= 29
    assert not seasons.election(today, fast).meets(fast)


def test_what_stands_for_the_songs_of_the_state_says_that_it_is_none():
    for one in (ANTHEM.title, NATIONAL.title, EFFECTS[-1].title):
        assert one.startswith("Pengganti sementara: ")
        assert "sint" in one


def television(sessions, paths, now):
    """Write the schedule of the demo's television; return its plan as of an instant."""
    with paths.config.open("a") as file:
        file.write('[[channels]]\nslug = "tv"\nkind = "tv"\n')
    config = load(paths)
    with sessions.begin() as session:
        library = CartStore(session)
        songs = [one for one in RECORDINGS if one[1] in (ANTHEM.title, NATIONAL.title)]
        known = [library.add(described(n, *one)) for n, one in enumerate(songs, 1)]
        carts = [library.add(with_pictures(n, clip)) for n, clip in enumerate(CLIPS, 100)]
        titles = {cart.title: cart.id for cart in (*known, *carts)}
        grid.store(session, week.Shelf(carts), titles, local_date(now, config.zone), now)
    return Planning(config, paths, sessions, VirtualClock(now)).replan(grid.CHANNEL)


def with_pictures(number, clip):
    seconds = clip.seconds or 4 + 60 * len(clip.text.split()) / clip.music.tempo
    cart = described(number, clip.kind, clip.title, seconds, (TAG, *clip.tags), "")
    return replace(cart, has_picture=True, rating=clip.rating)


@pytest.mark.parametrize("now", [MONDAY, SATURDAY])
def test_television_has_pictures_without_a_hole_and_each_rating_at_its_hours(sessions, paths, now):
    answer = television(sessions, paths, now)
    wrong = {Note.HOLE, Note.PROGRAMME_EMPTY, Note.CART_MISSING}
    assert [each for each in answer.findings if each.note in wrong] == []
    rules = [each.about for each in answer.findings if each.note is Note.RULE]
    assert [about for about in rules if about["severity"] == "block"] == []
    without = {item.title for item in answer.rundown.items if not item.has_picture}
    assert without == {ANTHEM.title, NATIONAL.title}
    titles = {item.title for item in answer.rundown.items}
    assert {FILM.title, *(clip.title for clip in (*SPOTS, *STATION_IDS))} <= titles
