"""`mengudara media`: the library from the command line."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from sqlalchemy.orm import Session, sessionmaker

from media_library.cart import CartNotFound
from media_library.files import DiskFull
from media_library.film_store import FilmStore
from media_library.finding import MOST, Order
from media_library.ingest import (
    Added,
    Captioned,
    Duplicate,
    Ingest,
    Outcome,
    Quarantined,
    Taken,
    Wish,
)
from media_library.quarantine import Quarantine
from media_library.store import CartStore, has_schema
from station.clock import SystemClock
from station.config import Config, ConfigInvalid, load
from station.database import engine_for, sessions_for
from station.errors import StationError
from station.kinds import Kind
from station.paths import StatePaths, state_home
from station.terminal import printer

app = typer.Typer(help="Add, find and check recordings.", no_args_is_help=True)

console = printer()
errors = Console(stderr=True)

KindOption = Annotated[Kind | None, typer.Option(help="What the recordings are for.")]


@app.command()
def add(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.", exists=True)],
    kind: KindOption = None,
    tag: Annotated[list[str], typer.Option(help="Word to put on them; repeatable.")] = [],  # noqa: B006
    workers: Annotated[int, typer.Option(min=1, help="Files at once.")] = os.cpu_count() or 1,
) -> None:
    """Take files and whole folders into the library; interrupted, run it again and it resumes."""
    config, state, sessions = _open()
    ingest = Ingest(config, state, sessions, SystemClock())
    found = list(_files(paths))
    tally: Counter[str] = Counter()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=errors,
    )

    def told(path: Path, outcome: Outcome | StationError) -> None:
        tally[_word(outcome)] += 1
        bar.advance(task)
        if not isinstance(outcome, Taken):
            bar.console.print(f"{path}: {_why(outcome)}", markup=False, highlight=False)

    try:
        with bar:
            task = bar.add_task("Adding", total=len(found))
            ingest.add_all(found, Wish(kind=kind, tags=tuple(tag)), workers=workers, progress=told)
    except DiskFull as error:
        errors.print(f"The disk is full: {error}. What was stored is complete.", highlight=False)
    except KeyboardInterrupt:
        errors.print("Stopped. Run the same command again to go on.")
    console.print(", ".join(f"{count} {word}" for word, count in tally.items()) or "nothing found")
    raise typer.Exit(0 if sum(tally.values()) == len(found) and not tally["failed"] else 1)


@app.command("list")
def list_carts(
    text: Annotated[str, typer.Argument(help="Words in title, artist or album.")] = "",
    kind: KindOption = None,
    tag: Annotated[str, typer.Option(help="Only with this word on it.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="Recordings on a page.")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="How many to leave out before them.")] = 0,
    order: Annotated[Order, typer.Option(help="What they are sorted by.")] = "title",
) -> None:
    """Find recordings, a page at a time, sorted by title."""
    _, _, sessions = _open()
    with sessions() as session:
        carts = CartStore(session)
        page = carts.search(text, kind, tag=tag, limit=limit, offset=offset, order=order)
    table = Table("no.", "kind", "title", "artist", "length", "LUFS", "tags")
    for cart in page.carts:
        loudness = "" if cart.loudness_lufs is None else f"{cart.loudness_lufs:.1f}"
        words = " ".join(cart.tags)
        cells = (cart.kind, cart.title, cart.artist, _clock_time(cart.duration), loudness, words)
        table.add_row(str(cart.id), *(_plain(cell) for cell in cells))
    console.print(table)
    last = offset + len(page.carts)
    console.print(f"{offset + 1}–{last} of {page.total}" if page.carts else f"0 of {page.total}")


@app.command()
def show(cart_id: Annotated[int, typer.Argument(help="Number of the recording.")]) -> None:
    """Tell all that is known of one recording."""
    _, state, sessions = _open()
    try:
        with sessions() as session:
            cart = CartStore(session).get(cart_id)
            film = FilmStore(session).get(cart_id)
    except CartNotFound as error:
        raise _stop(str(error)) from error
    for name in cart.__dataclass_fields__:
        typer.echo(f"{name:14} {getattr(cart, name)}")
    typer.echo(f"{'file':14} {state.media / cart.path}")
    for name in film.__dataclass_fields__ if film else ():
        typer.echo(f"{'film':14} {name} {getattr(film, name)}")


@app.command()
def quarantine(
    retry: Annotated[int | None, typer.Option(help="Try this one again.")] = None,
    forget: Annotated[int | None, typer.Option(help="Delete this one and its file.")] = None,
) -> None:
    """List the files that cannot go on air and why, try one again, or delete one."""
    config, state, sessions = _open()
    try:
        if retry is not None:
            outcome = Ingest(config, state, sessions, SystemClock()).retry(retry)
            console.print(f"{_word(outcome)} {_why(outcome)}", markup=False)
        elif forget is not None:
            with sessions.begin() as session:
                Quarantine(session, state.quarantine).forget(forget)
        else:
            _print_quarantine(sessions, state)
    except StationError as error:
        raise _stop(str(error)) from error


def _print_quarantine(sessions: sessionmaker[Session], state: StatePaths) -> None:
    with sessions() as session:
        entries = Quarantine(session, state.quarantine).list(limit=1_000)
    table = Table("no.", "file", "fault", "about", "times")
    for entry in entries:
        about = ", ".join(f"{name} {value}" for name, value in entry.about.items())
        cells = (str(entry.id), entry.original_name, entry.fault, about, str(entry.times))
        table.add_row(*(_plain(cell) for cell in cells))
    console.print(table)


def _open() -> tuple[Config, StatePaths, sessionmaker[Session]]:
    state = StatePaths(state_home())
    try:
        config = load(state)
    except ConfigInvalid as error:
        raise _stop(str(error)) from error
    engine = engine_for(config.database_at(state))
    if not has_schema(engine):
        raise _stop(f"{state.home} holds no library yet: start the station once, then try again.")
    return config, state, sessions_for(engine)


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = (found for found in sorted(path.rglob("*")) if found.is_file())
            yield from (found for found in inside if not _is_hidden(found.relative_to(path)))
        else:
            yield path


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _word(outcome: Outcome | StationError) -> str:
    match outcome:
        case Added():
            return "added"
        case Duplicate():
            return "already there"
        case Captioned():
            return "captions of a film"
        case Quarantined():
            return "quarantined"
        case _:
            return "failed"


def _why(outcome: Outcome | StationError) -> str:
    match outcome:
        case Added(cart) | Duplicate(cart) | Captioned(cart):
            return f"cart {cart.id}"
        case Quarantined(entry):
            about = ", ".join(f"{name} {value}" for name, value in entry.about.items())
            return f"{entry.fault} ({about})" if about else str(entry.fault)
        case error:
            return str(error)


def _plain(text: str) -> str:
    return text.replace("[", "\\[")


def _clock_time(length: timedelta) -> str:
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"


def _stop(message: str) -> typer.Exit:
    errors.print(message, markup=False, highlight=False)
    return typer.Exit(1)
