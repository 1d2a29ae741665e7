"""The headers of the tus protocol."""

import base64

import pytest

from web import tus


def pair(name: str, value: str) -> str:
    return f"{name} {base64.b64encode(value.encode()).decode()}"


def test_metadata_holds_any_file_name():
    name = "ILM “Banjir”, bag. 1 – ꦗꦮ.mp3"
    header = f"{pair('filename', name)},{pair('kind', 'psa')},empty"
    assert tus.metadata(header) == {"filename": name, "kind": "psa", "empty": ""}


@pytest.mark.parametrize("header", ["filename !!!!", "filename /w=="])
def test_what_is_not_base64_of_text_is_refused(header):
    with pytest.raises(ValueError, match="base64"):
        tus.metadata(header)


@pytest.mark.parametrize("text", ["", None, "-1", "+1", " 1", "1.0", "²", "9" * 20])
def test_a_length_is_plain_digits(text):
    assert tus.number(text) is None


def test_digits_are_a_length():
    assert tus.number("4294967296") == 4_294_967_296
