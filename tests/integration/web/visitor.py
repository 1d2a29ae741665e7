"""A signed-in client of the whole application, for tests of pages and API."""

from dataclasses import dataclass

from starlette.testclient import TestClient

from tests.browser.desk import sign_in


@dataclass
class Visitor:
    """Someone signed in: pages and forms, and the API with its token."""

    client: TestClient
    token: str

    @classmethod
    def signed_in(cls, app, name):
        client = TestClient(app, follow_redirects=False)
        return cls(client, sign_in(client, name))

    def get(self, path, **query):
        return self.client.get(path, params=query or None)

    def page(self, path, **query):
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, path, **fields):
        return self.client.post(path, data={"csrf": self.token, **fields})

    def api(self, method, path, body=None):
        headers = {"X-CSRF-Token": self.token}
        return self.client.request(method, f"/api/v1{path}", json=body, headers=headers)
