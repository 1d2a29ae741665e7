"""What the application is built from, handed to every request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from fastapi import Request
from sqlalchemy.orm import Session, sessionmaker

from station.clock import Clock
from station.config import Config
from station.paths import StatePaths
from web.forgery import Forgery
from web.i18n import Language
from web.live import Hub
from web.metrics import Metrics
from web.microphone import Microphones
from web.outputs import OutputsWatch
from web.published_files import PublishedFiles
from web.rendering import Renderer
from web.sign_in import SignIn


@dataclass(frozen=True, slots=True)
class Desk:
    """Built once; requests borrow from it."""

    config: Config
    paths: StatePaths
    sessions: sessionmaker[Session]
    clock: Clock
    languages: Mapping[str, Language]
    renderer: Renderer
    forgery: Forgery
    sign_in: SignIn
    hub: Hub
    outputs: OutputsWatch
    metrics: Metrics
    files: PublishedFiles
    microphones: Microphones
    addresses: frozenset[str]
    """Paths of all routes, so that the menu shows only what exists."""


def desk_of(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)
