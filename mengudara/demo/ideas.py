"""The demo station's planning board: ideas of the next days, and an appointment of the city."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mengudara.demo.week import CHANNEL
from scheduler.idea import Idea, Source, State
from scheduler.imported.agenda_file import AgendaEntry
from scheduler.stores.board import BoardStore
from station.broadcast_day import instant_of

_IDEAS = (
    (1, "Pasar pagi pindah sementara: rute angkot", "Tim berita", Source.ISSUE, State.WORK),
    (3, "Wawancara petugas posyandu", "Penyiar pagi", Source.LEADER, State.IDEA),
    (5, "Tembang kenangan pilihan pendengar", "Penyiar sore", Source.LISTENER, State.READY),
    (9, "Sambutan hari jadi kota", "Humas", Source.THEME, State.IDEA),
)


def store(session: Session, today: date, now: datetime, zone: ZoneInfo) -> None:
    """Write the board; the caller commits."""
    board = BoardStore(session)
    for days, title, owner, source, state in _IDEAS:
        due = today + timedelta(days=days)
        board.save(Idea(CHANNEL, title, due, source, state, owner, by="admin", made_at=now))
    begins = instant_of(today + timedelta(days=3), time(6, 30), zone)
    work = AgendaEntry(
        "kerja-bakti@kota-contoh.example",
        begins,
        begins + timedelta(hours=2),
        "Kerja bakti bersih sungai",
        place="Tepi Sungai Contoh",
    )
    board.take(CHANNEL, [work], now)
