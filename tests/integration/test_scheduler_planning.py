"""Planning against both databases: published, noted, repeated, and by two at once."""

import hashlib
import shutil
import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import event

from media_library.cart import Cart
from media_library.film_store import FilmStore
from media_library.store import CartStore
from scheduler import air
from scheduler.override import Wish
from scheduler.planning import Planning
from scheduler.publishing import Published, Unchanged
from scheduler.stores import (
    CampaignStore,
    GridStore,
    OverrideStore,
    ProgrammeStore,
    PublishedStore,
)
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.week.programme import Fixed, Programme
from station.clock import VirtualClock
from station.commands import Adopt, Subscribe
from station.config import Channel, Config
from station.control import REPLY, REQUEST, Answer
from station.database import engine_for, sessions_for
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Start, read_current
from station.snapshot import OnAir, Snapshot
from tests.integration.web.library_material import FILM
from tests.unit.scheduler.station import MONDAY, library, slot

NOW = datetime(2026, 11, 23, 5, 0, 0, 250_000, UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def add_carts(session, carts):
    """Store recordings in the library; return their new numbers by their old ones."""
    store = CartStore(session)
    return {
        cart.id: store.add(
            Cart(
                id=0, kind=cart.kind, title=cart.title, artist=cart.artist, path=cart.path,
                sha256=f"{cart.id:064x}", original_name="x", frames=cart.cue_out,
                cue_in=cart.cue_in, cue_out=cart.cue_out, segue=cart.segue,
                loudness_lufs=-18.0, true_peak_db=-6.0, added_at=NOW,
            )
        ).id
        for cart in carts
    }  # fmt: skip


@pytest.fixture
def clock():
    return VirtualClock(NOW)


def stock(engine):
    """Fill a library and let go of it; return the numbers of its recordings by their old ones."""
    with sessions_for(engine).begin() as session:
        numbers = add_carts(session, library(120, 60))
        talk = ProgrammeStore(session).save(Programme("radio", "Warta", Fixed((numbers[3],))))
        GridStore(session).save(slot(0, talk.id, "14:00", 30))
    engine.dispose()
    return numbers


@pytest.fixture(scope="module")
def stocked_sqlite(migrated_sqlite, tmp_path_factory):
    path = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("stocked") / "ready.db")
    return path, stock(engine_for(f"sqlite:///{path}"))


@pytest.fixture(scope="module")
def stocked_postgresql(postgres):
    yield "stocked", stock(postgres.create("stocked", "migrated"))
    postgres.drop("stocked")


@pytest.fixture
def sqlite_ready(stocked_sqlite):
    return stocked_sqlite[0]


@pytest.fixture
def postgres_ready(stocked_postgresql):
    return stocked_postgresql[0]


@pytest.fixture
def numbers(request, engine):
    return request.getfixturevalue(f"stocked_{engine.dialect.name}")[1]


@pytest.fixture
def planning(sessions, paths, clock, numbers):
    return Planning(Config(plan_hours=6), paths, sessions, clock)


def planned_keys(sessions, begins=NOW - HOUR):
    with sessions() as session:
        found = PublishedStore(session).between("radio", begins, NOW + 100 * HOUR)
    return [item.item_key for item in found]


def test_a_first_planning_publishes_a_checksummed_version_and_notes_it(planning, paths, sessions):
    result = planning.replan("radio", "edit")
    assert isinstance(result, Published)
    published = read_current(paths.rundown("radio"))
    assert published == result.rundown
    assert published.ends == NOW + 6 * HOUR
    file = paths.rundown("radio") / "00000001.json"
    with sessions() as session:
        [version] = PublishedStore(session).versions("radio")
    assert version.checksum == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (version.version, version.cause, version.items) == (1, "edit", len(published.items))
    assert planned_keys(sessions) == [item.key for item in published.items]


def test_planning_again_publishes_nothing_until_the_rundown_has_grown(planning, clock):
    planning.replan("radio")
    for _ in range(14):
        clock.jump(MINUTE)
        assert isinstance(planning.replan("radio"), Unchanged)
    clock.jump(MINUTE)
    again = planning.replan("radio", "horizon")
    assert isinstance(again, Published)
    assert (again.version.version, again.version.removed, again.version.changed) == (2, 0, 0)


