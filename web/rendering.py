"""Jinja environments, one a language: words and times are there in every template and macro."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import CodeType
from zoneinfo import ZoneInfo

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from station.config import Config
from web import words
from web.accounts import Role
from web.assets import asset
from web.i18n import LANGUAGES, Language
from web.times import Times

TEMPLATES = Path(__file__).with_name("templates")


class Renderer:
    """Turns a template and its context into HTML in one language."""

    def __init__(self, config: Config, languages: Mapping[str, Language]) -> None:
        self._environments = {
            code: _environment(config, language) for code, language in languages.items()
        }

    def render(self, template: str, language: Language, context: Mapping[str, object]) -> str:
        return self._environments[language.code].get_template(template).render(context)


class CompiledTemplates(BytecodeCache):
    """What templates were compiled to in this process."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


@cache
def _compiled(language: str, timezone: str) -> CompiledTemplates:
    """Return those of one language and zone: its times may already stand in what is compiled."""
    return CompiledTemplates()


def _environment(config: Config, language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=_compiled(language.code, config.timezone),
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        language.translations, newstyle=True
    )
    times = Times(ZoneInfo(config.timezone), language.locale)
    for name in ("clock", "short", "day", "date", "moment", "pasaran_day", "size"):
        environment.filters[name] = getattr(times, name)
    environment.filters["number"] = times.number
    environment.filters["duration"] = times.length
    environment.globals |= {
        "asset": asset,
        "language": language,
        "languages": LANGUAGES,
        "station": config,
        "times": times,
        "words": words.Words(language),
        "Role": Role,
    }
    return environment
