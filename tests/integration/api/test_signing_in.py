"""Signing in and out, CSRF, and the limits on guessing."""

from datetime import UTC, datetime
from typing import Literal

import httpx
import pytest
from argon2 import PasswordHasher

from tests.integration.api.stage import EMAIL, HTTPS, PASSWORD, SETUP_TOKEN, Stage, staged
from vivavoce.api.auth.attempts import MAX_REMEMBERED, Attempts
from vivavoce.api.auth.passwords import Passwords
from vivavoce.domain.ids import secret_sha256
from vivavoce.domain.session import User

pytestmark = pytest.mark.anyio


async def _log_in(stage: Stage, *, email: str = EMAIL, password: str = PASSWORD) -> httpx.Response:
    return await stage.client.post("/api/auth/login", json={"email": email, "password": password})


async def test_the_setup_link_makes_one_administrator_and_signs_them_in(stage: Stage) -> None:
    await stage.sign_in()

    me = await stage.client.get("/api/auth/me")
    again = await stage.client.post(
        "/api/setup",
        json={"token": SETUP_TOKEN, "name": "Mallory", "email": "mallory@example.org", "password": PASSWORD},
    )

    assert me.json()["is_admin"] is True
    assert me.json()["name"] == "Rosa Reviewer"
    assert again.status_code == 403
    assert await stage.services.users.count() == 1


async def test_a_setup_that_fails_leaves_the_link_usable(stage: Stage) -> None:
    await stage.services.logins.set_setup_token(secret_sha256(SETUP_TOKEN))
    short = {"token": SETUP_TOKEN, "name": "Rosa", "email": EMAIL, "password": "short"}

    refused = await stage.client.post("/api/setup", json=short)
    accepted = await stage.client.post("/api/setup", json=short | {"password": PASSWORD})

    assert refused.status_code == 422
    assert refused.json()["error"]["faults"][0]["field"] == "password"
    assert accepted.status_code == 201


async def test_a_setup_with_a_taken_address_puts_the_link_back(stage: Stage) -> None:
    await stage.sign_in()
    await stage.services.logins.set_setup_token(secret_sha256("second"))
    second = {"token": "second", "name": "Rosa", "email": EMAIL.upper(), "password": PASSWORD}

    taken = await stage.client.post("/api/setup", json=second)
    free = await stage.client.post("/api/setup", json=second | {"email": "ben@example.org"})

    assert taken.status_code == 409
    assert free.status_code == 201


async def test_the_cookie_cannot_be_read_by_scripts_or_sent_in_clear_or_by_other_sites(stage: Stage) -> None:
    await stage.sign_in()

    cookie = (await _log_in(stage)).headers["set-cookie"]

    assert cookie.startswith("vv_session=")
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


async def test_without_https_the_cookie_still_works_on_a_laptop() -> None:
    async with staged(public_url="http://127.0.0.1:8000") as stage:
        await stage.sign_in()

        cookie = (await _log_in(stage)).headers["set-cookie"]
        me = await stage.client.get("/api/auth/me")

        assert "Secure" not in cookie
        assert me.status_code == 200


async def test_only_a_hash_of_the_cookie_is_stored(stage: Stage) -> None:
    user_id = await stage.sign_in()
    token = stage.client.cookies["vv_session"]

    by_token = await stage.services.logins.user_id(token, at=stage.clock.now())
    by_hash = await stage.services.logins.user_id(secret_sha256(token), at=stage.clock.now())

    assert by_token is None
    assert by_hash == user_id


async def test_a_wrong_password_and_an_unknown_account_read_the_same(stage: Stage) -> None:
    await stage.sign_in()

    wrong = await _log_in(stage, password="not the password")
    unknown = await _log_in(stage, email="nobody@example.org")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


class CountingHasher(PasswordHasher):
    """Counts how often it was made to work."""

    checks = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - the library's name
        self.checks += 1
        return super().verify(hash, password)


async def test_an_account_that_does_not_exist_costs_the_same_work() -> None:
    hasher = CountingHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords = Passwords(hasher)
    known = await passwords.hash(PASSWORD)

    wrong = await passwords.matches("not the password", known)
    checks_of_a_known_account = hasher.checks
    unknown = await passwords.matches(PASSWORD, None)

    assert (wrong, unknown) == (False, False)
    assert checks_of_a_known_account == 1
    assert hasher.checks == 2


async def test_the_address_is_compared_without_case_and_the_password_in_any_composition(stage: Stage) -> None:
    await stage.services.logins.set_setup_token(secret_sha256(SETUP_TOKEN))
    composed, decomposed = "pässword-länger", "pässword-länger"
    made = await stage.client.post(
        "/api/setup", json={"token": SETUP_TOKEN, "name": "Zoë", "email": EMAIL, "password": composed}
    )

    signed_in = await _log_in(stage, email=f" {EMAIL.upper()} ", password=decomposed)

    assert made.status_code == 201
    assert signed_in.status_code == 200
    assert signed_in.json()["name"] == "Zoë"


