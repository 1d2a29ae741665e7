"""The desk's pages, in the order of the menu, and who sees which."""

from collections.abc import Set
from dataclasses import dataclass

from web.accounts import Account, Role
from web.i18n import N_


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the menu."""

    path: str
    label: str
    icon: str
    roles: tuple[Role, ...]


ENTRIES = (
    Entry("/studio", N_("Studio"), "studio", (Role.OPERATOR,)),
    Entry("/studio/microphone", N_("Microphone"), "live", (Role.OPERATOR, Role.PRESENTER)),
    Entry("/wall", N_("Buttons"), "bumper", (Role.OPERATOR,)),
    Entry("/schedule", N_("Schedule"), "calendar", (Role.OPERATOR, Role.HUMAS)),
    Entry("/library", N_("Library"), "library", (Role.OPERATOR, Role.HUMAS)),
    Entry("/humas", N_("Announcements"), "psa", (Role.OPERATOR, Role.HUMAS)),
    Entry("/reports", N_("Reports"), "report", (Role.OPERATOR, Role.HUMAS)),
    Entry("/admin", N_("Administration"), "settings", (Role.ADMIN,)),
)


def entries_for(account: Account | None, addresses: Set[str]) -> list[Entry]:
    """Return the pages that exist and that this account may open."""
    if account is None:
        return []
    return [entry for entry in ENTRIES if entry.path in addresses and account.has(*entry.roles)]
