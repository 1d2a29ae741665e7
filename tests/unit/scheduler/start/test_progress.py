"""How far the first steps are."""

from scheduler.start.progress import Progress, Step, after


def test_the_next_step_is_the_first_that_is_not_done():
    progress = Progress()
    assert progress.next_step is Step.STATION
    progress = progress.with_done(Step.SOUND).with_done(Step.STATION)
    assert progress.done == (Step.STATION, Step.SOUND)
    assert progress.next_step is Step.WEEK
    assert progress.without(Step.STATION).next_step is Step.STATION


def test_when_all_are_done_the_last_one_is_shown():
    assert Progress(done=tuple(Step)).next_step is Step.AIR
    assert after(Step.AIR) is Step.AIR
    assert after(Step.WEEK) is Step.LAW