def test_a_day_of_plannings_keeps_every_item_once_for_the_reports(planning, clock, sessions):
    aired = {}
    for _ in range(24):
        rundown = planning.replan("radio").rundown
        aired |= {item.key: item.begins for item in rundown.items if item.begins <= clock.now()}
        clock.jump(HOUR)
    with sessions() as session:
        rows = PublishedStore(session).between("radio", NOW - HOUR, clock.now() - HOUR)
    assert {row.item_key: row.begins for row in rows} == aired
    assert [row.begins for row in rows] == sorted(row.begins for row in rows)


def test_an_ordered_spot_is_published_and_counted(planning, sessions, numbers, clock):
    planning.replan("radio")
    with sessions.begin() as session:
        order = Campaign(
            "radio", "Vaksin", (numbers[1_000_030],), MONDAY, MONDAY, AtTimes((time(15),))
        )
        campaign = CampaignStore(session).save(order, NOW)
    result = planning.replan("radio", "edit")
    assert isinstance(result, Published)
    with sessions() as session:
        store = CampaignStore(session)
        [planned] = store.planned(campaign.id, NOW)
        [count] = store.counts(campaign, Config().zone, NOW)
    assert planned.begins == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert (count.ordered, count.planned, count.aired) == (1, 1, 0)


@pytest.mark.parametrize(("kind", "airs"), [("radio", False), ("tv", True)])
def test_a_film_without_sound_airs_on_television_only(sessions, paths, clock, numbers, kind, airs):
    with sessions.begin() as session:
        for number in numbers.values():
            FilmStore(session).add(number, replace(FILM, sound=0, sound_tracks=0))
    config = Config(plan_hours=1, channels=(Channel(kind=kind),))
    items = Planning(config, paths, sessions, clock).replan("radio").rundown.items
    assert bool(items) == airs


def test_a_new_spot_in_the_library_leaves_the_music_where_it_was(planning, sessions, clock):
    before = planning.replan("radio").rundown
    with sessions.begin() as session:
        add_carts(session, [library()[-1]._replace(id=8_077, path="new.flac")])
    clock.jump(MINUTE)
    assert isinstance(planning.replan("radio"), Unchanged)
    assert before.items


def add_new_music(sessions):
    with sessions.begin() as session:
        fresh = [
            cart._replace(id=cart.id + 5_000, path=f"new{cart.id}", artist=f"Baru {cart.id}")
            for cart in library(20)
            if cart.kind is Kind.MUSIC
        ]
        return set(add_carts(session, fresh).values())


def test_new_music_is_planned_behind_the_lock(planning, sessions, clock):
    before = planning.replan("radio").rundown
    numbers = add_new_music(sessions)
    clock.jump(MINUTE)
    after = planning.replan("radio").rundown
    locked = [item for item in before.items if item.begins < clock.now() + 10 * MINUTE]
    assert list(after.items[: len(locked)]) == locked
    assert numbers & {item.cart_id for item in after.items}


def test_an_override_is_published_and_undone(planning, sessions, numbers):
    before = planning.replan("radio").rundown
    with sessions.begin() as session:
        made = OverrideStore(session).insert_after(
            "radio", numbers[1_000_031], before.items[1], by="sari", now=NOW
        )
    with_it = planning.replan("radio", "override").rundown
    assert with_it.items[2].key == f"override:{made.id}"
    with sessions.begin() as session:
        OverrideStore(session).undo(made.id, by="sari", now=NOW + MINUTE)
    without = planning.replan("radio", "override").rundown
    assert without.items[:20] == before.items[:20]
    assert not any(item.key.startswith("override") for item in without.items)


def wish(store, kind, items, numbers, now):
    """Ask for a change to an item, the items behind it at hand."""
    item, after = items[0], items[3]
    match kind:
        case Wish.MOVE:
            return store.move_after("radio", item, after, by="sari", now=now)
        case Wish.REMOVE:
            return store.remove("radio", item, by="sari", now=now)
        case Wish.SKIP:
            return store.skip("radio", item, by="sari", now=now)
        case Wish.INSERT:
            cart = numbers[1_000_031]
            return store.insert_at(
                "radio", cart, item.begins + MINUTE, by="sari", now=now, start=Start.HARD
            )


