"""Indonesian text as it is spoken: times, numbers of the phone and abbreviations become words.

Pure. The synthesiser would read `08.00 WIB` digit by digit.
"""

import re

_ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_WORDS = {
    "WIB": "waktu Indonesia barat",
    "WITA": "waktu Indonesia tengah",
    "WIT": "waktu Indonesia timur",
    "LPPL": "el pe pe el",
    "RT": "er te",
    "RW": "er we",
    "KTP": "ka te pe",
    "DBD": "demam berdarah",
    "ILM": "iklan layanan masyarakat",
    "PAUD": "pa ud",
    "3M": "tiga em",
    "dr.": "dokter",
    "Jl.": "jalan",
    "No.": "nomor",
    "s.d.": "sampai dengan",
    "km": "kilometer",
    "%": "persen",
}
_TIME = re.compile(r"\b([01]?\d|2[0-4])[.:]([0-5]\d)\b")
_DIGITS = re.compile(r"\b(112|110|113|119|14\d{3}|0\d{3,})\b")
"""Call numbers are said digit by digit."""
_NUMBER = re.compile(r"\d+")


def say(text: str) -> str:
    """Return the text with everything spelt the way it is said."""
    text = _TIME.sub(lambda found: _time(int(found[1]), int(found[2])), text)
    text = _DIGITS.sub(lambda found: " ".join(_ONES[int(digit)] for digit in found[0]), text)
    for short, spoken in _WORDS.items():
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", spoken, text)
    text = re.sub(r"\s*%", " persen", text)
    text = _NUMBER.sub(lambda found: number(int(found[0])), text)
    return re.sub(r"\s+", " ", text).strip()


def number(value: int) -> str:
    """Return a whole number below a thousand million in words."""
    if value < 10:
        return _ONES[value]
    if value < 12:
        return ("sepuluh", "sebelas")[value - 10]
    if value < 20:
        return f"{_ONES[value - 10]} belas"
    for size, word in ((1_000_000, "juta"), (1_000, "ribu"), (100, "ratus"), (10, "puluh")):
        if value >= size:
            count, rest = divmod(value, size)
            alone = count == 1 and size in (100, 1_000)
            lead = f"se{word}" if alone else f"{number(count)} {word}"
            return f"{lead} {number(rest)}" if rest else lead
    raise ValueError(f"{value} is out of range")


def _time(hour: int, minute: int) -> str:
    """Return a clock time: `pukul` is left to the writer."""
    spoken = number(hour)
    return f"{spoken} lewat {number(minute)} menit" if minute else f"{spoken} tepat"
