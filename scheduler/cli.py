"""`mengudara schedule`: the rundown and the as-run from the command line."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table
from sqlalchemy.orm import Session, sessionmaker

from scheduler.airing import Comparison
from scheduler.planning import Planning
from scheduler.publishing import Published, current
from scheduler.stores import AiringStore
from station.audio import span_of
from station.clock import SystemClock
from station.config import Config, load
from station.database import engine_for, sessions_for
from station.paths import StatePaths, state_home
from station.rundown import Item, Start
from station.terminal import printer

app = typer.Typer(help="Plan, and see what airs and what aired.", no_args_is_help=True)
console = printer()

ChannelOption = Annotated[str, typer.Option(help="Channel; without it, the first one.")]
FromOption = Annotated[
    datetime | None, typer.Option("--from", help="Local time of the station; without it, now.")
]
HoursOption = Annotated[float, typer.Option(min=0.1, max=24 * 14, help="How many hours.")]


@app.command()
def plan(channel: ChannelOption = "") -> None:
    """Plan a channel now, publish what changed, and say what it means."""
    config, paths, sessions = _station()
    clock = SystemClock()
    slug = _slug(config, channel)
    result = Planning(config, paths, sessions, clock).replan(slug, cause="command")
    rundown = result.rundown
    word = "published" if isinstance(result, Published) else "unchanged"
    console.print(
        f"{slug}: version {rundown.version} {word}, {len(rundown.items)} items"
        f" until {_local(rundown.ends, config):%Y-%m-%d %H:%M}"
    )
    for finding in result.findings:
        about = " ".join(f"{name}={value}" for name, value in finding.about.items())
        line = f"{_local(finding.at, config):%a %H:%M:%S} {finding.note} {about}"
        console.print(line, markup=False, highlight=False)


@app.command()
def show(channel: ChannelOption = "", begins: FromOption = None, hours: HoursOption = 4.0) -> None:
    """Show the published rundown."""
    config, paths, _ = _station()
    first, last = _span(config, begins, hours)
    rundown = current(paths.rundown(_slug(config, channel)))
    table = Table("time", "length", "", "kind", "title", "artist", "programme", "why")
    for item in rundown.items if rundown else ():
        if first <= item.begins < last:
            table.add_row(*map(escape, _line(item, config)))
    console.print(table)


@app.command(name="as-run")
def as_run(
    channel: ChannelOption = "", begins: FromOption = None, hours: HoursOption = 4.0
) -> None:
    """Show scheduled against actual; without --from, the last hours."""
    config, _, sessions = _station()
    now = SystemClock().now()
    if begins is None:
        first, last = now - timedelta(hours=hours), now
    else:
        first, last = _span(config, begins, hours)
    table = Table("time", "late", "outcome", "kind", "title", "artist", "ended by")
    with sessions() as session:
        slug = _slug(config, channel)
        for line in AiringStore(session).compared(slug, first, last, now=now):
            table.add_row(*map(escape, _compared(line, config)))
    console.print(table)


def _station() -> tuple[Config, StatePaths, sessionmaker[Session]]:
    paths = StatePaths(state_home())
    config = load(paths)
    return config, paths, sessions_for(engine_for(config.database_at(paths)))


def _slug(config: Config, channel: str) -> str:
    try:
        return config.channel(channel or config.channels[0].slug).slug
    except KeyError as error:
        raise typer.BadParameter(f"there is no channel {channel}") from error


def _span(config: Config, begins: datetime | None, hours: float) -> tuple[datetime, datetime]:
    if begins is None:
        first = SystemClock().now()
    else:
        first = begins.replace(tzinfo=config.zone).astimezone(UTC)
    return first, first + timedelta(hours=hours)


def _local(at: datetime, config: Config) -> datetime:
    return at.astimezone(config.zone)


def _length(frames: int) -> str:
    minutes, seconds = divmod(round(span_of(frames).total_seconds()), 60)
    return f"{minutes}:{seconds:02d}"


def _line(item: Item, config: Config) -> tuple[str, ...]:
    why = " ".join([item.reason.code, *item.reason.about.values()])
    return (
        f"{_local(item.begins, config):%a %H:%M:%S}",
        _length(item.frames) + (" ↘" if item.fade_out else ""),
        "■" if item.start is Start.HARD else "",
        item.kind,
        item.title,
        item.artist,
        item.programme,
        why,
    )


def _compared(line: Comparison, config: Config) -> tuple[str, ...]:
    told = line.airing or line.planned
    assert told is not None
    late = "" if line.error_ms is None else f"{line.error_ms / 1000:+.1f} s"
    ended = line.airing.ended_by if line.airing is not None else None
    return (
        f"{_local(line.at, config):%a %H:%M:%S}",
        late,
        line.outcome,
        told.kind or "",
        told.title,
        told.artist,
        ended or "",
    )
