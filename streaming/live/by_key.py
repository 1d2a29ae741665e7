"""Who comes in by his key alone, as the programs do that publish sound with pictures."""

import logging
from http import HTTPStatus

from station.presenters import Presenter
from streaming.live.admission import Refusal
from streaming.live.session import Route
from streaming.live.visit import House

logger = logging.getLogger(__name__)

CROWDED = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE, "Too many presenters are connected: try again later."
)
_SENT_AWAY = Refusal(HTTPStatus.FORBIDDEN, "You have been disconnected: wait a minute.")


def admitted(
    house: House, key: str, channel: str, address: str
) -> tuple[Presenter, Route] | Refusal:
    """Return who it is, and his way to a television channel."""
    presenter = house.admission.by_key(key, address, house.clock.now())
    if isinstance(presenter, Refusal):
        return presenter
    slug = house.admission.channel("/" + channel.strip("/"), presenter)
    if isinstance(slug, Refusal):
        return slug
    route = house.interpreter(slug) if presenter.interprets else house.route(slug)
    if route is None or route.film is None:
        return Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"{slug} is no television channel.")
    return _SENT_AWAY if house.inputs.rests(slug, presenter.login) else (presenter, route)


def note(house: House, door: str, refused: Refusal, address: str) -> None:
    """Count and log somebody who was not let in."""
    house.inputs.refused += 1
    about = {"action": "live_refused", "status": int(refused.status), "address": address}
    logger.warning("%s refused: %s", door, refused.sentence, extra=about)
