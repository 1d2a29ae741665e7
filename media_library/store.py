"""Reads and writes carts. Rows stay in here; carts come out."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from media_library import finding, found_log, playable, revisions, tallies, totals
from media_library.cart import TEMPOS, WEIGHTS, Cart, CartNotFound, Mood, Page, Playable
from media_library.cart import Peaks as Peaks
from media_library.cues import OVERLAPPING
from media_library.finding import Order as Order
from media_library.finding import Wanted
from media_library.fold import fold
from media_library.found_log import Change, Findable
from media_library.stock import Stock
from media_library.tables import CartPeaksRow, CartRow, CartTagRow
from station.daypart import Daypart
from station.kinds import LIBRARY_KINDS, Kind
from station.rating import FilmClass, Rating

_SEARCHED = 1_500
"""Bytes of a recording that a search looks into: an entry of an index has room for no more."""
_CHOSEN_BY = (
    "title", "artist", "cue_in", "cue_out", "segue", "loudness_lufs", "true_peak_db",
    "valid_from", "valid_until", "evergreen", "weight", "tempo", "mood",
)  # fmt: skip


class Changes(TypedDict, total=False):
    """What an editor may change about a cart."""

    kind: Kind
    title: str
    artist: str
    album: str
    composer: str
    isrc: str
    year: int | None
    language: str
    tags: Iterable[str]
    cue_in: int
    cue_out: int
    segue: int
    intro: int
    quiet: bool
    valid_from: date | None
    valid_until: date | None
    rating: Rating
    dayparts: Iterable[Daypart]
    evergreen: bool
    weight: int
    tempo: int | None
    mood: Mood | None
    clearance: str
    film_class: FilmClass
    sign_path: str


class CartStore:
    """One session's view of the library. The caller owns the transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, cart_id: int) -> Cart:
        """Return a cart, archived or not; raises CartNotFound."""
        return _cart(self._row(cart_id))

    def get_many(self, cart_ids: Collection[int]) -> dict[int, Cart]:
        """Return those of the carts that exist, by number."""
        rows = self._session.scalars(select(CartRow).where(CartRow.id.in_(cart_ids)))
        return {row.id: _cart(row) for row in rows}

    def by_sha256(self, sha256: str) -> Cart | None:
        row = self._session.scalar(select(CartRow).where(CartRow.sha256 == sha256))
        return None if row is None else _cart(row)

    def search(
        self,
        text: str = "",
        kind: Kind | None = None,
        *,
        tag: str = "",
        archived: bool = False,
        film: bool = False,
        order: Order = "added",
        limit: int = 50,
        offset: int = 0,
    ) -> Page:
        """Return the carts that contain every word of `text` in title, artist, album or name;
        with `film` only those with pictures."""
        session, wanted = self._session, Wanted.of(text, kind, tag, archived, film)
        total = tallies.kept(session, wanted, lambda: finding.count(session, wanted), wanted.follow)
        page = finding.numbers(session, wanted, order, total, limit=limit, offset=offset)
        carts = self.get_many(page) if page else {}
        return Page(tuple(carts[number] for number in page), total)

    def add(self, cart: Cart, peaks: Peaks | None = None) -> Cart:
        """Store a new cart under a new number; the number it carries is ignored."""
        row = CartRow(
            path=cart.path,
            sha256=cart.sha256,
            original_name=cart.original_name,
            frames=cart.frames,
            loudness_lufs=cart.loudness_lufs,
            true_peak_db=cart.true_peak_db,
            has_picture=cart.has_picture,
            has_sound=cart.has_sound,
            added_at=cart.added_at,
        )
        names = Changes.__annotations__.keys()
        _change(row, Changes(**{name: getattr(cart, name) for name in names}))  # type: ignore[typeddict-item]
        row.revision = revisions.count(self._session, {row.kind})
        self._session.add(row)
        self._session.flush()
        found_log.note(self._session, Change(row.revision, None, _findable(row)))
        if peaks is not None:
            self._session.add(
                CartPeaksRow(cart_id=row.id, per_second=peaks.per_second, peaks=peaks.values)
            )
        return _cart(row)

    def update(self, cart_id: int, **changes: Unpack[Changes]) -> Cart:
        """Change what is given; raises ValueError for an empty title or cues out of order.

        A cart that becomes of a kind that is not talked over loses its overlap, and a new cue-out
        before the segue takes the segue along. An intro that new cues leave outside is unmarked.
        """
        row = self._row(cart_id)
        if "segue" not in changes:
            _move_segue(row, changes)
        if "intro" not in changes and not _inside(row, changes):
            row.intro = 0
        before, found = _chosen_by(row), _findable(row)
        _change(row, changes)
        after = _chosen_by(row)
        self._stamp(row, found, set() if before == after else {before[0], after[0]})
        return _cart(row)

    def archive(self, cart_id: int, now: datetime) -> Cart:
        """Put a cart away: its file and history stay, planning no longer sees it."""
        row = self._row(cart_id)
        before = _findable(row)
        row.archived, row.archived_at = True, now
        self._stamp(row, before, {row.kind})
        return _cart(row)

    def restore(self, cart_id: int) -> Cart:
        """Undo `archive`."""
        row = self._row(cart_id)
        before = _findable(row)
        row.archived, row.archived_at = False, None
        self._stamp(row, before, {row.kind})
        return _cart(row)

    def tags(self) -> Mapping[str, int]:
        """Return every tag with the number of carts that carry it, archived ones too."""
        return totals.by_tag(self._session)

    def counts(self) -> Mapping[Kind, int]:
        """Return how many carts of each kind are not archived."""
        return totals.by_kind(self._session)

    def reservoir(
        self, kinds: Collection[Kind], tags: Collection[str], day: date
    ) -> tuple[int, int, int]:
        """Return how many carts a rotation may choose from on a local day, of how many performers,
        and their frames on the air."""
        return finding.reservoir(self._session, kinds, tags, day)

    def playable(self, kinds: Collection[Kind] = LIBRARY_KINDS) -> list[Playable]:
        """Return all carts of these kinds that are not archived, in the order of their numbers."""
        return playable.of_kinds(self._session, kinds)

    def stock(self) -> Stock:
        """Return everything that may be planned; reads only what changed since the last time."""
        return playable.stock(self._session)

    def revisions(self) -> dict[str, int]:
        """Return, for each kind, the last change of what rotations choose from."""
        return revisions.of_kinds(self._session)

    def peaks(self, cart_id: int) -> Peaks | None:
        """Return the waveform, None when there is none."""
        row = self._session.get(CartPeaksRow, cart_id)
        return None if row is None else Peaks(row.per_second, row.peaks)

    def _stamp(self, row: CartRow, before: Findable, kinds: set[str]) -> None:
        """Give a changed cart its revision; `kinds`: whose rotations choose otherwise now."""
        row.revision = revisions.count(self._session, kinds)
        self._session.flush()
        found_log.note(self._session, Change(row.revision, before, _findable(row)))

    def _row(self, cart_id: int) -> CartRow:
        row = self._session.get(CartRow, cart_id)
        if row is None:
            raise CartNotFound(cart_id)
        return row


