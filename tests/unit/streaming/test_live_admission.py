"""Who may come in: names, keys, channels, and whoever tries too often."""

import base64
import os
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

import pytest

from station.presenters import Presenter, key_sha256, publish
from streaming.live.admission import Admission, Refusal
from streaming.live.http_head import Head
from streaming.live.presenter_list import PresenterList
from streaming.live.throttle import ADDRESSES, WRONG_KEYS, Throttle
from tests.unit.station.making import NOON

SRI = Presenter("sri", "Sri", key_sha256("right"), ("radio",))


@pytest.fixture
def path(tmp_path):
    publish(tmp_path / "presenters.json", (SRI,))
    return tmp_path / "presenters.json"


@pytest.fixture
def admission(path):
    return Admission(["radio", "satu"], PresenterList(path))


def asking(login, key):
    coded = base64.b64encode(f"{login}:{key}".encode()).decode()
    return Head("PUT", "/radio", headers={"authorization": f"Basic {coded}"})


def test_the_right_key_opens(admission):
    assert admission.presenter(asking("sri", "right"), "::1", NOON) == SRI


@pytest.mark.parametrize(
    "head", [asking("sri", "wrong"), asking("budi", "right"), asking("", ""), Head("PUT", "/radio")]
)
def test_without_the_right_key_the_answer_says_that_one_is_needed(admission, head):
    refused = admission.presenter(head, "::1", NOON)
    assert refused.status is HTTPStatus.UNAUTHORIZED
    assert ("WWW-Authenticate", 'Basic realm="Mengudara live"') in refused.headers


def test_after_too_many_wrong_keys_even_the_right_one_waits_a_minute(admission):
    for second in range(WRONG_KEYS):
        admission.presenter(asking("sri", "wrong"), "::1", NOON + timedelta(seconds=second))
    later = NOON + timedelta(seconds=30)
    refused = admission.presenter(asking("sri", "right"), "::1", later)
    assert refused.status is HTTPStatus.TOO_MANY_REQUESTS
    assert ("Retry-After", "60") in refused.headers
    assert admission.presenter(asking("sri", "right"), "10.0.0.9", later) == SRI
    assert admission.presenter(asking("sri", "right"), "::1", NOON + timedelta(seconds=61)) == SRI


def test_asking_without_a_key_is_no_wrong_key(admission):
    for _ in range(2 * WRONG_KEYS):
        admission.presenter(Head("PUT", "/radio"), "::1", NOON)
    assert admission.presenter(asking("sri", "right"), "::1", NOON) == SRI


def test_the_throttle_remembers_a_bounded_number_of_addresses():
    throttle = Throttle()
    for number in range(3 * ADDRESSES):
        throttle.failed(str(number), NOON)
    assert len(throttle._failures) == ADDRESSES


@pytest.mark.parametrize("mount", ["/radio", "/live/radio"])
def test_a_channel_has_two_mounts(admission, mount):
    assert admission.channel(mount, SRI) == "radio"


@pytest.mark.parametrize(
    ("mount", "status"),
    [("/satu", 403), ("/live/satu", 403), ("/tv", 404), ("/radio.mp3", 404), ("/", 404)],
)
def test_other_mounts_are_refused_in_words(admission, mount, status):
    refused = admission.channel(mount, SRI)
    assert isinstance(refused, Refusal)
    assert refused.status == status
    assert refused.sentence.endswith(".")


def test_the_list_is_read_again_when_it_changes(path):
    presenters = PresenterList(path)
    assert presenters.find("sri") == SRI
    budi = Presenter("budi", "Budi", key_sha256("k"), ("radio",))
    publish(path, (budi,))
    assert presenters.find("budi") == budi
    assert presenters.find("sri") is None


def test_a_damaged_list_changes_nothing(path, caplog):
    presenters = PresenterList(path)
    assert presenters.find("sri") == SRI
    path.write_bytes(b"{")
    assert presenters.find("sri") == SRI
    assert presenters.find("sri") == SRI
    assert [record.action for record in caplog.records] == ["presenters_unreadable"]


def test_nobody_comes_in_where_no_list_was_published(tmp_path):
    presenters = PresenterList(tmp_path / "presenters.json")
    assert presenters.find("sri") is None
    publish(tmp_path / "presenters.json", (SRI,))
    assert presenters.find("sri") == SRI


def test_a_list_that_was_taken_away_lets_nobody_in(path):
    presenters = PresenterList(path)
    assert presenters.find("sri") == SRI
    os.unlink(path)
    assert presenters.find("sri") is None


def test_whoever_loses_his_right_is_noticed(admission, path):
    assert admission.still_admits("sri", "radio", interprets=False)
    assert not admission.still_admits("sri", "satu", interprets=False)
    publish(path, ())
    assert not admission.still_admits("sri", "radio", interprets=False)


def test_whoever_becomes_an_interpreter_must_come_in_again(admission, path):
    publish(path, (replace(SRI, interprets=True),))
    assert not admission.still_admits("sri", "radio", interprets=False)
    assert admission.still_admits("sri", "radio", interprets=True)


@pytest.mark.parametrize("key", ["right", "sri:right"])
def test_a_key_alone_says_whose_it_is(admission, key):
    assert admission.by_key(key, "::1", NOON) == SRI


@pytest.mark.parametrize("key", ["wrong", "budi:right", ""])
def test_a_key_that_is_nobodys_is_refused(admission, key):
    assert admission.by_key(key, "::1", NOON).status is HTTPStatus.UNAUTHORIZED


def test_after_too_many_wrong_keys_alone_the_right_one_waits_too(admission):
    for _ in range(WRONG_KEYS):
        admission.by_key("wrong", "::1", NOON)
    assert admission.by_key("right", "::1", NOON).status is HTTPStatus.TOO_MANY_REQUESTS
    assert admission.presenter(asking("sri", "right"), "::1", NOON).status is (
        HTTPStatus.TOO_MANY_REQUESTS
    )
