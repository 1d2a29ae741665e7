"""Builds everything a rehearsal needs in a folder that is thrown away, and runs it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mengudara.simulate import report
from mengudara.simulate.air import SimulatedAir
from mengudara.simulate.faults import Incident
from mengudara.simulate.journal import Journal
from mengudara.simulate.ledger import Ledger, Remark, What
from mengudara.simulate.monitor import Monitor, Silence
from mengudara.simulate.pictures import Viewer
from mengudara.simulate.rehearsal import Rehearsal
from mengudara.simulate.report import Report
from mengudara.simulate.separations import Separations
from mengudara.simulate.snapshot import copy
from mengudara.simulate.sources import Opener
from mengudara.simulate.verdict import Verdict
from playout import slate
from playout.decoder import Decoder
from playout.source import OpenSource
from scheduler.planning import Planning
from station import ffmpeg, rundown
from station.audio import BLOCK, RATE
from station.clock import SystemClock, VirtualClock
from station.config import Air, Config
from station.database import engine_for, sessions_for
from station.journal import Fact
from station.paths import StatePaths
from station.rundown import RundownUnreadable

COUNTED_BLOCK = 74 * BLOCK
"""Frames a tick where nothing is heard: near 3 s, in which the next decks can still be opened
while the shortest of jingles plays. No multiple of the ticks between two looks
at the waiting decks, so that most blocks need none."""
HEARD_BLOCK = 24 * BLOCK
"""Frames a tick where sound is decoded."""
AHEAD = 60 * RATE
"""Frames a decoder may be ahead of virtual time."""
REST_SECONDS = 0.01

TICKS_TO_NOTICE = 3
"""Blocks that may go by until silence is noticed and somebody else is heard."""
LIVE = "live:"
"""How the keys of live airings begin."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is to be rehearsed."""

    channel: str
    """Channel slug."""
    begins: datetime
    """UTC."""
    ends: datetime
    """UTC."""
    incidents: tuple[Incident, ...] = ()
    """What goes wrong, in order of time."""
    sound: bool = False
    """Whether files are decoded and listened to."""
    seed: int = 0
    """What the incidents were drawn with."""


