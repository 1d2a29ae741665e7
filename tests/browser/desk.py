"""A desk to test against: the application on a database with one account a role."""

import re
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from station.clock import Clock
from station.config import Channel, Config, Streams, Web
from station.paths import StatePaths
from tests.browser.doubles import NOON
from web.accounts import AccountStore, Role
from web.app import create_app

PASSWORD = "gamelan di pagi hari"
NOBODY = 1
"""A port on which no server listens, so that a station running beside the tests is not heard."""


RADIO = Channel(slug="radio", name="Kota Contoh FM")


def config_for(
    web_port: int = 8000, stream_port: int = NOBODY, channels: tuple[Channel, ...] = (RADIO,)
) -> Config:
    return Config(
        name="Radio Kota Contoh",
        city="Kota Contoh",
        channels=channels,
        web=Web(port=web_port),
        streams=Streams(port=stream_port),
    )


def add_accounts(sessions: sessionmaker[Session]) -> None:
    """Add one account a role, named after it."""
    with sessions.begin() as session:
        for role in Role:
            AccountStore(session).create(role.value, PASSWORD, [role], now=NOON)


def make_app(
    home: Path,
    sessions: sessionmaker[Session],
    clock: Clock,
    channels: tuple[Channel, ...] = (RADIO,),
) -> FastAPI:
    paths = StatePaths(home)
    paths.create()
    return create_app(
        config_for(channels=channels), paths, sessions, clock, secret="a secret of the tests"
    )


def token_in(page: str) -> str:
    found = re.search(r'data-csrf="([^"]*)"', page)
    assert found
    return found[1]


def sign_in(client: TestClient, name: str) -> str:
    """Sign in and return the forgery token of the session."""
    token = token_in(client.get("/sign-in").text)
    answer = client.post(
        "/sign-in", data={"csrf": token, "name": name, "password": PASSWORD, "next": "/account"}
    )
    assert answer.status_code in (200, 303), answer.text
    return token_in(client.get("/account").text)
