"""The as-run reaches both databases exactly once, whatever dies when."""

import contextlib
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from scheduler import as_run
from scheduler.airing import AiringStatus, Outcome
from scheduler.as_run import collect, collect_all
from scheduler.publishing import entry_of
from scheduler.stores import AiringStore, CampaignStore, PublishedStore
from scheduler.tables.schedule import AiringRow, AsRunFactRow
from scheduler.traffic.campaign import Campaign, Spread
from station.config import Config
from station.journal import Act, EndedBy, Fact, JournalWriter, StartedBy
from station.kinds import SPOTS, Kind
from station.ladder import Rung
from station.rundown import Item, Reason, Rundown, Start, Why

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
LENGTH = 30 * 48_000


def fact(number, act, after=0.0, **fields):
    """Return a fact of airing `number`, so many seconds after noon."""
    base = Fact(
        id=f"{number}-{act}-{after}", act=act, at=NOON + after * SECOND, airing=f"a{number}",
        item_key=f"k:{number}", cart_id=number, kind=Kind.MUSIC, title=f"Lagu {number}",
        planned=NOON + number * MINUTE, planned_frames=LENGTH, start=Start.SOFT, rundown_version=3,
    )  # fmt: skip
    return replace(base, **fields)


def aired(number, after=0.0, **fields):
    """Return the two facts of an airing that went well."""
    return [
        fact(number, Act.STARTED, after, started_by=StartedBy.SCHEDULE, **fields),
        fact(number, Act.ENDED, after + 30, ended_by=EndedBy.FINISHED, frames=LENGTH, **fields),
    ]


@pytest.fixture
def journal(tmp_path):
    return tmp_path / "journal"


@pytest.fixture
def writer(journal):
    writer = JournalWriter(journal)
    yield writer
    writer.close()


def counted(sessions, row):
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(row))


def airings(sessions, begins=NOON - MINUTE):
    with sessions() as session:
        return AiringStore(session).between("radio", begins, NOON + timedelta(days=2))


def test_an_airing_is_summed_up_from_its_facts(sessions, journal, writer):
    writer.append(aired(1))
    assert collect_all(sessions, "radio", journal) == 2
    [airing] = airings(sessions)
    assert (airing.airing, airing.item_key, airing.cart_id) == ("a1", "k:1", 1)
    assert (airing.started_at, airing.ended_at) == (NOON, NOON + 30 * SECOND)
    assert (airing.status, airing.ended_by) == (AiringStatus.OK, EndedBy.FINISHED)
    assert (airing.frames, airing.rundown_version) == (LENGTH, 3)
    assert airing.rung is Rung.SCHEDULE


def test_an_item_on_the_air_is_there_before_it_ends(sessions, journal, writer):
    writer.append(aired(1)[:1])
    collect_all(sessions, "radio", journal)
    assert airings(sessions)[0].status is AiringStatus.ON_AIR
    writer.append(aired(1)[1:])
    collect_all(sessions, "radio", journal)
    assert airings(sessions)[0].status is AiringStatus.OK


