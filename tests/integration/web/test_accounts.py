"""Accounts, sessions, throttle and audit trail, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from station.database import sessions_for
from tests.browser.doubles import NOON
from tests.conftest import HASHER_OF_THE_STATION
from web.accounts import AccountNotFound, AccountStore, AccountUnacceptable, Role, Unacceptable
from web.audit import AuditLog
from web.browser_sessions import LIFETIME, BrowserSessions
from web.sign_in import MustWait, SignIn, SignInRefused
from web.tables import AccountRow, SessionRow

PASSWORD = "gamelan di pagi hari"


@pytest.fixture
def sessions(engine):
    """Nobody has an account."""
    found = sessions_for(engine)
    with found.begin() as session:
        session.execute(delete(AccountRow))
    return found


@pytest.fixture
def budi(sessions):
    with sessions.begin() as session:
        return AccountStore(session).create("Budi", PASSWORD, [Role.OPERATOR], now=NOON)


@pytest.fixture
def door(sessions, clock):
    return SignIn(sessions, clock)


def test_a_password_is_kept_as_a_hash_only(sessions, budi):
    with sessions() as session:
        stored = session.scalar(select(AccountRow.password))
    assert stored.startswith("$argon2id$")


def test_outside_the_tests_a_password_is_slow_to_guess():
    """As RFC 9106 advises where memory is short."""
    assert HASHER_OF_THE_STATION.memory_cost >= 64 * 1024
    assert HASHER_OF_THE_STATION.time_cost >= 3


def test_the_right_password_verifies_whatever_the_case_of_the_name(sessions, budi):
    with sessions.begin() as session:
        assert AccountStore(session).verify(" BUDI ", PASSWORD) == budi
        assert AccountStore(session).verify("budi", "gamelan di sore hari") is None
        assert AccountStore(session).verify("siti", PASSWORD) is None


@pytest.mark.parametrize(
    ("name", "password", "roles", "why"),
    [
        ("budi", PASSWORD, [Role.HUMAS], Unacceptable.NAME_TAKEN),
        ("b d", PASSWORD, [Role.HUMAS], Unacceptable.NAME_INVALID),
        ("siti", "pendek", [Role.HUMAS], Unacceptable.PASSWORD_SHORT),
        ("siti", "x" * 257, [Role.HUMAS], Unacceptable.PASSWORD_LONG),
        ("siti.rahayu", "Siti.Rahayu", [Role.HUMAS], Unacceptable.PASSWORD_IS_NAME),
        ("siti", PASSWORD, [], Unacceptable.NO_ROLE),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(sessions, budi, name, password, roles, why):
    with sessions() as session, pytest.raises(AccountUnacceptable) as refused:
        AccountStore(session).create(name, password, roles, now=NOON)
    assert refused.value.why is why


def test_the_last_administrator_can_be_neither_disabled_nor_demoted(sessions, budi):
    with sessions.begin() as session:
        accounts = AccountStore(session)
        admin = accounts.create("admin", PASSWORD, [Role.ADMIN], now=NOON)
        for leave in (
            lambda: accounts.disable(admin.id),
            lambda: accounts.set_roles(admin.id, [Role.HUMAS]),
        ):
            with pytest.raises(AccountUnacceptable):
                leave()
        accounts.create("admin2", PASSWORD, [Role.ADMIN], now=NOON)
        accounts.disable(admin.id)
        assert accounts.verify("admin", PASSWORD) is None


def test_a_changed_password_ends_every_session(sessions, budi, door):
    token = door.attempt("budi", PASSWORD, "::1")
    with sessions.begin() as session:
        AccountStore(session).set_password(budi.id, "wayang sampai pagi")
        assert BrowserSessions(session).account(token, NOON) is None


def test_an_unknown_account_is_not_found(sessions):
    with sessions() as session, pytest.raises(AccountNotFound):
        AccountStore(session).get(999)


def test_the_token_of_a_session_is_not_in_the_database(sessions, budi, door):
    token = door.attempt("budi", PASSWORD, "::1")
    with sessions() as session:
        assert token not in session.scalar(select(SessionRow.token_hash))


def test_a_used_session_lives_on_and_an_unused_one_ends(sessions, budi, door):
    token = door.attempt("budi", PASSWORD, "::1")
    later = NOON + LIFETIME - timedelta(minutes=1)
    with sessions.begin() as session:
        assert BrowserSessions(session).account(token, later) is not None
    with sessions.begin() as session:
        open_sessions = BrowserSessions(session)
        assert open_sessions.account(token, later + LIFETIME - timedelta(minutes=1)) is not None
        assert open_sessions.account(token, later + 3 * LIFETIME) is None
        assert open_sessions.account("made up", NOON) is None


def test_guessing_becomes_slow_and_stays_slow_after_a_restart(sessions, budi, door, clock):
    for _ in range(3):
        with pytest.raises(SignInRefused):
            door.attempt("budi", "salah sekali saja", "192.0.2.1")
    with pytest.raises(MustWait):
        SignIn(sessions, clock).attempt("budi", PASSWORD, "192.0.2.2")
    clock.jump(timedelta(seconds=2))
    with pytest.raises(SignInRefused):
        door.attempt("budi", "salah sekali saja", "192.0.2.1")
    clock.jump(timedelta(seconds=1))
    with pytest.raises(MustWait) as wait:
        door.attempt("budi", PASSWORD, "192.0.2.1")
    assert wait.value.wait == timedelta(seconds=1)


def test_one_address_that_tries_many_names_must_wait_too(door, budi):
    for number in range(10):
        with pytest.raises(SignInRefused):
            door.attempt(f"nama{number}", "salah sekali saja", "192.0.2.9")
    with pytest.raises(MustWait):
        door.attempt("budi", PASSWORD, "192.0.2.9")
    assert door.attempt("budi", PASSWORD, "192.0.2.10")


def test_the_right_password_forgives_the_name(door, budi, clock):
    for _ in range(2):
        with pytest.raises(SignInRefused):
            door.attempt("budi", "salah sekali saja", "192.0.2.1")
    for _ in range(5):
        assert door.attempt("budi", PASSWORD, "192.0.2.1")


def test_deeds_are_read_back_the_newest_first(sessions):
    with sessions.begin() as session:
        audit = AuditLog(session)
        audit.record(NOON, "budi", "air.skip", item="a b", count=3)
        audit.record(NOON + timedelta(seconds=1), "budi", "air.hold", on=True)
        newest, oldest = audit.newest()
    assert (newest.action, newest.about) == ("air.hold", {"on": True})
    assert oldest.about == {"item": "a b", "count": 3}
    assert oldest.at == NOON
