"""The command line. Wires things together; holds no logic and imports rooms only when called."""

import sys
from datetime import datetime
from typing import Annotated

import typer

from mengudara.lazy import LazyGroup
from mengudara.loading import loading
from mengudara.television import WISH_VARIABLE
from station.config import Config, ConfigInvalid, load
from station.errors import StationError
from station.paths import StatePaths, state_home

app = typer.Typer(
    cls=LazyGroup,
    help="Broadcast automation for local public radio and television.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

ChannelSlug = Annotated[str, typer.Argument(help="Slug of the channel, as in station.toml.")]


def main() -> None:
    """Run the command line; a station error is a sentence, not a traceback."""
    try:
        app()
    except ConfigInvalid as error:
        print(f"The settings cannot be used.\n{error}", file=sys.stderr)
        raise SystemExit(2) from None
    except StationError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None


def station() -> tuple[Config, StatePaths]:
    """Return the settings and the state folder; raises ConfigInvalid."""
    paths = StatePaths(state_home())
    return load(paths), paths


@app.command()
def up(
    demo: Annotated[
        bool, typer.Option(help="Make a demo station first, if there is none.")
    ] = False,
    soundcard: Annotated[
        bool, typer.Option(help="Also play the channels on this computer's sound output.")
    ] = False,
    television: Annotated[
        bool | None,
        typer.Option(
            "--tv/--no-tv",
            envvar=WISH_VARIABLE,
            help="With or without television; unless told, a demo has it on 4 cores or more.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Run the whole station in this terminal."""
    from mengudara.up import run_station

    paths = StatePaths(state_home())
    raise SystemExit(run_station(paths, demo=demo, soundcard=soundcard, television=television))


@app.command()
def air(channel: ChannelSlug) -> None:
    """Run the air of one channel."""
    with loading():
        from mengudara.role import FOREVER, playing
        from playout.process import run

    config, paths = station()
    _known(config, channel)
    with playing(f"air-{channel}", config, paths, patience_seconds=FOREVER) as stop:
        run(channel, load(paths), paths, stop)


@app.command()
def stream() -> None:
    """Run the encoders and the listener server."""
    from mengudara.role import playing

    config, paths = station()
    with playing("stream", config, paths) as stop:
        with loading():
            from streaming.process import run
        run(config, paths, stop)


@app.command()
def live() -> None:
    """Let presenters, microphones, relayed stations and sound-card inputs in."""
    from mengudara.role import playing

    config, paths = station()
    with playing("live", config, paths) as stop:
        with loading():
            from streaming.live.process import run
        run(config, paths, stop)


@app.command()
def soundcard(channel: ChannelSlug) -> None:
    """Play one channel on this computer's sound output."""
    from mengudara.role import playing

    config, paths = station()
    _known(config, channel)
    with playing(f"soundcard-{channel}", config, paths) as stop:
        with loading():
            from streaming.soundcard import run
        run(channel, config, paths, stop)


@app.command()
def plan() -> None:
    """Run planning, ingest and housekeeping."""
    from mengudara.role import leave, playing

    config, paths = station()
    with playing("plan", config, paths) as stop:
        with loading():
            from scheduler.jobs import run
            from station.clock import SystemClock
            from station.database import engine_for, sessions_for
        sessions = sessions_for(engine_for(config.database_at(paths), create=False))
        run(config, paths, sessions, SystemClock(), stop)
    leave()


@app.command()
def web() -> None:
    """Run the pages and the API."""
    from mengudara.role import playing

    config, paths = station()
    with playing("web", config, paths) as stop:
        with loading():
            from station.clock import SystemClock
            from station.database import engine_for, sessions_for
            from web.process import run
        sessions = sessions_for(engine_for(config.database_at(paths), create=False))
        run(config, paths, sessions, SystemClock(), stop)


@app.command()
def simulate(
    channel: Annotated[str, typer.Option(help="Channel; without it, the first one.")] = "",
    begins: Annotated[
        datetime | None,
        typer.Option("--from", help="Local time of the station; without it, tomorrow 00:00."),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=400, help="How many days.")] = 1,
    sound: Annotated[
        bool, typer.Option(help="Decode every file and listen for silence and peaks.")
    ] = False,
    seed: Annotated[int, typer.Option(help="The same seed draws the same incidents.")] = 0,
    faults: Annotated[
        str,
        typer.Option(help="What is to go wrong: all, outage, a list of faults, a number, or both."),
    ] = "",
    json: Annotated[bool, typer.Option(help="Print the report for machines.")] = False,
    progress: Annotated[
        bool, typer.Option(help="Tell on standard error how much is done, from 0 to 1.")
    ] = False,
    demo_year: Annotated[
        bool,
        typer.Option(help="Rehearse 2027 of a made station instead; with --days 365 all of it."),
    ] = False,
) -> None:
    """Rehearse days of a channel: the very air and planner, with nothing published or written.

    Exit status: 0 nothing a listener would notice, 1 something, or something forbidden, 2 the
    rehearsal cannot be held.
    """
    from mengudara.simulate.command import simulate as rehearse
    from mengudara.simulate.command import simulate_demo_year

    if demo_year:
        if sound or channel:
            raise typer.BadParameter("--demo-year has one channel, and no sound to listen to")
        raise SystemExit(
            simulate_demo_year(begins, days, seed=seed, faults=faults, json=json, progress=progress)
        )
    config, paths = station()
    slug = channel or config.channels[0].slug
    _known(config, slug)
    status = rehearse(
        config,
        paths,
        slug,
        begins,
        days,
        sound=sound,
        seed=seed,
        faults=faults,
        json=json,
        progress=progress,
    )
    raise SystemExit(status)


@app.command()
def doctor() -> None:
    """Say what is missing for going on air."""
    from mengudara.doctor import examine, report

    config, paths = station()
    raise SystemExit(report(examine(config, paths)))


def _known(config: Config, channel: str) -> None:
    try:
        config.channel(channel)
    except KeyError:
        known = ", ".join(one.slug for one in config.channels)
        raise typer.BadParameter(f"there is no channel {channel}; there are: {known}") from None
