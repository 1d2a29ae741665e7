"""What operators ordered outlives the air."""

from datetime import timedelta
from pathlib import Path

import pytest

from playout import orders
from playout.orders import NAME, Orders, OrdersStore, Waiting, read
from station.audio import RATE
from tests.unit.playout.clips import clip
from tests.waiting import until

HELD = Orders(hold=True, waiting=(Waiting(clip("call", 30 * RATE), "next", "rina"),))


def kept(folder: Path, *noted: Orders) -> OrdersStore:
    store = OrdersStore(folder)
    store.start()
    for each in noted:
        store.note(each)
    store.close()
    return store


def test_the_next_life_reads_what_the_last_one_noted(tmp_path: Path) -> None:
    kept(tmp_path / "journal", Orders(hold=True), HELD)
    assert read(tmp_path / "journal") == HELD


def test_orders_that_are_done_are_forgotten(tmp_path: Path) -> None:
    kept(tmp_path, HELD, Orders())
    assert read(tmp_path) == Orders()


def test_without_a_file_there_are_no_orders(tmp_path: Path) -> None:
    assert read(tmp_path) == Orders()


@pytest.mark.parametrize("text", [b"", b"{", b'{"hold": "maybe"}', b'{"hold":true,"format":9}'])
def test_a_file_that_cannot_be_trusted_holds_no_orders(tmp_path: Path, text: bytes) -> None:
    (tmp_path / NAME).write_bytes(text)
    assert read(tmp_path) == Orders()


def test_the_same_orders_are_not_written_again(tmp_path: Path) -> None:
    store = OrdersStore(tmp_path, HELD)
    store.start()
    store.note(HELD)
    store.close()
    assert not (tmp_path / NAME).exists()


def test_a_disk_that_fails_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(orders, "RETRY_SECONDS", 0.01)
    folder = tmp_path / "journal"
    folder.write_text("in the way")
    store = OrdersStore(folder)
    store.start()
    store.note(HELD)
    until(lambda: store.last_error)
    folder.unlink()
    until(lambda: not store.last_error)
    store.close()
    assert read(folder) == HELD
    assert [record.__dict__["action"] for record in caplog.records] == ["orders_failed"]


def test_an_insert_whose_time_has_gone_by_is_left_out() -> None:
    timed = clip("news", 60 * RATE)
    noted = Orders(waiting=(Waiting(timed, "at"), Waiting(timed, "next")))
    ends = timed.begins + timedelta(seconds=60)
    assert noted.still(ends - timedelta(seconds=1)) == noted
    assert noted.still(ends).waiting == (Waiting(timed, "next"),)
