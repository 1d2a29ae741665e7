"""Puts what stands over the pictures on each block on its way to the picture encoder."""

import logging
from collections.abc import Callable
from dataclasses import replace

from streaming.feeder import Fed
from streaming.graphics.placed import Overlay
from streaming.intake import Sink

logger = logging.getLogger(__name__)


class Overlaid:
    """A sink before a sink. A fault in the graphics costs the graphics, never the programme."""

    def __init__(self, behind: Sink, overlay: Callable[[Fed], Overlay]) -> None:
        self._behind = behind
        self._overlay = overlay
        self._fault = ""

    def put(self, fed: Fed) -> None:
        self._behind.put(replace(fed, overlay=self._over(fed)))

    def _over(self, fed: Fed) -> Overlay:
        try:
            overlay = self._overlay(fed)
        except Exception as error:
            fault = repr(error)
            if fault != self._fault:
                logger.exception("no graphics", extra={"action": "graphics_failed"})
            self._fault = fault
            return ()
        self._fault = ""
        return overlay
