"""Erasure: a data key destroyed, sound deleted, and the audit chain left whole (law 10)."""

from collections.abc import Sequence
from typing import Protocol

from vivavoce.compliance.retention import RetentionClass, RetentionPolicy, due_for_erasure
from vivavoce.domain.clock import Clock
from vivavoce.domain.ports.records import AuditLog, Sessions
from vivavoce.domain.ports.vault import DataKeys, Vault, record_of


class Media(Protocol):
    """The part of recordings that erasure needs."""

    async def holds(self, session_id: str) -> bool: ...

    async def erase(self, session_id: str) -> None: ...


class Erasure:
    """Erases by class or everything. Each erasure that found something is noted; all are safe to repeat."""

    def __init__(self, vault: Vault, keys: DataKeys, media: Media, audit: AuditLog, clock: Clock) -> None:
        self._vault = vault
        self._keys = keys
        self._media = media
        self._audit = audit
        self._clock = clock

    async def erase(self, session_id: str, *, actor: str) -> Sequence[RetentionClass]:
        """Erase all personal data of a session; return the classes of which there was something."""
        return [kind for kind in RetentionClass if await self.erase_class(session_id, kind, actor=actor)]

    async def erase_class(self, session_id: str, kind: RetentionClass, *, actor: str) -> bool:
        """Erase one class of a session's data; return whether there was any."""
        if kind is RetentionClass.MEDIA:
            found = await self._erase_media(session_id)
        else:
            found = await self._erase_key(session_id if kind is RetentionClass.TRANSCRIPT else record_of(session_id))
        if found:
            at, detail = self._clock.now(), {"class": kind.value}
            await self._audit.add(actor=actor, action="erased", subject=session_id, at=at, detail=detail)
        return found

    async def _erase_media(self, session_id: str) -> bool:
        found = await self._media.holds(session_id)
        if found:
            await self._media.erase(session_id)
        return found

    async def _erase_key(self, key_id: str) -> bool:
        found = key_id in await self._keys.get([key_id])
        await self._vault.erase(key_id)  # also when there is none yet: none is ever made then
        return found


class RetentionSweep:
    """Erases what has outlived its time; to be run about once a day."""

    def __init__(self, sessions: Sessions, erasure: Erasure, clock: Clock, *, policy: RetentionPolicy) -> None:
        self._sessions = sessions
        self._erasure = erasure
        self._clock = clock
        self._policy = policy

    async def run(self) -> int:
        """Return how many classes of sessions were erased."""
        due = due_for_erasure(await self._sessions.list(), now=self._clock.now(), policy=self._policy)
        return sum([await self._erasure.erase_class(one.session_id, one.kind, actor="retention") for one in due])
