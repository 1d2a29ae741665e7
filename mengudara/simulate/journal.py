"""The record of a rehearsal: facts go to files as on the air, and to the ledger at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mengudara.simulate.ledger import Ledger
from station.journal import Fact, JournalWriter, read


@dataclass(slots=True)
class Journal:
    """Keeps nothing in memory but what was not written yet."""

    folder: Path
    ledger: Ledger
    _waiting: list[Fact] = field(default_factory=list)

    def note(self, fact: Fact) -> None:
        self.ledger.hear(fact)
        self._waiting.append(fact)

    def flush(self) -> None:
        """Write what has come since the last time."""
        writer = JournalWriter(self.folder)
        writer.append(self._waiting)
        writer.close()
        self._waiting.clear()

    def facts(self) -> Iterator[Fact]:
        """Read everything back, in the order in which it was written."""
        return (fact for fact, _ in read(self.folder))
