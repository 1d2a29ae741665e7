"""Files the browser keeps: addressed with their version, so that they may be kept for a year."""

import hashlib
import os
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).with_name("static")
PREFIX = "/static"
_A_YEAR = "public, max-age=31536000, immutable"


@cache
def _version(path: str, _modified_ns: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """Return the address of a file below `web/static`, made unique by its content."""
    path = f"{STATIC}/{name}"
    try:
        found = os.stat(path)
    except OSError:
        return f"{PREFIX}/{name}"
    return f"{PREFIX}/{name}?v={_version(path, found.st_mtime_ns)}"


class VersionedFiles(StaticFiles):
    """Static files; a versioned address is kept for a year, any other is checked every time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        kept = scope["query_string"].startswith(b"v=") or "/hashed/" in f"/{path}"
        response.headers["Cache-Control"] = _A_YEAR if kept else "no-cache"
        return response
