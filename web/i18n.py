"""Languages of the pages: catalogues read from `.po` files when the process starts."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.core import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LOCALE = Path(__file__).with_name("locale")
DEFAULT = "id"
LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
"""Every language of the pages by its own name; the first is the station's own."""

_REGIONS = {"id": "id_ID", "en": "en_GB"}


def N_(text: str) -> str:
    """Mark a text for the catalogues where it cannot be translated yet."""
    return text


@dataclass(frozen=True, slots=True)
class Language:
    """One language with all its catalogues merged."""

    code: str
    name: str
    locale: Locale
    translations: NullTranslations

    def gettext(self, message: str, **values: object) -> str:
        """Return the translation, its `%(name)s` places filled."""
        text = self.translations.gettext(message)
        return text % values if values else text

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        return self.translations.ngettext(one, many, n) % {"num": n, **values}


@cache
def load(folder: Path = LOCALE) -> Mapping[str, Language]:
    """Return every language, read once; English texts are their own translation."""
    return {
        code: Language(code, name, Locale.parse(_REGIONS[code]), _merged(folder / code))
        for code, name in LANGUAGES.items()
    }


def _merged(folder: Path) -> NullTranslations:
    merged = Translations()
    for path in sorted(folder.glob("*.po")):
        catalogue = _read(path)
        merged.merge(catalogue)
        merged.plural = catalogue.plural  # merging forgets it
    return merged


def _read(path: Path) -> Translations:
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.parent.name, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled, domain="messages")