class Stage:
    """The pieces of one rehearsal, wired."""

    def __init__(self, script: Script, config: Config, paths: StatePaths, own: StatePaths) -> None:
        """`own` is the folder that is thrown away."""
        slug = script.channel
        clock = VirtualClock(script.begins)
        opener = Opener(paths.media, _decoder(config, paths) if script.sound else None)
        self.script = script
        self.watch = SystemClock()
        self.engine = engine_for(f"sqlite:///{own.database}")
        channel = config.channel(slug)
        settings = channel.air
        block = HEARD_BLOCK if script.sound else COUNTED_BLOCK
        self._patience = patience(settings) + TICKS_TO_NOTICE * block
        self.monitor = Monitor(settings.silence_dbfs)
        self.journal = Journal(own.journal(slug), Ledger())
        self.separations = Separations()
        self.viewer = Viewer({}) if channel.shape else None
        self.air = SimulatedAir(
            slug, clock, opener, self.monitor, self._note,
            slate=slate.load(paths.slate), block=block,
            air=settings, sound=script.sound,
        )  # fmt: skip
        sessions = sessions_for(self.engine)
        planning = Planning(config, own, sessions, clock, lambda _socket: self.air.heard())
        self.verdict = Verdict(sessions, config, own, slug)
        self.rehearsal = Rehearsal(
            slug, own, sessions, planning, self.air, opener, self.journal, self.watch,
            self.separations, self.viewer, self.monitor.quiet,
        )  # fmt: skip

    def begin(self) -> None:
        """Take up what was copied."""
        self.separations.learn(self.verdict.schedule())
        if self.viewer is not None:
            self.viewer.films = self.verdict.films()

    def close(self) -> None:
        self.air.abandon()
        self.engine.dispose()

    def report(self, wall_seconds: float) -> Report:
        """Say what came of it; reads the journal as the as-run report does."""
        script, rehearsal, monitor, viewer = (
            self.script, self.rehearsal, self.monitor, self.viewer,
        )  # fmt: skip
        silences = [
            Remark(self._kind(one), one.begins, item_key=one.item_key, seconds=one.frames / RATE)
            for one in monitor.silences
        ]
        lines = sorted(report.aired(self.journal.facts()), key=lambda line: line.began)
        days = self.verdict.days(script.begins, script.ends)
        findings = rehearsal.findings
        return Report(
            channel=script.channel, begins=script.begins, ends=script.ends, sound=script.sound,
            seed=script.seed, incidents=tuple(rehearsal.done),
            remarks=report.worst_first(
                [*self.journal.ledger.remarks, *silences, *(viewer.remarks if viewer else ())]
            ),
            findings=tuple(findings), as_run=tuple(lines), blocks=monitor.blocks,
            wrong_ticks=monitor.wrong_ticks, without_programme=monitor.without_programme,
            underruns=self.air.underruns, hard_starts=self.journal.ledger.hard_starts,
            plannings=rehearsal.plannings, facts_digest=report.digest(self.journal.facts()),
            peak_dbfs=monitor.peak_dbfs if script.sound else None, wall_seconds=wall_seconds,
            planning_seconds=rehearsal.planning_time.total_seconds(),
            breaches=tuple(self.verdict.breaches(days, script.ends)),
            orders=tuple(
                self.verdict.orders(days, script.ends, findings, rehearsal.outages)
            ),
            nearer=tuple(self.separations.broken),
            relaxed=dict(sorted(self.separations.relaxed.items())),
            pictures=viewer.watched if viewer else None,
        )  # fmt: skip

    def _note(self, fact: Fact) -> None:
        self.journal.note(fact)
        self.separations.hear(fact)
        if self.viewer is not None:
            self.viewer.hear(fact)

    def _kind(self, silence: Silence) -> What:
        """Tell a live input within its patience from silence that should not have been."""
        within = silence.frames <= self._patience
        return What.HUSHED if within and silence.item_key.startswith(LIVE) else What.SILENCE


def rehearse(
    script: Script,
    config: Config,
    paths: StatePaths,
    on_day: Callable[[int], None] = lambda _days: None,
    on_look: Callable[[datetime], None] = lambda _at: None,
) -> Report:
    """Run the script and say what came of it; `on_day` hears how many days are over."""
    with ExitStack() as stack:
        own = stack.enter_context(_folder())
        stage = Stage(script, config, paths, own)
        stack.callback(stage.close)
        began = stage.watch.now()
        _take_over(script, config, paths, own, stage)
        stage.begin()
        stage.rehearsal.run(script.ends, script.incidents, on_day, on_look)
        stage.monitor.close()
        return stage.report((stage.watch.now() - began).total_seconds())


@contextmanager
def _folder() -> Iterator[StatePaths]:
    home = Path(tempfile.mkdtemp(prefix="mengudara-simulate-"))
    try:
        paths = StatePaths(home)
        paths.create()
        yield paths
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _take_over(
    script: Script, config: Config, paths: StatePaths, own: StatePaths, stage: Stage
) -> None:
    """Copy what planning needs, and what is published if that reaches to the beginning."""
    if paths.rules.is_dir():
        shutil.copytree(paths.rules, own.rules)
    station = engine_for(config.database_at(paths), create=False)
    try:
        copy(station, stage.engine, script.channel, script.begins)
    finally:
        station.dispose()
    try:
        published = rundown.read_current(paths.rundown(script.channel))
    except RundownUnreadable:
        return
    if published.begins <= script.begins < published.ends:
        rundown.publish(own.rundown(script.channel), published)


def patience(air: Air) -> int:
    """Return the frames for which somebody who is live may be silent."""
    return round(min(air.silence_seconds, air.live_patience_seconds) * RATE)


def _decoder(config: Config, paths: StatePaths) -> OpenSource:
    return Decoder(paths.media, ffmpeg.binary(config.ffmpeg), AHEAD, REST_SECONDS).open
