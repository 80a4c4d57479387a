"""What `vivavoce run` shows a newcomer: a role, an open invitation, a way in for the first reviewer, and a practice space."""

from dataclasses import dataclass
from datetime import timedelta

from vivavoce.app.practice import new_practice_link, practice_url
from vivavoce.app.settings import Settings
from vivavoce.app.storage import Storage
from vivavoce.domain.clock import Clock
from vivavoce.domain.ids import new_id, new_secret, secret_sha256
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Role, invite
from vivavoce.knowledge.packs import shipped_pack_text, shipped_packs

DEMO_PACK = "backend-engineer"
DEMO_CANDIDATE = "Sam Example"
DEMO_BY = "demo"
VALID_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLinks:
    candidate: str
    reviewer: str
    reviewer_is_new: bool
    """The reviewer's link makes the first account; otherwise it leads to the sign-in."""
    practice: str
    """The same space at every start, so that practising shows a trend."""


async def seed_demo(storage: Storage, settings: Settings, *, clock: Clock) -> DemoLinks:
    """Make what is missing of the demo; return its links. Each start gives a fresh candidate link."""
    role = await _role(storage, clock=clock)
    token = new_secret()
    session, invitation = invite(
        role, candidate_name=DEMO_CANDIDATE, secret=token, at=clock.now(), valid_for=VALID_FOR, by=DEMO_BY
    )
    await storage.sessions.add(session, invitation)
    setup = await setup_link(storage, settings)
    return DemoLinks(
        candidate=f"{settings.url}/i/{token}",
        reviewer=setup or f"{settings.url}/",
        reviewer_is_new=setup is not None,
        practice=await _practice_link(storage, settings, clock=clock),
    )


async def _practice_link(storage: Storage, settings: Settings, *, clock: Clock) -> str:
    """Return the link to the demo's practice space; it is remembered in the data directory, readable by its user alone."""
    kept = settings.data_dir / "demo-practice-link"
    token = kept.read_text().strip() if kept.is_file() else ""
    if token and await storage.practice.spaces.by_token(secret_sha256(token)):
        return practice_url(settings, token)
    link = await new_practice_link(storage.practice, settings, clock=clock)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(link.rsplit("/", 1)[1])
    return link


async def setup_link(storage: Storage, settings: Settings) -> str | None:
    """Return a fresh one-time link by which the first admin is made; None when there is an account already."""
    if await storage.users.count():
        return None
    token = new_secret()
    await storage.logins.set_setup_token(secret_sha256(token))
    return f"{settings.url}/setup?token={token}"


async def _role(storage: Storage, *, clock: Clock) -> Role:
    pack: RolePack = shipped_packs()[DEMO_PACK]
    for known in await storage.roles.list():
        if known.created_by == DEMO_BY and known.pack_sha256 == pack.sha256:
            return known
    role = Role(
        id=new_id("rol"),
        title=pack.title,
        pack_id=pack.id,
        pack_yaml=shipped_pack_text(pack.id),
        pack_sha256=pack.sha256,
        created_at=clock.now(),
        created_by=DEMO_BY,
    )
    await storage.roles.add(role)
    return role
