"""One line of the table of results."""

from dataclasses import asdict, dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its unit, the floor or peer it is held against, and the goal in words."""

    name: str
    what: str
    ours: float | None
    unit: str
    goal: str
    against: str = ""
    theirs: float | None = None
    met: bool | None = None
    failed: bool = False

    @classmethod
    def did_not_run(cls, name: str, why: str) -> "Row":
        return cls(name, f"did not run: {why}", None, "", "", failed=True)

    @property
    def ratio(self) -> float | None:
        if self.ours is None or not self.theirs:
            return None
        return self.ours / self.theirs

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"ratio": self.ratio}


def table(rows: list[Row], scale: float) -> str:
    """Return the rows as aligned columns."""
    head = ("", "what", "ours", "against", "theirs", "ratio", "goal", "met")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    text = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    note = "" if scale >= 1 else f"\n(shortened to {scale:.0%} of the full length)"
    return text + note


def percentile(values: list[float], share: int) -> float:
    """Return the `share`-th percentile, 1 to 99; the largest value for short lists."""
    if len(values) < 100 and share >= 99:
        return max(values)
    return quantiles(values, n=100)[share - 1]


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        row.what,
        _number(row.ours, row.unit),
        row.against,
        _number(row.theirs, row.unit),
        "" if row.ratio is None else f"{row.ratio:.2f}",
        row.goal,
        {None: "", True: "yes", False: "NO"}[row.met],
    )


def _number(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:.4g} {unit}"
