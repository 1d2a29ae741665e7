"""The form of a television service: addresses and their secrets, put together and taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.config import Channel, Config, Push
from web.service_form import ServiceForm, put_together, sizes_of, taken_apart
from web.slot_form import FormWrong

TV = Channel(slug="tv", name="TV", kind="tv")
CONFIG = Config(channels=(Channel(), TV))
YOUTUBE = {
    "name": "youtube", "channel": "tv", "rung": "480p", "server": "rtmps://a.example/live2",
    "key": "abcd-efgh", "enabled": "on",
}  # fmt: skip


def pushed(**changes):
    return ServiceForm(**YOUTUBE | changes).push(CONFIG)


@pytest.mark.parametrize(
    ("server", "key", "url"),
    [
        ("rtmps://a.example/live2", "k-1", "rtmps://a.example/live2/k-1"),
        ("rtmp://a.example/live2/", "k-1", "rtmp://a.example/live2/k-1"),
        ("srt://a.example:9000", "", "srt://a.example:9000"),
        ("srt://a.example:9000", "kata&sandi 99", "srt://a.example:9000?passphrase=kata%26sandi%2099"),
        ("srt://a:9?streamid=#!::m=publish", "sepuluhhuruf",
         "srt://a:9?streamid=#!::m=publish&passphrase=sepuluhhuruf"),
        ("udp://239.255.0.1:5000?ttl=1", "", "udp://239.255.0.1:5000?ttl=1"),
    ],
)  # fmt: skip
def test_an_address_is_put_together_and_taken_apart(server, key, url):
    assert put_together(server, key) == url
    assert taken_apart(url) == (server.rstrip("/"), key)


@given(st.text(st.characters(codec="ascii", exclude_characters=" /"), min_size=10, max_size=79))
def test_every_passphrase_comes_back(key):
    assert taken_apart(put_together("srt://a.example:9000?streamid=x", key))[1] == key


def test_what_is_typed_becomes_a_push():
    push = pushed()
    assert (push.name, push.rung, push.enabled) == ("youtube", "480p", True)
    assert push.url.get_secret_value() == "rtmps://a.example/live2/abcd-efgh"
    assert ServiceForm.of(push) == ServiceForm(**YOUTUBE | {"key": ""})


def test_an_empty_key_keeps_the_stored_one_even_when_the_server_changes():
    changed = ServiceForm(**YOUTUBE | {"key": "", "server": "rtmp://b.example/app"})
    push = changed.push(CONFIG, before=pushed())
    assert push.url.get_secret_value() == "rtmp://b.example/app/abcd-efgh"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"name": "You Tube"}, {"name": "name"}),
        ({"channel": "radio"}, {"channel": "channel"}),
        ({"rung": "1080p"}, {"rung": "rung"}),
        ({"server": "https://a.example/live2"}, {"server": "url"}),
        ({"server": "file:///etc/passwd"}, {"server": "url"}),
        ({"server": "rtmp:///live2"}, {"server": "url"}),
        ({"server": "udp://239.255.0.1", "key": ""}, {"server": "url"}),
        ({"key": ""}, {"key": "key"}),
        ({"key": "a b"}, {"key": "key", "server": "url"}),
        ({"server": "srt://a.example:9000", "key": "short"}, {"key": "passphrase"}),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(changes, errors):
    with pytest.raises(FormWrong) as caught:
        pushed(**changes)
    assert caught.value.errors == errors


def test_a_channel_is_offered_in_the_sizes_it_is_made_in():
    assert sizes_of(CONFIG, "tv") == ["", "480p", "360p"]
    assert sizes_of(CONFIG, "radio") == sizes_of(CONFIG, "none") == []


def test_the_settings_say_what_the_page_says():
    assert isinstance(pushed(), Push)
    assert pushed().public_url == "rtmps://a.example/live2"
