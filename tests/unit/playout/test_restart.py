"""What the next life makes of the journal of the last."""

from dataclasses import replace

from playout import pulse, restart
from playout.pulse import Pulse
from station.journal import Act, EndedBy, Fact
from station.ladder import Rung
from tests.unit.playout.fakes import (
    EIGHT,
    frames_of,
    item,
    one_after_the_other,
    rundown,
    seconds,
)

A, B = one_after_the_other(item("a", 60), item("b", 60))
NEWS = item("news", 60, EIGHT + seconds(50), hard=True)


def fact(act, each, at=0.0, **more):
    fields = {"airing": f"air-{each.key}", "item_key": each.key, "planned_frames": each.frames}
    return Fact(f"{act}-{each.key}", act, EIGHT + seconds(at), **(fields | more))


STARTED = fact(Act.STARTED, A, 2.0)


PLAN = rundown(A, B)


def resume(*facts, at, plan=PLAN, sign=None):
    return restart.resume(plan, list(facts), sign, EIGHT + seconds(at))


def test_an_airing_goes_on_where_it_would_be_by_now():
    goes_on = resume(STARTED, at=30)
    assert (goes_on.item, goes_on.airing) == (A, "air-a")
    assert goes_on.due == EIGHT + seconds(2)


def test_what_is_over_by_now_or_cut_by_a_hard_start_does_not_go_on():
    assert resume(STARTED, at=63, plan=rundown(A)) is None
    assert resume(STARTED, at=55, plan=rundown(A, NEWS)) is None
    assert resume(STARTED, fact(Act.ENDED, A, 10, ended_by=EndedBy.SKIPPED), at=30) is None
    assert resume(STARTED, at=30, plan=rundown(B)) is None
    assert resume(at=30) is None


def test_the_item_that_would_have_followed_keeps_the_delay_of_the_last_life():
    goes_on = resume(STARTED, at=70)
    assert (goes_on.item, goes_on.airing, goes_on.due) == (B, "", EIGHT + seconds(62))
    apart = item("b", 60, EIGHT + seconds(65))
    assert resume(STARTED, at=70, plan=rundown(A, apart)) is None


def test_an_airing_that_was_stopped_in_order_goes_on_as_a_new_one():
    stopped = fact(Act.ENDED, A, 12, ended_by=EndedBy.STOPPED, position=frames_of(10))
    goes_on = resume(STARTED, stopped, at=30)
    assert (goes_on.airing, goes_on.heard, goes_on.due) == ("", 0, EIGHT + seconds(2))


def test_an_interrupted_airing_has_waited():
    interrupted = fact(Act.INTERRUPTED, A, 12, position=frames_of(10), frames=frames_of(10))
    spot = fact(Act.STARTED, B, 12, rung=Rung.OPERATOR)
    goes_on = resume(STARTED, interrupted, spot, at=30)
    assert goes_on.due == EIGHT + seconds(20)
    assert goes_on.heard == frames_of(10)


def test_a_sign_of_life_tells_how_much_was_heard():
    sign = Pulse(EIGHT + seconds(9), "air-a", 777, 777)
    assert resume(STARTED, at=30, sign=sign).heard == 777
    lost = restart.losses([STARTED], sign, EIGHT + seconds(90), kept=())
    assert [(f.act, f.ended_by, f.at, f.frames) for f in lost] == [
        (Act.ENDED, EndedBy.LOST, EIGHT + seconds(9), 777)
    ]
    assert lost[0].id != STARTED.id


def test_without_a_sign_of_life_the_loss_is_estimated_and_says_so():
    lost = restart.losses([STARTED], None, EIGHT + seconds(30), kept=())
    assert lost[0].frames == frames_of(28)
    assert "estimated" in lost[0].detail
    assert restart.losses([STARTED], None, EIGHT, kept={"air-a"}) == []
    ended = fact(Act.ENDED, A, 10, ended_by=EndedBy.FINISHED)
    assert restart.losses([STARTED, ended], None, EIGHT, kept=()) == []


def test_what_is_finished_is_told_from_what_was_cut_short():
    ended = fact(Act.ENDED, A, 10, ended_by=EndedBy.SKIPPED)
    lost = fact(Act.ENDED, B, 10, ended_by=EndedBy.LOST)
    filler = replace(ended, rung=Rung.FILLER, item_key="bed")
    assert restart.finished([ended, lost, filler]) == {"a"}


def test_what_ran_on_beneath_a_presenter_when_the_air_died_is_not_over():
    ended = fact(Act.ENDED, A, 10, ended_by=EndedBy.REPLACED)
    live = fact(Act.STARTED, item("live:sari", 60), 10, rung=Rung.LIVE)
    spot = fact(Act.STARTED, item("spot", 60), 10, rung=Rung.OPERATOR)
    assert restart.finished([STARTED, ended, live]) == set()
    assert restart.finished([STARTED, ended, spot]) == {"a"}


def test_how_far_items_were_heard_is_told_by_the_facts_and_the_last_sign():
    replaced = fact(Act.ENDED, A, 40, ended_by=EndedBy.REPLACED, position=frames_of(38))
    on_again = fact(Act.STARTED, A, 50, airing="again", position=frames_of(45))
    sign = Pulse(EIGHT + seconds(55), "again", frames_of(5), frames_of(50))
    assert restart.heard([STARTED, replaced], None) == {"a": frames_of(38)}
    assert restart.heard([STARTED, replaced, on_again], sign) == {"a": frames_of(50)}
    assert restart.heard([fact(Act.STARTED, NEWS, 50, rung=Rung.MUST_AIR)], None) == {}


def test_a_sign_of_life_survives_the_disk_and_damage_is_no_sign(tmp_path):
    sign = Pulse(EIGHT, "air-a", 5, 6)
    assert pulse.read(tmp_path) is None
    writer = pulse.Sign(tmp_path)
    writer.write(Pulse(EIGHT, "an airing with a longer name", 10**9, 10**9))
    writer.write(sign)
    writer.close()
    assert pulse.read(tmp_path) == sign
    (tmp_path / pulse.NAME).write_text('[1, "x"')
    assert pulse.read(tmp_path) is None
