"""The stores on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from media_library.cart import Cart, CartNotFound, Mood, Peaks
from media_library.quarantine import Entry, EntryNotFound, Fault, Quarantine
from media_library.store import CartStore, has_schema
from station.audio import RATE
from station.daypart import Daypart
from station.kinds import LIBRARY_KINDS, Kind
from station.rating import Rating

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


def a_cart(title="Bengawan Solo", **fields) -> Cart:
    number = abs(hash((title, tuple(fields.items()))))
    cart = Cart(
        id=0,
        kind=Kind.MUSIC,
        title=title,
        path=f"ab/{number}.mp3",
        sha256=f"{number:064x}",
        original_name="x.mp3",
        frames=200 * RATE,
        cue_in=0,
        cue_out=199 * RATE,
        segue=195 * RATE,
        loudness_lufs=-12.5,
        true_peak_db=0.2,
        added_at=NOW,
    )
    return replace(cart, **fields)


@pytest.fixture
def session(sessions):
    with sessions.begin() as session:
        yield session


@pytest.fixture
def store(session):
    return CartStore(session)


def titles(page):
    return [cart.title for cart in page.carts]


def test_a_cart_comes_back_as_it_was_stored(store, session):
    cart = a_cart(artist="Gesang", tags=("keroncong", "pagi"), valid_from=date(2026, 1, 1))
    added = store.add(cart, Peaks(20, b"\x00\xff"))
    session.expire_all()
    assert store.get(added.id) == replace(cart, id=added.id)
    assert store.by_sha256(cart.sha256) == added
    assert store.peaks(added.id) == Peaks(20, b"\x00\xff")
    assert added.length == timedelta(seconds=195)


def test_what_is_not_there_is_not_found(store):
    assert store.by_sha256("0" * 64) is None
    assert store.peaks(1) is None
    for ask in (store.get, store.restore, store.update):
        with pytest.raises(CartNotFound):
            ask(99)


def test_the_same_file_cannot_be_two_carts(sessions):
    with sessions.begin() as session:
        CartStore(session).add(a_cart())
    with pytest.raises(IntegrityError), sessions.begin() as session:
        CartStore(session).add(a_cart())


def test_many_are_fetched_at_once_and_the_absent_left_out(store):
    one, two = store.add(a_cart("A")), store.add(a_cart("B"))
    assert store.get_many([two.id, one.id, 99]) == {one.id: one, two.id: two}


@pytest.mark.parametrize(
    "text", ["solo", "SOLO", "beng solo", "sol ges", "gésang", "waljinah", " ", "50%"]
)
def test_every_word_is_looked_for_in_title_artist_album_and_name(store, text):
    store.add(a_cart("Bengawan Sólo (50%)", artist="Gesang", album="Waljinah"))
    store.add(a_cart("Jali-Jali"))
    found = store.search(text)
    assert found.total == (2 if text == " " else 1)


def test_signs_with_a_meaning_to_databases_are_ordinary_signs(store):
    store.add(a_cart("Jali-Jali"))
    assert store.search("%").total == store.search("_").total == 1
    assert store.search("jali%solo").total == 0
    assert store.search("'; DROP TABLE cart; --").total == 0


def test_kind_tag_and_archive_narrow_a_search(store):
    store.add(a_cart("A", tags=("Pagi", "pagi ")))
    store.add(a_cart("B", kind=Kind.PSA))
    gone = store.add(a_cart("C"))
    store.archive(gone.id, NOW)
    assert titles(store.search(kind=Kind.PSA)) == ["B"]
    assert titles(store.search(tag="pagi")) == ["A"]
    assert titles(store.search(archived=True)) == ["C"]
    assert store.search().total == 2


def test_searches_are_ordered_and_paged(store):
    for title, artist, segue in (("b", "Z", 3), ("C", "y", 1), ("á", "", 2)):
        store.add(a_cart(title, artist=artist, segue=segue * RATE))
    assert titles(store.search(order="title")) == ["á", "b", "C"]
    assert titles(store.search(order="artist")) == ["á", "C", "b"]
    assert titles(store.search(order="length")) == ["C", "á", "b"]
    assert titles(store.search(order="added")) == ["á", "C", "b"]
    page = store.search(order="title", limit=1, offset=1)
    assert (titles(page), page.total) == (["b"], 3)


def test_an_archived_cart_is_not_planned_until_it_is_restored(store):
    cart = store.add(a_cart(tags=("b", "a")))
    jingle = store.add(a_cart("J", kind=Kind.JINGLE))
    assert [found.tags for found in store.playable([Kind.MUSIC])] == [("a", "b")]
    assert store.archive(cart.id, NOW).archived_at == NOW
    assert [found.id for found in store.playable()] == [jingle.id]
    assert store.counts()[Kind.MUSIC] == 0
    assert store.restore(cart.id) == cart
    assert store.playable([Kind.MUSIC])[0].loudness_lufs == -12.5


def test_tags_and_kinds_are_counted(store):
    store.add(a_cart("A", tags=("pagi", "pop")))
    store.add(a_cart("B", tags=("pagi",), kind=Kind.FILLER))
    assert store.tags() == {"pagi": 2, "pop": 1}
    assert store.counts()[Kind.FILLER] == 1
    assert set(store.counts()) == set(LIBRARY_KINDS)


def test_an_edited_cart_is_found_by_its_new_words(store):
    cart = store.add(a_cart("Salah", tags=("x", "y")))
    store.update(cart.id, title="  Benar ", artist="Gesang", tags=["y", "z"])
    assert store.get(cart.id).tags == ("y", "z")
    assert titles(store.search("benar gesang")) == ["Benar"]
    assert store.search("salah").total == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"cue_in": -1},
        {"cue_in": 195 * RATE},
        {"segue": 199 * RATE + 1},
        {"cue_out": 201 * RATE},
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(store, session, changes):
    cart = store.add(a_cart())
    with pytest.raises(ValueError, match=r"cues out of order|needs a title"):
        store.update(cart.id, **changes)
    session.expire_all()


def test_the_segue_follows_a_cue_out_that_is_moved_before_it(store):
    cart = store.add(a_cart())
    assert store.update(cart.id, cue_out=100 * RATE).segue == 100 * RATE


def test_the_segue_stays_at_the_cue_out_of_a_cart_without_overlap(store):
    cart = store.add(a_cart(segue=199 * RATE))
    assert store.update(cart.id, cue_out=198 * RATE).segue == 198 * RATE


def test_what_becomes_an_announcement_is_no_longer_talked_over(store):
    cart = store.add(a_cart())
    assert store.update(cart.id, kind=Kind.PSA).segue == cart.cue_out


def test_a_marked_intro_and_what_is_meant_to_be_quiet_reach_the_planning(store):
    cart = store.add(a_cart(intro=14 * RATE, quiet=True))
    plain = store.add(a_cart("Tanpa tanda", path="b", sha256="b"))
    found = {playable.id: (playable.intro, playable.quiet) for playable in store.playable()}
    assert found == {cart.id: (14 * RATE, True), plain.id: (0, False)}


def test_an_intro_that_new_cues_leave_outside_is_unmarked(store):
    cart = store.add(a_cart(intro=14 * RATE))
    assert store.update(cart.id, cue_in=2 * RATE).intro == 14 * RATE
    assert store.update(cart.id, cue_in=15 * RATE).intro == 0
    with pytest.raises(ValueError, match="intro"):
        store.update(cart.id, intro=15 * RATE)


def test_the_schema_is_known_to_be_there(engine):
    assert has_schema(engine)


def an_entry(**fields) -> Entry:
    entry = Entry(
        id=0,
        fault=Fault.TRUNCATED,
        about={"stated": 12.0, "decoded": 6.0},
        original_name="lagu.mp3",
        path="ab.mp3",
        sha256="a" * 64,
        bytes=5,
        kind=Kind.PSA,
        first_seen=NOW,
        last_seen=NOW,
    )
    return replace(entry, **fields)


def test_the_same_bad_file_twice_is_one_entry(session, tmp_path):
    quarantine = Quarantine(session, tmp_path)
    quarantine.add(an_entry())
    later = NOW + timedelta(hours=1)
    again = quarantine.add(an_entry(last_seen=later, original_name="lagu 2.mp3"))
    assert quarantine.list() == [again]
    assert (again.times, again.first_seen, again.last_seen) == (2, NOW, later)
    assert again.about == {"stated": 12.0, "decoded": 6.0}


def test_a_forgotten_file_is_gone_from_list_and_disk(session, tmp_path):
    (tmp_path / "ab.mp3").touch()
    quarantine = Quarantine(session, tmp_path)
    entry = quarantine.add(an_entry())
    assert quarantine.file_of(entry.id) == tmp_path / "ab.mp3"
    quarantine.forget(entry.id)
    assert quarantine.count() == 0
    assert list(tmp_path.glob("*.mp3")) == []
    with pytest.raises(EntryNotFound):
        quarantine.get(entry.id)


def test_what_rotations_choose_by_is_kept_and_read_for_planning(store, session):
    part = Daypart(time(22), time(4), (5, 6))
    asked = {
        "rating": Rating.R,
        "dayparts": (part,),
        "evergreen": True,
        "weight": 3,
        "tempo": 96,
        "mood": Mood.TENDER,
    }
    added = store.update(store.add(a_cart()).id, **asked)
    session.expire_all()
    cart, [read] = store.get(added.id), store.playable()
    assert {name: getattr(cart, name) for name in asked} == asked
    assert {name: getattr(read, name) for name in asked} == asked


@pytest.mark.parametrize("wrong", [{"weight": 0}, {"weight": 10}, {"tempo": 19}, {"tempo": 301}])
def test_weight_and_tempo_have_bounds(store, wrong):
    added = store.add(a_cart())
    with pytest.raises(ValueError, match="is from"):
        store.update(added.id, **wrong)


def test_a_stock_is_brought_up_to_date_by_what_changed_alone(sessions, engine):
    with sessions.begin() as session:
        first, second, third = (CartStore(session).add(a_cart(f"Lagu {n}")) for n in range(3))
    with sessions() as session:
        assert [cart.id for cart in CartStore(session).stock()] == [first.id, second.id, third.id]
    with sessions.begin() as session:
        CartStore(session).update(second.id, title="Lagu baru", tags=["pagi"])
        CartStore(session).archive(third.id, NOW)
        fourth = CartStore(session).add(a_cart("Lagu 4"))
    read: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *seen: read.append(seen[2]))
    with sessions() as session:
        found = {cart.id: (cart.title, cart.tags) for cart in CartStore(session).stock()}
    assert found == {
        first.id: ("Lagu 0", ()),
        second.id: ("Lagu baru", ("pagi",)),
        fourth.id: ("Lagu 4", ()),
    }
    assert all("revision" in statement for statement in read)


def test_a_stock_with_changes_that_were_taken_back_is_not_kept(sessions):
    with sessions.begin() as session:
        cart = CartStore(session).add(a_cart("Lagu"))
    with sessions() as session:
        CartStore(session).update(cart.id, title="Salah")
        assert [found.title for found in CartStore(session).stock()] == ["Salah"]
    with sessions() as session:
        assert [found.title for found in CartStore(session).stock()] == ["Lagu"]


def test_the_revision_of_a_kind_counts_what_rotations_choose_by_alone(store):
    cart = store.add(a_cart())
    before = store.revisions()
    store.update(cart.id, intro=48_000, quiet=True, album="Lain")
    assert store.revisions() == before
    store.update(cart.id, tags=["pagi"])
    tagged = store.revisions()
    assert tagged["music"] > before["music"]
    store.update(cart.id, kind=Kind.JINGLE)
    moved = store.revisions()
    assert moved["music"] == moved["jingle"] > tagged["music"]
    store.archive(cart.id, NOW)
    assert store.revisions()["jingle"] > moved["jingle"]


def test_names_of_any_length_in_any_script_fit_the_indexes(store):
    title, artist = ("".join(map(chr, range(first, first + 300))) for first in (0x20000, 0x21000))
    store.add(a_cart(title, artist=artist))
    assert titles(store.search(title[:100], order="artist")) == [title]
