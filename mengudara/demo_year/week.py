"""The grids of the demo year: the usual week, Ramadan's own, and the election over the usual."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from mengudara.demo_year import days
from mengudara.demo_year.library import Shelves
from scheduler.calendar.attachment import Attachment, BringsProgramme, OnDates, OnPasaran
from scheduler.stores import (
    AttachmentStore,
    EpisodeStore,
    GridStore,
    HourTemplateStore,
    ProgrammeStore,
    SeasonStore,
)
from scheduler.week.episode import Episode
from scheduler.week.grid import GridSlot
from scheduler.week.hour_template import Element, ElementForm, HourTemplate
from scheduler.week.programme import (
    AnyContent,
    Category,
    Fixed,
    Live,
    Pool,
    Programme,
    Rotation,
    Serial,
    Source,
    Templated,
)
from scheduler.week.season import Cover, Season
from station.kinds import Kind
from station.rating import Rating
from station.rundown import Start

CHANNEL = "radio"
DAILY = "FREQ=DAILY"
WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
WEEKEND = "FREQ=WEEKLY;BYDAY=SA,SU"
RELAYED = "https://siaran.example.org/warta"
_SINCE = days.YEAR.first - timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a programme stands in a grid."""

    at: str
    minutes: int
    rule: str = DAILY
    start: Start = Start.HARD
    window: int = 0
    """Minutes to each side of its time in which it may begin."""


@dataclass(frozen=True, slots=True)
class Show:
    """A programme with its places in the three grids."""

    programme: Programme
    usual: tuple[Place, ...] = ()
    ramadan: tuple[Place, ...] = ()
    election: tuple[Place, ...] = ()
    episodes: tuple[int, ...] = field(default=())
    """Recordings of a serial, in order."""


def store(session: Session, shelves: Shelves) -> None:
    """Write the grids; the caller commits."""
    fast = days.ramadan()
    seasons = SeasonStore(session)
    ramadan = seasons.save(Season(CHANNEL, "Ramadan", fast.first, fast.last, active=True))
    election = seasons.save(
        Season(
            CHANNEL, "Pilkada", days.ELECTION.first, days.ELECTION.last, active=True,
            cover=Cover.OVER,
        )
    )  # fmt: skip
    templates = [HourTemplateStore(session).save(one) for one in hour_templates()]
    numbers = tuple(template.id for template in templates)
    for show in shows(shelves, numbers):
        _store_show(session, show, ramadan.id, election.id)
    _store_days(session, shelves)


def hour_templates() -> list[HourTemplate]:
    """Return the recipe of a usual hour, and that of an hour with more speech."""
    music = _flow("pop", "dangdut", "nostalgia")
    return [
        _hour("Jam musik", music, (1_080, 1_140, 1_000)),
        _hour("Jam bicara", music, (780, 1_500, 900)),
    ]


def shows(shelves: Shelves, templates: tuple[int, ...]) -> list[Show]:
    """Return every programme of the year with its places."""
    return [
        *_music_shows(templates),
        *_spoken_shows(shelves),
        *_serials(shelves),
        *_of_ramadan(shelves),
        *_of_election(shelves),
    ]


