"""A file for the visitor to keep, under a name of ours."""

from starlette.responses import Response

CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"


def download(name: str, content: str | bytes, form: str = CSV) -> Response:
    """Answer with a file; its name is of plain letters and nothing that people typed."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=form, headers=headers)
