"""Invented candidates: what their links answer."""

import copy
from typing import Any

from vivavoce.compliance.consent_texts import CONSENT_TEXTS
from vivavoce.knowledge.packs import shipped_packs

PACK = shipped_packs()["backend-engineer"]
CONTACT = "people@northwind.example"

_DECIDED: dict[str, bool | None] = {
    "open": None,
    "decided": True,
    "live": True,
    "loading": True,
    "typed": True,
    "human": True,
}
_CAPTIONS = (
    ("interviewer", "Hello. I am an AI interviewer; I am not a person. You can ask for a person at any time."),
    ("interviewer", "To begin: which backend system have you worked on most, and what was your part in it?"),
    (
        "candidate",
        "I worked on the booking service of a travel company for about four years, first alone and later with three others.",
    ),
    ("interviewer", "Thank you. What did you change in it that you would do again?"),
    (
        "candidate",
        "We moved the seat locks out of the database and into a queue, so that two people could no longer book the same seat.",
    ),
)


def errors() -> dict[str, tuple[int, dict[str, Any]]]:
    def error(status: int, code: str, message: str, fix: str) -> tuple[int, dict[str, Any]]:
        return status, {"error": {"code": code, "message": message, "fix": fix, "faults": []}}

    return {
        "done": error(
            410, "link_used", "This interview is over, so its link cannot be used again.", f"Write to {CONTACT}."
        ),
        "expired": error(410, "link_expired", "This link has expired.", f"Ask for a new one at {CONTACT}."),
        "unknown": error(
            404,
            "link_unknown",
            "This link is not known here.",
            "Open the whole link from your invitation, or ask the people who invited you for a new one.",
        ),
    }


def view(token: str) -> dict[str, Any]:
    granted = _DECIDED[token]
    consents = [
        {
            "purpose": text.purpose.value,
            "version": text.version,
            "title": text.title,
            "text": text.text,
            "if_refused": text.if_refused,
            "decision": granted,
        }
        for text in CONSENT_TEXTS
    ]
    return {
        "organisation": "Northwind Travel",
        "role_title": "Backend engineer, bookings",
        "candidate_name": "Amara Okafor",
        "minutes": PACK.minutes,
        "sections": [{"kind": one.kind.value, "title": one.title, "minutes": one.minutes} for one in PACK.sections],
        "status": "in_progress" if token == "live" else "open",
        "session_id": f"ses_{token}",
        "contact_email": CONTACT,
        "measured": [criterion.title for criterion in PACK.rubric],
        "readers": ["The hiring team of this role", "People who run this server, when something breaks"],
        "retention": [
            {"what": "Sound of the interview", "kept": "30 days"},
            {"what": "Written words", "kept": "6 months"},
            {"what": "Decision and its reasons", "kept": "4 years"},
        ],
        "accommodations": {"patience_factor": 1.0, "typed": token == "typed", "captions": True, "slower_speech": False},
        "consents": consents,
        "may_start": granted is True,
        "mode": token if token in {"typed", "human"} else "voice",
        "recording": granted is True,
        "ice_servers": [],
    }


def decide(before: dict[str, Any], decisions: list[dict[str, Any]]) -> dict[str, Any]:
    after = copy.deepcopy(before)
    granted = {one["purpose"]: one["granted"] for one in decisions}
    for consent in after["consents"]:
        consent["decision"] = granted.get(consent["purpose"], consent["decision"])
    stands = {one["purpose"]: one["decision"] for one in after["consents"]}
    after["may_start"] = stands["ai_interview"] is True and None not in stands.values()
    typed = stands["voice_processing"] is False or after["accommodations"]["typed"]
    after["mode"] = "human" if stands["ai_interview"] is False else "typed" if typed else "voice"
    after["recording"] = stands["recording"] is True
    return after


def snapshot() -> dict[str, Any]:
    section = PACK.sections[1]
    captions = [
        {"id": f"cap_{index}", "speaker": speaker, "text": text, "final": True}
        for index, (speaker, text) in enumerate(_CAPTIONS)
    ]
    return {
        "type": "snapshot",
        "status": "in_progress",
        "state": "listening",
        "section": {"kind": section.kind.value, "title": section.title, "index": 1, "count": len(PACK.sections)},
        "time_left_s": 1623.0,
        "muted": False,
        "paused": False,
        "typed": False,
        "pace": "normal",
        "captions": captions,
    }
