"""Kills whatever a station runs, again and again, and holds its journal against its database."""

import os
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from scheduler import as_run
from scheduler.tables.schedule import AiringRow, AsRunFactRow
from station import journal
from station.journal import Act, Fact, StartedBy
from station.kinds import Kind
from station.ladder import Rung
from tests.on_air.live_station import CHANNEL, CLOCK, LiveStation, live_station
from tests.on_air.tones import write_tone

SECONDS = (5.0, 6.0, 7.0, 8.0)
"""Lengths of the recordings: short, so that there is much to write down."""
BETWEEN_MS = (200, 1_500)


@dataclass
class Killed:
    """What the killings left behind."""

    victims: Counter[str] = field(default_factory=Counter)
    facts: list[Fact] = field(default_factory=list)
    """The journal."""
    collected: list[str] = field(default_factory=list)
    """Numbers of the facts in the database."""
    airings: list[str] = field(default_factory=list)
    """Airings in the database."""

    @property
    def started_twice(self) -> list[str]:
        """Return the items of the plan that began more than once."""
        begun = Counter(
            fact.item_key
            for fact in self.facts
            if fact.act is Act.STARTED
            and fact.rung is Rung.SCHEDULE
            and fact.started_by is StartedBy.SCHEDULE
        )
        return [key for key, times in begun.items() if times > 1]


def kill_at_random(folder: Path, kills: int, seed: int) -> Killed:
    """Run a station, kill so many of its processes, let it settle, and read what it wrote."""
    killed, random = Killed(), Random(seed)
    with live_station(folder / "var") as station:
        for number, seconds in enumerate(SECONDS):
            tone = write_tone(folder / f"{number}.flac", 300 + 60 * number, seconds)
            station.take_in(tone, Kind.MUSIC)
        station.always_on("Nada")
        station.plan()
        station.start()
        for _ in range(kills):
            killed.victims[_kill_one(station, random, killed.victims)] += 1
            rest = timedelta(milliseconds=random.randrange(*BETWEEN_MS))
            CLOCK.sleep_until(CLOCK.now() + rest)
        station.wait(lambda: _is_collected(station), "the as-run")
        station.stop()
        _read(station, killed)
    return killed


def _kill_one(station: LiveStation, random: Random, killed: Counter[str]) -> str:
    """Kill one process below the supervisor, of a sort that has died least; return its name."""
    assert station.supervisor is not None
    below = {pid: _name(pid) for pid in sorted(_below(station.supervisor.pid))}
    living = [one for one in below.items() if one[1]]
    fewest = min(killed[name] for _, name in living)
    pid, name = random.choice([one for one in living if killed[one[1]] == fewest])
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return name


def _below(pid: int) -> set[int]:
    """Return every process started by this one, and by those."""
    found: set[int] = set()
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children = {int(child) for child in (task / "children").read_text().split()}
            found |= children.union(*map(_below, children))
    return found


def _name(pid: int) -> str:
    """Return the role of one of our processes, else its program; empty for one that has ended."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        if "mengudara" in words:
            return words[words.index("mengudara") + 1]
        return Path(words[0]).name
    return ""


def _is_collected(station: LiveStation) -> bool:
    with station.sessions() as session:
        return as_run.behind(session, CHANNEL, station.paths.journal(CHANNEL)) == 0


def _read(station: LiveStation, killed: Killed) -> None:
    """Collect what came at the very end, as the next life would, and read both records."""
    folder = station.paths.journal(CHANNEL)
    as_run.collect_all(station.sessions, CHANNEL, folder)
    killed.facts = [fact for fact, _ in journal.read(folder)]
    with station.sessions() as session:
        killed.collected = list(session.scalars(select(AsRunFactRow.id)))
        killed.airings = list(session.scalars(select(AiringRow.airing)))


class NothingIsLost:
    """What is claimed of any number of killings."""

    kills = 0

    def test_so_many_processes_of_every_sort_died(self, killed: Killed):
        assert killed.victims.total() == self.kills
        assert len(killed.victims) >= 3, killed.victims

    def test_every_fact_of_the_journal_was_collected_exactly_once(self, killed: Killed):
        written = [fact.id for fact in killed.facts]
        assert len(written) == len(set(written)) > self.kills // 4
        assert sorted(killed.collected) == sorted(written)

    def test_every_airing_is_in_the_report_once(self, killed: Killed):
        named = {fact.airing for fact in killed.facts if fact.airing}
        assert sorted(killed.airings) == sorted(named)

    def test_every_airing_that_ended_has_begun(self, killed: Killed):
        begun = {f.airing for f in killed.facts if f.act in (Act.STARTED, Act.RESUMED)}
        ended = {f.airing for f in killed.facts if f.act is Act.ENDED and f.frames}
        assert ended <= begun

    def test_no_item_of_the_plan_began_twice(self, killed: Killed):
        assert killed.started_twice == []
