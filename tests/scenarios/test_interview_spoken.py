"""An interview over the live voice engine: words as sound on a line in memory, scripted models, virtual time."""

from tests.support.spoken_interviews import PADDING, SHORT, interview, strong
from tests.support.virtual_time import run_virtual
from vivavoce.domain.events import CandidateTurnEnded, InterviewerSpoke
from vivavoce.domain.session import EndReason


def test_a_whole_interview_is_held_aloud() -> None:
    (reason, stage, _), _ = run_virtual(interview(strong))

    log, _ = run_virtual(stage.log())
    turns = [event for event in log if isinstance(event, CandidateTurnEnded)]
    spoken = [event for event in log if isinstance(event, InterviewerSpoke)]
    state, _ = run_virtual(stage.state())
    assert reason is EndReason.COMPLETED
    assert list(state.sections) == [section.kind.value for section in SHORT.sections]
    assert state.of_question("slow-queries").covered == {"index", "explain", "cache"}
    assert spoken[-1].turn.text.endswith(SHORT.closing)
    assert [one.act for one in turns if one.act not in ("answer", "no")] == []
    assert all(one.turn.words for one in turns)
    assert len({one.turn.id for one in turns}) == len(turns)


def test_a_moment_is_granted_aloud_without_splitting_the_turn() -> None:
    asked: list[str] = []

    def answers(heard: str) -> str:
        if "slow queries" in heard and not asked:
            asked.append(heard)
            return "Give me a moment."
        if heard == "Take your time.":
            return f"In my work I use the index and explain and cache, {PADDING}."
        return strong(heard)

    (reason, stage, notices), _ = run_virtual(interview(answers))

    log, _ = run_virtual(stage.log())
    turns = [one.turn for one in log if isinstance(one, CandidateTurnEnded) and one.turn.question_id == "slow-queries"]
    assert reason is EndReason.COMPLETED
    assert notices == ["holding"]
    assert turns[0].text.startswith("Give me a moment.")
    assert "index" in turns[0].text
    assert not any("index" in turn.text for turn in turns[1:])


def test_a_silent_candidate_hears_offers_and_a_graceful_end() -> None:
    (reason, stage, _), took_s = run_virtual(interview(lambda _: ""))

    log, _ = run_virtual(stage.log())
    said = [event.turn.text for event in log if isinstance(event, InterviewerSpoke)]
    assert reason is EndReason.NO_ANSWER
    assert sum("Take your time." in text for text in said) == 2
    assert took_s < 400


def test_a_request_in_the_middle_of_the_interview_is_understood_from_sound() -> None:
    asked: list[str] = []

    def answers(heard: str) -> str:
        if "slow queries" in heard and not asked:
            asked.append(heard)
            return "Sorry, could you repeat that?"
        return strong(heard)

    (reason, stage, _), _ = run_virtual(interview(answers))

    log, _ = run_virtual(stage.log())
    said = [event.turn.text for event in log if isinstance(event, InterviewerSpoke)]
    assert reason is EndReason.COMPLETED
    assert "Here is the question again: How do you handle slow queries?" in said