def has_schema(engine: Engine) -> bool:
    """Return whether the database holds the tables of the library."""
    return inspect(engine).has_table(CartRow.__tablename__)


def _findable(row: CartRow) -> Findable:
    tags = tuple(sorted(tag.tag for tag in row.tags))
    return Findable(row.kind, bool(row.archived), row.search, tags, bool(row.has_picture))


def _move_segue(row: CartRow, changes: Changes) -> None:
    cue_out = changes.get("cue_out", row.cue_out)
    silent_end = "kind" in changes and changes["kind"] not in OVERLAPPING
    had_no_overlap = row.segue == row.cue_out
    if silent_end or had_no_overlap or row.segue > cue_out:
        row.segue = cue_out


def _inside(row: CartRow, changes: Changes) -> bool:
    cue_in, cue_out = changes.get("cue_in", row.cue_in), changes.get("cue_out", row.cue_out)
    return cue_in < row.intro <= cue_out


def _change(row: CartRow, changes: Changes) -> None:
    for name, value in changes.items():
        if name == "tags":
            _tag(row, changes["tags"])
        elif name == "dayparts":
            row.dayparts = playable.PARTS.dump_python(tuple(changes["dayparts"]), mode="json")
        elif name == "mood":
            row.mood = changes["mood"] or ""
        elif isinstance(value, str):
            setattr(row, name, str(value).strip())
        else:
            setattr(row, name, value)
    if not row.title:
        raise ValueError("a cart needs a title")
    if not 0 <= row.cue_in < row.segue <= row.cue_out <= row.frames:
        raise ValueError("cues out of order")
    if row.intro and not row.cue_in < row.intro <= row.cue_out:
        raise ValueError("the intro ends outside of the recording")
    if row.weight not in WEIGHTS:
        raise ValueError(f"a weight is from {WEIGHTS.start} to {WEIGHTS.stop - 1}")
    if row.tempo is not None and row.tempo not in TEMPOS:
        raise ValueError(f"a tempo is from {TEMPOS.start} to {TEMPOS.stop - 1} beats a minute")
    row.length = row.segue - row.cue_in
    row.title_key, row.artist_key = fold(row.title)[:120], fold(row.artist)[:120]
    words = (row.title, row.artist, row.album, row.original_name)
    row.search = fold(" ".join(words))[:600].encode()[:_SEARCHED].decode(errors="ignore")


