"""Folding of text, so that searching and sorting ignore case, accents and punctuation."""

import re
import unicodedata

_GAPS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return `Élan d'Or` as `elan d or`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _GAPS.sub(" ", bare).strip()
