"""A busy port is named, with what to do about it."""

import socket

import pytest

from mengudara.ports import refusal, taken
from station.config import Config, Streams, Web


@pytest.fixture
def busy():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_free_port_has_no_refusal(free_port):
    assert refusal("127.0.0.1", free_port) == ""


def test_a_busy_port_is_told_by_section_number_and_remedy(busy, free_port):
    config = Config(web=Web(port=free_port), streams=Streams(port=busy))
    (problem,) = taken(config)
    assert problem.section == "streams"
    sentence = str(problem)
    assert f"Port {busy}" in sentence
    assert f"MENGUDARA_STREAMS__PORT={busy + 100}" in sentence


def test_an_address_that_is_not_ours_is_told():
    assert refusal("192.0.2.1", 8000)
