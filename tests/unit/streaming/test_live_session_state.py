"""The states of a live session: every move is in the table or raises."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streaming.live.session_state import (
    TRANSITIONS,
    IllegalSessionState,
    SessionStanding,
    SessionState,
)

PATHS = {
    SessionState.OPENING: [],
    SessionState.LINKED: [SessionState.LINKED],
    SessionState.ADRIFT: [SessionState.ADRIFT],
    SessionState.ENDED: [SessionState.ENDED],
}


@pytest.mark.parametrize(("before", "after"), [*itertools.product(SessionState, repeat=2)])
def test_a_move_is_in_the_table_or_raises(before, after):
    standing = SessionStanding()
    for state in PATHS[before]:
        standing.enter(state)
    if after is before or after in TRANSITIONS[before]:
        standing.enter(after)
        assert standing.state is after
    else:
        with pytest.raises(IllegalSessionState):
            standing.enter(after)


@given(st.lists(st.sampled_from(["linked", "adrift", "end"])))
def test_sound_and_ends_in_any_order_never_raise_and_an_end_is_the_end(news):
    standing = SessionStanding()
    ends = 0
    for one in news:
        if one == "end":
            ends += standing.end(f"reason {ends}")
        else:
            standing.sound(linked=one == "linked")
    assert ends == ("end" in news)
    assert (standing.state is SessionState.ENDED) == ("end" in news)
    assert standing.why == ("reason 0" if "end" in news else "")