def _music_shows(templates: tuple[int, ...]) -> list[Show]:
    usual, spoken = Templated(templates[:1]), Templated(templates)
    late = _flow("keroncong", "campursari", "nostalgia")
    return [
        Show(_show("Teman Malam", late), (Place("00:03", 57), Place("03:00", 60))),
        Show(
            _show("Kafe Malam", _flow("pop", "nostalgia"), rating=Rating.D),
            (Place("01:00", 120),), (Place("01:00", 60),),
        ),
        Show(_show("Gending Fajar", _tags("gending"), Category.CULTURE), (Place("05:00", 60),)),
        Show(
            replace(_show("Sapa Pagi", spoken), live=Live()),
            (Place("06:02", 58, start=Start.SOFT), Place("07:15", 105)),
            (Place("06:02", 58, start=Start.SOFT), Place("07:15", 105)),
        ),
        Show(
            _show("Radio Warga", usual),
            (Place("09:00", 60), Place("10:00", 120, WEEKEND), Place("10:40", 80, WORKDAYS)),
            (Place("09:00", 180),),
        ),
        Show(
            _show("Siang Santai", usual),
            (Place("12:10", 170, start=Start.WINDOW, window=3),), (Place("12:10", 170),),
        ),
        Show(
            _show("Sore di Pesisir", spoken), (Place("15:30", 150),), (Place("15:30", 60),)
        ),
        Show(_show("Panggung Campursari", late, Category.CULTURE), (Place("18:10", 80),)),
        Show(
            _show("Klasik Daerah", _tags("keroncong", "gending"), Category.CULTURE),
            (Place("19:30", 150, start=Start.SOFT),), (Place("22:00", 60),),
        ),
        Show(_show("Nada Malam", _flow("nostalgia", "pop")), (Place("22:00", 60),)),
    ]  # fmt: skip


def _spoken_shows(shelves: Shelves) -> list[Show]:
    news = shelves.of("news")
    hours = tuple(Place(at, 10) for at in ("12:00", "18:00"))
    relay = replace(
        _show("Warta Nasional", Fixed(news[-1:]), Category.NEWS), relay=RELAYED, source=Source.RELAY
    )
    return [
        Show(_show("Warta Kota", Fixed(news[:1]), Category.NEWS), hours, (hours[0],)),
        Show(relay, (Place("07:00", 15),), (Place("07:00", 15),)),
        Show(
            _show("Ruang Informasi", Fixed(shelves.of("talk")[:1]), Category.EDUCATION),
            (Place("10:00", 40, WORKDAYS),),
        ),
    ]


def _serials(shelves: Shelves) -> list[Show]:
    tune = shelves.of("jingle")[:1]
    return [
        Show(
            _show("Dongeng Sore", Serial(tune), Category.EDUCATION, Rating.P),
            (Place("15:00", 30),), (Place("15:00", 30),), episodes=shelves.of("tale"),
        ),
        Show(
            _show("Anak Ceria", Serial(tune), Category.EDUCATION, Rating.A),
            (Place("08:00", 30, "FREQ=WEEKLY;BYDAY=SU"),), episodes=shelves.of("children"),
        ),
        Show(
            _show("Drama Malam", Serial(), Category.CULTURE, Rating.D),
            (Place("23:00", 30),), (Place("23:00", 30),), episodes=shelves.of("drama"),
        ),
        Show(
            _show("Mimbar Subuh", Serial(), Category.EDUCATION),
            (Place("04:00", 60),), (Place("05:00", 60),), episodes=shelves.of("sermon"),
        ),
    ]  # fmt: skip


def _of_ramadan(shelves: Shelves) -> list[Show]:
    pious = _tags("religi")
    return [
        Show(
            _show("Sahur Bersama", _flow("religi", "gending"), Category.CULTURE),
            ramadan=(Place("02:00", 180),),
        ),
        Show(_show("Ngabuburit", pious, Category.CULTURE), ramadan=(Place("16:30", 120),)),
        Show(_show("Malam Tarawih", pious, Category.CULTURE), ramadan=(Place("18:30", 210),)),
        Show(
            _show("Takbir", Fixed(shelves.of("talk")[1:3]), Category.CULTURE),
            usual=(),
        ),
    ]


def _of_election(shelves: Shelves) -> list[Show]:
    return [
        Show(
            _show("Debat Pilkada", Fixed(shelves.of("talk")[3:5]), Category.NEWS),
            election=(Place("19:30", 90, "FREQ=WEEKLY;BYDAY=FR"),),
        ),
        Show(
            _show("Suara Pemilih", Serial(), Category.EDUCATION),
            election=(Place("11:00", 45, WORKDAYS),), episodes=shelves.of("talk")[5:25],
        ),
    ]  # fmt: skip


