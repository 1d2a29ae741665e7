"""Who may connect live, and with which key: published by the desk, read by the live process.

A key is a long random word that the desk makes and shows once; its SHA-256 is all that is kept,
which suffices because nobody can guess what it was made of.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from station.atomic_file import write_atomically
from station.errors import StationError


class PresentersUnreadable(StationError):
    """The published list is damaged."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")


@dataclass(frozen=True, slots=True)
class Presenter:
    """One person who may connect."""

    login: str
    """User name his program sends."""
    name: str
    """As people see it."""
    key_sha256: str
    """SHA-256 of his key, hexadecimal."""
    channels: tuple[str, ...]
    """Channels he may connect to."""
    always: bool = False
    """Whether he may take the air outside his slots too."""
    interprets: bool = False
    """Whether he is a sign-language interpreter: what he sends is seen in the corner of the
    interpreter, without its sound, and never goes on the air."""

    def has_key(self, key: str) -> bool:
        return hmac.compare_digest(key_sha256(key), self.key_sha256)


_ADAPTER: TypeAdapter[tuple[Presenter, ...]] = TypeAdapter(tuple[Presenter, ...])


def new_key() -> str:
    """Return a key of 128 random bits that can be read out over a telephone."""
    return secrets.token_hex(16)


def key_sha256(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def publish(path: Path, presenters: tuple[Presenter, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, _ADAPTER.dump_json(presenters))


def read(path: Path) -> tuple[Presenter, ...]:
    """Return what is published, nobody when nothing is; raises PresentersUnreadable."""
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise PresentersUnreadable(path, str(error)) from error