def _tag(row: CartRow, tags: Iterable[str]) -> None:
    wanted = tidy_tags(tags)
    kept = [old for old in row.tags if old.tag in wanted]
    fresh = set(wanted) - {old.tag for old in kept}
    row.tags = kept + [CartTagRow(tag=tag) for tag in sorted(fresh)]


def tidy_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags lower case, without double ones and outer spaces, sorted."""
    tidied = (" ".join(tag.lower().split())[:64] for tag in tags)
    return tuple(sorted({tag for tag in tidied if tag}))


def _chosen_by(row: CartRow) -> tuple[Any, ...]:
    """Return what rotations choose by, the kind first: an intro must not shuffle the week."""
    tags = tuple(tag.tag for tag in row.tags)
    return (row.kind, tags, str(row.dayparts), *(getattr(row, name) for name in _CHOSEN_BY))


def _cart(row: CartRow) -> Cart:
    return Cart(
        id=row.id,
        kind=Kind(row.kind),
        title=row.title,
        artist=row.artist,
        album=row.album,
        composer=row.composer,
        isrc=row.isrc,
        year=row.year,
        language=row.language,
        tags=tuple(sorted(tag.tag for tag in row.tags)),
        path=row.path,
        sha256=row.sha256,
        original_name=row.original_name,
        frames=row.frames,
        cue_in=row.cue_in,
        cue_out=row.cue_out,
        segue=row.segue,
        intro=row.intro,
        loudness_lufs=row.loudness_lufs,
        true_peak_db=row.true_peak_db,
        has_picture=row.has_picture,
        has_sound=row.has_sound,
        quiet=row.quiet,
        added_at=row.added_at,
        archived_at=row.archived_at,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        rating=Rating(row.rating),
        dayparts=playable.PARTS.validate_python(row.dayparts),
        evergreen=row.evergreen,
        weight=row.weight,
        tempo=row.tempo,
        mood=Mood(row.mood) if row.mood else None,
        clearance=row.clearance,
        film_class=FilmClass(row.film_class),
        sign_path=row.sign_path,
    )
