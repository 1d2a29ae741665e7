"""Searches of the library on both databases: what they find, page by page, and in few queries."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker

from media_library import finding
from media_library.cart import Cart
from media_library.finding import Order
from media_library.store import CartStore
from station.audio import RATE
from station.kinds import Kind
from tests.recordings import recording

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
ORDERS: tuple[Order, ...] = ("added", "title", "artist", "length")
TITLES = (
    "Élan d'Or",
    "100% Cinta",
    "Sinar_Pagi",
    "Bengawan Solo",
    "Bengawan Sore",
    'Kata "Rindu"',
    "東京の夜",
    "Ngülia a\\b",
    "Lagu   3/4",
)


@pytest.fixture
def session(sessions: sessionmaker[Session]):
    with sessions.begin() as session:
        yield session


@pytest.fixture
def store(session: Session) -> CartStore:
    return CartStore(session)


@pytest.fixture
def add(store: CartStore) -> Callable[..., Cart]:
    def one(title: str, **fields: object) -> Cart:
        number = store.search().total + store.search(archived=True).total + 1
        about = {"segue": (100 + number * 37 % 91) * RATE, "original_name": "x.flac"} | fields
        return store.add(recording(title, seconds=200, number=number, **about))

    return one


def titles(page) -> list[str]:
    return [cart.title for cart in page.carts]


FOUND: dict[str, set[str]] = {
    "elan": {"Élan d'Or"},
    "ÉLAN D'OR": {"Élan d'Or"},
    "d'or": {"Élan d'Or"},
    "100%": {"100% Cinta"},
    "0% c": {"100% Cinta"},
    "sinar_pagi": {"Sinar_Pagi"},
    "inar": {"Sinar_Pagi"},
    "solo bengawan": {"Bengawan Solo"},
    "wan so": {"Bengawan Solo", "Bengawan Sore"},
    '"rindu"': {'Kata "Rindu"'},
    "京の": {"東京の夜"},
    "NGULIA": {"Ngülia a\\b"},
    "lia a\\": {"Ngülia a\\b"},
    "so\0lo": {"Bengawan Solo"},
    "so\0": {"Bengawan Solo", "Bengawan Sore"},
    "3/4": {"Lagu   3/4"},
    "'; DROP TABLE cart; --": set(),
    "tidak ada": set(),
}


def test_words_are_found_wherever_and_however_they_are_written(store, add):
    for title in TITLES:
        add(title)
    assert {text: set(titles(store.search(text))) for text in FOUND} == FOUND


def test_a_tag_is_the_same_however_it_is_written(store, add):
    add("Bengawan Solo", tags=("lagu lama",))
    asked = ("lagu lama", " Lagu  LAMA", "lagu\0 lama", "lagu", "%", "'", "\0")
    assert [store.search(tag=tag).total for tag in asked] == [1, 1, 1, 0, 0, 0, 1]


def test_what_holds_no_letter_asks_for_everything(store, add):
    for title in TITLES:
        add(title)
    asked = ("", "   ", "%", "_", "%%", "'", '"', "\\", "...", "\t")
    assert {store.search(text).total for text in asked} == {len(TITLES)}


def test_pages_put_together_are_the_list_whichever_end_they_are_nearer_to(store, add):
    for number in range(11):
        add(f"Lagu {number * 7 % 11}", artist=f"Penyanyi {number % 3}")
    for order in ORDERS:
        whole = [cart.id for cart in store.search(order=order).carts]
        pages = [store.search(order=order, limit=3, offset=first) for first in range(0, 12, 3)]
        assert [cart.id for page in pages for cart in page.carts] == whole
        assert len(set(whole)) == 11
        assert {page.total for page in pages} == {11}


def test_pages_of_a_tag_are_its_list_however_deep_they_are(store, add, monkeypatch):
    for number in range(20):
        tags = ("pagi",) if number % 2 else ("malam",)
        add(f"Lagu {number * 7 % 11}", artist=f"Penyanyi {number % 3}", tags=tags)
    for order in ORDERS:
        whole = [cart.id for cart in store.search(tag="pagi", order=order).carts]
        with monkeypatch.context() as patched:
            patched.setattr(finding, "FAR", 1)
            pages = [
                store.search(tag="pagi", order=order, limit=3, offset=first)
                for first in range(0, 12, 3)
            ]
        assert [cart.id for page in pages for cart in page.carts] == whole
        assert len(whole) == 10


def test_behind_the_end_is_an_empty_page_with_the_total(store, add):
    add("A"), add("B")
    for offset in (2, 3, 2**31, 2**70):
        page = store.search(offset=offset)
        assert (page.carts, page.total) == ((), 2)


def test_a_page_holds_no_more_than_the_most_whatever_is_asked_for(store, add, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    carts = [add(f"Lagu {number}") for number in range(5)]
    assert len(store.search("lagu", limit=10**9).carts) == 3
    assert [found.id for found in store.search(limit=10, offset=4).carts] == [carts[0].id]


def test_what_a_rotation_may_choose_from_is_counted_and_measured(store, add):
    day = NOW.date()
    for artist, fields in {
        "Gesang": {"tags": ("pagi", "pop")},
        "": {"tags": ("pop",), "segue": 100 * RATE},
        "Waldjinah": {"kind": Kind.FILLER, "segue": 50 * RATE},
        "Anneke": {"valid_until": day - timedelta(days=1)},
        "Titiek": {"valid_from": day + timedelta(days=1)},
    }.items():
        add("Lagu", **{"artist": artist, "segue": 200 * RATE, **fields})
    store.archive(add("Lagu", artist="Koes", segue=200 * RATE).id, NOW)
    assert store.reservoir([Kind.MUSIC], [], day) == (2, 1, 300 * RATE)
    assert store.reservoir([Kind.MUSIC, Kind.FILLER], [], day) == (3, 2, 350 * RATE)
    assert store.reservoir([Kind.MUSIC], ["pagi", "pop"], day) == (2, 1, 300 * RATE)
    assert store.reservoir([Kind.MUSIC], ["pagi"], day) == (1, 1, 200 * RATE)
    assert store.reservoir([], [], day) == (0, 0, 0)


def test_totals_kinds_and_tags_follow_every_change(sessions):
    def seen(tag: str = "") -> tuple[int, int, dict[str, int]]:
        with sessions() as session:
            store = CartStore(session)
            return store.search(tag=tag).total, store.counts()[Kind.MUSIC], dict(store.tags())

    assert seen() == (0, 0, {})
    with sessions.begin() as session:
        one = CartStore(session).add(_cart(1, tags=("pagi",)))
        CartStore(session).add(_cart(2, tags=("malam",)))
    assert seen() == seen() == (2, 2, {"pagi": 1, "malam": 1})
    assert seen("pagi")[0] == 1
    with sessions.begin() as session:
        CartStore(session).update(one.id, tags=["malam"], kind=Kind.FILLER)
    assert seen() == (2, 1, {"malam": 2})
    assert seen("pagi")[0] == 0
    with sessions.begin() as session:
        CartStore(session).archive(one.id, NOW)
    assert seen() == (1, 1, {"malam": 2})


def test_a_count_with_changes_that_were_taken_back_is_not_kept(sessions):
    with sessions() as session:
        CartStore(session).add(_cart(1))
        assert CartStore(session).search().total == 1
    with sessions.begin() as session:
        assert CartStore(session).search().total == 0
        CartStore(session).add(_cart(2, kind=Kind.PSA))
    with sessions() as session:
        assert CartStore(session).search(kind=Kind.PSA).total == 1


def test_a_search_takes_as_many_queries_however_much_the_library_holds(sessions, engine):
    searches = ({}, {"text": "lagu"}, {"tag": "pagi"}, {"kind": Kind.MUSIC})
    for number in (1, 2):
        with sessions.begin() as session:
            CartStore(session).add(_cart(number, tags=("pagi",)))
        small = [_queries(engine, sessions, asked) for asked in searches]
    with sessions.begin() as session:
        for number in range(3, 63):
            CartStore(session).add(_cart(number, tags=("pagi", f"kata {number}")))
    assert [_queries(engine, sessions, asked) for asked in searches] == small
    assert max(small) <= 5


def test_no_row_is_read_of_what_stands_on_other_pages(sqlite_engine):
    """SQLite tells which index answers: one that holds everything, in the order of the list."""
    asked: list[tuple[str, object]] = []
    event.listen(
        sqlite_engine, "before_cursor_execute", lambda *seen: asked.append((seen[2], seen[3]))
    )
    with Session(sqlite_engine) as session, session.begin():
        CartStore(session).add(_cart(1))
    with Session(sqlite_engine) as session:
        for order in ORDERS:
            asked.clear()
            for wanted in ({}, {"text": "lagu satu"}, {"kind": Kind.MUSIC, "text": "lagu"}):
                CartStore(session).search(order=order, **wanted)
            plans = [_plan(session, *one) for one in tuple(asked) if "LIMIT" in one[0]]
            assert len(plans) == 3
            assert all(f"USING COVERING INDEX ix_cart_{order}" in plan for plan in plans)
            assert not any("TEMP B-TREE" in plan for plan in plans)


def _plan(session: Session, statement: str, values: object) -> str:
    told = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    return " ".join(line[3] for line in told)


def _queries(engine: Engine, sessions: sessionmaker[Session], asked: dict) -> int:
    seen: list[str] = []

    def note(*about: object) -> None:
        seen.append(str(about[2]))

    event.listen(engine, "before_cursor_execute", note)
    with sessions() as session:
        assert CartStore(session).search(**asked).carts
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def _cart(number: int, **fields) -> Cart:
    cart = Cart(
        id=0, kind=Kind.MUSIC, title=f"Lagu satu {number}", path=f"{number}.flac",
        sha256=f"{number:064x}", original_name="x.flac", frames=200 * RATE, cue_in=0,
        cue_out=200 * RATE, segue=200 * RATE, added_at=NOW,
    )  # fmt: skip
    return replace(cart, **fields)
