"""Reads packs of rules from TOML files; what cannot be used says why and stands in nobody's way."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scheduler.rules.rule import Rule, Severity, Text
from scheduler.rules.terms import Terms
from station.errors import StationError

BUILT_IN = Path(__file__).parent / "packs"
LARGEST = 200_000
"""Bytes of a file: a pack is a page of text."""
_NAME = r"^[a-z0-9][a-z0-9-]{0,47}$"
_Name = Annotated[str, Field(pattern=_NAME)]
_Said = Annotated[str, Field(min_length=1, max_length=1_000)]


class PackUnreadable(StationError):
    """A file that is no pack of rules; `str()` says where and why."""

    def __init__(self, name: str, problems: list[str]) -> None:
        super().__init__(f"{name}: " + "; ".join(problems))
        self.name = name
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one law or decree, in one version."""

    id: str
    """Names it for ever, in settings and reports."""
    title: Text
    """As people see it."""
    version: str
    """Which version of the law it follows."""
    source: str
    """Where it was read."""
    rules: tuple[Rule, ...]
    """In the order of the file."""
    enabled: bool = True
    """Whether it is asked before anybody switches it."""
    own: bool = False
    """Whether the station has added it."""


@dataclass(frozen=True, slots=True)
class Packs:
    """All packs that could be read, and what was wrong with the others."""

    packs: tuple[Pack, ...]
    broken: tuple[PackUnreadable, ...] = ()

    def get(self, name: str) -> Pack | None:
        return next((pack for pack in self.packs if pack.id == name), None)


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class _Text(_Section):
    en: _Said
    id: _Said

    def text(self) -> Text:
        return Text(self.en, self.id)


class _Rule(_Section):
    id: _Name
    title: _Text
    advice: _Text
    article: _Said
    source: str = ""
    severity: Severity = Severity.WARN
    binding: bool = False
    verified: bool = True
    enabled: bool = True
    valid_from: date | None = Field(None, alias="from")
    valid_until: date | None = Field(None, alias="to")
    media: Annotated[tuple[str, ...], Field(min_length=1)] = ("radio", "tv")
    broadcasters: Annotated[tuple[str, ...], Field(min_length=1)] = ("public", "private")
    terms: Terms

    def rule(self, pack: "_Pack") -> Rule:
        return Rule(
            name=f"{pack.id}/{self.id}",
            title=self.title.text(),
            advice=self.advice.text(),
            article=self.article,
            source=self.source or pack.source,
            terms=self.terms,
            severity=self.severity,
            binding=self.binding,
            verified=self.verified,
            enabled=self.enabled,
            valid_from=self.valid_from or pack.valid_from,
            valid_until=self.valid_until or pack.valid_until,
            media=self.media,
            broadcasters=self.broadcasters,
        )


class _Pack(_Section):
    id: _Name
    title: _Text
    version: _Said
    source: _Said
    enabled: bool = True
    valid_from: date | None = Field(None, alias="from")
    valid_until: date | None = Field(None, alias="to")
    rule: Annotated[tuple[_Rule, ...], Field(min_length=1)]


def read(text: str, name: str, *, own: bool = False) -> Pack:
    """Return the pack that a file holds; raises PackUnreadable."""
    try:
        found = _Pack.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PackUnreadable(name, [f"is no TOML: {error}"]) from error
    except ValidationError as error:
        raise PackUnreadable(name, _problems(error)) from error
    rules = tuple(rule.rule(found) for rule in found.rule)
    twice = sorted(
        {rule.name for rule in rules if [each.name for each in rules].count(rule.name) > 1}
    )
    if twice:
        raise PackUnreadable(name, [f"{', '.join(twice)}: there twice"])
    return Pack(
        found.id, found.title.text(), found.version, found.source, rules, found.enabled, own
    )


def built_in() -> tuple[Pack, ...]:
    """Return the packs that come with the program."""
    return tuple(
        read(path.read_text("utf-8"), path.name) for path in sorted(BUILT_IN.glob("*.toml"))
    )


def all_packs(folder: Path) -> Packs:
    """Return the built-in packs and the station's own; one that cannot be used is told."""
    return with_own(built_in(), folder)


def with_own(known: Iterable[Pack], folder: Path) -> Packs:
    """Return packs and those of a folder; one that cannot be used is told."""
    packs, broken = list(known), []
    for path in _files(folder):
        try:
            pack = read_file(path)
            refuse_taken(pack, packs, path.name)
        except PackUnreadable as error:
            broken.append(error)
        else:
            packs.append(pack)
    return Packs(tuple(packs), tuple(broken))


def read_file(path: Path) -> Pack:
    """Return the pack of a file of the station's own; raises PackUnreadable."""
    try:
        if path.stat().st_size > LARGEST:
            raise PackUnreadable(path.name, [f"is larger than {LARGEST} bytes"])
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackUnreadable(path.name, [str(error)]) from error
    return read(text, path.name, own=True)


def refuse_taken(pack: Pack, packs: Iterable[Pack], name: str) -> None:
    """Raise PackUnreadable for a pack under the name of another."""
    if any(other.id == pack.id for other in packs):
        raise PackUnreadable(name, [f"id: another pack is called {pack.id}"])


def own_file(folder: Path, pack: Pack) -> Path:
    """Return where a pack of the station's own is kept."""
    assert re.fullmatch(_NAME, pack.id)
    return folder / f"{pack.id}.toml"


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.toml"))
    except OSError:
        return []


def _problems(error: ValidationError) -> list[str]:
    return [
        f"{'.'.join(str(part) for part in found['loc'])}: {found['msg']}"
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]
