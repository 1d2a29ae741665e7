"""Every text of the pages has its Indonesian words, and the places to fill agree."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from web import i18n

WEB = Path(i18n.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")


def texts_of_the_pages() -> Iterator[tuple[str, str]]:
    """Yield each text with where it stands."""
    found = extract_from_dir(
        WEB, METHODS, keywords=KEYWORDS, options_map={"**": {"silent": "false"}}
    )
    for path, line, message, _comments, _context in found:
        for text in [message] if isinstance(message, str) else message:
            yield text, f"{path}:{line}"


def test_every_text_has_indonesian_words():
    indonesian = i18n.load()["id"].translations
    catalogue = {key[0] if isinstance(key, tuple) else key for key in indonesian._catalog}
    missing = {}
    for text, place in texts_of_the_pages():
        if text and text not in catalogue:
            missing.setdefault(text, place)
    plural_partners = {entry.id[1] for entry in entries() if isinstance(entry.id, tuple)}
    assert {text: at for text, at in missing.items() if text not in plural_partners} == {}


def entries():
    for path in sorted((i18n.LOCALE / "id").glob("*.po")):
        with path.open("rb") as file:
            yield from (entry for entry in read_po(file, abort_invalid=True) if entry.id)


@pytest.mark.parametrize("entry", list(entries()), ids=lambda entry: str(entry.id)[:40])
def test_a_translation_fills_the_same_places(entry):
    source = entry.id[0] if isinstance(entry.id, tuple) else entry.id
    words = entry.string[0] if isinstance(entry.string, tuple) else entry.string
    assert words, "an empty translation"
    assert set(PLACES.findall(words)) == set(PLACES.findall(source))


def test_no_entry_is_marked_fuzzy():
    assert [entry.id for entry in entries() if entry.fuzzy] == []


def test_a_text_is_translated_once():
    ids = [str(entry.id) for entry in entries()]
    assert sorted(ids) == sorted(set(ids))
