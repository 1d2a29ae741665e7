"""The air says what it takes of the machine."""

import subprocess
import sys
import threading
from pathlib import Path

from playout.resources import Resources, read


def test_memory_threads_descriptors_and_children_are_counted() -> None:
    before = read()
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    with (
        Path(__file__).open(),
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child,
    ):
        during = read()
        child.communicate()
    done.set()
    thread.join()
    assert before.memory_bytes > 1 << 20
    assert during.threads == before.threads + 1
    assert during.children == before.children + 1
    assert during.descriptors >= before.descriptors + 2


def test_what_the_system_does_not_tell_is_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) == Resources()
