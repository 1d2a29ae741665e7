"""A push: one rendition sent to one external Icecast, connected again and again."""

from station.clock import Clock
from station.config import Channel, IcecastPush
from station.outputs import OutputState
from streaming.captions import Caption, no_caption
from streaming.icy import clean, told_at
from streaming.push.leaf import Leaf
from streaming.push.progress import Progress
from streaming.push.source_connection import SourceConnection, send_title
from streaming.push.title_sender import TitleSender
from streaming.ring import Chunk, Ring
from streaming.standing import Standing

LEAD_SECONDS = 2.0
"""Sound sent at once after connecting."""
LOOK_SECONDS = 0.5


class Push(Leaf):
    """A leaf on a ring."""

    def __init__(
        self,
        settings: IcecastPush,
        channel: Channel,
        ring: Ring,
        standing: Standing,
        *,
        clock: Clock,
        caption: Caption = no_caption,
    ) -> None:
        super().__init__(settings.name, standing)
        self.settings = settings
        self.lagged = 0
        """Times sound was left out because the server took too little."""
        self._channel = channel
        self._ring = ring
        self._clock = clock
        self._caption = caption
        self._titles = TitleSender(settings.name, lambda title: send_title(settings, title))

    def stop(self) -> None:
        super().stop()
        self._titles.stop()

    def _run_once(self) -> None:
        """Be a source until the connection breaks or nobody wants it any more."""
        connection = SourceConnection(self.settings, self._channel, self._ring.rendition)
        try:
            self._follow(connection)
        finally:
            connection.close()

    def _follow(self, connection: SourceConnection) -> None:
        progress = Progress(self._clock.now())
        index = self._ring.live_point(LEAD_SECONDS)
        told = None
        while not self._stop.is_set():
            if connection.ready and self._ring.wait(index, LOOK_SECONDS):
                self.lagged += index < self._ring.first
                chunk = self._ring.read(index, 1)[0]
                index = chunk.index + 1
                connection.give(chunk.data)
                told = self._tell(chunk, told)
            self.standing.sent(connection.send())
            self._judge(progress, connection)

    def _tell(self, chunk: Chunk, told: str | None) -> str:
        title = clean(told_at(chunk, len(chunk.data), self._caption)) or self._channel.name
        if title != told:
            self._titles.tell(title)
        return title

    def _judge(self, progress: Progress, connection: SourceConnection) -> None:
        state = progress.judge(connection.confirmation(), self._clock.now())
        if state is OutputState.UP:
            self._well(state)
        elif state is OutputState.STALLED:
            self._stalled()
