from station.clock import VirtualClock
from station.outputs import OUTPUTS
from tests.browser.doubles import NOON, outputs
from web.outputs import OutputsWatch


def test_what_the_streams_say_is_kept_with_its_time():
    watch = OutputsWatch(lambda: OUTPUTS.dump_json(outputs()), VirtualClock(NOON))
    watch.look()
    assert watch.view.reachable
    assert watch.view.asked_at == NOON
    assert {output.name for output in watch.view.outputs} >= {"radio.mp3", "icecast:kominfo"}


def test_silence_and_nonsense_are_no_answer():
    answers = iter([OUTPUTS.dump_json(outputs()), b"<html>"])
    watch = OutputsWatch(lambda: next(answers), VirtualClock(NOON))
    watch.look()
    watch.look()
    assert (watch.view.reachable, watch.view.outputs) == (False, ())


def test_a_refused_connection_is_no_answer():
    def ask():
        raise ConnectionRefusedError

    watch = OutputsWatch(ask, VirtualClock(NOON))
    watch.look()
    assert not watch.view.reachable
