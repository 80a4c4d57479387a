"""What holds for every answer: one shape of error, headers, origins, sizes, logs, metrics, the web app."""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.api.stage import HTTPS, Stage, staged
from vivavoce.api.errors import STATUS, answer_of
from vivavoce.api.guards.access_log import redact_server_logs, redacted
from vivavoce.api.openapi import document
from vivavoce.api.services import Slot
from vivavoce.domain import errors
from vivavoce.domain.errors import StorageError, StorageFullError, VivaVoceError
from vivavoce.domain.session import User

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[3]


def _all_errors() -> list[type[VivaVoceError]]:
    found = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, VivaVoceError)]
    return [kind for kind in found if kind is not VivaVoceError]


class BrokenUsers:
    """Users in a database that has gone away."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def add(self, user: User) -> None:
        raise self._error

    async def by_id(self, user_id: str) -> User | None:
        raise self._error

    async def by_email(self, email: str) -> User | None:
        raise self._error

    async def count(self) -> int:
        raise self._error

    async def set_password_hash(self, user_id: str, password_hash: str) -> None:
        raise self._error


async def _stage_with(stage: Stage, error: Exception) -> Stage:
    object.__setattr__(stage.services, "users", BrokenUsers(error))
    return stage


LOGIN = {"email": "rosa@example.org", "password": "a long password"}


@pytest.mark.parametrize("kind", _all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_of_ours_has_its_own_status(kind: type[VivaVoceError]) -> None:
    assert kind.code in STATUS


async def test_a_database_that_is_gone_is_a_503_with_a_time_to_come_back(stage: Stage) -> None:
    broken = await _stage_with(stage, StorageError("postgresql://rosa:secret@10.0.0.7 refused"))

    answer = await broken.client.post("/api/auth/login", json=LOGIN)

    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "storage"
    assert answer.headers["retry-after"] == "5"
    assert "10.0.0.7" not in answer.text


async def test_a_full_disk_has_its_own_answer(stage: Stage) -> None:
    broken = await _stage_with(stage, StorageFullError("no space left on /var/lib/x"))

    answer = await broken.client.post("/api/auth/login", json=LOGIN)

    assert answer.status_code == 507
    assert answer.json()["error"]["code"] == "storage_full"
    assert "/var" not in answer.text


async def test_a_bug_is_an_answer_without_details(stage: Stage) -> None:
    broken = await _stage_with(stage, KeyError("secret detail"))

    answer = await broken.client.post("/api/auth/login", json=LOGIN)

    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal"
    assert answer.json()["error"]["fix"]
    assert "secret detail" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_words_for_a_log_become_sentences_for_a_reader() -> None:
    answer = json.loads(bytes(answer_of(errors.ConflictError("nobody is connected", fix="reload the page")).body))

    assert answer["error"]["message"] == "Nobody is connected."
    assert answer["error"]["fix"] == "Reload the page."


def test_operators_errors_are_not_shown_to_outsiders() -> None:
    answer = answer_of(errors.ConfigurationError("VIVAVOCE_DATABASE_URL is wrong: postgresql://…", fix="Set it."))

    assert answer.status_code == 500
    assert b"DATABASE_URL" not in bytes(answer.body)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/no-such-thing", 404, "not_found"),
        ("GET", "/api", 404, "not_found"),
        ("DELETE", "/api/auth/me", 405, "method_not_allowed"),
        ("POST", "/somewhere", 405, "method_not_allowed"),
    ],
)
async def test_a_wrong_address_has_the_shape_of_every_error(
    stage: Stage, method: str, path: str, status: int, code: str
) -> None:
    answer = await stage.client.request(method, path)

    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    assert set(answer.json()["error"]) == {"code", "message", "fix", "faults"}


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"", b"\xff\xfe", b'{"email": 1}'])
async def test_a_body_that_cannot_be_read_names_what_is_wrong(stage: Stage, body: bytes) -> None:
    answer = await stage.client.post("/api/auth/login", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code in {400, 422}
    assert answer.json()["error"]["code"] == "invalid_input"


async def test_a_faulty_body_is_not_repeated_in_the_answer(stage: Stage) -> None:
    body = {"email": "rosa@example.org", "password": ["my secret"]}

    answer = await stage.client.post("/api/auth/login", json=body)

    assert answer.status_code == 422
    assert "my secret" not in answer.text


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=utf-16", ""],
)
async def test_only_json_is_read(stage: Stage, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}

    answer = await stage.client.post("/api/auth/login", content=json.dumps(LOGIN), headers=headers)

    assert answer.status_code == 415


async def test_a_body_that_is_too_large_is_refused(stage: Stage) -> None:
    body = json.dumps(LOGIN | {"padding": "x" * 200_000})

    answer = await stage.client.post("/api/auth/login", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"


async def test_a_body_that_grows_too_large_on_the_way_is_refused(stage: Stage) -> None:
    async def growing() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 10_000

    answer = await stage.client.post("/api/auth/login", content=growing(), headers={"Content-Type": "application/json"})

    assert answer.status_code == 413


async def test_a_pack_may_be_larger_than_other_bodies(stage: Stage) -> None:
    await stage.sign_in()

    large = await stage.post("/api/packs/lint", {"yaml": "# " + "x" * 200_000})
    too_large = await stage.post("/api/packs/lint", {"yaml": "x" * 1_100_000})

    assert large.status_code == 200
    assert too_large.status_code == 413


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://interviews.example.org.evil.example"])
async def test_another_sites_page_can_change_nothing(stage: Stage, origin: str) -> None:
    answer = await stage.client.post("/api/auth/login", json=LOGIN, headers={"Origin": origin})

    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "forbidden"


@pytest.mark.parametrize("origin", [HTTPS, HTTPS.upper()])
async def test_our_own_page_is_let_in(stage: Stage, origin: str) -> None:
    answer = await stage.client.post("/api/auth/login", json=LOGIN, headers={"Origin": origin})

    assert answer.status_code == 401


async def test_localhost_by_either_name_is_our_own_page() -> None:
    async with staged(public_url="http://127.0.0.1:8000") as stage:
        answer = await stage.client.post(
            "http://localhost:8000/api/auth/login", json=LOGIN, headers={"Origin": "http://localhost:8000"}
        )

        assert answer.status_code == 401


@pytest.mark.parametrize("path", ["/", "/api/health", "/api/no-such-thing", "/i/some-token"])
async def test_every_answer_carries_the_security_headers(stage: Stage, path: str) -> None:
    headers = (await stage.client.get(path)).headers

    policy = headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "media-src 'self' blob:" in policy
    assert "frame-ancestors 'none'" in policy
    assert "microphone=(self)" in headers["permissions-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"]


async def test_what_the_api_says_is_kept_out_of_caches(stage: Stage) -> None:
    assert (await stage.client.get("/api/health")).headers["cache-control"] == "no-store"


async def test_http_on_a_laptop_does_not_demand_https() -> None:
    async with staged(public_url="http://127.0.0.1:8000") as stage:
        assert "strict-transport-security" not in (await stage.client.get("/api/health")).headers


async def test_ready_says_slot_by_slot_what_is_missing(stage: Stage) -> None:
    stage.readiness.by_slot["speech"] = Slot(state="loading", model="piper:joe")
    waiting = await stage.client.get("/api/ready")
    stage.readiness.by_slot["speech"] = Slot(state="failed", model="piper:joe", fix="Set VIVAVOCE_PIPER_VOICE.")
    failed = await stage.client.get("/api/ready")
    stage.readiness.by_slot["speech"] = Slot(state="ready", model="piper:joe")
    ready = await stage.client.get("/api/ready")

    assert waiting.status_code == 503
    assert waiting.json()["slots"]["speech"]["state"] == "loading"
    assert waiting.json()["slots"]["hearing"]["state"] == "ready"
    assert failed.status_code == 503
    assert failed.json()["fix"] == "Set VIVAVOCE_PIPER_VOICE."
    assert ready.status_code == 200
    assert ready.json()["ready"] is True


async def test_ready_knows_when_the_database_is_gone_and_health_does_not_care(stage: Stage) -> None:
    broken = await _stage_with(stage, StorageError("gone"))

    ready = await broken.client.get("/api/ready")
    health = await broken.client.get("/api/health")

    assert ready.status_code == 503
    assert ready.json()["slots"]["database"]["state"] == "failed"
    assert health.status_code == 200


async def test_metrics_name_routes_and_never_links(stage: Stage) -> None:
    token, _ = await stage.invite()
    await stage.client.get(f"/api/candidate/{token}")
    await stage.client.get(f"/i/{token}")

    text = (await stage.client.get("/metrics")).text

    assert 'vivavoce_http_requests_total{method="GET",route="/api/candidate/{token}",status="200"} 1.0' in text
    assert token not in text


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("GET /i/abc-DEF_123 HTTP/1.1", "abc-DEF_123"),
        ("/api/candidate/abc-DEF_123/live", "abc-DEF_123"),
        ("/api/candidate/abc-DEF_123?x=1", "abc-DEF_123"),
        ("/setup?token=abc-DEF_123", "abc-DEF_123"),
        ("/setup?a=1&token=abc-DEF_123&b=2", "abc-DEF_123"),
    ],
)
def test_links_secrets_are_taken_out_of_log_lines(line: str, secret: str) -> None:
    assert secret not in redacted(line)
    assert redacted("GET /api/interviews/ses_1 HTTP/1.1") == "GET /api/interviews/ses_1 HTTP/1.1"


def test_the_servers_access_log_holds_no_links(caplog: pytest.LogCaptureFixture) -> None:
    redact_server_logs()
    logger = logging.getLogger("uvicorn.access")

    with caplog.at_level(logging.INFO, "uvicorn.access"):
        logger.info('%s - "%s %s HTTP/%s" %d', "192.0.2.1", "GET", "/api/candidate/abc-DEF/live", "1.1", 200)

    assert "abc-DEF" not in caplog.text
    assert "/api/candidate/…/live" in caplog.text


@pytest.fixture
def web_dir(tmp_path: Path) -> Path:
    (tmp_path / "dist" / "assets").mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text("<!doctype html><title>Viva Voce</title>")
    (tmp_path / "dist" / "favicon.svg").write_text("<svg/>")
    (tmp_path / "dist" / "assets" / "index-3f2a.js").write_text("console.log(1);" * 500)
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "dist"


async def test_every_page_of_the_web_app_gets_its_index_fresh(web_dir: Path) -> None:
    async with staged(web_dir=web_dir) as stage:
        for path in ("/", "/i/some-token", "/setup?token=x", "/interviews/ses_1", "/index.html"):
            page = await stage.client.get(path)

            assert page.status_code == 200
            assert "<title>Viva Voce</title>" in page.text
            assert page.headers["cache-control"] == "no-store"


async def test_hashed_files_are_cached_for_a_year_and_compressed(web_dir: Path) -> None:
    async with staged(web_dir=web_dir) as stage:
        script = await stage.client.get("/assets/index-3f2a.js")
        icon = await stage.client.get("/favicon.svg")
        missing = await stage.client.get("/assets/gone.js")

        assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert script.headers["content-encoding"] == "gzip"
        assert "javascript" in script.headers["content-type"]
        assert icon.headers["cache-control"] == "no-cache"
        assert missing.status_code == 404


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/%00", "/" + "x" * 5000]
)
async def test_no_path_leads_out_of_the_web_app(web_dir: Path, path: str) -> None:
    async with staged(web_dir=web_dir) as stage:
        answer = await stage.client.get(path)

        assert "secret" not in answer.text


async def test_without_a_build_the_page_says_what_to_do(stage: Stage) -> None:
    page = await stage.client.get("/i/some-token")

    assert page.status_code == 503
    assert "make web" in page.text


def test_the_committed_contract_is_the_present_one() -> None:
    committed = (ROOT / "clients" / "api" / "openapi.json").read_text(encoding="utf-8")

    assert committed == document(), "run `make openapi`"


async def test_the_contract_is_served_and_every_answer_of_it_has_a_name(stage: Stage) -> None:
    served = (await stage.client.get("/api/openapi.json")).json()

    names = [operation["operationId"] for path in served["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))
    assert {"LiveMessage", "LiveCommand", "ErrorAnswer"} <= set(served["components"]["schemas"])
