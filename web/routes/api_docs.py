"""/api/docs: the API's own pages, served without any other site."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from web.deps import PUBLIC
from web.pages import ThePage

router = APIRouter(dependencies=[PUBLIC], include_in_schema=False)


@router.get("/api/openapi.json")
def openapi(request: Request) -> dict[str, Any]:
    schema: dict[str, Any] = request.app.openapi()
    return schema


@router.get("/api/docs")
def docs(page: ThePage) -> Response:
    return page.render("api_docs.html")
