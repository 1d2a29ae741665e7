"""A button is heard at once, and its memory runs into its file without a seam."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from playout import button_bank
from playout.button_bank import HEAD, ButtonBank
from station import wall
from station.audio import BLOCK, CHANNELS, RATE, Block
from station.rundown import Item
from station.wall import Button, Page, Wall
from tests.unit.playout.clips import clip


@dataclass
class Ramp:
    """A file whose every sample is the number of its frame; its first frames may come late."""

    at: int
    end: int
    late: int = 0
    fault: str = ""
    closed: bool = False

    @property
    def ready(self) -> bool:
        return self.late == 0

    @property
    def ended(self) -> bool:
        return self.at >= self.end or bool(self.fault)

    def read(self, frames: int) -> Block:
        if self.late or self.fault:
            self.late = max(0, self.late - 1)
            return np.zeros((0, CHANNELS), np.float32)
        taken = max(0, min(frames, self.end - self.at))
        self.at += taken
        numbers = np.arange(self.at - taken, self.at, dtype=np.float32)
        return np.repeat(numbers[:, np.newaxis], CHANNELS, axis=1)

    def close(self) -> None:
        self.closed = True


@dataclass
class Cabinet:
    """The opener; some files are shorter than they say, late or broken."""

    ends: dict[str, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    opened: list[tuple[str, int]] = field(default_factory=list)
    ramps: list[Ramp] = field(default_factory=list)

    def open(self, item: Item, from_frame: int) -> Ramp:
        self.opened.append((item.path, from_frame))
        end = min(item.cue_out, self.ends.get(item.path, item.cue_out))
        ramp = Ramp(from_frame, end, late=2, fault=self.faults.get(item.path, ""))
        self.ramps.append(ramp)
        return ramp


def button(name: str, frames: int, cue_in: int = 0) -> Button:
    return Button(name, name, clip(name, frames, cue_in=cue_in))


def a_wall(*buttons: Button, emergency: tuple[Button, ...] = ()) -> Wall:
    return Wall((Page("1", buttons),), emergency)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "wall" / "radio.json"


@pytest.fixture
def cabinet() -> Cabinet:
    return Cabinet()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(button_bank, "POLL_SECONDS", 0.0)


@pytest.fixture
def bank(path: Path, cabinet: Cabinet) -> ButtonBank:
    return ButtonBank(path, cabinet.open)


def publish(path: Path, published: Wall) -> None:
    wall.publish(path, published)


def played(bank: ButtonBank, pressed: Button, frames: int) -> Block:
    source = bank.open(pressed)
    blocks = [source.read(BLOCK) for _ in range(HEAD // BLOCK)]
    for _ in range(4 + frames // BLOCK):
        blocks.append(source.read(BLOCK))
    assert source.ended
    return np.concatenate(blocks)


def test_the_join_between_memory_and_file_is_exact(
    path: Path, bank: ButtonBank, cabinet: Cabinet
) -> None:
    anthem = button("anthem", 5 * RATE + 7, cue_in=1000)
    publish(path, a_wall(anthem))
    bank.look()
    heard = played(bank, anthem, 5 * RATE)
    assert np.array_equal(heard[:, 0], np.arange(1000, 1000 + 5 * RATE + 7, dtype=np.float32))
    assert cabinet.opened == [("anthem.wav", 1000), ("anthem.wav", 1000 + HEAD)]
    assert bank.held_bytes == HEAD * 8


def test_a_press_is_heard_in_the_next_block(path: Path, bank: ButtonBank) -> None:
    jingle = button("jingle", 5 * RATE)
    publish(path, a_wall(jingle))
    bank.look()
    source = bank.open(jingle)
    assert source.ready
    assert len(source.read(BLOCK)) == BLOCK


def test_what_is_shorter_than_the_memory_needs_no_decoder(
    path: Path, bank: ButtonBank, cabinet: Cabinet
) -> None:
    effect = button("effect", RATE)
    publish(path, a_wall(effect))
    bank.look()
    assert len(played(bank, effect, RATE)) == RATE
    assert cabinet.opened == [("effect.wav", 0)]
    assert cabinet.ramps[0].closed


def test_a_file_that_is_over_early_is_played_as_far_as_it_goes(
    path: Path, bank: ButtonBank, cabinet: Cabinet
) -> None:
    cabinet.ends["short.wav"] = RATE
    short = button("short", 5 * RATE)
    publish(path, a_wall(short))
    bank.look()
    assert len(played(bank, short, RATE)) == RATE
    assert cabinet.opened == [("short.wav", 0)]
    assert bank.fault(short) == ""


def test_two_presses_do_not_disturb_each_other(path: Path, bank: ButtonBank) -> None:
    effect = button("effect", RATE)
    publish(path, a_wall(effect))
    bank.look()
    first = bank.open(effect)
    first.read(BLOCK)[:] = 9.0
    assert np.array_equal(bank.open(effect).read(2)[:, 0], [0.0, 1.0])


def test_a_file_that_fails_is_marked_and_tried_again_later(
    path: Path, bank: ButtonBank, cabinet: Cabinet, caplog: pytest.LogCaptureFixture
) -> None:
    cabinet.faults["bad.wav"] = "Invalid data"
    bad, good = button("bad", RATE), button("good", RATE)
    publish(path, a_wall(bad, good))
    bank.look()
    assert (bank.fault(bad), bank.fault(good)) == ("Invalid data", "")
    assert [record.__dict__["action"] for record in caplog.records] == ["button_failed"]
    del cabinet.faults["bad.wav"]
    for _ in range(button_bank.RETRY):
        bank.look()
    assert bank.fault(bad) == ""


def test_a_file_without_sound_is_marked(path: Path, bank: ButtonBank, cabinet: Cabinet) -> None:
    cabinet.ends["empty.wav"] = 0
    empty = button("empty", RATE)
    publish(path, a_wall(empty))
    bank.look()
    assert bank.fault(empty) == "no sound"


def test_a_new_wall_loads_only_what_is_new_and_lets_go_of_the_rest(
    path: Path, bank: ButtonBank, cabinet: Cabinet
) -> None:
    one, two, three = button("one", RATE), button("two", RATE), button("three", RATE)
    publish(path, a_wall(one, two))
    bank.look()
    publish(path, a_wall(replace(two, label="Renamed"), three))
    bank.look()
    assert [name for name, _ in cabinet.opened] == ["one.wav", "two.wav", "three.wav"]
    assert bank.held_bytes == 2 * RATE * 8


def test_a_wall_that_cannot_be_read_leaves_the_old_one_and_says_so(
    path: Path, bank: ButtonBank, caplog: pytest.LogCaptureFixture
) -> None:
    one = button("one", RATE)
    publish(path, a_wall(one))
    bank.look()
    path.write_bytes(b"{")
    bank.look()
    bank.look()
    assert [record.__dict__["action"] for record in caplog.records] == ["wall_unreadable"]
    assert bank.wall.button("one") == one
    assert "radio.json" in bank.last_error
    publish(path, a_wall())
    bank.look()
    assert bank.last_error == ""
    assert bank.wall.button("one") is None


def test_memory_is_bounded_and_messages_come_first(
    path: Path, bank: ButtonBank, cabinet: Cabinet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(button_bank, "MOST_BYTES", 2 * RATE * 8)
    message, one, two = button("message", RATE), button("one", RATE), button("two", RATE)
    publish(path, a_wall(one, two, emergency=(message,)))
    bank.look()
    assert [name for name, _ in cabinet.opened] == ["message.wav", "one.wav"]
    assert isinstance(bank.open(two), Ramp)


def test_what_fails_behind_its_memory_says_so_only_there(
    path: Path, bank: ButtonBank, cabinet: Cabinet
) -> None:
    anthem = button("anthem", 5 * RATE)
    publish(path, a_wall(anthem))
    bank.look()
    cabinet.faults["anthem.wav"] = "gone"
    source = bank.open(anthem)
    assert source.fault == ""
    source.read(HEAD)
    assert source.fault == "gone"
    source.close()
    assert cabinet.ramps[-1].closed


def test_the_thread_loads_by_itself_and_ends(path: Path, bank: ButtonBank) -> None:
    one = button("one", RATE)
    publish(path, a_wall(one))
    before = os.getpriority(os.PRIO_PROCESS, 0)
    bank.start()
    bank.close()
    assert not bank._thread.is_alive()
    assert os.getpriority(os.PRIO_PROCESS, 0) == before