@pytest.mark.parametrize(
    ("ended_by", "frames", "status"),
    [
        (EndedBy.FINISHED, LENGTH, AiringStatus.OK),
        (EndedBy.TRIMMED, LENGTH // 2, AiringStatus.OK),
        (EndedBy.HARD_START, LENGTH - 47_999, AiringStatus.OK),
        (EndedBy.HARD_START, LENGTH - 48_001, AiringStatus.CUT),
        (EndedBy.SKIPPED, LENGTH // 2, AiringStatus.CUT),
        (EndedBy.REPLACED, 48_000, AiringStatus.CUT),
        (EndedBy.LOST, 48_000, AiringStatus.CUT),
    ],
)
def test_how_it_went_follows_from_why_and_when_it_ended(
    sessions, journal, writer, ended_by, frames, status
):
    writer.append([
        fact(1, Act.STARTED),
        fact(1, Act.ENDED, 20, ended_by=ended_by, frames=frames),
    ])  # fmt: skip
    collect_all(sessions, "radio", journal)
    assert airings(sessions)[0].status is status


@pytest.mark.parametrize("kind", SPOTS)
@pytest.mark.parametrize("ended_by", [EndedBy.TRIMMED, EndedBy.FINISHED, EndedBy.SLOT_END])
def test_a_spot_that_was_not_heard_whole_has_not_aired(sessions, journal, writer, ended_by, kind):
    spot = {"kind": kind, "ended_by": ended_by}
    writer.append([
        fact(1, Act.STARTED, kind=kind),
        fact(1, Act.ENDED, 20, frames=LENGTH // 2, **spot),
        fact(2, Act.STARTED, 30, kind=kind),
        fact(2, Act.ENDED, 60, frames=LENGTH, **spot),
    ])  # fmt: skip
    collect_all(sessions, "radio", journal)
    assert [airing.status for airing in airings(sessions)] == [AiringStatus.CUT, AiringStatus.OK]


def test_what_sounded_over_others_is_kept_apart_from_the_time_line(sessions, journal, writer):
    writer.append(aired(1) + aired(2, 5, over=True))
    collect_all(sessions, "radio", journal)
    assert [airing.airing for airing in airings(sessions)] == ["a1"]
    with sessions() as session:
        store = AiringStore(session)
        [over] = store.over("radio", NOON, NOON + MINUTE)
        assert (over.airing, over.over, over.status) == ("a2", True, AiringStatus.OK)
        assert [airing.airing for airing in store.newest("radio")] == ["a1"]
        lines = store.compared("radio", NOON, NOON + 2 * MINUTE, now=NOON + MINUTE)
    assert [line.airing.airing for line in lines] == ["a1"]


def test_alarms_and_corrections_of_the_clock_are_events(sessions, journal, writer):
    writer.append([
        Fact("f1", Act.ALARM, NOON, title="silence", detail="12 s"),
        Fact("f2", Act.COMMAND, NOON, title="skip", by="sari", why="salah lagu"),
        Fact("f3", Act.CLOCK, NOON + SECOND, detail="-1.2 s"),
    ])  # fmt: skip
    collect_all(sessions, "radio", journal)
    with sessions() as session:
        store = AiringStore(session)
        events = store.events("radio", NOON, NOON + MINUTE)
        [command] = store.events("radio", NOON, NOON + MINUTE, [Act.COMMAND])
    assert [(event.act, event.title) for event in events] == [
        (Act.ALARM, "silence"),
        (Act.CLOCK, ""),
    ]
    assert (command.by, command.why) == ("sari", "salah lagu")
    assert airings(sessions) == []


def test_a_file_that_could_not_be_played_is_a_failure(sessions, journal, writer):
    writer.append([fact(1, Act.FAILED, ended_by=EndedBy.FAULT)])
    collect_all(sessions, "radio", journal)
    [airing] = airings(sessions)
    assert (airing.status, airing.ended_by) == (AiringStatus.FAILED, EndedBy.FAULT)
    assert airing.ended_at == NOON


def test_an_item_that_came_back_counts_its_interruptions_and_is_whole(sessions, journal, writer):
    writer.append([
        fact(1, Act.STARTED),
        fact(1, Act.INTERRUPTED, 5, frames=5 * 48_000),
        fact(1, Act.RESUMED, 9),
        fact(1, Act.ENDED, 34, ended_by=EndedBy.FINISHED, frames=LENGTH),
    ])  # fmt: skip
    collect_all(sessions, "radio", journal)
    [airing] = airings(sessions)
    assert (airing.interruptions, airing.status) == (1, AiringStatus.OK)


def test_remarks_and_commands_are_kept_as_facts_and_are_no_airings(sessions, journal, writer):
    writer.append([
        Fact("f1", Act.FELL, NOON, rung=Rung.SLATE),
        Fact("f2", Act.COMMAND, NOON, title="skip", by="sari"),
    ])  # fmt: skip
    assert collect_all(sessions, "radio", journal) == 2
    assert airings(sessions) == []
    assert counted(sessions, AsRunFactRow) == 2


def test_collecting_again_changes_nothing(sessions, journal, writer):
    writer.append(aired(1))
    collect_all(sessions, "radio", journal)
    assert collect_all(sessions, "radio", journal) == 0
    assert counted(sessions, AiringRow) == 1


def test_a_collector_that_dies_before_its_commit_leaves_nothing_half_done(
    sessions, journal, writer
):
    writer.append(aired(1) + aired(2, 60))
    with sessions() as session:
        collect(session, "radio", journal)
    assert counted(sessions, AsRunFactRow) == 0
    assert collect_all(sessions, "radio", journal) == 4
    assert [airing.status for airing in airings(sessions)] == [AiringStatus.OK] * 2


def test_facts_known_already_do_no_harm_when_the_place_in_the_journal_is_lost(
    sessions, journal, writer
):
    writer.append(aired(1))
    collect_all(sessions, "radio", journal)
    with sessions.begin() as session:
        cursor = as_run._locked_cursor(session, "radio")
        cursor.file, cursor.offset = "", 0
    writer.append(aired(2, 60))
    collect_all(sessions, "radio", journal)
    assert counted(sessions, AsRunFactRow) == 4
    assert [airing.airing for airing in airings(sessions)] == ["a1", "a2"]


def test_a_line_torn_by_a_power_cut_is_left_out_and_the_next_life_is_collected(
    sessions, journal, writer
):
    writer.append(aired(1))
    file = next(journal.glob("*.journal"))
    collect_all(sessions, "radio", journal)
    with file.open("ab") as torn:
        torn.write(b'deadbeef {"id": "half')
    assert collect_all(sessions, "radio", journal) == 0
    writer.close()
    with contextlib.closing(JournalWriter(journal)) as next_life:
        next_life.append(aired(2, 60))
    assert collect_all(sessions, "radio", journal) == 2
    assert [airing.airing for airing in airings(sessions)] == ["a1", "a2"]


def test_an_airing_whose_start_was_lost_is_still_reported(sessions, journal, writer):
    writer.append(aired(1)[1:])
    collect_all(sessions, "radio", journal)
    [airing] = airings(sessions)
    assert (airing.item_key, airing.status) == ("k:1", AiringStatus.OK)


def test_days_of_absence_are_collected_in_batches(sessions, journal, writer, monkeypatch):
    monkeypatch.setattr(as_run, "BATCH", 7)
    for day in range(3):
        writer.append(
            [fact for n in range(10) for fact in aired(day * 10 + n, day * 86_400 + n * 60)]
        )
    assert collect_all(sessions, "radio", journal) == 60
    assert counted(sessions, AiringRow) == 30


def test_two_collectors_at_once_store_each_fact_once(sessions, journal, writer):
    writer.append([fact for number in range(60) for fact in aired(number, number * 60)])
    start = threading.Barrier(2)

    def run():
        start.wait(60)
        try:
            collect_all(sessions, "radio", journal)
        except OperationalError:  # SQLite lets one of two writers try again later
            collect_all(sessions, "radio", journal)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(sessions, AsRunFactRow) == 120
    assert {airing.status for airing in airings(sessions)} == {AiringStatus.OK}


def test_channels_are_kept_apart(sessions, journal, writer):
    writer.append(aired(1))
    collect_all(sessions, "radio", journal)
    collect_all(sessions, "tv", journal)
    assert counted(sessions, AiringRow) == 2
    assert len(airings(sessions)) == 1


def test_a_journal_beside_the_air_s_has_a_cursor_of_its_own(sessions, journal, writer):
    channel = "c" * 32
    for life in range(2):
        beside = JournalWriter(journal / "recorder")
        beside.append([Fact(f"r{life}", Act.ALARM, NOON + life * SECOND, title="recording_full")])
        beside.close()
        writer.append(aired(life))
        assert collect_all(sessions, channel, journal) == 2
        assert collect_all(sessions, channel, journal / "recorder", "recorder") == 1
    with sessions() as session:
        events = AiringStore(session).events(channel, NOON, NOON + MINUTE)
    assert [event.title for event in events] == ["recording_full"] * 2


def item(number, **fields):
    begins = NOON + number * MINUTE
    base = Item(
        f"k:{number}", number, Kind.MUSIC, f"Lagu {number}", "x", begins, 0, LENGTH, LENGTH,
        reason=Reason(Why.ROTATION),
    )  # fmt: skip
    return replace(base, **fields)


def record(sessions, items, version=3):
    rundown = Rundown("radio", version, NOON - MINUTE, NOON, NOON + 60 * MINUTE, tuple(items))
    with sessions.begin() as session:
        entry = entry_of(rundown, None, "edit")
        PublishedStore(session).record(entry, "", rundown, Config().zone)


def test_scheduled_is_set_against_actual(sessions, journal, writer):
    record(sessions, [item(number) for number in (1, 2, 3, 59)])
    writer.append([
        *aired(1, 60.25),
        fact(2, Act.STARTED, 120),
        fact(2, Act.ENDED, 130, ended_by=EndedBy.SKIPPED, frames=480_000),
        *aired(900, 135, item_key="filler:900", planned=None, rung=Rung.FILLER),
    ])  # fmt: skip
    collect_all(sessions, "radio", journal)
    with sessions() as session:
        lines = AiringStore(session).compared(
            "radio", NOON, NOON + 60 * MINUTE, now=NOON + 45 * MINUTE
        )
    assert [line.outcome for line in lines] == [
        Outcome.AIRED,
        Outcome.CUT,
        Outcome.UNPLANNED,
        Outcome.MISSED,
        Outcome.PLANNED,
    ]
    assert [line.error_ms for line in lines] == [250, 0, None, None, None]


def test_what_was_left_out_to_make_good_a_delay_was_missed_and_says_why(sessions, journal, writer):
    record(sessions, [item(1)])
    writer.append([fact(1, Act.ENDED, 60, ended_by=EndedBy.DROPPED)])
    collect_all(sessions, "radio", journal)
    with sessions() as session:
        [line] = AiringStore(session).compared("radio", NOON, NOON + 9 * MINUTE, now=NOON)
    assert line.outcome is Outcome.MISSED
    assert line.airing.ended_by is EndedBy.DROPPED


def test_what_slipped_over_the_edge_of_a_report_is_told_once(sessions, journal, writer):
    record(sessions, [item(1)])
    writer.append(aired(1, 130))
    collect_all(sessions, "radio", journal)
    with sessions() as session:
        store = AiringStore(session)
        first = store.compared("radio", NOON, NOON + 2 * MINUTE, now=NOON + 9 * MINUTE)
        second = store.compared(
            "radio", NOON + 2 * MINUTE, NOON + 4 * MINUTE, now=NOON + 9 * MINUTE
        )
    assert [line.outcome for line in first] == [Outcome.AIRED]
    assert second == []


def test_an_item_taken_out_of_the_rundown_is_not_missed(sessions):
    record(sessions, [item(1), item(2)])
    record(sessions, [item(1)], version=4)
    with sessions() as session:
        lines = AiringStore(session).compared("radio", NOON, NOON + 9 * MINUTE, now=NOON)
    assert [line.planned.item_key for line in lines] == ["k:1"]


def test_the_plays_of_a_campaign_are_counted_by_the_day_they_were_ordered_for(
    sessions, journal, writer
):
    day = date(2026, 11, 22)
    order = Campaign("radio", "Vaksin", (7,), day, day + timedelta(days=1), Spread(3))
    with sessions.begin() as session:
        campaign = CampaignStore(session).save(order, NOON)
    of_it = {"campaign_id": campaign.id, "kind": Kind.PSA}
    writer.append([
        *aired(1, 0, item_key=f"campaign:{campaign.id}:20261122:2", **of_it),
        fact(2, Act.STARTED, 60, item_key=f"campaign:{campaign.id}:20261123:0", **of_it),
        fact(2, Act.ENDED, 65, item_key="", ended_by=EndedBy.SKIPPED, frames=5, **of_it),
    ])  # fmt: skip
    collect_all(sessions, "radio", journal)
    record(
        sessions,
        [item(30, key=f"campaign:{campaign.id}:20261123:1", campaign_id=campaign.id)],
    )
    with sessions() as session:
        counts = CampaignStore(session).counts(campaign, Config().zone, NOON)
        assert len(CampaignStore(session).aired(campaign.id)) == 2
    assert [(c.ordered, c.planned, c.aired, c.cut) for c in counts] == [(3, 0, 1, 0), (3, 1, 0, 1)]
