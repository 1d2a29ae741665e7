"""Someone who has never seen the desk: every act is done in the browser and counted.

How long it takes is reckoned by the keystroke-level model (Card, Moran and Newell, 1980), with
reading at a slow 200 words a minute of everything a page shows, each time it is shown. The wait
for the machine is stated, not measured: what a slow office computer needs.
"""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.browser.conftest import ready

KEY = 0.28
"""Seconds for a key, or a button of the mouse, of someone who is no typist."""
POINT = 1.1
"""Seconds to point at something."""
HAND = 0.4
"""Seconds from the mouse to the keys, or back."""
THINK = 1.35
"""Seconds to make up one's mind before an act."""
WORDS_A_MINUTE = 200
PAGE_S = 5.0
"""Until a page is there."""
RECORDING_S = 60.0
"""Until a recording of some minutes is sent, measured and in the library."""
_MAIN_WORDS = "() => document.querySelector('main').innerText.split(/\\s+/).filter(Boolean).length"


@dataclass
class Newcomer:
    """One person at one page."""

    page: Page
    presses: int = 0
    """Buttons and links."""
    fields: int = 0
    """What was typed or chosen."""
    words: int = 0
    """Read."""
    pages: int = 0
    seconds: float = 0.0

    @property
    def minutes(self) -> float:
        return self.seconds / 60

    def reads(self) -> None:
        """Read all that the page says."""
        count = self.page.evaluate(_MAIN_WORDS)
        self.words += count
        self.seconds += THINK + count / WORDS_A_MINUTE * 60

    def goes(self, what: Locator, to: str) -> None:
        """Press what leads to another page, wait for it and read it."""
        self.presses += 1
        self.pages += 1
        self.seconds += THINK + POINT + 2 * KEY + PAGE_S
        with self.page.expect_navigation(url=to):
            what.click()
        ready(self.page)
        self.reads()

    def types(self, field: str, text: str) -> None:
        self.fields += 1
        self.seconds += THINK + POINT + 2 * KEY + 2 * HAND + KEY * len(text)
        self.page.fill(field, text)

    def chooses(self, field: str, label: str) -> None:
        """Open a list, look for a line in it and press that."""
        lines = self.page.locator(f"{field} option").count()
        self.fields += 1
        self.seconds += 2 * (THINK + POINT + 2 * KEY) + lines / WORDS_A_MINUTE * 60
        self.page.select_option(field, label=label)

    def brings(self, files: list[Path]) -> None:
        """Choose files in the window of the system, and wait until they are in the library."""
        self.presses += 1
        self.fields += len(files)
        self.seconds += len(files) * (2 * (THINK + POINT + 2 * KEY) + RECORDING_S)
        self.page.set_input_files("input[type=file]", files)
