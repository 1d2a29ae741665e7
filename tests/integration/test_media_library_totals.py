"""Totals of the library follow its changes on both databases, and are always what a count finds."""

from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker

from media_library import finding, found_log, totals
from media_library.cart import Cart
from media_library.film_store import FilmStore
from media_library.finding import Wanted
from media_library.store import CartStore
from media_library.tables import CartChangeRow
from station.audio import RATE
from station.kinds import Kind
from tests.integration.web.library_material import FILM
from tests.recordings import recording

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
TITLES = ("Bengawan Solo", "Rindu 100%", "Élan d'Or", "Sinar_Pagi", "東京の夜", "Ngülia a\\b")
TAGS = ("pagi", "malam", "pop rock", "a%b")
KINDS = (Kind.MUSIC, Kind.PSA, Kind.FILLER)
WANTED = [
    Wanted.of(text, kind, tag, archived)
    for text in ("", "solo", "an a", "100%", "elan OR", "a_b", "京")
    for kind, tag in ((None, ""), (Kind.MUSIC, ""), (None, "pagi"), (Kind.PSA, "A%b"))
    for archived in (False, True)
]
WANTED += [
    Wanted.of(text, None, tag, archived, film=True)
    for text, tag in (("", ""), ("solo", ""), ("", "pagi"))
    for archived in (False, True)
]


def song(number: int, **fields: object) -> Cart:
    about = {"title": f"Lagu {number}", "original_name": "x.flac"} | fields
    return recording(seconds=200, number=number, **about)


def change(session: Session, numbers: list[int], chance: Random) -> None:
    """Do one of the things that people do to a library."""
    store = CartStore(session)
    tags = tuple(chance.sample(TAGS, chance.randrange(3)))
    title, kind = chance.choice(TITLES), chance.choice(KINDS)
    deeds = ["add", "title", "tags", "kind", "intro", "archive", "restore"]
    deed = chance.choice(deeds) if len(numbers) > 3 else "add"
    one = chance.choice(numbers or [0])
    if deed == "add":
        number = len(numbers) + 1
        film = chance.random() < 0.4
        cart = store.add(song(number, title=title, kind=kind, tags=tags, has_picture=film))
        if film:
            FilmStore(session).add(cart.id, FILM)
        numbers.append(cart.id)
    elif deed == "archive":
        store.archive(one, NOW)
    elif deed == "restore":
        store.restore(one)
    else:
        given = {"title": title, "tags": tags, "kind": kind, "intro": chance.randrange(9) * RATE}
        store.update(one, **{deed: given[deed]})


def kept(session: Session) -> tuple[object, ...]:
    store = CartStore(session)
    found = [
        store.search(
            " ".join(one.words),
            one.kind,
            tag=one.tag,
            archived=one.archived,
            film=one.film,
            limit=1,
        ).total
        for one in WANTED
    ]
    return found, dict(store.counts()), list(store.tags().items())


def counted(session: Session) -> tuple[object, ...]:
    found = [finding.count(session, one) for one in WANTED]
    tags = list(totals._tags(session).items())
    return found, dict(totals._kinds(session)), tags


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_changed_the_totals_are_what_a_count_finds(sessions, seed):
    chance, numbers = Random(seed), []
    for _ in range(12):
        with sessions.begin() as session:
            for _ in range(chance.randrange(1, 6)):
                change(session, numbers, chance)
        with sessions() as session:
            assert kept(session) == counted(session)


def statements(engine: Engine) -> list[str]:
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *seen: asked.append(str(seen[2])))
    return asked


def test_behind_a_change_nothing_is_counted_again(sessions, engine):
    with sessions.begin() as session:
        one = CartStore(session).add(song(1, tags=("pagi",)))
    with sessions() as session:
        kept(session)
    with sessions.begin() as session:
        CartStore(session).update(one.id, title="Lagu lain", tags=["malam"])
        film = CartStore(session).add(song(2, has_picture=True))
        FilmStore(session).add(film.id, FILM)
        CartStore(session).archive(one.id, NOW)
    asked = statements(engine)
    with sessions() as session:
        kept(session)
    assert asked
    assert not any("count(" in statement for statement in asked)


def test_a_count_that_is_too_old_to_be_followed_is_made_again(sessions, monkeypatch):
    monkeypatch.setattr(found_log, "MOST", 2)
    monkeypatch.setattr(found_log, "KEPT", 3)
    with sessions() as session:
        kept(session)
    for number in range(1, 9):
        with sessions.begin() as session:
            CartStore(session).add(song(number))
    with sessions() as session:
        assert kept(session) == counted(session)
        assert session.query(CartChangeRow).count() == 3


def test_what_changes_nothing_for_who_searches_is_not_written_down(sessions):
    with sessions.begin() as session:
        one = CartStore(session).add(song(1))
        CartStore(session).update(one.id, intro=3 * RATE)
        assert session.query(CartChangeRow).count() == 1


def test_a_count_while_somebody_changes_the_library_is_not_kept(
    sessions: sessionmaker[Session], monkeypatch
):
    """It may hold the change already or not: following it from there could count it twice."""
    really = finding.count

    def meanwhile(session: Session, wanted: Wanted) -> int:
        with sessions.begin() as other:
            CartStore(other).add(song(1))
        return really(session, wanted)

    with monkeypatch.context() as patched, sessions() as session:
        patched.setattr(finding, "count", meanwhile)
        CartStore(session).search()
    with sessions() as session:
        assert CartStore(session).search().total == 1
    with sessions.begin() as session:
        CartStore(session).add(song(2))
    with sessions() as session:
        assert CartStore(session).search().total == 2
