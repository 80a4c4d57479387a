"""Signing in and out, and making the first administrator."""

from fastapi import APIRouter, Request, Response

from vivavoce.api.auth.browser import Reviewer, forget_login, sign_in, sign_out
from vivavoce.api.auth.gate import gate_of
from vivavoce.api.auth.schemas import Credentials, Me, Setup
from vivavoce.api.schemas import PROBLEMS
from vivavoce.api.services import Given

router = APIRouter(prefix="/api", tags=["auth"], responses=PROBLEMS)


@router.post("/setup", status_code=201)
async def set_up(body: Setup, request: Request, response: Response, services: Given) -> Me:
    """Make the first administrator with the one-time token, and sign in."""
    user = await gate_of(request).set_up(services, body)
    return (await sign_in(services, response, user)).me


@router.post("/auth/login")
async def log_in(body: Credentials, request: Request, response: Response, services: Given) -> Me:
    user = await gate_of(request).admit(services, body, address=request.client.host if request.client else "")
    await forget_login(services, request)
    return (await sign_in(services, response, user)).me


@router.post("/auth/logout", status_code=204)
async def log_out(reviewer: Reviewer, response: Response, services: Given) -> None:
    await sign_out(services, response, reviewer)


@router.get("/auth/me")
async def me(reviewer: Reviewer) -> Me:
    return reviewer.me
