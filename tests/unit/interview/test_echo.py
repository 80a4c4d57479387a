"""The interviewer's own voice is left out of answers; a candidate who repeats the question is not."""

from vivavoce.domain.transcript import Mark, Speaker, Turn, Word
from vivavoce.interview.echo import without_echo
from vivavoce.voice.echo import is_echo, reconsidered
from vivavoce.voice.turn_taking import Verdict

QUESTION = "How do you handle slow queries in production?"
ASKED = Turn(id="m1", speaker=Speaker.INTERVIEWER, text=QUESTION, start_s=10.0, end_s=13.0)


def heard(text: str, *, from_s: float, marks: tuple[Mark, ...] = (), words: bool = True) -> Turn:
    spoken = text.split()
    timed = tuple(
        Word(text=word, start_s=from_s + 0.4 * place, end_s=from_s + 0.4 * place + 0.3)
        for place, word in enumerate(spoken)
    )
    return Turn(
        id="t1",
        speaker=Speaker.CANDIDATE,
        text=text,
        start_s=from_s,
        end_s=from_s + 0.4 * len(spoken),
        words=timed if words else (),
        marks=marks,
    )


def test_an_echo_alone_leaves_nothing() -> None:
    turn = without_echo(heard("handle slow queries in production", from_s=11.5), [ASKED])

    assert turn.text == ""
    assert turn.words == ()


def test_an_echo_heard_badly_is_one_all_the_same() -> None:
    assert is_echo("do you handle slow carries in production", QUESTION)
    assert not is_echo("I handle it with an index and a cache", QUESTION)


def test_an_answer_behind_an_echo_is_kept() -> None:
    turn = without_echo(heard("slow queries in production I add an index first", from_s=11.8), [ASKED])

    assert turn.text == "I add an index first"
    assert turn.words[0].text == "I"
    assert turn.start_s == turn.words[0].start_s


def test_a_candidate_who_repeats_the_question_is_not_an_echo() -> None:
    said = heard("How do you handle slow queries in production well with an index", from_s=13.9)

    assert without_echo(said, [ASKED]) == said


def test_what_is_typed_is_never_an_echo() -> None:
    typed = heard("How do you handle slow queries in production", from_s=11.0, marks=(Mark.TYPED,))

    assert without_echo(typed, [ASKED]) == typed


def test_without_word_times_only_words_during_the_question_are_its_echo() -> None:
    during = without_echo(heard("slow queries in production", from_s=12.0, words=False), [ASKED])
    after = heard("slow queries in production are bad", from_s=13.5, words=False)

    assert during.text == ""
    assert without_echo(after, [ASKED]) == after


def test_over_the_interviewer_a_few_of_its_own_words_wait_for_more() -> None:
    said = "Could you tell me how you handle slow queries?"

    assert reconsidered("could you", said=said, settled=False) is Verdict.UNDECIDED
    assert reconsidered("could you tell me how", said=said, settled=False) is Verdict.UNDECIDED
    assert reconsidered("could you tell me how you", said=said, settled=False) is Verdict.NOTHING
    assert reconsidered("could you repeat that please", said=said, settled=True) is Verdict.WORDS
    assert reconsidered("slow queries", said=said, settled=True) is Verdict.NOTHING
    assert reconsidered("wait", said=said, settled=True) is Verdict.WORDS
    assert reconsidered("", said=said, settled=False) is Verdict.WORDS
