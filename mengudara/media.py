"""`mengudara media`: the library's commands, and `set`, which does what a recording's page does."""

import getpass
from typing import Annotated, Any

import typer

from media_library.cart import Cart, Mood
from media_library.cli import app
from mengudara.cli import station
from station.rating import Rating

__all__ = ["app"]

_FIELDS = (
    "rating", "dayparts", "evergreen", "weight", "tempo", "mood", "valid_from", "valid_until",
)  # fmt: skip


@app.command("set")
def set_fields(
    cart_id: Annotated[int, typer.Argument(help="Number of the recording.")],
    *,
    rating: Annotated[Rating | None, typer.Option(help="Who may listen.")] = None,
    dayparts: Annotated[
        str | None, typer.Option(help="Hours, as in '06.00-10.00 1-5; 22.00-03.00'; '' for all.")
    ] = None,
    evergreen: Annotated[
        bool | None, typer.Option(help="Chosen only where nothing else may air.")
    ] = None,
    weight: Annotated[str | None, typer.Option(help="1 to 9.")] = None,
    tempo: Annotated[str | None, typer.Option(help="Beats a minute; '' for unknown.")] = None,
    mood: Annotated[str | None, typer.Option(help=f"{', '.join(Mood)}; '' for unknown.")] = None,
    valid_from: Annotated[
        str | None, typer.Option(help="First day, as 2026-11-24; '' for always.")
    ] = None,
    valid_until: Annotated[str | None, typer.Option(help="Last day; '' for always.")] = None,
) -> None:
    """Change what rotations choose a recording by; without options, show it."""
    if mood and mood not in set(Mood):
        raise typer.BadParameter(f"a mood is one of {', '.join(Mood)}")
    on = None if evergreen is None else "on" if evergreen else ""
    given = {
        "rating": rating, "dayparts": dayparts, "evergreen": on, "weight": weight, "tempo": tempo,
        "mood": mood, "valid_from": valid_from, "valid_until": valid_until,
    }  # fmt: skip
    typed = {name: str(value) for name, value in given.items() if value is not None}
    _show(_changed(cart_id, typed))


def _changed(cart_id: int, typed: dict[str, str]) -> Cart:
    """Return the recording as it is then; raises StationError, and Exit for what cannot be."""
    from media_library.store import CartStore, has_schema
    from station.clock import SystemClock
    from station.database import engine_for, sessions_for
    from web.audit import AuditLog
    from web.cart_edit import CartUnacceptable, change
    from web.published_files import PublishedFiles

    config, paths = station()
    engine = engine_for(config.database_at(paths))
    if not has_schema(engine):
        typer.echo(f"{paths.home} holds no library yet: start the station once.", err=True)
        raise typer.Exit(1)
    sessions = sessions_for(engine)
    PublishedFiles(config, paths, sessions).follow()
    try:
        with sessions.begin() as session:
            carts = CartStore(session)
            cart = carts.get(cart_id)
            wanted = _read(cart, typed)
            if not wanted:
                return cart
            now = SystemClock().now()
            return change(carts, AuditLog(session), cart_id, wanted, by=_who(), now=now)
    except CartUnacceptable as wrong:
        raise _refused({wrong.field: wrong.code}) from None
    finally:
        engine.dispose()


def _read(cart: Cart, typed: dict[str, str]) -> dict[str, Any]:
    """Read what was typed as the page's form does."""
    from web import cart_form

    fields = cart_form.shown(cart).model_copy(update={**typed, "planning": "on"})
    wish = cart_form.read(fields, cart)
    wrong = {name: code for name, code in wish.wrong.items() if name in typed}
    if wrong:
        raise _refused(wrong)
    return {name: wish.changes[name] for name in _FIELDS if name in typed}


def _refused(wrong: dict[str, str]) -> typer.Exit:
    from web.words import REFUSALS

    for name, code in wrong.items():
        typer.echo(f"{name}: {REFUSALS.get(code, code)}", err=True)
    return typer.Exit(1)


def _show(cart: Cart) -> None:
    from web import cart_form

    shown = cart_form.shown(cart)
    typer.echo(f"{'title':12} {cart.title}")
    for name in _FIELDS:
        value = getattr(shown, name)
        typer.echo(f"{name:12} {('yes' if value else 'no') if name == 'evergreen' else value}")


def _who() -> str:
    """Return who stands in the audit trail: the account of the computer."""
    try:
        return f"shell:{getpass.getuser()}"[:64]
    except (OSError, KeyError):
        return "shell"
