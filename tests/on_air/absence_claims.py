"""What must be true of any time without the database, short or long."""

from itertools import pairwise

from station.audio import RATE
from station.journal import Act
from tests.on_air.absence import WITHOUT_DATABASE, Absence
from tests.on_air.bus_listener import TICK_US


class NobodyNotices:
    """Tests that run on a fixture `absence`."""

    def test_the_air_does_not_notice(self, absence: Absence):
        before, after = absence.health
        assert all(block.is_programme for block in absence.bus.blocks)
        steps = [b.utc_us - a.utc_us for a, b in pairwise(absence.bus.blocks)]
        assert {step % TICK_US for step in steps} == {0}
        left_out = sum(step // TICK_US - 1 for step in steps)
        assert left_out <= after.skipped + absence.bus.lost, "only what the machine had no time for"
        assert after.failed == before.failed

    def test_the_public_stream_goes_on(self, absence: Absence):
        assert not absence.listener.disconnected
        seconds = (absence.returned - absence.left).total_seconds()
        assert len(absence.listener.sound) > seconds * 16_000

    def test_no_process_dies(self, absence: Absence):
        before, after = absence.pids
        assert after == before

    def test_nobody_makes_an_empty_database_in_its_place(self, absence: Absence):
        assert not absence.made_anew

    def test_listeners_pages_answer_all_the_time(self, absence: Absence):
        for answers in absence.answers.values():
            told = {(one.page, one.status) for one in answers if one.page in WITHOUT_DATABASE}
            assert told == {(page, 200) for page in WITHOUT_DATABASE}

    def test_the_desk_says_clearly_what_is_wrong(self, absence: Absence):
        for standing in ("nothing", "rubbish"):
            for one in absence.answers[standing]:
                if one.page not in WITHOUT_DATABASE:
                    assert one.status == 503, (standing, one)
                    assert "The database does not answer" in one.text

    def test_the_desk_recovers_without_being_started_again(self, absence: Absence):
        for standing in ("before", "database"):
            assert {(one.page, one.status) for one in absence.answers[standing]} == {
                (one.page, 200) for one in absence.answers[standing]
            }

    def test_every_fact_of_the_journal_is_collected_once(self, absence: Absence):
        written = [fact.id for fact in absence.journal]
        assert len(absence.collected) == len(set(absence.collected))
        missing = [one for one in written if one not in set(absence.collected)]
        assert missing == [] or missing == written[-len(missing) :]
        assert set(absence.collected) <= set(written)

    def test_the_as_run_has_each_airing_once_and_no_hole(self, absence: Absence):
        started = [fact.airing for fact in absence.journal if fact.act is Act.STARTED]
        recorded = [airing.airing for airing in absence.as_run]
        assert recorded == started[: len(recorded)]
        away = [one for one in absence.as_run if absence.left < one.started_at < absence.returned]
        assert len(away) >= 2
        for one, two in pairwise(absence.as_run):
            assert one.ended_at is not None
            assert abs((two.started_at - one.ended_at).total_seconds()) <= 1 / RATE
