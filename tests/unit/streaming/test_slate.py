import numpy as np

from station.audio import BLOCK, RATE
from streaming.slate import FADE, Slate, load, tone


def test_the_loop_goes_on_for_ever_and_is_joined_without_a_click(tmp_path):
    path = tmp_path / "slate.f32"
    np.full((RATE, 2), 0.5, "<f4").tofile(path)
    slate = Slate(load(path))
    heard = np.concatenate([slate.read() for _ in range(100)])
    assert len(heard) == 100 * BLOCK
    assert np.abs(np.diff(heard[:, 0])).max() < 1.5 / FADE
    assert heard[RATE // 2, 0] == heard[RATE + RATE // 2, 0] == 0.5


def test_a_missing_an_empty_and_a_silent_slate_give_the_tone(tmp_path):
    empty, silent = tmp_path / "empty", tmp_path / "silent"
    empty.write_bytes(b"")
    silent.write_bytes(bytes(8 * RATE))
    for path in (tmp_path / "none", empty, silent):
        assert np.array_equal(load(path), tone())


def test_a_damaged_slate_stays_within_full_scale(tmp_path):
    path = tmp_path / "slate.f32"
    wild = np.full((RATE, 2), 7.0, "<f4")
    wild[5_000] = np.nan
    wild[6_000] = np.inf
    wild.tofile(path)
    sound = load(path)
    assert np.all(np.isfinite(sound))
    assert np.abs(sound).max() <= 1.0


def test_a_slate_shorter_than_a_block_is_repeated():
    slate = Slate(np.arange(20, dtype=np.float32).reshape(-1, 2))
    assert slate.read().shape == (BLOCK, 2)


def test_the_tone_is_soft():
    assert 0.005 < np.abs(tone()).max() < 0.05