async def test_signing_out_ends_the_login_on_the_server_too(stage: Stage) -> None:
    await stage.sign_in()
    token = stage.client.cookies["vv_session"]

    out = await stage.post("/api/auth/logout")
    replayed = await stage.client.get("/api/auth/me", headers={"Cookie": f"vv_session={token}"})

    assert out.status_code == 204
    assert "vv_session" not in stage.client.cookies
    assert replayed.status_code == 401


async def test_a_new_sign_in_ends_the_one_before_in_this_browser(stage: Stage) -> None:
    await stage.sign_in()
    before = stage.client.cookies["vv_session"]

    await _log_in(stage)
    replayed = await stage.services.logins.user_id(secret_sha256(before), at=stage.clock.now())

    assert replayed is None


def test_remembered_attempts_are_bounded() -> None:
    attempts, at = Attempts(), datetime(2026, 11, 22, tzinfo=UTC)

    for number in range(MAX_REMEMBERED):
        attempts.begin(address=f"address-{number}", account="rosa", at=at)

    assert len(attempts) <= MAX_REMEMBERED


async def test_a_login_ends_after_a_working_day(stage: Stage) -> None:
    await stage.sign_in()

    stage.clock.advance(seconds=12 * 3600 - 1)
    still = await stage.client.get("/api/auth/me")
    stage.clock.advance(seconds=1)
    ended = await stage.client.get("/api/auth/me")

    assert still.status_code == 200
    assert ended.status_code == 401
    assert ended.json()["error"]["code"] == "unauthenticated"


@pytest.mark.parametrize("token", [None, "", "wrong", "ü" * 64])
async def test_a_change_without_the_csrf_token_of_this_login_is_refused(stage: Stage, token: str | None) -> None:
    await stage.sign_in()
    headers = {} if token is None else {b"X-CSRF-Token": token.encode()}

    refused = await stage.client.post("/api/packs/lint", json={"yaml": "id: x"}, headers=headers)

    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "forbidden"


async def test_a_csrf_token_of_an_earlier_login_is_worthless(stage: Stage) -> None:
    await stage.sign_in()
    earlier = dict(stage.csrf)

    await _log_in(stage)
    refused = await stage.client.post("/api/packs/lint", json={"yaml": "id: x"}, headers=earlier)

    assert refused.status_code == 403


async def test_five_wrong_passwords_are_enough_for_a_quarter_of_an_hour(stage: Stage) -> None:
    await stage.sign_in()

    wrong = [(await _log_in(stage, password=f"wrong guess {number}")).status_code for number in range(5)]
    blocked = await _log_in(stage)
    stage.clock.advance(seconds=15 * 60)
    later = await _log_in(stage)

    assert wrong == [401] * 5
    assert blocked.status_code == 429
    assert blocked.json()["error"]["code"] == "too_many_attempts"
    assert blocked.headers["retry-after"] == str(15 * 60)
    assert later.status_code == 200


async def test_a_right_password_forgives_the_wrong_ones_before(stage: Stage) -> None:
    await stage.sign_in()

    for _ in range(4):
        await _log_in(stage, password="wrong guess")
        await _log_in(stage, password="wrong guess")
        right = await _log_in(stage)

        assert right.status_code == 200


async def test_one_account_under_attack_does_not_lock_out_its_owner_elsewhere(stage: Stage) -> None:
    await stage.sign_in()
    for number in range(6):
        await _log_in(stage, password=f"wrong guess {number}")

    elsewhere = httpx.ASGITransport(app=stage.app, client=("198.51.100.7", 5000))
    async with httpx.AsyncClient(transport=elsewhere, base_url=HTTPS) as client:
        owner = await client.post("/api/auth/login", json={"email": EMAIL, "password": PASSWORD})

    assert owner.status_code == 200


async def test_a_sign_in_renews_a_hash_made_with_old_parameters(stage: Stage) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    user = User(
        id="usr_old", email=EMAIL, name="Old Hand", password_hash=old, is_admin=False, created_at=stage.clock.now()
    )
    await stage.services.users.add(user)

    signed_in = [(await _log_in(stage)).status_code for _ in range(2)]
    renewed = await stage.services.users.by_id("usr_old")

    assert signed_in == [200, 200]
    assert renewed is not None
    assert "m=1024," in renewed.password_hash


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/auth/me"),
        ("POST", "/api/auth/logout"),
        ("GET", "/api/packs"),
        ("GET", "/api/packs/backend-engineer"),
        ("POST", "/api/packs/lint"),
        ("GET", "/api/roles"),
        ("POST", "/api/roles"),
        ("GET", "/api/roles/rol_1"),
        ("GET", "/api/invitations"),
        ("POST", "/api/invitations"),
        ("GET", "/api/interviews"),
        ("GET", "/api/interviews/ses_1"),
        ("POST", "/api/interviews/ses_1/views"),
        ("POST", "/api/interviews/ses_1/decisions"),
        ("GET", "/api/interviews/ses_1/audio/candidate"),
        ("HEAD", "/api/interviews/ses_1/audio/candidate"),
    ],
)
async def test_nothing_of_the_reviewers_is_open_to_strangers(stage: Stage, method: str, path: str) -> None:
    refused = await stage.client.request(method, path)

    assert refused.status_code == 401
