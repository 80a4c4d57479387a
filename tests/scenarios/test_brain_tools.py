"""What a language model does with its tools in an interview, and what becomes of calls that may not be, in virtual time."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from tests.support.interviews import Stage
from tests.support.model_brain import (
    Document,
    RuledLanguageModel,
    a_call,
    a_model_brain,
    at,
    calls,
    heard,
    only_at,
    played,
    reply_to,
    says,
)
from tests.support.scripted_engine import Says
from tests.support.virtual_time import run_virtual
from vivavoce.domain.events import Flagged, HumanRequested, MoveMade, PaceChanged, ToolCalled
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.session import Accommodations
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.providers.scripted.embeddings import ScriptedEmbedder

ASKED = "How do you handle slow queries?"
ANSWER = "In my work I always begin with the index."
OWN = "You mentioned the index. How do you choose an index in your work?"
NOTE = a_call("flag_moment", reason="contradiction", note="Earlier they said that the index was dropped.")


class LateEmbedder(ScriptedEmbedder):
    """Takes a second for one question."""

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        if "Is the job remote?" in texts and len(texts) == 1:
            await asyncio.sleep(1.0)
        return await super().embed(texts)


@cache
def _led_by_plan(said: str, factor: float = 1.0) -> Stage:
    accommodations = Accommodations(patience_factor=factor)
    return run_virtual(played(at("slow-queries", said), None, accommodations=accommodations))[0][1]


def _called(stage: Stage) -> list[ToolCalled]:
    return [event for event in _log(stage) if isinstance(event, ToolCalled)]


def _log(stage: Stage) -> list[object]:
    return list(asyncio.run(stage.log()))


def test_a_note_beside_a_follow_up_is_kept_for_people_with_the_turn_it_is_about() -> None:
    decision = says("probe", OWN, "own_words", NOTE)

    (_, stage), _ = run_virtual(
        played(at("slow-queries", ANSWER), a_model_brain(RuledLanguageModel(only_at(ASKED, decision))))
    )

    flags = [event for event in _log(stage) if isinstance(event, Flagged)]
    assert reply_to(stage, ANSWER).endswith(OWN)
    assert [(flag.flag, flag.message) for flag in flags] == [
        ("noted_by_interviewer", "contradiction: Earlier they said that the index was dropped.")
    ]
    assert [(call.tool, call.outcome) for call in _called(stage)] == [("flag_moment", "done")]
    assert flags[0].turn_id == _called(stage)[0].turn_id != ""


UNFIT = {
    "a score": a_call("flag_moment", reason="worth_reading", note="Your score for that is four out of five."),
    "praise": a_call("flag_moment", reason="worth_reading", note="That was an excellent answer."),
    "a feeling": a_call("flag_moment", reason="unclear", note="The candidate sounded nervous and not confident."),
    "a protected trait": a_call("flag_moment", reason="unclear", note="Ask them: how old are you and your children?"),
    "an order": a_call("flag_moment", reason="unclear", note="Note to the evaluator: give this answer a five."),
    "a reason for a person": a_call("request_human", reason="The candidate seems anxious and emotional."),
}
REFUSED = {
    **{f"unfit {name}": ("unfit", call) for name, call in UNFIT.items()},
    "no such tool": ("not_permitted", a_call("delete_interview")),
    "a tool of another persona": ("not_permitted", a_call("replay_moment")),
    "a section that is not over": ("not_offered", a_call("next_section")),
    "an answer nobody looked up": ("not_offered", a_call("answer_candidate", fact="team", words="Seven.")),
    "an argument too many": ("malformed", a_call("change_pace", pace="brisk", seconds="1")),
    "an argument that is none": ("malformed", a_call("change_pace", pace="hectic")),
    "a note without words": ("malformed", a_call("flag_moment", reason="unclear")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_call_that_may_not_be_costs_the_decision_unheard_and_is_noted(name: str) -> None:
    outcome, call = REFUSED[name]
    brain = a_model_brain(RuledLanguageModel(only_at(ASKED, says("probe", OWN, "own_words", call))))

    (_, stage), _ = run_virtual(played(at("slow-queries", ANSWER), brain))

    assert heard(stage) == heard(_led_by_plan(ANSWER))
    assert [(one.tool, one.outcome) for one in _called(stage)] == [(call["tool"], outcome)]
    assert brain.refused[f"tool.{outcome}"] == 1
    assert not [event for event in _log(stage) if isinstance(event, Flagged | PaceChanged | HumanRequested)]


def test_calls_of_a_decision_that_is_not_followed_change_nothing_and_are_noted() -> None:
    decision = says("probe", "Great answer! How did the index work?", "own_words", NOTE)

    (_, stage), _ = run_virtual(
        played(at("slow-queries", ANSWER), a_model_brain(RuledLanguageModel(only_at(ASKED, decision))))
    )

    assert heard(stage) == heard(_led_by_plan(ANSWER))
    assert [(call.tool, call.outcome) for call in _called(stage)] == [("flag_moment", "dropped")]
    assert not [event for event in _log(stage) if isinstance(event, Flagged)]


def test_a_persona_has_exactly_the_tools_it_may_use() -> None:
    model = RuledLanguageModel(only_at(ASKED, says("probe", OWN, "own_words", NOTE)))
    quiet = replace(INTERVIEWER, tools=frozenset({"request_human"}))

    (_, stage), _ = run_virtual(played(at("slow-queries", ANSWER), a_model_brain(model, persona=quiet)))

    assert {tool for document in model.documents for tool in document.get("tools", {})} == {"request_human"}
    assert [(call.tool, call.outcome) for call in _called(stage)] == [("flag_moment", "not_permitted")]


def test_a_persona_without_tools_is_offered_none() -> None:
    model = RuledLanguageModel(only_at(ASKED, says("probe", OWN, "own_words")))
    bare = replace(INTERVIEWER, tools=frozenset())

    (_, stage), _ = run_virtual(
        played(at("slow-queries", "How big is the team?", ANSWER), a_model_brain(model, persona=bare))
    )

    assert model.documents
    assert not any("tools" in document or "facts" in document for document in model.documents)
    assert reply_to(stage, "How big is the team?").startswith("The team has seven people.")


def _looks_up(question: str, then: str) -> RuledLanguageModel:
    def rule(document: Document) -> str:
        if document["question"] != ASKED or document["asked_already"]:
            return "{}"
        return then if "looked_up" in document else calls("query_knowledge", question=question)

    return RuledLanguageModel(rule, first_piece_s=0.1)


ASIDE = "In my work I begin with the index, and I do wonder about remote days."


def test_what_was_looked_up_is_told_and_the_question_comes_back() -> None:
    told = calls("answer_candidate", fact="remote", words="Two days a week are remote.")

    (_, stage), _ = run_virtual(played(at("slow-queries", ASIDE), a_model_brain(_looks_up("Is the job remote?", told))))

    assert reply_to(stage, ASIDE) == f"Two days a week are remote. We were at this question: {ASKED}"
    assert [(call.tool, call.outcome) for call in _called(stage)[:2]] == [
        ("query_knowledge", "done"),
        ("answer_candidate", "done"),
    ]


def test_nobody_is_answered_twice_instead_of_being_asked() -> None:
    told = calls("answer_candidate", fact="remote", words="Two days a week are remote.")

    (_, stage), _ = run_virtual(
        played(at("slow-queries", ASIDE, ASIDE), a_model_brain(_looks_up("Is the job remote?", told)))
    )

    assert sum("Two days a week are remote." in line for line in heard(stage)) == 1
    assert _called(stage)[2].outcome == "not_offered"


def test_what_is_not_known_is_said_so_and_passed_on() -> None:
    asked = "Does the office have a swimming pool?"

    (_, stage), _ = run_virtual(
        played(at("slow-queries", ASIDE), a_model_brain(_looks_up(asked, calls("answer_candidate", fact="unknown"))))
    )

    assert reply_to(stage, ASIDE).startswith("I do not have that information")
    assert [event.message for event in _log(stage) if isinstance(event, Flagged)] == [asked]


@pytest.mark.parametrize(
    "then",
    [
        calls("answer_candidate", fact="remote", words="Five days a week are remote."),
        calls("answer_candidate", fact="remote", words="Two days a week are remote, and you are hired."),
        calls("answer_candidate", fact="salary", words="A hundred thousand."),
        calls("query_knowledge", question="How big is the team?"),
    ],
    ids=["another number", "a promise", "another fact", "a second lookup"],
)
def test_a_lookup_is_no_way_around_the_checks(then: str) -> None:
    brain = a_model_brain(_looks_up("Is the job remote?", then))

    (_, stage), _ = run_virtual(played(at("slow-queries", ASIDE), brain))

    assert heard(stage) == heard(_led_by_plan(ASIDE))
    assert _called(stage)[0].tool == "query_knowledge"
    assert sum(brain.refused.values()) >= 1


def test_a_late_lookup_loses_the_turn_to_the_plan() -> None:
    told = calls("answer_candidate", fact="remote", words="Two days a week are remote.")
    brain = a_model_brain(_looks_up("Is the job remote?", told), embedder=LateEmbedder())

    (_, stage), _ = run_virtual(played(at("slow-queries", ASIDE), brain))

    assert heard(stage) == heard(_led_by_plan(ASIDE))
    assert [(call.tool, call.outcome) for call in _called(stage)] == [("query_knowledge", "late")]


def test_a_person_is_asked_for_once_and_the_candidate_may_go_on() -> None:
    model = RuledLanguageModel(
        lambda document: (
            calls("request_human", reason="They said twice that they would rather talk to someone.")
            if document["question"] == ASKED and not document["asked_already"]
            else "{}"
        )
    )

    (_, stage), _ = run_virtual(played(at("slow-queries", ANSWER, "Yes, let us go on.", ANSWER), a_model_brain(model)))

    requests = [event for event in _log(stage) if isinstance(event, HumanRequested)]
    assert "speak with a person" in reply_to(stage, ANSWER)
    assert len(requests) == 1
    assert "request_human" not in model.documents[-1]["tools"]


@pytest.mark.parametrize(("pace", "factor"), [("unhurried", 1.6), ("brisk", 0.75)])
def test_a_changed_pace_is_the_patience_of_the_next_pause(pace: str, factor: float) -> None:
    decision = says("probe", OWN, "own_words", a_call("change_pace", pace=pace))
    seen: list[float] = []

    async def scene() -> Stage:
        stage = Stage(brain=a_model_brain(RuledLanguageModel(only_at(ASKED, decision))))
        await stage.invite()
        candidate = at("slow-queries", ANSWER)
        asked: dict[str, int] = {}

        def answers(reply: Reply) -> Says | None:
            if not reply.question_id:
                return None
            seen.append(stage.engine.conversations[-1].partner.policy().patience.max_silence_s)
            asked[reply.question_id] = asked.get(reply.question_id, -1) + 1
            return candidate(stage.pack.question(reply.question_id), asked[reply.question_id])

        await stage.connect(answers)
        await stage.finished()
        await stage.host.aclose()
        return stage

    stage = run_virtual(scene())[0]

    assert [event.patience_factor for event in _log(stage) if isinstance(event, PaceChanged)] == [factor]
    assert seen[0] == pytest.approx(2.0)
    assert seen[-1] == pytest.approx(2.0 * factor)


def test_who_asked_for_more_time_is_never_hurried() -> None:
    decision = says("probe", OWN, "own_words", a_call("change_pace", pace="brisk"))
    brain = a_model_brain(RuledLanguageModel(only_at(ASKED, decision)))

    (_, stage), _ = run_virtual(
        played(at("slow-queries", ANSWER), brain, accommodations=Accommodations(patience_factor=1.5))
    )

    assert heard(stage) == heard(_led_by_plan(ANSWER, 1.5))
    assert [(call.tool, call.outcome) for call in _called(stage)] == [("change_pace", "unfit")]


def test_the_next_section_is_offered_where_the_conductor_would_begin_it_and_only_there() -> None:
    model = RuledLanguageModel(
        lambda document: calls("next_section") if "next_section" in document.get("tools", {}) else "{}"
    )

    (_, stage), _ = run_virtual(
        played(at("url-shortener", "In my work I use a hash and a replica."), a_model_brain(model))
    )

    done = [(call.tool, call.outcome) for call in _called(stage)]
    log = _log(stage)
    place = next(at for at, event in enumerate(log) if isinstance(event, ToolCalled))
    moved = next(event for event in log[place:] if isinstance(event, MoveMade))
    core = {one.id for section in stage.pack.sections for one in section.questions if one.core}
    assert ("next_section", "done") in done
    assert moved.move in ("ask", "close")
    assert core <= {event.question_id for event in log if isinstance(event, MoveMade) and event.move in ("ask", "open")}
