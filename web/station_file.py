"""Changes `station.toml` by hand of an admin: comments stay, and only what can be used is kept."""

import os
import tempfile
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from threading import Lock

import tomlkit
from pydantic import SecretStr
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Table

from station import config
from station.config import Config, IcecastPush, Push
from station.errors import StationError
from station.paths import StatePaths

AnyPush = IcecastPush | Push
_TABLES = {IcecastPush: "icecast", Push: "push"}
_ONE_AT_A_TIME = Lock()
_PRIVATE = 0o600
"""The file holds passwords."""


class NoSuchOutput(StationError):
    """No push has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no output {name}")


class NameTaken(StationError):
    """Another push has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"output {name} is there already")


class StationFile:
    """The settings file. Every change is checked by `station.config` before it replaces the old."""

    def __init__(self, paths: StatePaths) -> None:
        self._paths = paths

    def read(self) -> Config:
        """Return the settings as they are on disk; raises ConfigInvalid."""
        return config.load(self._paths)

    def set(self, values: Mapping[str, object]) -> Config:
        """Set keys such as `name` or `media.target_lufs`; raises ConfigInvalid, OSError."""

        def edit(document: TOMLDocument) -> None:
            for key, value in values.items():
                section, _, name = key.rpartition(".")
                _section(document, section)[name] = value

        return self._change(edit)

    def set_channel(self, slug: str, values: Mapping[str, object]) -> Config:
        """Set keys of one channel, `recording.proxy_days` too; raises ConfigInvalid, OSError."""

        def edit(document: TOMLDocument) -> None:
            channels = _tables(document, "channels")
            found = next((each for each in channels if each.get("slug", "radio") == slug), None)
            if found is None:
                found = tomlkit.table()
                found["slug"] = slug
                channels.append(found)
            for key, value in values.items():
                section, _, name = key.rpartition(".")
                _inside(found, section)[name] = value

        return self._change(edit)

    def add_push(self, push: AnyPush) -> Config:
        """Add what is pushed to; raises NameTaken, ConfigInvalid, OSError."""

        def edit(document: TOMLDocument) -> None:
            pushes = _tables(document, _TABLES[type(push)])
            if any(each.get("name") == push.name for each in pushes):
                raise NameTaken(push.name)
            table = tomlkit.table()
            table.update(_values(push))
            pushes.append(table)

        return self._change(edit)

    def change_push(self, name: str, push: AnyPush) -> Config:
        """Change the push of that name; raises NoSuchOutput, NameTaken, ConfigInvalid, OSError."""

        def edit(document: TOMLDocument) -> None:
            pushes = _tables(document, _TABLES[type(push)])
            found = _named(pushes, name)
            if any(each is not found and each.get("name") == push.name for each in pushes):
                raise NameTaken(push.name)
            found.update(_values(push))

        return self._change(edit)

    def remove_push(self, kind: type[AnyPush], name: str) -> Config:
        """Remove a push; raises NoSuchOutput, OSError."""

        def edit(document: TOMLDocument) -> None:
            pushes = _tables(document, _TABLES[kind])
            pushes.remove(_named(pushes, name))
            if not pushes:
                del document[_TABLES[kind]]

        return self._change(edit)

    def _change(self, edit: Callable[[TOMLDocument], None]) -> Config:
        with _ONE_AT_A_TIME:
            path = self._paths.config
            document = tomlkit.parse(path.read_text() if path.exists() else "")
            edit(document)
            text = tomlkit.dumps(document)
            checked = _checked(text)
            _replace(path, text)
            return checked


def _checked(text: str) -> Config:
    with tempfile.TemporaryDirectory() as folder:
        paths = StatePaths(Path(folder))
        paths.config.touch(_PRIVATE)
        paths.config.write_text(text)
        return config.load(paths)


def _replace(path: Path, text: str) -> None:
    """Put a whole new file in place of the old, or change nothing."""
    mode = path.stat().st_mode & 0o777 if path.exists() else _PRIVATE
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".station.toml.")
    try:
        with os.fdopen(descriptor, "w") as file:
            os.fchmod(descriptor, mode)
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _inside(channel: Table, section: str) -> MutableMapping[str, object]:
    """Return a table of a channel, written inline or not; the channel itself for none."""
    if not section:
        return channel
    if section not in channel:
        channel[section] = tomlkit.table()
    found: MutableMapping[str, object] = channel[section]
    return found


def _section(document: TOMLDocument, name: str) -> Table | TOMLDocument:
    if not name:
        return document
    if name not in document:
        document[name] = tomlkit.table()
    found = document[name]
    assert isinstance(found, Table)
    return found


def _tables(document: TOMLDocument, name: str) -> AoT:
    """Return the tables of that name; an array written inline becomes tables."""
    found = document.get(name)
    if isinstance(found, AoT):
        return found
    tables = tomlkit.aot()
    for each in found or ():
        table = tomlkit.table()
        table.update(each)
        tables.append(table)
    if name in document:
        del document[name]
    document[name] = tables
    return tables


def _named(pushes: AoT, name: str) -> Table:
    for each in pushes.body:
        if each.get("name") == name:
            return each
    raise NoSuchOutput(name)


def _values(push: AnyPush) -> dict[str, object]:
    """Return what the file holds of a push, secrets too."""
    told = push.model_dump()
    return {name: _told(value) for name, value in told.items()}


def _told(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else value