@pytest.mark.parametrize("kind", list(Wish))
@pytest.mark.parametrize("pause", [timedelta(0), timedelta(seconds=20)])
def test_an_undone_change_to_the_next_minutes_leaves_them_as_they_were(
    planning, sessions, numbers, clock, kind, pause
):
    before = planning.replan("radio").rundown
    song = next(item for item in before.items if item.begins > NOW + 5 * MINUTE)
    clock.sleep_until(song.begins - 4 * MINUTE)
    coming = before.items[before.items.index(song) :]
    with sessions.begin() as session:
        made = wish(OverrideStore(session), kind, coming, numbers, clock.now())
    clock.jump(pause)
    assert planning.replan("radio", "override").rundown.items != before.items
    clock.jump(pause)
    with sessions.begin() as session:
        OverrideStore(session).undo(made.id, by="sari", now=clock.now())
    after = planning.replan("radio", "override").rundown
    assert within_half_an_hour(after, clock.now()) == within_half_an_hour(before, clock.now())
    assert isinstance(planning.replan("radio"), Unchanged)


def within_half_an_hour(rundown, now):
    return [item for item in rundown.items if now < item.ends < now + 30 * MINUTE]


def test_what_is_undone_comes_back_now_and_new_music_stays_behind_the_lock(
    planning, sessions, clock
):
    before = planning.replan("radio").rundown
    song = next(item for item in before.items if item.begins > NOW + MINUTE)
    with sessions.begin() as session:
        made = OverrideStore(session).remove("radio", song, by="sari", now=NOW)
    planning.replan("radio", "override")
    numbers = add_new_music(sessions)
    planning.replan("radio", "edit")
    with sessions.begin() as session:
        OverrideStore(session).undo(made.id, by="sari", now=NOW)
    after = planning.replan("radio", "override").rundown
    locked = [item for item in before.items if item.begins < NOW + 10 * MINUTE]
    assert list(after.items[: len(locked)]) == locked
    assert numbers & {item.cart_id for item in after.items}


def test_an_undone_change_is_gone_when_the_version_before_it_is_not_kept(planning, sessions, paths):
    before = planning.replan("radio").rundown
    with sessions.begin() as session:
        made = OverrideStore(session).remove("radio", before.items[4], by="sari", now=NOW)
    planning.replan("radio", "override")
    (paths.rundown("radio") / "00000001.json").unlink()
    with sessions.begin() as session:
        OverrideStore(session).undo(made.id, by="sari", now=NOW)
    after = planning.replan("radio", "override").rundown
    assert after.items[4].key == before.items[4].key


def test_a_draft_shows_what_an_edit_would_do_and_publishes_nothing(planning, sessions, numbers):
    before = planning.replan("radio").rundown
    with sessions() as session:
        order = Campaign("radio", "Vaksin", (numbers[1_000_030],), MONDAY, MONDAY, Spread(12))
        campaign = CampaignStore(session).save(order, NOW)
        draft = planning.draft(session, "radio")
        assert sum(item.campaign_id == campaign.id for item in draft.items) > 5
        session.rollback()
    assert isinstance(planning.replan("radio"), Unchanged)
    assert read_current(planning._paths.rundown("radio")) == before


def test_a_draft_with_a_wish_that_is_not_stored_sees_what_an_undo_brings_back(
    planning, sessions, numbers
):
    before = planning.replan("radio").rundown
    order = Campaign("radio", "Vaksin", (numbers[1_000_030],), MONDAY, MONDAY, Spread(12), id=77)
    with sessions.begin() as session:
        made = OverrideStore(session).remove("radio", before.items[4], by="sari", now=NOW)
    planning.replan("radio", "override")
    with sessions.begin() as session:
        OverrideStore(session).undo(made.id, by="sari", now=NOW)
    with sessions() as session:
        alone = planning.draft(session, "radio")
        draft = planning.draft(
            session, "radio", lambda inputs: replace(inputs, campaigns=[*inputs.campaigns, order])
        )
        assert 77 not in {one.id for one in CampaignStore(session).all("radio")}
    assert alone.items == before.items
    assert sum(item.campaign_id == 77 for item in draft.items) > 5
    music = [item.key for item in before.items][:4]
    assert [item.key for item in draft.items if item.campaign_id != 77][:4] == music


def test_a_version_that_was_written_but_not_noted_is_noted_by_the_next_planning(
    planning, paths, sessions, engine, monkeypatch
):
    def gone(*_args, **_fields):
        raise OSError("the database is away")

    with monkeypatch.context() as broken:
        broken.setattr(PublishedStore, "record", gone)
        with pytest.raises(OSError, match="away"):
            planning.replan("radio")
    assert planned_keys(sessions) == []
    result = planning.replan("radio")
    assert isinstance(result, Unchanged)
    assert planned_keys(sessions) == [item.key for item in result.rundown.items]


