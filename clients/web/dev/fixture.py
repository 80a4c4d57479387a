"""A pretend platform on http://127.0.0.1:8765: the built app, and an API that answers with invented people."""

import asyncio
import io
import math
import struct
import sys
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import fixture_candidate as candidates
import fixture_practice as practising
import fixture_reviewer as reviewers
import uvicorn
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from vivavoce.domain.errors import PackError
from vivavoce.knowledge.packs import parse_pack

DIST = Path(__file__).parent.parent / "dist"
# Stricter than the platform's own: what the pages do without inline styles stays possible.
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:;"
    " connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
RATE_HZ = 48_000

views: dict[str, dict[str, Any]] = {}
decisions: list[dict[str, Any]] = []
viewed: list[str] = []
calls: set[RTCPeerConnection] = set()


def hum(at_s: float) -> float:
    """Return a sample of something with the rhythm of speech."""
    syllable = max(0.0, math.sin(2 * math.pi * 2.1 * at_s)) ** 2 * (
        0.4 + 0.6 * math.sin(2 * math.pi * 0.31 * at_s) ** 2
    )
    voice = sum(math.sin(2 * math.pi * 130 * harmonic * at_s) / harmonic for harmonic in range(1, 9))
    return 0.18 * syllable * voice


def wav(duration_s: float, *, rate_hz: int = 8_000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as track:
        track.setnchannels(1)
        track.setsampwidth(2)
        track.setframerate(rate_hz)
        samples = (int(32_000 * hum(index / rate_hz)) for index in range(int(duration_s * rate_hz)))
        track.writeframes(b"".join(struct.pack("<h", max(-32_768, min(32_767, one))) for one in samples))
    return file.getvalue()


class Voice(MediaStreamTrack):  # type: ignore[misc]
    """Speaks for ever."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._sent = 0
        second = [int(32_000 * hum(index / RATE_HZ)) for index in range(RATE_HZ * 10)]
        self._loop = struct.pack(f"<{len(second)}h", *(max(-32_768, min(32_767, one)) for one in second))
        self._began = asyncio.get_event_loop().time()

    async def recv(self) -> AudioFrame:
        size = RATE_HZ // 50
        await asyncio.sleep(max(0.0, self._began + self._sent / RATE_HZ - asyncio.get_event_loop().time()))
        frame = AudioFrame(format="s16", layout="mono", samples=size)
        start = (self._sent * 2) % (len(self._loop) - size * 2)
        frame.planes[0].update(self._loop[start : start + size * 2])
        frame.pts, frame.sample_rate, frame.time_base = self._sent, RATE_HZ, Fraction(1, RATE_HZ)
        self._sent += size
        return frame


def refusal(token: str) -> JSONResponse | None:
    if token in views or token in {"open", "decided", "live", "typed", "human", "loading"}:
        return None
    status, body = candidates.errors().get(token, candidates.errors()["unknown"])
    return JSONResponse(body, status)


def view_of(token: str) -> dict[str, Any]:
    return views.setdefault(token, candidates.view(token))


async def candidate(request: Request) -> Response:
    token = request.path_params["token"]
    return refusal(token) or JSONResponse(view_of(token))


async def consents(request: Request) -> Response:
    token = request.path_params["token"]
    views[token] = candidates.decide(view_of(token), (await request.json())["decisions"])
    return JSONResponse(views[token])


async def accommodations(request: Request) -> Response:
    token = request.path_params["token"]
    views[token] = view_of(token) | {"accommodations": await request.json()}
    views[token] = candidates.decide(views[token], [])
    return JSONResponse(views[token])


async def practice(request: Request) -> Response:
    token = request.path_params["token"]
    text = "Let us warm up. Tell me about a place you like to go to, and what you like about it."
    return JSONResponse({"text": text, "audio_url": f"/api/candidate/{token}/practice-question/audio"})


async def practice_audio(_: Request) -> Response:
    return Response(wav(4.0), media_type="audio/wav")


async def offer(request: Request) -> Response:
    if request.path_params["token"] == "loading":
        error = {
            "code": "unavailable",
            "message": "The interviewer is still getting ready.",
            "fix": "Wait.",
            "faults": [],
        }
        return JSONResponse({"error": error}, 503)
    body = await request.json()
    call = RTCPeerConnection()
    calls.add(call)

    async def drain(track: MediaStreamTrack) -> None:
        try:
            while True:
                await track.recv()
        except MediaStreamError:
            return

    call.on("track", drain)
    call.addTrack(Voice())
    await call.setRemoteDescription(RTCSessionDescription(body["sdp"], "offer"))
    await call.setLocalDescription(await call.createAnswer())
    return JSONResponse({"sdp": call.localDescription.sdp, "type": "answer"})


async def live(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json(candidates.snapshot())
    if socket.url.path.startswith("/api/practice"):
        await socket.send_json(practising.remark())

    async def perform() -> None:
        for state in ("speaking", "listening", "thinking") * 200:
            await asyncio.sleep(6.0)
            await socket.send_json({"type": "state", "state": state})

    show = asyncio.create_task(perform())
    paused = False
    count = 0
    try:
        while True:
            message = await socket.receive_json()
            command = message["command"]
            count += 1
            if command in {"pause", "resume"}:
                paused = command == "pause"
                await socket.send_json({"type": "paused", "paused": paused})
            elif command == "typed":
                caption = {"id": f"typed_{count}", "speaker": "candidate", "text": message["text"], "final": True}
                await socket.send_json({"type": "caption", **caption})
            elif command == "leave":
                await socket.send_json({"type": "ended", "reason": "candidate_left"})
    except WebSocketDisconnect:
        show.cancel()


async def ready(_: Request) -> Response:
    slots = {
        "speech_to_text": {"state": "ready", "model": "whisper-tiny.en", "fix": ""},
        "text_to_speech": {"state": "loading", "model": "piper", "fix": ""},
        "voice_engine": {"state": "ready", "model": "livekit-agents", "fix": ""},
        "end_of_turn": {"state": "loading", "model": "v1-mini", "fix": ""},
        "embeddings": {"state": "ready", "model": "minilm", "fix": ""},
        "database": {"state": "ready", "model": "postgresql", "fix": ""},
    }
    return JSONResponse({"ready": False, "slots": slots, "fix": "Wait."}, 503)


async def contact(_: Request) -> Response:
    return JSONResponse({"contact_email": candidates.CONTACT, "session_id": "ses_open"})


async def me(_: Request) -> Response:
    person = {"id": "usr_1", "name": "Rosa Martín", "email": "rosa@northwind.example", "is_admin": True}
    return JSONResponse(person | {"csrf_token": "x"})


async def nothing(_: Request) -> Response:
    return Response(status_code=204)


async def interviews(_: Request) -> Response:
    return JSONResponse(reviewers.summaries())


async def interview(request: Request) -> Response:
    return JSONResponse(reviewers.detail(request.path_params["id"], decisions, viewed))


async def views_opened(request: Request) -> Response:
    evidence = (await request.json())["evidence"]
    if evidence not in viewed:
        viewed.append(evidence)
    return JSONResponse({"viewed": viewed})


async def decide(request: Request) -> Response:
    body = await request.json()
    decision = {
        "id": f"dec_{len(decisions)}",
        "verdict": body["verdict"],
        "reason": body["reason"],
        "decided_by": {"id": "usr_1", "name": "Rosa Martín"},
        "at": "2026-11-22T10:00:00Z",
    }
    decisions.append(decision)
    return JSONResponse(decision, 201)


TRACK = wav(reviewers.DURATION_S)


async def audio(request: Request) -> Response:
    wanted = request.headers.get("range", "")
    if not wanted.startswith("bytes="):
        return Response(TRACK, media_type="audio/wav", headers={"Accept-Ranges": "bytes"})
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    start, end = int(first), int(last) if last else len(TRACK) - 1
    headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{end}/{len(TRACK)}"}
    return Response(TRACK[start : end + 1], 206, headers, "audio/wav")


async def packs(_: Request) -> Response:
    return JSONResponse([reviewers.pack_summary(pack_id) for pack_id in reviewers.PACKS])


async def pack(request: Request) -> Response:
    return JSONResponse(reviewers.pack_detail(request.path_params["id"]))


async def lint(request: Request) -> Response:
    try:
        parse_pack((await request.json())["yaml"], file="pack.yaml")
    except PackError as error:
        faults = [{"line": one.line, "field": one.field, "message": one.message} for one in error.faults]
        return JSONResponse({"faults": faults})
    return JSONResponse({"faults": []})


ROLE = {
    "id": "role_1",
    "title": "Backend engineer, bookings",
    "pack_id": "backend-engineer",
    "pack_sha256": reviewers.PACK.sha256,
    "created_at": "2026-11-10T09:00:00Z",
    "created_by": "Rosa Martín",
}


async def roles(request: Request) -> Response:
    if request.method == "GET":
        return JSONResponse([ROLE])
    return JSONResponse(ROLE | {"title": (await request.json())["title"]}, 201)


async def invitations(request: Request) -> Response:
    made = [
        {"id": f"inv_{one['id']}", "session_id": one["id"], "role_id": "role_1", "role_title": one["role_title"],
         "candidate_name": one["candidate_name"], "created_at": one["created_at"], "expires_at": "2026-12-02T09:00:00Z",
         "created_by": "Rosa Martín", "status": one["status"]}
        for one in reviewers.summaries()
    ]  # fmt: skip
    if request.method == "GET":
        return JSONResponse(made)
    name = (await request.json())["candidate_name"]
    url = f"http://127.0.0.1:8765/i/open#{name}"
    return JSONResponse(
        made[0]
        | {"candidate_name": name, "url": "http://127.0.0.1:8765/i/5fP0yq8mS2e1ZVnq", "status": "invited"}
        | {"note": url},
        201,
    )


async def practice_offer(request: Request) -> Response:
    return JSONResponse({"organisation": "Northwind Travel", "open_to_all": True, "contact_email": candidates.CONTACT})


async def space(request: Request) -> Response:
    if request.method == "POST":
        return JSONResponse({"token": "new", "url": "http://127.0.0.1:8765/practice/new"}, 201)
    token = request.path_params["space"]
    if token not in {"mine", "new"}:
        return JSONResponse(candidates.errors()["unknown"][1], 404)
    return JSONResponse(practising.space(token))


async def begun(_: Request) -> Response:
    return JSONResponse(practising.space("mine")["sessions"][-1], 201)


async def feedback(request: Request) -> Response:
    if request.method == "DELETE":
        return Response(status_code=204)
    return JSONResponse(practising.feedback(request.path_params["id"]))


async def clip(_: Request) -> Response:
    return Response(wav(6.0), media_type="audio/wav")


async def talk(_: Request) -> Response:
    return JSONResponse(practising.talk())


async def page(request: Request) -> Response:
    file = DIST / request.path_params["path"]
    headers = {"Content-Security-Policy": CSP}
    return FileResponse(file if file.is_file() else DIST / "index.html", headers=headers)


C = "/api/candidate/{token}"
T = f"/api/practice{C}"
P = "/api/practice/spaces"
ROUTES = [
    Route("/api/practice", practice_offer),
    Route(P, space, methods=["POST"]),
    Route(f"{P}/{{space}}", space),
    Route(f"{P}/{{space}}/sessions", begun, methods=["POST"]),
    Route(f"{P}/{{space}}/sessions/{{id}}", feedback, methods=["GET", "DELETE"]),
    Route(f"{P}/{{space}}/sessions/{{id}}/clip", clip),
    Route(T, talk),
    Route(f"{T}/consents", talk, methods=["PUT"]),
    Route(f"{T}/accommodations", talk, methods=["PUT"]),
    Route(f"{T}/practice-question", practice),
    Route(f"{T}/offer", offer, methods=["POST"]),
    WebSocketRoute(f"{T}/live", live),
    Route(C, candidate),
    Route(f"{C}/consents", consents, methods=["PUT"]),
    Route(f"{C}/accommodations", accommodations, methods=["PUT"]),
    Route(f"{C}/practice-question", practice),
    Route(f"{C}/practice-question/audio", practice_audio),
    Route(f"{C}/offer", offer, methods=["POST"]),
    Route(f"{C}/human", contact, methods=["POST"]),
    Route(f"{C}/withdraw", contact, methods=["POST"]),
    WebSocketRoute(f"{C}/live", live),
    Route("/api/ready", ready),
    Route("/api/auth/me", me),
    Route("/api/auth/login", me, methods=["POST"]),
    Route("/api/setup", me, methods=["POST"]),
    Route("/api/auth/logout", nothing, methods=["POST"]),
    Route("/api/interviews", interviews),
    Route("/api/interviews/{id}", interview),
    Route("/api/interviews/{id}/views", views_opened, methods=["POST"]),
    Route("/api/interviews/{id}/decisions", decide, methods=["POST"]),
    Route("/api/interviews/{id}/audio/{track}", audio),
    Route("/api/packs", packs),
    Route("/api/packs/lint", lint, methods=["POST"]),
    Route("/api/packs/{id}", pack),
    Route("/api/roles", roles, methods=["GET", "POST"]),
    Route("/api/invitations", invitations, methods=["GET", "POST"]),
    Route("/{path:path}", page),
]


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[None]:
    yield
    await asyncio.gather(*(call.close() for call in calls))


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8765
    uvicorn.run(Starlette(routes=ROUTES, lifespan=lifespan), host="127.0.0.1", port=port, log_level="warning")
