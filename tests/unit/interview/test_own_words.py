import pytest

from vivavoce.interview.own_words import own_words


@pytest.mark.parametrize(
    ("answer", "phrase"),
    [
        ("We moved the sessions out and our deployment pipeline rolled back.", "your deployment pipeline"),
        (
            "the service team decided to move everything behind a feature flag because customers complained",
            "a feature flag",
        ),
        ("I used the write-ahead log to recover.", "the write-ahead log"),
        ("I talked with the angry customer and offered a partial refund", "the angry customer"),
        ("i think we had kafka behind it", "Kafka"),
        ("At my last company I led the payments migration from a monolith to microservices.", "the payments migration"),
    ],
)
def test_a_follow_up_takes_up_the_candidates_own_noun_phrase(answer: str, phrase: str) -> None:
    assert own_words(answer, vocabulary=("Kafka",)) == phrase


@pytest.mark.parametrize(
    "answer",
    [
        "Yes we did that.",
        "I think the most important thing is the user.",
        "My family was ill and the team helped.",
        "the shit pipeline",
        "",
    ],
)
def test_without_a_phrase_worth_asking_about_there_is_none(answer: str) -> None:
    assert own_words(answer) is None


def test_what_was_taken_up_before_is_not_taken_up_again() -> None:
    answer = "I used the write-ahead log and a feature flag to recover."

    first = own_words(answer)
    second = own_words(answer, used=[f"You mentioned {first}."])

    assert {first, second} == {"the write-ahead log", "a feature flag"}
