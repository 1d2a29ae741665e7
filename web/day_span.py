"""How many local days an answer of the API may be about."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field
from starlette.exceptions import HTTPException

MOST_DAYS = 62
Days = Annotated[int, Field(ge=1, le=MOST_DAYS)]


def last_of(first: date, days: int) -> date:
    """Return the last of so many days; where the calendar ends first, the answer is 422."""
    try:
        return first + timedelta(days=days - 1)
    except OverflowError:
        raise HTTPException(422) from None
