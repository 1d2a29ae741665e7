"""What holds for the plan of any set of orders: counts, gaps, topics, limits; nothing untold."""

from collections import Counter, defaultdict
from datetime import datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduler.planner.airtime import instant_at
from scheduler.planner.plan import Note
from scheduler.planner.planner import plan
from scheduler.traffic.campaign import AtTimes, Campaign, Per, Portion, Portions, Spread
from scheduler.traffic.make_good import Tried, missed
from scheduler.traffic.orders import wanted
from scheduler.traffic.play_key import parsed
from scheduler.traffic.purpose import Priority
from station.rundown import Start
from tests.unit.scheduler.station import MONDAY, SPOT, WIB, at, check, inputs, library

CARTS = library(80, 30)
BEGINS = at("06:00")
ENDS = at("14:00")
DAY = timedelta(days=1)
hours = st.integers(0, 23).map(time)


@st.composite
def spreads(draw):
    portions = [
        Portion(draw(st.integers(1, 6)), time(opens), time((opens + draw(st.integers(2, 6))) % 24))
        for opens in draw(st.lists(st.integers(0, 20), min_size=1, max_size=3, unique=True))
    ]
    per = draw(st.sampled_from(Per))
    return Portions(tuple(portions), per, draw(st.sampled_from([0, 5, 20])))


plays = st.one_of(
    spreads(),
    st.builds(
        AtTimes,
        st.lists(hours, min_size=1, max_size=4).map(tuple),
        st.sampled_from([Start.HARD, Start.SOFT]),
    ),
)


@st.composite
def orders(draw):
    """Return the inputs of eight hours with up to six orders, and plays that were missed."""
    campaigns = [
        Campaign(
            "radio",
            f"Ajakan {number}",
            (SPOT + number,),
            MONDAY - DAY,
            MONDAY + draw(st.integers(0, 2)) * DAY,
            draw(plays),
            id=number,
            topic=draw(st.sampled_from(["", "kesehatan", "pajak"])),
            topic_gap_min=draw(st.sampled_from([0, 10, 25])),
            priority=draw(st.sampled_from(Priority)),
            agency_id=draw(st.sampled_from([None, 1, 2])),
            paid=draw(st.booleans()),
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]
    lost = draw(st.sets(st.integers(0, 20)))
    owed = [
        one
        for campaign in campaigns
        for number, one in enumerate(
            missed(campaign, [_cut(campaign)], since=BEGINS - DAY, reached=BEGINS, zone=WIB)
        )
        if number in lost
    ]
    caps = draw(st.dictionaries(st.sampled_from([1, 2]), st.integers(1, 8)))
    return inputs(
        begins=BEGINS, ends=ENDS, carts=CARTS, campaigns=campaigns, missed=owed, caps=caps
    )


def _cut(campaign):
    day = MONDAY - DAY
    begins = at("08:00", day)
    return Tried(f"campaign:{campaign.id}:{day:%Y%m%d}:0", begins, begins, whole=False)


def demanded(schedule):
    return wanted(
        schedule.campaigns, schedule.begins, schedule.ends, schedule.zone,
        owed=schedule.missed, caps=schedule.caps,
    )  # fmt: skip


def spots(answer):
    return [item for item in answer.items if item.campaign_id is not None]


@given(orders())
def test_every_play_is_placed_or_told(schedule):
    answer = plan(schedule)
    check(schedule, answer)
    told = {one.about.get("key") for one in answer.findings} | {item.key for item in answer.items}
    for demand in demanded(schedule).demands:
        over = instant_at(demand.latest) < answer.items[-1].ends
        soft = not demand.hard and over and instant_at(demand.latest) >= BEGINS
        hard = demand.hard and BEGINS <= instant_at(demand.target) < ENDS
        assert demand.key in told or not (soft or hard), demand


@given(orders())
def test_the_same_orders_give_the_same_plan(schedule):
    assert plan(schedule) == plan(schedule)


@given(orders())
def test_no_play_is_nearer_to_another_of_its_order_than_was_ordered(schedule):
    begins: dict[int, list[datetime]] = defaultdict(list)
    for item in spots(plan(schedule)):
        begins[item.campaign_id].append(item.begins)
    for campaign in schedule.campaigns:
        if isinstance(campaign.plays, AtTimes):
            continue
        gap = timedelta(minutes=campaign.plays.min_gap_min)
        apart = [after - before for before, after in pairwise(begins[campaign.id])]
        assert min(apart, default=gap) >= gap


@given(orders())
def test_spots_of_one_topic_are_apart_or_the_finding_names_the_one_that_is_not(schedule):
    answer = plan(schedule)
    told = {one.about["key"] for one in answer.findings if one.note is Note.TOPIC_CLOSE}
    known = {campaign.id: campaign for campaign in schedule.campaigns}
    last: dict[str, object] = {}
    for item in spots(answer):
        campaign = known[item.campaign_id]
        before = last.get(campaign.topic) if campaign.topic else None
        if before is not None and item.key not in told:
            gap = max(campaign.topic_gap_min, known[before.campaign_id].topic_gap_min)
            # the join before a spot may take a moment more than the plan of the junction knew
            assert item.begins - before.begins >= timedelta(minutes=gap) - timedelta(seconds=10)
        last[campaign.topic] = item


@given(orders())
def test_no_agency_has_more_plays_of_a_day_than_its_limit(schedule):
    had: Counter[tuple[int, object]] = Counter()
    known = {campaign.id: campaign for campaign in schedule.campaigns}
    for item in spots(plan(schedule)):
        agency = known[item.campaign_id].agency_id
        play = parsed(item.key)
        if agency is not None and play is not None and play.attempt == 0:
            had[agency, play.day] += 1
    for (agency, _), count in had.items():
        assert count <= schedule.caps.get(agency, count)


@given(orders())
def test_nothing_airs_twice_for_one_play(schedule):
    roots = [play.root for item in spots(plan(schedule)) if (play := parsed(item.key))]
    assert len(roots) == len(set(roots))


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 4)), min_size=1, max_size=8),
    st.integers(0, 9),
)
def test_what_fits_easily_is_all_placed(wishes, seed):
    """Windows of two hours between songs, no more than a spot every other song."""
    campaigns = [
        Campaign("radio", f"Ajakan {number}", (SPOT + number,), MONDAY, MONDAY,
                 Spread(count, time(6 + opens), time(8 + opens), 10), id=number)
        for number, (count, opens) in enumerate(wishes, 1)
    ]  # fmt: skip
    answer = plan(inputs(begins=BEGINS, ends=ENDS, carts=CARTS, campaigns=campaigns, seed=seed))
    counts = Counter(item.campaign_id for item in spots(answer))
    assert [counts[number] for number in range(1, len(wishes) + 1)] == [
        count for count, _ in wishes
    ]
    assert not [one for one in answer.findings if one.note is Note.SPOT_NOT_PLACED]
