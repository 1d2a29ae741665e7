"""A live process as the desk meets it: it keeps what it hears of every microphone."""

import contextlib
import socket
import threading

from station.live import MICROPHONE, WORD
from tests.waiting import LIMIT_SECONDS


class FakeLive:
    """A live process: keeps what it hears of every microphone, and says words."""

    def __init__(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.calls = []
        self._called = threading.Condition()
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(str(path))
        self._server.listen()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._server.accept()
                with self._called:
                    self.calls.append(Call(connection))
                    self._called.notify_all()

    def call(self, number=0):
        with self._called:
            assert self._called.wait_for(lambda: len(self.calls) > number, LIMIT_SECONDS)
        return self.calls[number]

    def close(self):
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join()
        for call in self.calls:
            call.close()


class Call:
    """One microphone, as the live process has it."""

    def __init__(self, connection):
        connection.settimeout(LIMIT_SECONDS)
        self._connection = connection
        self._stream = connection.makefile("rb")
        self.hello = MICROPHONE.validate_json(self._stream.readline())

    def hear(self, size):
        return self._stream.read(size)

    def say(self, word):
        self._connection.sendall(WORD.dump_json(word) + b"\n")

    def close(self):
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._stream.close()
        self._connection.close()
