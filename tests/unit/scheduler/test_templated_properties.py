"""What holds for every hour template, however impossible: a plan, no overlap, no exception."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.planner.airtime import frame_at
from scheduler.planner.planner import plan
from scheduler.traffic.campaign import Campaign, Spread
from scheduler.week.hour_template import Element, ElementForm, HourTemplate
from scheduler.week.programme import Rotation
from station.rundown import Start
from tests.unit.scheduler.station import MONDAY, NOON, SPOT, cart, check, inputs, library

CARTS = [*library(80, 30), cart(700, 12), cart(701, 400), cart(702, 1900)]
lengths = st.integers(1, 2400)
elements = st.one_of(
    st.builds(
        lambda length: Element(ElementForm.ROTATION, length_s=length, rotation=Rotation()), lengths
    ),
    st.builds(
        lambda number: Element(ElementForm.CART, cart_id=number),
        st.sampled_from([700, 701, 702, 404]),
    ),
    st.just(Element(ElementForm.STATION_ID)),
    st.builds(
        lambda length, most: Element(ElementForm.BREAK, length_s=length, most=most),
        lengths,
        st.integers(0, 3),
    ),
)


@st.composite
def templates(draw):
    """Return a template; some of its recordings have a time of their own."""
    made, at = [], 0
    for element in draw(st.lists(elements, min_size=1, max_size=8)):
        own = element.form is ElementForm.CART and draw(st.booleans())
        if own and at < 3500:
            at = draw(st.integers(at, 3599))
            start = draw(st.sampled_from([Start.SOFT, Start.HARD, Start.WINDOW]))
            late = 120 if start is Start.WINDOW else 0
            made.append(
                Element(
                    ElementForm.CART,
                    cart_id=element.cart_id,
                    at_s=at,
                    start=start,
                    early_s=late,
                    late_s=late,
                )
            )
            at += 1
        else:
            made.append(element)
    return HourTemplate("radio", "Jam", tuple(made), id=1)


@given(templates(), st.integers(0, 59), st.integers(1, 24))
def test_every_template_gives_a_plan_without_overlap_and_its_hard_points_exact(
    template, minute, plays
):
    begins = NOON + timedelta(minutes=minute)
    order = Campaign("radio", "Ajakan", (SPOT,), MONDAY, MONDAY, Spread(plays), id=1)
    schedule = inputs(
        carts=CARTS,
        begins=begins,
        ends=begins + timedelta(hours=3),
        templates=[template],
        open_hours={(day, hour): 1 for day in range(7) for hour in range(24)},
        campaigns=[order],
    )
    answer = plan(schedule)
    check(schedule, answer)
    assert answer == plan(schedule)
    exact = {place.begins_s for place in template.places if place.element.start is Start.HARD}
    for item in answer.items:
        if item.start is Start.HARD:
            second = frame_at(item.begins) // 48_000 % 3600
            assert second in exact
            assert frame_at(item.begins) % 48_000 == 0
