"""When an announcement would air, read from a plan."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.planner.plan import Plan
from scheduler.traffic.campaign import AtTimes, Campaign
from station.kinds import Kind
from station.rundown import Item, Start
from web.campaign_preview import laid_out

ZONE = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # 08.00 WIB
MINUTE = 60 * 48_000
CAMPAIGN = Campaign(
    "radio",
    "Banjir",
    (1,),
    date(2026, 11, 20),
    date(2026, 11, 24),
    AtTimes((time(7), time(9), time(12))),
    id=5,
)


def item(key, begins, kind=Kind.MUSIC, frames=MINUTE):
    return Item(
        key=key, cart_id=1, kind=kind, title=key, path="x.mp3", begins=begins,
        cue_in=0, cue_out=frames, segue=frames, start=Start.HARD,
    )  # fmt: skip


def planned(*items):
    return Plan(tuple(items), (), ())


def utc(hour, minute=0, day=21):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_a_play_of_the_plan_has_its_second_and_what_is_before_it():
    plan = planned(
        item("song", utc(1, 59)),
        item("campaign:5:20261121:1", utc(2, 0), Kind.PSA),
        item("late", utc(23)),
    )
    play = laid_out(CAMPAIGN, plan, ZONE, NOW).days[0].plays[0]
    assert play.at == utc(2)
    assert play.item is not None
    assert play.after is not None
    assert play.after.key == "song"


def test_a_play_without_a_place_inside_the_plan_is_told():
    ahead = laid_out(CAMPAIGN, planned(item("song", utc(1)), item("late", utc(23))), ZONE, NOW)
    today = ahead.days[0]
    assert [play.placed for play in today.plays] == [False, False]
    assert ahead.unplaced == 2


def test_beyond_the_plan_the_aim_is_told():
    ahead = laid_out(CAMPAIGN, planned(item("song", utc(1))), ZONE, NOW)
    tomorrow = ahead.days[1]
    assert [play.at for play in tomorrow.plays] == [utc(0, day=22), utc(2, day=22), utc(5, day=22)]
    assert all(play.item is None and play.placed for play in tomorrow.plays)


def test_what_has_passed_is_left_out_and_the_whole_flight_is_counted():
    ahead = laid_out(CAMPAIGN, planned(), ZONE, NOW)
    assert ahead.until is None
    assert ahead.days[0].day == date(2026, 11, 21)
    assert len(ahead.days[0].plays) == 2
    assert ahead.total == 4 * 3


def test_a_flight_that_is_over_airs_no_more():
    over = laid_out(CAMPAIGN, planned(), ZONE, NOW + timedelta(days=9))
    assert over.days == []