def test_a_damaged_rundown_is_replaced_under_a_higher_number(planning, paths):
    planning.replan("radio")
    (paths.rundown("radio") / "00000001.json").write_bytes(b"{}")
    result = planning.replan("radio")
    assert isinstance(result, Published)
    assert result.rundown.version == 2


def test_a_lost_state_folder_does_not_make_versions_start_again(planning, paths):
    planning.replan("radio")
    for file in paths.rundown("radio").iterdir():
        file.unlink()
    assert planning.replan("radio").rundown.version == 2


def test_two_plannings_at_once_publish_one_behind_the_other(planning, paths, sessions, clock):
    results = []
    start = threading.Barrier(3)

    def replan(cause):
        start.wait(60)
        results.append(planning.replan("radio", cause))

    threads = [threading.Thread(target=replan, args=(cause,)) for cause in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(result).__name__ for result in results) == [
        "Published",
        "Unchanged",
        "Unchanged",
    ]
    with sessions() as session:
        assert len(PublishedStore(session).versions("radio")) == 1


def test_a_channel_that_does_not_exist_is_refused(planning):
    with pytest.raises(KeyError):
        planning.replan("../etc")


class FakeAir:
    """Answers on the control socket: what is on the air, and that it adopts."""

    def __init__(self, path, snapshot):
        self.heard = []
        self._snapshot = snapshot
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(path))
        self._server.listen()
        self._server.settimeout(60)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        while Adopt() not in self.heard:
            connection, _ = self._server.accept()
            with connection, connection.makefile("rwb") as stream:
                request = REQUEST.validate_json(stream.readline())
                self.heard.append(request.command)
                wanted = isinstance(request.command, Subscribe)
                reply = self._snapshot if wanted else Answer(request.id, ok=True)
                stream.write(REPLY.dump_json(reply) + b"\n")

    def close(self):
        self._thread.join()
        self._server.close()


def snapshot_of(item, at, position):
    on_air = OnAir(Rung.SCHEDULE, item.key, position_ms=position // timedelta(milliseconds=1))
    return Snapshot("radio", at, on_air)


def test_the_air_is_told_to_adopt_the_new_version(planning, paths):
    air = FakeAir(paths.control_socket("radio"), Snapshot("radio", NOW, OnAir(Rung.SLATE)))
    planning.replan("radio")
    air.close()
    assert air.heard == [Subscribe(), Adopt()]


def test_a_skip_on_the_air_moves_the_coming_items_up(planning, paths, clock):
    before = planning.replan("radio").rundown
    clock.jump(MINUTE)
    skipped_to = before.items[1]
    snapshot = snapshot_of(skipped_to, clock.now(), timedelta(seconds=10))
    air = FakeAir(paths.control_socket("radio"), snapshot)
    after = planning.replan("radio", "horizon")
    air.close()
    assert isinstance(after, Published)
    moved = next(item for item in after.rundown.items if item.key == skipped_to.key)
    assert moved.begins == clock.now() - timedelta(seconds=10)
    hard = datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert hard in [item.begins for item in after.rundown.items]


def test_the_number_of_queries_does_not_grow_with_the_library(planning, sessions, engine, clock):
    def counted():
        statements = []

        def note(_connection, _cursor, statement, *_rest):
            statements.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        planning.replan("radio")
        event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    planning.replan("radio")
    few = counted()
    with sessions.begin() as session:
        add_carts(
            session,
            [
                cart._replace(id=cart.id + 9_000, path=f"b{cart.id}", kind=Kind.PSA)
                for cart in library(300)
            ],
        )
    assert counted() <= few + 3, "what is new is read at once, however much it is"
    assert counted() == few
    assert few < 60


def test_old_versions_are_forgotten_and_what_they_planned_is_not(planning, sessions, clock):
    for _ in range(4):
        planning.replan("radio")
        clock.jump(30 * MINUTE)
    keys = planned_keys(sessions)
    with sessions.begin() as session:
        PublishedStore(session).prune("radio", 2)
        assert [entry.version for entry in PublishedStore(session).versions("radio")] == [4, 3]
    assert planned_keys(sessions) == keys


def test_publishing_waits_for_nobody_when_the_air_is_away(planning, paths):
    air.tell(paths.control_socket("radio"))
    assert air.heard(paths.control_socket("radio")) is None
