"""Writes docs/station-toml.md from the settings model, so that the page cannot lie.

`python -m mengudara.settings_reference > docs/station-toml.md`
"""

import ast
import inspect
import json
from collections.abc import Iterator
from itertools import pairwise

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from station import config

_HEAD = """\
# Settings: station.toml

One file in the state folder. Every key can be left out; what has no default must be given where
its section is used. An unknown key or a wrong value is refused at start, by name.

An environment variable wins over the file: `MENGUDARA_` and the key in capitals, two underscores
between section and key, for example `MENGUDARA_WEB__PORT=8100`. Changes take effect when the
processes are started again.

`mengudara up --demo` writes a commented file to begin with.
"""

_SECTIONS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("[[channels]]", config.Channel),
    ("[channels.air]", config.Air),
    ("[channels.picture]", config.Picture),
    ("[channels.recording]", config.Recording),
    ("[web]", config.Web),
    ("[streams]", config.Streams),
    ("[live]", config.LiveDoor),
    ("[live.rtmp]", config.RtmpDoor),
    ("[live.srt]", config.SrtDoor),
    ("[[line_in]]", config.LineIn),
    ("[media]", config.Media),
    ("[[icecast]]", config.IcecastPush),
    ("[[push]]", config.Push),
)


_NESTED = {"air", "picture", "recording", "rtmp", "srt"}
"""Keys that are sections of their own."""


def markdown() -> str:
    """Return the whole page."""
    sections = {name.strip("[]") for name, _ in _SECTIONS}
    parts = [_HEAD, *_table("The station", config.Config, leave_out=sections)]
    for name, model in _SECTIONS:
        about = inspect.getdoc(model) or ""
        parts += [*_table(f"`{name}`", model, about=about, leave_out=_NESTED)]
    return "\n".join(parts)


def _table(
    title: str, model: type[BaseModel], about: str = "", leave_out: set[str] | None = None
) -> Iterator[str]:
    yield f"\n## {title}\n" + (f"\n{about}\n" if about else "")
    yield "| key | default | what it is |\n| --- | --- | --- |"
    said = _docstrings(model)
    for name, field in model.model_fields.items():
        if name not in (leave_out or ()):
            yield f"| `{name}` | {_default(field)} | {said[name]} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = list(field.default) if isinstance(field.default, tuple) else field.default
    return f"`{json.dumps(value, default=SecretStr.get_secret_value)}`"


def _docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Return the line below each field, its bases' included."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base.__module__.startswith(f"{config.__name__}."):
            found |= _docstrings_of(base)
    return found


def _docstrings_of(model: type) -> dict[str, str]:
    (tree,) = ast.parse(inspect.getsource(model)).body
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    return {
        field.target.id: " ".join(str(said.value.value).split())
        for field, said in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
    }


if __name__ == "__main__":
    print(markdown())
