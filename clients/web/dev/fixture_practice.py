"""An invented practice space: `/practice/mine`, an empty one at `/practice/new`, a talk that goes on."""

from typing import Any

import fixture_candidate as candidates

from vivavoce.api.practice.presenting import RANGES, pack_view
from vivavoce.compliance.consent_texts import PRACTICE_CONSENT_TEXTS
from vivavoce.knowledge.packs import shipped_packs

_FIGURES = ((96.0, 7.4, 152.0, 1.5), (118.0, 6.1, 131.0, 1.0), (131.0, 5.2, 96.0, 0.5), (142.0, 3.1, 104.0, 0.3))


def _practice(number: int, figures: tuple[float, float, float, float] | None) -> dict[str, Any]:
    return {
        "id": f"ses_{number}",
        "title": "Backend engineer",
        "part_title": None if number == 3 else "Working with others",
        "created_at": f"2026-11-{12 + 2 * number:02d}T17:{number}5:00Z",
        "status": "completed" if figures else "open",
        "figures": figures
        and {
            "answers": 4,
            "words_per_minute": figures[0],
            "fillers_per_100_words": figures[1],
            "answer_length_s": figures[2],
            "long_pauses_per_answer": figures[3],
        },
        "talk_token": None if figures else "talk",
    }


def space(token: str) -> dict[str, Any]:
    practices = [_practice(number, one) for number, one in enumerate(_FIGURES, 1)] + [_practice(5, None)]
    return {
        "organisation": "Northwind Travel",
        "packs": [pack_view(pack).model_dump(mode="json") for pack in shipped_packs().values()],
        "sessions": practices if token == "mine" else [],
        "ranges": RANGES.model_dump(),
    }


def feedback(session_id: str) -> dict[str, Any]:
    moment = {
        "start_s": 83.0,
        "end_s": 95.0,
        "text": "so um we had, you know, two teams that um wanted to change the same tables, and I mean",
    }
    facts = {
        "length_s": 104.0,
        "words": 236,
        "words_per_minute": 142.0,
        "fillers_per_100_words": 7.2,
        "fillers": [moment] * 17,
        "longest_pause_s": 5.2,
        "long_pauses": [moment],
        "result_named": True,
    }
    remark = {
        "fact": "fillers",
        "text": "I counted 17 fillers in 236 words, mostly “um”. A short silence in their place works just as well.",
        "praise": False,
        "unvalidated": False,
        "moment": moment,
    }
    guess = remark | {
        "fact": "result",
        "text": "I did not hear how it ended, though that is only my guess from your words. One sentence about the result,"
        " with a number if there is one, completes the story.",
        "unvalidated": True,
    }
    said = {"start_s": 70.0, "end_s": 174.0, "text": f"Last year {moment['text']} we agreed on one owner in the end."}
    answers = [
        {
            "question": "Tell me about a time you and a colleague disagreed about a design.",
            "section": "Working with others",
            "turns": [said],
            "facts": facts,
            "remark": remark,
        },
        {
            "question": "Tell me about an incident you helped to resolve.",
            "section": "Working with others",
            "turns": [said],
            "facts": facts | {"result_named": False, "fillers": [], "fillers_per_100_words": 0.0, "long_pauses": []},
            "remark": guess,
        },
    ]
    number = int(session_id.removeprefix("ses_"))
    done = number <= len(_FIGURES)
    return {
        "practice": _practice(number, _FIGURES[number - 1] if done else None),
        "answers": answers if done else [],
        "has_sound": True,
        "ranges": RANGES.model_dump(),
    }


def talk() -> dict[str, Any]:
    consents = [
        {
            "purpose": text.purpose.value,
            "version": text.version,
            "title": text.title,
            "text": text.text,
            "if_refused": text.if_refused,
            "decision": True,
        }
        for text in PRACTICE_CONSENT_TEXTS
    ]
    return candidates.view("live") | {"consents": consents, "candidate_name": "You", "role_title": "Backend engineer"}


def remark() -> dict[str, Any]:
    """The live message of a remark."""
    first = feedback("ses_1")["answers"][0]["remark"]
    return {
        "type": "moment",
        "text": first["text"],
        "words": first["moment"]["text"],
        "start_s": 83.0,
        "end_s": 95.0,
        "unvalidated": False,
        "play": False,
    }
