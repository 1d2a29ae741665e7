"""The week pattern (pola siar): hours by days in categories, with minutes and shares."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.week.programme import Category, Programme, Source
from station.broadcast_day import day_bounds
from web.week import Airtime

DAYS = 7
_HOUR = timedelta(hours=1)
_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one day."""

    programme: Programme | None
    """Who has most of it; None: the station's own rotation."""
    others: tuple[Programme, ...] = ()
    """Who has the rest."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the week."""

    name: str
    """A code of a category, or the name of a programme."""
    length: timedelta
    percent: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """A week by its grid."""

    monday: date
    rows: tuple[tuple[Cell, ...], ...]
    """24 or more hours, each with its seven days."""
    categories: tuple[Share, ...]
    """All five, in their order; time without a programme counts as `open_category`."""
    programmes: tuple[Share, ...]
    """The longest first."""
    languages: tuple[Share, ...]
    """By main language as it was typed, the longest first; empty: the station's own."""
    sources: tuple[Share, ...]
    """By source, those that have any; time without a programme is the station's own."""
    hosts: tuple[Share, ...]
    """By host, the longest first; a programme of two counts for each."""
    local: Share
    """What the station or its city makes."""
    domestic: Share
    """What the country makes."""
    total: timedelta


def pattern(
    found: Sequence[Airtime],
    monday: date,
    zone: ZoneInfo,
    open_category: Category = Category.ENTERTAINMENT,
) -> Pattern:
    """Return the pattern of a week; `found`: its airtimes without overlap."""
    begins = day_bounds(monday, zone)[0]
    ends = day_bounds(monday + timedelta(days=DAYS - 1), zone)[1]
    total = ends - begins
    lengths = _lengths(found, begins, ends)
    programmes = {each.programme.id: each.programme for each in found}
    by_category = dict.fromkeys(Category, _NONE)
    for number, length in lengths.items():
        by_category[programmes[number].category] += length
    open_length = total - sum(lengths.values(), _NONE)
    by_category[open_category] += open_length
    told = [(programmes[number], length) for number, length in lengths.items()]
    foreign = _where(lengths, programmes, is_local=None, is_domestic=False)
    local = total - _where(lengths, programmes, is_local=False, is_domestic=None)
    return Pattern(
        monday,
        tuple(_rows(found, monday, zone)),
        tuple(_share(code, length, total) for code, length in by_category.items()),
        tuple(
            _share(programmes[number].name, length, total)
            for number, length in sorted(lengths.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
        _shares(told, lambda one: (one.language,), total, {"": open_length}),
        _shares(told, lambda one: (one.source,), total, {Source.OWN: open_length}),
        _shares(told, lambda one: one.hosts, total, {}),
        _share("local", local, total),
        _share("domestic", total - foreign, total),
        total,
    )


def csv_rows(
    made: Pattern,
    category: Mapping[str, str],
    source: Mapping[str, str],
    own_language: str,
) -> Iterable[tuple[str | float, ...]]:
    """Yield the shares as lines: what, name, minutes, percent; codes are named as told."""
    for share in made.categories:
        yield "category", category[share.name], *_numbers(share)
    for share in made.programmes:
        yield "programme", share.name, *_numbers(share)
    for share in made.languages:
        yield "language", share.name or own_language, *_numbers(share)
    for share in made.sources:
        yield "source", source[share.name], *_numbers(share)
    for share in made.hosts:
        yield "host", share.name, *_numbers(share)
    for share in (made.local, made.domestic):
        yield "share", share.name, *_numbers(share)


def _numbers(share: Share) -> tuple[float, float]:
    return round(share.length / timedelta(minutes=1), 1), round(share.percent, 2)


def _lengths(found: Iterable[Airtime], begins: datetime, ends: datetime) -> dict[int, timedelta]:
    lengths: dict[int, timedelta] = {}
    for each in found:
        length = min(each.occurrence.ends, ends) - max(each.occurrence.begins, begins)
        number = each.programme.id
        lengths[number] = lengths.get(number, _NONE) + max(length, _NONE)
    return lengths


def _where(
    lengths: Mapping[int, timedelta],
    programmes: Mapping[int, Programme],
    *,
    is_local: bool | None,
    is_domestic: bool | None,
) -> timedelta:
    """Return the time of the programmes whose source is as asked; None: whatever it is."""
    return sum(
        (
            length
            for number, length in lengths.items()
            if is_local in (None, programmes[number].source.is_local)
            and is_domestic in (None, programmes[number].source.is_domestic)
        ),
        _NONE,
    )


def _rows(found: Sequence[Airtime], monday: date, zone: ZoneInfo) -> Iterable[tuple[Cell, ...]]:
    for hour in range(24):
        row = []
        for day in range(DAYS):
            begins, ends = day_bounds(monday + timedelta(days=day), zone)
            first = min(begins + _HOUR * hour, ends)
            row.append(_cell(found, first, min(first + _HOUR, ends)))
        yield tuple(row)


def _cell(found: Iterable[Airtime], begins: datetime, ends: datetime) -> Cell:
    lengths: dict[int, timedelta] = {}
    programmes: dict[int, Programme] = {}
    for each in found:
        length = min(each.occurrence.ends, ends) - max(each.occurrence.begins, begins)
        if length > _NONE:
            programmes[each.programme.id] = each.programme
            lengths[each.programme.id] = lengths.get(each.programme.id, _NONE) + length
    ordered = [programmes[n] for n in sorted(lengths, key=lambda n: (-lengths[n], n))]
    half = (ends - begins) / 2
    if not ordered or sum(lengths.values(), _NONE) < half:
        return Cell(None, tuple(ordered))
    return Cell(ordered[0], tuple(ordered[1:]))


def _shares(
    told: Iterable[tuple[Programme, timedelta]],
    names_of: Callable[[Programme], Iterable[str]],
    total: timedelta,
    begun: dict[str, timedelta],
) -> tuple[Share, ...]:
    """Return the time of each name that has any, the longest first, on top of what has `begun`."""
    lengths = dict(begun)
    for programme, length in told:
        for name in names_of(programme):
            lengths[name] = lengths.get(name, _NONE) + length
    ordered = sorted(lengths.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(_share(name, length, total) for name, length in ordered if length)


def _share(name: str, length: timedelta, total: timedelta) -> Share:
    return Share(name, length, 100 * (length / total) if total else 0.0)
