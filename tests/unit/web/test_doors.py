"""Addresses, hosts and policies that an attacker may choose."""

import pytest

from web.errors import local_path
from web.headers import content_policy, stream_origin


@pytest.mark.parametrize("wanted", ["/studio", "/library?text=a&page=2", "/"])
def test_a_path_of_ours_is_kept(wanted):
    assert local_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/ok\r\nSet-Cookie: a=b",
        "/\tevil",
        "",
    ],
)
def test_nobody_is_led_to_another_site(wanted):
    assert local_path(wanted) == "/"


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("radio.example:8000", "http://radio.example:8010"),
        ("radio.example", "http://radio.example:8010"),
        ("[::1]:8000", "http://[::1]:8010"),
        ("a b; script-src *", ""),
        ("evil'\"<>", ""),
        ("", ""),
    ],
)
def test_the_stream_is_found_beside_the_page(host, origin):
    assert stream_origin(host, "", 8010) == origin


def test_a_public_stream_address_wins():
    assert stream_origin("x", "https://s.example/", 8010) == "https://s.example"


def test_the_policy_allows_the_streams_and_no_inline_script():
    policy = content_policy("https://s.example/base")
    assert "media-src 'self' blob: data: https://s.example;" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
