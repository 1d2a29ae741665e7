"""The library's search lives in its address."""

from urllib.parse import parse_qs, urlsplit

from station.kinds import Kind
from web.library_list import Search


def test_the_plain_library_has_a_plain_address():
    assert Search().address == "/library"
    assert not Search().narrowed


def test_every_part_of_a_search_is_in_its_address():
    search = Search("banjir & rob", Kind.PSA, "kota", "title", archived=True, page=3)
    assert parse_qs(urlsplit(search.address).query) == {
        "text": ["banjir & rob"],
        "kind": ["psa"],
        "tag": ["kota"],
        "order": ["title"],
        "archived": ["1"],
        "page": ["3"],
    }


def test_only_films_may_be_asked_for():
    assert Search(page=3).with_film(True) == "/library?film=1"
    assert Search(film=True).narrowed
    assert Search(film=True).with_film(False) == "/library"


def test_narrowing_goes_back_to_the_first_page():
    search = Search(text="a", page=7)
    assert "page" not in search.with_kind(Kind.MUSIC)
    assert "page" not in search.with_order("length")
    assert search.with_page(8).endswith("page=8")
