"""Puts other letters into Latin ones, for paper whose font has no others.

Javanese is written as it is read; Arabic letter for letter as Indonesian does, vowels only where
they are marked, with the letters of Pegon and Jawi. What has no letter here is shown as `(?)`.
"""

import unicodedata
from collections.abc import Container, Iterable
from typing import TypeVar

Letter = TypeVar("Letter", int, str)

MARK = "*"
"""Stands behind a text in which letters were exchanged."""
UNKNOWN = "(?)"


def _read(letters: Iterable[Letter], told: str) -> dict[Letter, str]:
    return dict(zip(letters, told.split(), strict=True))


_CONSONANTS = _read(
    range(0xA98F, 0xA9B3),
    "k k k g g ng c c j ny j ny th th dh dh n t t d d n p p b b m y r r l w s s s h",
)
_VOWELS = _read(range(0xA984, 0xA98F), "a i i i u re le leu é ai o")
_SIGNS = _read(range(0xA9B4, 0xA9BE), "a o i i u u é ai e re")
_FINALS = {0xA980: "m", 0xA981: "ng", 0xA982: "r", 0xA983: "h"}
_MEDIALS = {0xA9BE: "y", 0xA9BF: "r"}
_TARUNG, _NUKTA, _PANGKON = 0xA9B4, 0xA9B3, 0xA9C0
_POINTS = {0xA9C8: ",", 0xA9C9: ".", 0xA9C7: ":"}
_SHORT = _read("\u064e\u0650\u064f\u064b\u064d\u064c\u0670", "a i u an in un a")
_ARABIC = {
    **_read("ابتثجحخدذرزسشصضطظ", "a b t ts j h kh d dz r z s sy sh dh th zh"),
    **_read("عغفقكلمنهويىة", "' gh f q k l m n h w y a h"),
    **_read("أإآءؤئٱ", "a i a ' ' ' a"),
    **_read("چڠڬݢڽۑڤپۏگکیہ", "c ng g g ny ny p p v g k y h"),
    **_SHORT,
    "\u0652": "", "\u0640": "", "،": ",", "؛": ";", "؟": "?",
}  # fmt: skip
_SHADDA = "\u0651"


def latin(text: str, known: Container[int]) -> str:
    """Return a text in letters whose numbers are `known`, marked where any were exchanged."""
    text = unicodedata.normalize("NFC", text)
    if all(ord(letter) in known or letter.isspace() for letter in text):
        return text
    exchanged = _arabic(_javanese(_presented(text)))
    shown = "".join(_shown(letter, known) for letter in exchanged)
    while UNKNOWN * 2 in shown:
        shown = shown.replace(UNKNOWN * 2, UNKNOWN)
    return f"{shown.rstrip()}{MARK}"


def _shown(letter: str, known: Container[int]) -> str:
    """Return a letter, or its base where only that is known."""
    if ord(letter) in known or letter.isspace():
        return letter
    if unicodedata.category(letter) in ("Cf", "Mn", "Cc"):
        return ""
    bases = [base for base in unicodedata.normalize("NFKD", letter) if ord(base) in known]
    if unicodedata.decimal(letter, None) is not None:
        return str(unicodedata.decimal(letter))
    return "".join(bases) or UNKNOWN


def _presented(text: str) -> str:
    """Return the letters that forms for the middle or the end of an Arabic word stand for."""
    forms = (range(0xFB50, 0xFE00), range(0xFE70, 0xFF00))
    return "".join(
        unicodedata.normalize("NFKC", letter) if any(ord(letter) in each for each in forms)
        else letter
        for letter in text
    )  # fmt: skip


def _arabic(text: str) -> str:
    told: list[str] = []
    for letter in text:
        if letter == _SHADDA:
            vowel = 1 if told and told[-1] in _SHORT.values() else 0
            consonant = told[len(told) - 1 - vowel] if len(told) > vowel else ""
            told.insert(len(told) - vowel, consonant)
        else:
            told.append(_ARABIC.get(letter, letter))
    return "".join(told)


def _javanese(text: str) -> str:
    """Return Javanese as it is read: a consonant carries an `a` until a sign changes that."""
    told: list[str] = []
    bears_a = False
    for letter in text:
        code = ord(letter)
        if code == _NUKTA:
            continue
        if code in _CONSONANTS:
            told += [_CONSONANTS[code], "a"]
            bears_a = True
            continue
        if code in _MEDIALS and bears_a:
            told[-1:] = [_MEDIALS[code], "a"]
            continue
        if code in _SIGNS or code == _PANGKON:
            if bears_a:
                told.pop()
            follows_e = code == _TARUNG and not bears_a and told[-1:] == ["é"]
            if follows_e:
                told[-1] = "o"
            else:
                told.append(_SIGNS.get(code, ""))
        else:
            other = _VOWELS.get(code) or _FINALS.get(code) or _POINTS.get(code)
            told.append(other or letter)
        bears_a = False
    return "".join(told)
