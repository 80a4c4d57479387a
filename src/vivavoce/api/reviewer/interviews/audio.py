"""Recorded tracks, decrypted as they are sent, for signed-in people only; every access is in the audit log."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response, StreamingResponse

from vivavoce.api.auth.browser import Reviewer, signed_in
from vivavoce.api.reviewer.interviews.ranges import ByteRange, UnsatisfiableRangeError, wanted_range
from vivavoce.api.schemas import PROBLEMS
from vivavoce.api.services import Given, Services
from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.ports.recordings import Recordings, Track, TrackInfo

router = APIRouter(
    prefix="/api/interviews/{interview_id}/audio",
    tags=["interviews"],
    responses=PROBLEMS,
    dependencies=[Depends(signed_in)],
)

PIECE_BYTES = 256 * 1024
"""Decrypted at a time: small enough to start playing at once, large enough to keep reads few."""
_MEDIA = {"content": {"audio/ogg": {}}, "description": "The track's bytes."}


@router.get("/{track}", response_class=Response, responses={200: _MEDIA, 206: _MEDIA})
async def get_audio(interview_id: str, track: Track, request: Request, reviewer: Reviewer, services: Given) -> Response:
    info = await _track(services, interview_id, track)
    try:
        part = _part(request, info)
    except UnsatisfiableRangeError:
        return Response(status_code=416, headers={**_headers(info), "Content-Range": f"bytes */{info.size_bytes}"})
    whole = part or ByteRange(start=0, length=info.size_bytes)
    await services.audit.add(
        actor=reviewer.user.id,
        action="recording.played",
        subject=interview_id,
        at=services.clock.now(),
        detail={"track": track, "start": str(whole.start), "length": str(whole.length)},
    )
    pieces = _pieces(services.recordings, interview_id, track, whole)
    first = await anext(pieces, b"")  # what cannot be read is an answer, not a broken stream
    headers = {**_headers(info), "Content-Length": str(whole.length)}
    if part is not None:
        headers["Content-Range"] = f"bytes {part.start}-{part.start + part.length - 1}/{info.size_bytes}"
    return StreamingResponse(
        _after(first, pieces), status_code=206 if part else 200, headers=headers, media_type=info.media_type
    )


@router.head("/{track}", include_in_schema=False)
async def head_audio(interview_id: str, track: Track, services: Given) -> Response:
    info = await _track(services, interview_id, track)
    headers = {**_headers(info), "Content-Length": str(info.size_bytes)}
    return Response(headers=headers, media_type=info.media_type)


async def _track(services: Services, interview_id: str, track: Track) -> TrackInfo:
    for info in await services.recordings.tracks(interview_id):
        if info.track is track:
            return info
    raise NotFoundError(
        "There is no such recording.", fix="Without consent to recording none is made; read the transcript instead."
    )


def _part(request: Request, info: TrackInfo) -> ByteRange | None:
    """Return the range asked for; None when the whole is due, also because the client knows another version."""
    header = request.headers.get("range")
    known = request.headers.get("if-range")
    if header is None or (known is not None and known != _etag(info)):
        return None
    return wanted_range(header, size_bytes=info.size_bytes)


def _etag(info: TrackInfo) -> str:
    return f'"{info.id}-{info.size_bytes}"'


def _headers(info: TrackInfo) -> dict[str, str]:
    return {"Accept-Ranges": "bytes", "ETag": _etag(info), "Cache-Control": "no-store"}


async def _pieces(recordings: Recordings, session_id: str, track: Track, wanted: ByteRange) -> AsyncIterator[bytes]:
    position, end = wanted.start, wanted.start + wanted.length
    while position < end:
        piece = await recordings.read(session_id, track, start=position, length=min(PIECE_BYTES, end - position))
        if not piece:
            return
        yield piece
        position += len(piece)


async def _after(first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in pieces:
        yield piece
