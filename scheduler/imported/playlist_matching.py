"""Finds the recordings that a list means: by file, by name, by likeness. Pure."""

import enum
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PureWindowsPath

from media_library.fold import fold
from media_library.name import Name
from scheduler.imported.playlist_file import Entry

ALIKE = 0.86
"""Words this much alike, from 0 to 1, are taken to be the same recording."""
SUGGESTED = 0.6
"""Words this much alike are offered."""
OFFERS = 3
_LOOKED_AT = 60


class By(enum.StrEnum):
    """What a match rests on, the surest first."""

    FILE = "file"
    """Its file has the same name."""
    NAME = "name"
    """Artist and title are the same, but for case, accents and punctuation."""
    TITLE = "title"
    """The title alone is the same, and only one recording has it."""
    LIKENESS = "likeness"
    """Artist and title are much alike."""


@dataclass(frozen=True, slots=True)
class Match:
    """A line of a list and what it may mean."""

    entry: Entry
    """The line."""
    found: Name | None
    """The recording, None when none is sure enough."""
    by: By | None = None
    """What that rests on."""
    offers: tuple[Name, ...] = ()
    """Others that are somewhat alike, the nearest first."""


class Library:
    """Names of recordings, ready to be asked."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = list(names)
        self._files: dict[str, list[Name]] = defaultdict(list)
        self._called: dict[str, list[Name]] = defaultdict(list)
        self._titles: dict[str, list[Name]] = defaultdict(list)
        self._words: dict[str, list[Name]] = defaultdict(list)
        for name in self._names:
            for file in {_stem(name.original_name), _stem(name.path)} - {""}:
                self._files[file].append(name)
            self._called[_called(name.artist, name.title)].append(name)
            self._titles[fold(name.title)].append(name)
            for word in set(_called(name.artist, name.title).split()):
                self._words[word].append(name)

    def match(self, entry: Entry) -> Match:
        """Return what a line means; what cannot be used means nothing."""
        if entry.trouble is not None:
            return Match(entry, None)
        for by, names in self._exact(entry):
            if names and (by is not By.TITLE or len(names) == 1):
                return Match(entry, names[0], by, tuple(names[1 : OFFERS + 1]))
        return self._alike(entry)

    def _exact(self, entry: Entry) -> Sequence[tuple[By, Sequence[Name]]]:
        file = _stem(entry.file_name)
        titles = self._titles.get(fold(entry.title), []) if not entry.artist else []
        return (
            (By.FILE, self._files.get(file, []) if file else []),
            (By.NAME, self._called.get(_called(entry.artist, entry.title), [])),
            (By.TITLE, titles),
        )

    def _alike(self, entry: Entry) -> Match:
        wanted = _called(entry.artist, entry.title) or _stem(entry.file_name)
        near = [
            (_likeness(wanted, _called(one.artist, one.title)), one) for one in self._near(wanted)
        ]
        near.sort(key=lambda pair: (-pair[0], pair[1].id))
        best = near[0] if near else None
        offers = [name for score, name in near if score >= SUGGESTED]
        if best is None or best[0] < ALIKE:
            return Match(entry, None, offers=tuple(offers[:OFFERS]))
        return Match(entry, best[1], By.LIKENESS, tuple(offers[1 : OFFERS + 1]))

    def _near(self, wanted: str) -> list[Name]:
        """Return the recordings that share most words with some words, rare words first."""
        shared: dict[int, int] = defaultdict(int)
        known: dict[int, Name] = {}
        lists = sorted((self._words.get(word, []) for word in set(wanted.split())), key=len)
        for names in [names for names in lists if names][:4]:
            for name in names[:2_000]:
                shared[name.id] += 1
                known[name.id] = name
        best = sorted(shared, key=lambda number: (-shared[number], number))
        return [known[number] for number in best[:_LOOKED_AT]]


def matched(entries: Iterable[Entry], names: Iterable[Name]) -> list[Match]:
    """Return every line with what it means."""
    library = Library(names)
    seen: dict[tuple[str, str, str], Match] = {}
    answer = []
    for entry in entries:
        key = (entry.path, entry.artist, entry.title)
        if key not in seen or entry.trouble is not None:
            seen[key] = library.match(entry)
        before = seen[key]
        answer.append(Match(entry, before.found, before.by, before.offers))
    return answer


def _called(artist: str, title: str) -> str:
    return fold(f"{artist} {title}")


def _stem(name: str) -> str:
    return fold(PureWindowsPath(name.replace("/", "\\")).stem)


def _likeness(one: str, other: str) -> float:
    """Return how alike two texts are, whatever the order of their words."""
    ordered = SequenceMatcher(None, " ".join(sorted(one.split())), " ".join(sorted(other.split())))
    return max(SequenceMatcher(None, one, other).ratio(), ordered.ratio())
