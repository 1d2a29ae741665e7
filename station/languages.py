"""Languages that captions may be in, and what they call themselves. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language."""

    code: str
    """BCP 47; the shortest one."""
    name: str
    """In itself."""


LANGUAGES = (
    Language("id", "Bahasa Indonesia"),
    Language("en", "English"),
    Language("jv", "Basa Jawa"),
    Language("su", "Basa Sunda"),
    Language("mad", "Bhâsa Madhurâ"),
    Language("min", "Baso Minangkabau"),
    Language("bug", "Basa Ugi"),
    Language("bjn", "Bahasa Banjar"),
    Language("ace", "Bahsa Acèh"),
    Language("ban", "Basa Bali"),
    Language("sas", "Base Sasak"),
    Language("ms", "Bahasa Melayu"),
    Language("ar", "العربية"),
    Language("zh", "中文"),
    Language("ja", "日本語"),
    Language("nl", "Nederlands"),
)
OWN = "id"
"""Of what says nothing else."""
_KNOWN = {each.code: each for each in LANGUAGES}
_ALSO = {
    "in": "id", "ind": "id", "eng": "en", "jav": "jv", "jw": "jv", "sun": "su", "msa": "ms",
    "may": "ms", "ara": "ar", "zho": "zh", "chi": "zh", "jpn": "ja", "nld": "nl", "dut": "nl",
}  # fmt: skip


def known(tag: str) -> str:
    """Return the code of a language by any tag of it, such as `en-GB` or `eng`; empty for none."""
    code = tag.strip().lower().replace("_", "-").partition("-")[0]
    code = _ALSO.get(code, code)
    return code if code in _KNOWN else ""


def name_of(code: str) -> str:
    return _KNOWN[code].name
