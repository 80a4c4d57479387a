"""What a simulated language model says: it takes a legal move where it is offered moves, as a small, well-behaved one would."""

import json
from typing import Any

_OWN_MOVES = ("move_on", "redirect")
"""These need neither words nor a key."""


def decided(prompt: str) -> str | None:
    """Return the decision on a document that offers moves, or None when the prompt is something else."""
    try:
        document = json.loads(prompt)
    except ValueError:
        return None
    if not isinstance(document, dict) or not isinstance(document.get("moves"), dict):
        return None
    return json.dumps({"move": "", "about": "", "say": "", "tools": []} | _decision(document))


def _decision(document: dict[str, Any]) -> dict[str, Any]:
    moves, asked_already = document["moves"], document.get("asked_already") or []
    probes = {key: text for key, text in (document.get("probes") or {}).items() if text not in asked_already}
    if "answer_candidate" in (document.get("tools") or {}):
        return {"tools": [{"tool": "answer_candidate", "arguments": {"fact": _fact(document), "words": ""}}]}
    if "probe" in moves and probes and not ("move_on" in moves and asked_already):
        return {"move": "probe", "about": next(iter(probes))}
    if "rephrase" in moves:
        return {"move": "rephrase", "say": document.get("question", "")}
    return {"move": next((move for move in _OWN_MOVES if move in moves), next(iter(moves), ""))}


def _fact(document: dict[str, Any]) -> str:
    """Return the fact that has most words in common with what is asked."""
    asks = set(str((document.get("candidate") or {}).get("asks", "")).lower().split())
    facts: dict[str, str] = document.get("facts") or {}
    return max(facts, key=lambda key: len(asks & set(facts[key].lower().split())), default="unknown")
