"""/api/v1/uploads: files come up in pieces and go on where they stopped (tus 1.0).

The bytes go straight to the disk, in a thread of their own that pages do not share.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Annotated

import anyio
from anyio import from_thread, to_thread
from fastapi import APIRouter, Depends, Header, Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from media_library.jobs import JobStore, Origin
from media_library.uploads import ABANDONED, Upload, UploadNotFound, Uploads
from station.kinds import LIBRARY_KINDS, SPOTS, Kind
from web import tus
from web.accounts import Account, Role
from web.cart_edit import KindNotAllowed
from web.deps import Now, Staff, TheDesk
from web.desk import Desk

LARGEST_PIECE = 64 * 1024**3
"""Of one request; the upload's own length, checked piece by piece, is the real limit."""
_GATHERED = 1_000_000
"""Bytes handed to the writing thread at once."""
_REMEMBERED = 200
"""Jobs of the sender that are looked through for one of this file."""
_WRITERS = 12
"""Requests that write at the same time; the others wait with their bytes unread."""


def _protocol(response: Response, tus_resumable: Annotated[str, Header()] = tus.VERSION) -> None:
    if tus_resumable != tus.VERSION:
        raise HTTPException(412, headers={"Tus-Version": tus.VERSION})


def _uploads(desk: TheDesk) -> Uploads:
    return Uploads(desk.paths, desk.config, desk.clock)


TheUploads = Annotated[Uploads, Depends(_uploads)]

router = APIRouter(prefix="/api/v1/uploads", tags=["uploads"], dependencies=[Depends(_protocol)])


def _own(upload_id: str, uploads: TheUploads, sender: Staff) -> Upload:
    """Return the upload; anybody else's does not exist."""
    upload = uploads.get(upload_id)
    if upload.owner != sender.name:
        raise UploadNotFound(upload_id)
    return upload


Own = Annotated[Upload, Depends(_own)]


@router.options("")
def capabilities(desk: TheDesk, _sender: Staff) -> Response:
    """What this server understands."""
    return _answer(
        204,
        {
            "Tus-Version": tus.VERSION,
            "Tus-Extension": tus.EXTENSIONS,
            "Tus-Max-Size": str(desk.config.media.max_bytes),
        },
    )


@router.post("", status_code=201)
def create(
    desk: TheDesk,
    uploads: TheUploads,
    sender: Staff,
    now: Now,
    upload_length: Annotated[str, Header()] = "",
    upload_metadata: Annotated[str, Header(max_length=4096)] = "",
) -> Response:
    """Begin an upload; `Upload-Metadata` carries `filename` and `kind`."""
    length = tus.number(upload_length)
    try:
        about = tus.metadata(upload_metadata)
    except ValueError:
        raise HTTPException(400) from None
    if length is None:
        raise HTTPException(400)
    kind = _kind(about.get("kind", ""), sender)
    name = about.get("filename", "").replace("\\", "/").rpartition("/")[2] or "recording"
    upload = uploads.create(length, name, kind=kind, owner=sender.name)
    headers = {"Location": f"/api/v1/uploads/{upload.id}", "Upload-Expires": _expires(now)}
    return _answer(201, headers | ({} if length else _handed_over(desk, uploads, upload, now)))


@router.head("/{upload_id}")
def stand(upload: Own, uploads: TheUploads, desk: TheDesk, now: Now) -> Response:
    """How much has come. Asked about a whole file, it is handed on if it was not yet."""
    offset = upload.length if upload.finished else uploads.offset(upload.id)
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(upload.length)}
    if offset == upload.length:
        headers |= _handed_over(desk, uploads, upload, now)
    return _answer(200, headers | {"Upload-Expires": _expires(now)})


@router.patch("/{upload_id}", status_code=204, max_body_size=LARGEST_PIECE)
async def go_on(
    request: Request,
    upload: Own,
    uploads: TheUploads,
    desk: TheDesk,
    now: Now,
    upload_offset: Annotated[str, Header()] = "",
    content_type: Annotated[str, Header()] = "",
) -> Response:
    """Take the bytes that follow `Upload-Offset`."""
    offset = tus.number(upload_offset)
    if content_type != tus.PIECE_TYPE:
        raise HTTPException(415)
    if offset is None:
        raise HTTPException(400)
    new = await _append(request, uploads, upload.id, offset)
    headers = {"Upload-Offset": str(new), "Upload-Expires": _expires(now)}
    if new == upload.length:
        headers |= await to_thread.run_sync(_handed_over, desk, uploads, upload, now)
    return _answer(204, headers)


@router.delete("/{upload_id}", status_code=204)
def give_up(upload: Own, uploads: TheUploads) -> Response:
    """Give an upload up; what the library has taken stays."""
    if not upload.finished:
        uploads.discard(upload.id)
    return _answer(204, {})


async def _append(request: Request, uploads: Uploads, upload_id: str, offset: int) -> int:
    bytes_in = _gathered(request.stream())

    async def following() -> bytes:
        try:
            return await anext(bytes_in, b"")
        except ClientDisconnect:
            return b""

    def chunks() -> Iterator[bytes]:
        while chunk := from_thread.run(following):
            yield chunk

    return await to_thread.run_sync(
        uploads.append, upload_id, offset, chunks(), limiter=_writers(request)
    )


def _writers(request: Request) -> anyio.CapacityLimiter:
    state = request.app.state
    if not hasattr(state, "upload_writers"):
        state.upload_writers = anyio.CapacityLimiter(_WRITERS)
    limiter: anyio.CapacityLimiter = state.upload_writers
    return limiter


async def _gathered(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield larger pieces, so that threads are not changed for every packet."""
    held = bytearray()
    async for chunk in stream:
        held += chunk
        if len(held) >= _GATHERED:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _handed_over(desk: Desk, uploads: Uploads, upload: Upload, now: datetime) -> dict[str, str]:
    """Queue the whole file for the library, once, and name the job."""
    with desk.sessions.begin() as session:
        jobs = JobStore(session)
        mine = jobs.newest(_REMEMBERED, upload.owner)
        job = next((job for job in mine if job.path.stem == upload.id), None)
        job = job or jobs.submit(
            uploads.finish(upload.id),
            Origin.UPLOAD,
            now,
            name=upload.name,
            kind=upload.kind,
            by=upload.owner,
        )
    return {"Upload-Job": str(job.id)}


def _kind(text: str, sender: Account) -> Kind | None:
    kind = Kind(text) if text in LIBRARY_KINDS else None
    if not sender.has(Role.OPERATOR) and kind not in SPOTS:
        raise KindNotAllowed
    return kind


def _expires(now: datetime) -> str:
    return tus.http_date(now + ABANDONED)


def _answer(status: int, headers: dict[str, str]) -> Response:
    return Response(status_code=status, headers=headers | {"Tus-Resumable": tus.VERSION})
