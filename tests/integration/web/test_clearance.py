"""The clearance of a film, from its page to the rundown."""

from media_library.signs import TAG
from media_library.store import CartStore
from scheduler.planner.items import made
from station.rundown import Reason, Rundown, Why, from_json, to_json
from tests.browser.desk import sign_in
from tests.browser.doubles import NOON
from tests.integration.web.library_material import add_film, form_of


def test_a_film_is_given_its_clearance_and_carries_it(client, sessions, paths, cart):
    film = add_film(sessions, paths.media, NOON, "Sawah")
    token = sign_in(client, "operator")
    assert 'name="clearance"' not in client.get(f"/library/carts/{cart.id}").text
    assert 'name="clearance"' in client.get(f"/library/carts/{film.id}").text
    typed = {"csrf": token, "cleared": "on", "clearance": "STLS 12/2026", "film_class": "17+"}
    saved = client.post(f"/library/carts/{film.id}", data=form_of(film, **typed))
    assert saved.status_code == 303
    assert "STLS 12/2026" in client.get(f"/library/carts/{film.id}").text
    told = client.get(f"/api/v1/carts/{film.id}").json()
    assert (told["clearance"], told["film_class"]) == ("STLS 12/2026", "17+")
    with sessions() as session:
        (planned,) = [one for one in CartStore(session).stock() if one.id == film.id]
    item = made(planned, "k", 0, reason=Reason(Why.FIXED), target_lufs=-23.0)
    assert (item.clearance, item.film_class) == ("STLS 12/2026", "17+")
    again = from_json(to_json(Rundown("tv", 1, NOON, NOON, NOON, (item,))))
    assert again.items[0].film_class == "17+"


def test_a_film_is_given_the_film_of_its_interpreter(client, sessions, paths, cart):
    film = add_film(sessions, paths.media, NOON, "Sawah")
    sign = add_film(sessions, paths.media, NOON, "Sawah, bahasa isyarat")
    headers = {"X-CSRF-Token": (token := sign_in(client, "operator"))}
    address = f"/library/carts/{film.id}"
    typed = {"csrf": token, "cleared": "on", "sign": str(sign.id)}
    assert client.post(address, data=form_of(film, **typed)).status_code == 303
    page = client.get(address).text
    assert f'href="/library/carts/{sign.id}"' in page
    with sessions() as session:
        stock = {one.id: one for one in CartStore(session).stock()}
    assert stock[film.id].sign_path == sign.path
    assert TAG in stock[sign.id].tags
    item = made(stock[film.id], "k", 0, reason=Reason(Why.FIXED), target_lufs=-23.0)
    assert item.sign_path == sign.path
    for wrong in (film.id, cart.id, 999, "x"):
        answer = client.post(address, data=form_of(film, **typed | {"sign": str(wrong)}))
        assert answer.status_code == 422
        assert 'id="sign-error"' in answer.text
    api = f"/api/v1/carts/{film.id}"
    wrong = client.patch(api, json={"sign": cart.id}, headers=headers)
    assert (wrong.status_code, wrong.json()["fields"]) == (422, ["sign"])
    assert client.patch(api, json={"sign": None}, headers=headers).json()["sign_path"] == ""
    again = client.patch(api, json={"sign": sign.id}, headers=headers).json()
    assert again["sign_path"] == sign.path