def _store_show(session: Session, show: Show, ramadan: int, election: int) -> None:
    programme = ProgrammeStore(session).save(show.programme)
    seasons: tuple[tuple[tuple[Place, ...], int | None], ...] = (
        (show.usual, None), (show.ramadan, ramadan), (show.election, election)
    )  # fmt: skip
    for places, season in seasons:
        for place in places:
            GridStore(session).save(_slot(programme.id, place, season))
    for number, cart in enumerate(show.episodes, 1):
        EpisodeStore(session).save(Episode(programme.id, number, f"Bagian {number}", cart))


def _store_days(session: Session, shelves: Shelves) -> None:
    """Attach programmes to days: the state address, the anniversary, a night of the Javanese."""
    store, speech = AttachmentStore(session), shelves.of("speech")
    address = ProgrammeStore(session).save(
        replace(
            _show("Pidato Kenegaraan", Fixed(speech[:1]), Category.NEWS), relay=RELAYED,
            source=Source.RELAY,
        )
    )  # fmt: skip
    macapat = ProgrammeStore(session).save(
        _show("Macapat Malam Jumat Kliwon", Fixed(speech[1:2]), Category.CULTURE)
    )
    state_address = OnDates(date(2027, 8, 16), date(2027, 8, 16), yearly=True)
    hour = timedelta(hours=1)
    store.save(
        Attachment(
            CHANNEL, "Pidato kenegaraan", state_address, BringsProgramme(address.id), time(10),
            hour, Start.HARD,
        )
    )  # fmt: skip
    store.save(
        Attachment(
            CHANNEL, "Malam Jumat Kliwon", OnPasaran("Kliwon", 4), BringsProgramme(macapat.id),
            time(21), hour - timedelta(minutes=10), eve=True,
        )
    )  # fmt: skip


def _slot(programme: int, place: Place, season: int | None) -> GridSlot:
    window = timedelta(minutes=place.window)
    return GridSlot(
        CHANNEL, programme, _SINCE, time.fromisoformat(place.at),
        timedelta(minutes=place.minutes), place.rule, place.start, early=window, late=window,
        season_id=season,
    )  # fmt: skip


def _show(
    name: str,
    content: AnyContent,
    category: Category = Category.ENTERTAINMENT,
    rating: Rating = Rating.SU,
) -> Programme:
    return Programme(CHANNEL, name, content, category, rating)


def _tags(*tags: str) -> Rotation:
    return Rotation(
        tags=tags, artist_separation_min=40, title_separation_min=180, jingle_every=4
    )  # fmt: skip


def _flow(*tags: str) -> Rotation:
    """Return a rotation in which the first tag comes twice as often, and styles are kept apart."""
    pools = [Pool((Kind.MUSIC,), (tag,), 1 + (tag == tags[0]), tag.capitalize()) for tag in tags]
    return Rotation(
        pools=tuple(pools), artist_separation_min=60, title_separation_min=240,
        artist_separation_plays=8, apart_tags=("dangdut", "religi"), tag_separation_plays=1,
        tempo_step=60, jingle_every=5,
    )  # fmt: skip


def _hour(name: str, music: Rotation, lengths: Iterable[int]) -> HourTemplate:
    first, second, third = lengths
    spots = Element(ElementForm.BREAK, "Iklan", length_s=180)
    return HourTemplate(
        CHANNEL,
        name,
        (
            Element(ElementForm.STATION_ID, at_s=0),
            Element(ElementForm.ROTATION, "Musik", length_s=first, rotation=music),
            spots,
            Element(ElementForm.ROTATION, "Musik", length_s=second, rotation=music),
            spots,
            Element(ElementForm.ROTATION, "Musik", length_s=third - 170, rotation=music),
            spots,
        ),
    )
