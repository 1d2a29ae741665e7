"""What the forms of a rotation share: its numbers, its tags, and its shares as a line of text."""

from datetime import timedelta

from pydantic import TypeAdapter, ValidationError

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.programme import Pool
from station.kinds import Kind

NUMBERS = (
    "artist_separation_min", "title_separation_min", "jingle_every", "artist_separation_plays",
    "title_separation_plays", "tag_separation_min", "tag_separation_plays", "tempo_step",
    "mood_step",
)  # fmt: skip
LONGEST_KEPT = 8_000
_MINUTES_IN_A_WEEK = timedelta(days=7) // timedelta(minutes=1)
_POOLS: TypeAdapter[tuple[Pool, ...]] = TypeAdapter(tuple[Pool, ...])


def read_tags(text: str) -> tuple[str, ...]:
    tags = (" ".join(tag.lower().split()) for tag in text.split(","))
    return tuple(sorted({tag for tag in tags if tag}))


def read_number(name: str, text: str) -> int:
    """Raises ScheduleInvalid for what is no number, or longer than a week of minutes."""
    text = text.strip() or "0"
    if not text.isdecimal() or int(text) > _MINUTES_IN_A_WEEK:
        raise ScheduleInvalid(Problem.SEPARATION_NEGATIVE, name, text)
    return int(text)


def written_pools(pools: tuple[Pool, ...]) -> str:
    return "; ".join(f"{pool.weight} {', '.join(pool.tags)}".strip() for pool in pools)


def kept_pools(pools: tuple[Pool, ...]) -> str:
    """Return shares as a hidden field carries them, with all that their line does not say."""
    return _POOLS.dump_json(pools).decode() if pools else ""


def read_pools(text: str, kinds: tuple[Kind, ...], kept: str) -> tuple[Pool, ...]:
    """Read `2 pop, rock; 1 daerah`; raises ScheduleInvalid.

    A share whose tags were there before keeps its name, and its kinds when they are its own; all
    others are of `kinds`.
    """
    before = _unkept(kept)
    common = before[0].kinds if before else ()
    found = []
    for piece in filter(None, (piece.strip() for piece in text.split(";"))):
        weight, _, typed = piece.partition(" ")
        if not weight.isdecimal() or len(weight) > 3:
            raise ScheduleInvalid(Problem.WEIGHT_IMPOSSIBLE, "pools", weight)
        tags = read_tags(typed)
        same = next((pool for pool in before if pool.tags == tags), None)
        own = same is not None and same.kinds != common
        name = same.name if same else ""
        found.append(Pool(same.kinds if same and own else kinds, tags, int(weight), name))
        if same:
            before.remove(same)
    return tuple(found)


def _unkept(text: str) -> list[Pool]:
    """Return the shares of a hidden field; one that somebody has spoilt holds none."""
    try:
        return list(_POOLS.validate_json(text)) if text else []
    except (ValidationError, ScheduleInvalid):
        return []
