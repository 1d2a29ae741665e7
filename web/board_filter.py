"""What of the planning board is shown: by words, owner, source, state and purpose."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from media_library.fold import fold
from scheduler.idea import Idea, Purpose, Source, State
from scheduler.imported.agenda_file import AgendaEntry

Typed = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Empty: everything."""

    text: str = ""
    """Words that all stand in a card or an entry."""
    owner: str = ""
    source: str = ""
    state: str = ""
    purpose: str = ""

    @property
    def is_set(self) -> bool:
        return self != BoardFilter()

    def keeps(self, idea: Idea) -> bool:
        return (
            self._speaks_of(idea.title, idea.notes, idea.owner)
            and (not self.owner or fold(self.owner) == fold(idea.owner))
            and self.source in ("", idea.source)
            and self.state in ("", idea.state)
            and self.purpose in ("", idea.purpose or "")
        )

    def keeps_entry(self, entry: AgendaEntry) -> bool:
        """Return whether an entry is shown: it has no owner, state or purpose before it is a
        card."""
        plain = not (self.owner or self.state or self.purpose)
        leader = self.source in ("", Source.LEADER)
        return plain and leader and self._speaks_of(entry.title, entry.place, entry.notes)

    def query(self, **more: object) -> str:
        """Return the filter as the query of an address."""
        told = {"text": self.text, "owner": self.owner, "source": self.source,
                "state": self.state, "purpose": self.purpose}  # fmt: skip
        return urlencode({name: value for name, value in (more | told).items() if value})

    def _speaks_of(self, *texts: str) -> bool:
        told = fold(" ".join(texts))
        return all(word in told for word in fold(self.text).split())


EVERYTHING = BoardFilter()


def owners(ideas: Iterable[Idea]) -> list[str]:
    """Return who sees to something, each once, by name."""
    return sorted({idea.owner for idea in ideas if idea.owner}, key=fold)


def _filter(
    *, text: Typed = "", owner: Typed = "", source: Typed = "", state: Typed = "",
    purpose: Typed = "",
) -> BoardFilter:  # fmt: skip
    return BoardFilter(
        text.strip(),
        owner.strip(),
        source if source in set(Source) else "",
        state if state in set(State) else "",
        purpose if purpose in set(Purpose) else "",
    )


TheFilter = Annotated[BoardFilter, Depends(_filter)]
