"""How much of a day is advertising, and how much of that is for the public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from scheduler.rules.fault import Fault
from scheduler.rules.line import Air, Airtime, covered
from scheduler.rules.terms import CommercialShare, PsaShare
from station.broadcast_day import day_bounds

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class AdTime:
    """The advertising of a local day, as far as it is known."""

    day: date
    """Local day."""
    on_air: timedelta
    """How long anything was on the air."""
    commercial: timedelta
    """Of that, advertising for money."""
    psa: timedelta
    """Of that, public service announcements."""
    unknown: timedelta = timedelta(0)
    """How much of the day is still to come, or outside what is known."""

    @property
    def commercial_percent(self) -> Decimal:
        """Return the part of the time on the air that is for money."""
        return percent(self.commercial, self.on_air)

    @property
    def psa_of_ads(self) -> Decimal | None:
        """Return `PSA / (PSA + commercials)`; None without any advertising."""
        ads = self.psa + self.commercial
        return percent(self.psa, ads) if ads else None

    @property
    def psa_of_commercials(self) -> Decimal | None:
        """Return `PSA / commercials`; None without commercials."""
        return percent(self.psa, self.commercial) if self.commercial else None


def percent(part: timedelta, whole: timedelta) -> Decimal:
    """Return an exact share; nothing of nothing is 0."""
    if not whole:
        return Decimal(0)
    return Decimal(part // _MICROSECOND) * 100 / Decimal(whole // _MICROSECOND)


def ad_time(air: Air, day: date) -> AdTime:
    """Return the advertising of a local day."""
    lines = air.of_day(day)
    return AdTime(
        day,
        covered(lines),
        _sum(line for line in lines if line.commercial),
        _sum(line for line in lines if line.psa),
        air.unknown(day),
    )


def allowance(terms: CommercialShare, on_air: timedelta) -> timedelta:
    """Return how long commercials may be in a day of so much time on the air."""
    micro = Decimal(on_air // _MICROSECOND) * terms.at_most / 100
    return timedelta(microseconds=int(micro))


def too_commercial(terms: CommercialShare, air: Air, day: date) -> Fault | None:
    """Return by how much the commercials of a day are too long, the rest of it being without."""
    found = ad_time(air, day)
    base = found.on_air + found.unknown
    allowed = allowance(terms, base)
    if found.commercial <= allowed:
        return None
    about = {
        "percent": rounded(percent(found.commercial, base), up=True),
        "limit": str(terms.at_most),
        "seconds": str(_seconds(found.commercial)),
    }
    return Fault(_passed(air, day, allowed), found.commercial - allowed, about=about)


def too_few_psa(terms: PsaShare, air: Air, day: date) -> Fault | None:
    """Return what public service announcements lack on a day that is over."""
    found = ad_time(air, day)
    base = found.commercial + (found.psa if terms.of == "all_ads" else timedelta(0))
    if found.unknown or not base or percent(found.psa, base) >= terms.at_least:
        return None
    about = {
        "percent": rounded(percent(found.psa, base), up=False),
        "limit": str(terms.at_least),
        "psa": str(_seconds(found.psa)),
        "commercial": str(_seconds(found.commercial)),
    }
    return Fault(day_bounds(day, air.zone)[0], _lacking(terms, found), about=about)


def rounded(share: Decimal, *, up: bool) -> str:
    """Return a share with two digits that never looks better than it is."""
    step = Decimal("0.01")
    return str(share.quantize(step, rounding="ROUND_UP" if up else "ROUND_DOWN"))


def _lacking(terms: PsaShare, found: AdTime) -> timedelta:
    """Return how much PSA would make the day pass."""
    share = terms.at_least / 100
    if terms.of == "all_ads" and share < 1:
        share /= 1 - share
    wanted = Decimal(found.commercial // _MICROSECOND) * share
    return timedelta(microseconds=int(wanted)) - found.psa


def _passed(air: Air, day: date, allowed: timedelta) -> datetime:
    """Return where in the day the commercials pass what is allowed."""
    used = timedelta(0)
    for line in air.of_day(day):
        if line.commercial:
            if used + line.length > allowed:
                return line.begins + (allowed - used)
            used += line.length
    return day_bounds(day, air.zone)[0]


def _sum(lines: Iterable[Airtime]) -> timedelta:
    return sum((line.length for line in lines), timedelta(0))


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())
