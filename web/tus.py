"""The words of the tus 1.0 protocol: its headers read, and what they may hold."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
PIECE_TYPE = "application/offset+octet-stream"


def number(text: str | None) -> int | None:
    """Return a length or offset; None for anything else, signs and spaces included."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 20 else None


def metadata(text: str) -> Mapping[str, str]:
    """Return the pairs of an Upload-Metadata header; raises ValueError when it is not one."""
    pairs = (pair.strip().split(" ") for pair in text.split(",") if pair.strip())
    return {pair[0]: _decoded(pair[1] if len(pair) > 1 else "") for pair in pairs}


def http_date(at: datetime) -> str:
    """Return Upload-Expires as RFC 9110 wants it."""
    return format_datetime(at, usegmt=True)


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("not base64 of UTF-8") from error
