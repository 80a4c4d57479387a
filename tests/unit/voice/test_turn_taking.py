"""The rules of turn-taking, on timestamps and words alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.domain.ports.voice_engine import TurnPolicy
from vivavoce.domain.role_pack import TurnPatience
from vivavoce.voice import text_cues
from vivavoce.voice.tuning import TurnTuning
from vivavoce.voice.turn_taking import Evidence, Overlap, SpeechGate, Verdict, judge_overlap, silence_needed_s

TUNING = TurnTuning()
OPEN = TurnPolicy(patience=TurnPatience(min_silence_s=0.4, max_silence_s=3.2, offer_after_s=12.0), open_question=True)
CLOSED = replace(OPEN, open_question=False)
FULL = Evidence(text="I would start with the read path and measure it.", end_of_turn=0.9, spoken_s=6.0)


def test_a_sure_end_after_a_full_answer_needs_the_shortest_silence() -> None:
    assert silence_needed_s(FULL, OPEN, TUNING) == 0.4


@pytest.mark.parametrize(
    "text",
    [
        "We decided to move it because",
        "So the main problem was, um",
        "The first one is to, uh,",
        "And then we noticed that the",
        "I was responsible for",
        "Let me think.",
        "In my last role I was",
        "If I had to do it again",
        "We had about, let me see",
        "It was slow and...",
        "The queue started growing and, ah!",
    ],
)
def test_words_that_break_off_are_waited_for(text: str) -> None:
    assert text_cues.goes_on(text)
    assert silence_needed_s(replace(FULL, text=text), OPEN, TUNING) == 3.2


@pytest.mark.parametrize(
    "text",
    [
        "We reduced deployment time by eighty percent.",
        "I would hand it over.",
        "That is how we logged in.",
        "I think so.",
        "If it looks related I roll it back to the last version.",
        "About four years.",
        "I would start there, because that is where most of the traffic is.",
        "Yes, I have.",
        "She had written the retry logic back then.",
        "We looked for the slowest query and fixed that.",
    ],
)
def test_finished_sentences_do_not_look_broken_off(text: str) -> None:
    assert not text_cues.goes_on(text)


@pytest.mark.parametrize(
    "turned_back",
    [
        "I left because I missed the people I used to work with.",
        "I knew what I was getting into.",
        "I qualified in twenty nineteen and have been in the industry ever since.",
        "From then on he was the most reliable person I had.",
    ],
)
def test_a_sentence_may_end_with_a_word_it_turns_back_on_when_it_sounds_and_reads_like_one(turned_back: str) -> None:
    ended = replace(FULL, text=turned_back, sentence_end=0.95)

    assert silence_needed_s(ended, OPEN, TUNING) == 0.4
    assert silence_needed_s(replace(ended, sentence_end=0.7), OPEN, TUNING) == 3.2
    assert silence_needed_s(replace(ended, end_of_turn=0.25), OPEN, TUNING) == 3.2


def test_a_clause_that_is_only_announced_goes_on() -> None:
    announced = replace(FULL, text="When I looked at the traces I noticed that.", sentence_end=0.8)

    assert silence_needed_s(announced, OPEN, TUNING) == 3.2
    assert silence_needed_s(replace(announced, text="It was a tool that,", sentence_end=0.2), OPEN, TUNING) == 3.2
    assert silence_needed_s(replace(announced, text="We changed it because of that."), OPEN, TUNING) < 0.5


@pytest.mark.parametrize("asked", ["I would ask who the users are", "It depends on how large the files are?"])
def test_what_was_asked_about_ends_with_its_verb(asked: str) -> None:
    assert not text_cues.goes_on(asked)
    assert text_cues.goes_on("What I learned from this was")


def test_what_was_at_first_and_changed_is_told() -> None:
    assert text_cues.tells_a_story("At first we tried a simple model.")
    assert not text_cues.tells_a_story("She was furious at first, but by the end of the call she was laughing.")


def test_many_words_are_an_answer_however_fast_they_were_said() -> None:
    fast = replace(FULL, text="That was probably the hardest project that I have ever worked on.", spoken_s=2.5)

    assert silence_needed_s(fast, OPEN, TUNING) == 0.4


def test_an_open_question_is_not_answered_in_two_seconds() -> None:
    thin = replace(FULL, text="We had an outage last winter.", spoken_s=1.6)

    assert silence_needed_s(thin, OPEN, TUNING) == 3.2
    assert silence_needed_s(thin, CLOSED, TUNING) == 0.4


def test_a_request_is_whole_however_short() -> None:
    request = Evidence(text="Could you repeat the question, please?", end_of_turn=0.6, spoken_s=1.0, is_request=True)

    assert silence_needed_s(request, OPEN, TUNING) == 0.4
    assert silence_needed_s(replace(request, end_of_turn=0.1), OPEN, TUNING) == TUNING.closed_silence_s
    assert silence_needed_s(replace(request, is_request=False), OPEN, TUNING) == 3.2
    assert silence_needed_s(replace(request, text="Could you repeat the"), OPEN, TUNING) == 3.2


@pytest.mark.parametrize("text", ["I don't know.", "Sorry, I'm not sure.", "Honestly, I do not know"])
def test_who_does_not_know_may_go_on_and_guess(text: str) -> None:
    assert silence_needed_s(replace(FULL, text=text, spoken_s=1.0), OPEN, TUNING) == TUNING.plain_answer_silence_s


def test_a_thank_you_may_follow_a_closing() -> None:
    closing = Evidence(text="No, that is everything from me.", end_of_turn=0.9, spoken_s=1.5)

    assert silence_needed_s(closing, OPEN, TUNING) == silence_needed_s(closing, CLOSED, TUNING) == 0.5


def test_a_plain_no_to_an_open_question_may_be_the_beginning_of_an_answer() -> None:
    plain = Evidence(text="No, not really.", end_of_turn=0.9, spoken_s=1.0)

    assert silence_needed_s(plain, OPEN, TUNING) == TUNING.plain_answer_silence_s
    assert silence_needed_s(plain, CLOSED, TUNING) == 0.4


def test_a_closed_question_is_answered_in_few_words_however_they_sound() -> None:
    doubtful = Evidence(text="About four years.", end_of_turn=0.0, spoken_s=1.0)

    assert silence_needed_s(doubtful, CLOSED, TUNING) == TUNING.closed_silence_s
    assert silence_needed_s(replace(doubtful, text="About four years, and"), CLOSED, TUNING) == 3.2


def test_an_announced_story_gets_longer_pauses_until_it_is_told() -> None:
    telling = replace(FULL, text="The situation was that our biggest customer was about to leave.")
    told = replace(telling, text=telling.text + " In the end they renewed their contract.")

    assert silence_needed_s(telling, OPEN, TUNING) == TUNING.sentence_silence_s
    assert 0.4 < silence_needed_s(replace(telling, spoken_s=16.0), OPEN, TUNING) < TUNING.sentence_silence_s
    assert silence_needed_s(replace(telling, spoken_s=60.0), OPEN, TUNING) == TUNING.long_answer_silence_s
    assert silence_needed_s(told, OPEN, TUNING) == 0.4


def test_a_long_answer_is_given_its_breath() -> None:
    assert silence_needed_s(replace(FULL, spoken_s=20.0), OPEN, TUNING) == TUNING.long_answer_silence_s
    assert silence_needed_s(replace(FULL, spoken_s=20.0, end_of_turn=0.3), OPEN, TUNING) >= TUNING.long_answer_silence_s


def test_a_first_step_is_given_the_time_for_a_second_one() -> None:
    first = replace(FULL, text="The first thing I would do is draw the data model.")
    both = replace(first, text=first.text + " Then I would look for what is read most.")

    assert silence_needed_s(first, OPEN, TUNING) == TUNING.first_step_silence_s
    assert silence_needed_s(both, OPEN, TUNING) == silence_needed_s(first, CLOSED, TUNING) == 0.4


def test_a_list_is_announced_in_few_words_and_mentioned_behind_many() -> None:
    mentioned = "In a customer call I let them finish, repeat what I understood, and then offer two options."

    assert not text_cues.goes_on(mentioned)
    assert not text_cues.tells_a_story(mentioned)
    assert text_cues.goes_on("There are two reasons. The first is the cost.")


def test_a_pair_is_told_when_its_second_half_has_come_up() -> None:
    half = "There are two options. The first one is to cache the table."

    assert text_cues.tells_a_story(half)
    assert not text_cues.tells_a_story(half + " The second is to split it.")
    assert not text_cues.tells_a_story("The system has two parts. One reads the events, and the other one writes them.")


def test_a_whole_sentence_that_sounds_doubtful_is_given_a_breath_not_all_patience() -> None:
    doubtful = silence_needed_s(replace(FULL, end_of_turn=0.25), OPEN, TUNING)
    unfinished = silence_needed_s(replace(FULL, end_of_turn=0.1), OPEN, TUNING)

    assert 0.4 < doubtful <= TUNING.sentence_silence_s
    assert unfinished == 3.2


def test_a_remark_that_interrupts_is_no_thin_answer() -> None:
    remark = Evidence(text="Sorry, may I ask something first?", end_of_turn=0.7, spoken_s=1.8, interrupts=True)

    assert silence_needed_s(remark, OPEN, TUNING) == 0.4


def test_a_muted_candidate_in_mid_sentence_is_waited_for_without_end() -> None:
    unfinished = replace(FULL, text="We decided to move it because", muted=True)

    assert silence_needed_s(unfinished, OPEN, TUNING) == float("inf")


def test_who_has_thought_once_and_gone_on_needs_to_say_less() -> None:
    short = replace(FULL, text="I have worked with both. The second one is simpler.", spoken_s=2.6)

    assert silence_needed_s(short, OPEN, TUNING) == 3.2
    assert silence_needed_s(replace(short, paused_s=2.0), OPEN, TUNING) == 0.4


def test_a_comma_is_weighed_by_its_odds_and_obeyed_only_where_they_are_unknown() -> None:
    comma = replace(FULL, text="We measured it every week,")

    assert silence_needed_s(comma, OPEN, TUNING) == 3.2
    assert silence_needed_s(replace(comma, sentence_end=0.95), OPEN, TUNING) == 0.4
    assert 0.4 < silence_needed_s(replace(comma, sentence_end=0.3), OPEN, TUNING) < TUNING.sentence_silence_s


def test_words_that_would_be_written_without_a_full_stop_are_given_a_breath() -> None:
    doubtful = silence_needed_s(replace(FULL, sentence_end=0.1), OPEN, TUNING)

    assert silence_needed_s(replace(FULL, sentence_end=0.95), OPEN, TUNING) == 0.4
    assert 0.4 < doubtful <= TUNING.sentence_silence_s


def test_an_end_that_is_not_quite_certain_costs_a_moment_more() -> None:
    certain = silence_needed_s(replace(FULL, sentence_end=0.97), OPEN, TUNING)
    sure = silence_needed_s(replace(FULL, sentence_end=0.75, end_of_turn=0.45), OPEN, TUNING)

    assert certain == 0.4
    assert certain < sure <= certain + TUNING.unsure_silence_s


def test_a_clause_alone_answers_a_closed_question() -> None:
    clause = Evidence(text="Since last summer.", end_of_turn=0.6, spoken_s=1.0)

    assert silence_needed_s(clause, CLOSED, TUNING) == 0.4
    assert silence_needed_s(replace(clause, text="Since the"), CLOSED, TUNING) == 3.2


def test_a_reason_behind_a_sentence_is_whole_when_it_sounds_so() -> None:
    reason = "I would shard by tenant. Since most queries stay inside one."

    assert not text_cues.goes_on(reason, full_stop=True)
    assert text_cues.goes_on(reason, full_stop=False)
    assert text_cues.goes_on("Since most queries stay inside one.", full_stop=True)
    assert text_cues.goes_on("I would shard by tenant. When most queries stay inside one.", full_stop=True)


def test_a_number_of_steps_is_no_announcement_when_it_is_of_some() -> None:
    assert text_cues.goes_on("There are three reasons for this.")
    assert not text_cues.goes_on("We removed two of the four steps.")


@given(lower=st.floats(0, 1), higher=st.floats(0, 1), spoken_s=st.floats(0, 60))
def test_a_surer_end_never_waits_longer_and_never_beyond_patience(lower: float, higher: float, spoken_s: float) -> None:
    lower, higher = sorted((lower, higher))
    unsure = silence_needed_s(replace(FULL, end_of_turn=lower, spoken_s=spoken_s), OPEN, TUNING)
    surer = silence_needed_s(replace(FULL, end_of_turn=higher, spoken_s=spoken_s), OPEN, TUNING)

    assert 0.4 <= surer <= unsure <= 3.2


def _overlap(text: str | None, *, voiced_s: float, silent_s: float = 0.0, settled: bool = False) -> Overlap:
    return Overlap(voiced_s=voiced_s, silent_s=silent_s, text=text, confidence=0.7, settled=settled)


@pytest.mark.parametrize(
    "nod", ["Mhm.", "Mm-hmm.", "M H M", "M. H. M. H. M.", "Uh huh.", "Right.", "Yeah, yeah.", "I see.", "Okay, sure."]
)
def test_nods_are_nothing(nod: str) -> None:
    assert judge_overlap(_overlap(nod, voiced_s=0.6, silent_s=0.12, settled=True), TUNING) is Verdict.NOTHING


def test_other_few_words_are_given_time_to_become_more() -> None:
    assert judge_overlap(_overlap("The queue", voiced_s=0.6, silent_s=0.12, settled=True), TUNING) is Verdict.UNDECIDED


def test_a_few_unlikely_words_of_half_a_second_are_taken_for_a_nod() -> None:
    misheard = _overlap("That was her.", voiced_s=0.54, silent_s=0.3, settled=True)

    assert judge_overlap(misheard, TUNING) is Verdict.NOTHING
    assert judge_overlap(replace(misheard, text="That's how."), TUNING) is Verdict.NOTHING
    assert judge_overlap(replace(misheard, text="How so?"), TUNING) is Verdict.WORDS
    assert judge_overlap(replace(misheard, goes_on_with_answer=True), TUNING) is Verdict.WORDS


def test_more_words_than_anybody_could_say_are_a_guess_at_a_hum() -> None:
    guessed = _overlap("That's how it is.", voiced_s=0.54, silent_s=0.3, settled=True)

    assert judge_overlap(guessed, TUNING) is Verdict.NOTHING
    assert judge_overlap(replace(guessed, voiced_s=0.9), TUNING) is Verdict.WORDS


def test_how_a_nod_sounded_weighs_more_than_what_was_written_of_it() -> None:
    heard = _overlap("I'm sorry, I'm sorry.", voiced_s=0.8, silent_s=0.3, settled=True)

    assert judge_overlap(heard, TUNING) is Verdict.WORDS
    unlikely = replace(heard, sounds_like_nod=True, confidence=0.5)
    assert judge_overlap(unlikely, TUNING) is Verdict.NOTHING
    assert judge_overlap(replace(unlikely, silent_s=0.0, settled=False), TUNING) is Verdict.UNDECIDED


def test_a_clear_stop_counts_however_it_sounded() -> None:
    stop = replace(_overlap("Stop.", voiced_s=0.4, silent_s=0.3, settled=True), sounds_like_nod=True)

    assert judge_overlap(stop, TUNING) is Verdict.WORDS


def test_a_clear_last_word_of_an_answer_is_not_lost_however_it_sounded() -> None:
    word = replace(_overlap("Twice.", voiced_s=0.4, silent_s=0.3, settled=True), sounds_like_nod=True)

    assert judge_overlap(word, TUNING) is Verdict.NOTHING
    assert judge_overlap(replace(word, goes_on_with_answer=True), TUNING) is Verdict.WORDS
    assert judge_overlap(replace(word, goes_on_with_answer=True, confidence=0.5), TUNING) is Verdict.NOTHING


def test_words_that_ask_for_the_floor_count_at_once() -> None:
    assert judge_overlap(_overlap("Sorry, ma", voiced_s=0.5), TUNING) is Verdict.WORDS
    assert judge_overlap(_overlap("Wait.", voiced_s=0.4, silent_s=0.3, settled=True), TUNING) is Verdict.WORDS


def test_the_last_word_of_speech_that_goes_on_is_not_trusted() -> None:
    assert judge_overlap(_overlap("Yeah, yea", voiced_s=0.5), TUNING) is Verdict.UNDECIDED


def test_long_speech_without_words_is_a_bid_and_short_is_not() -> None:
    assert judge_overlap(_overlap(None, voiced_s=1.3), TUNING) is Verdict.WORDS
    assert judge_overlap(replace(_overlap(None, voiced_s=1.3), sounds_like_nod=True), TUNING) is Verdict.UNDECIDED
    assert judge_overlap(_overlap(None, voiced_s=0.3, silent_s=0.3, settled=True), TUNING) is Verdict.NOTHING


def _push(gate: SpeechGate, probabilities: list[float]) -> list[bool]:
    return [gate.push(p, start_s=0.032 * i, end_s=0.032 * (i + 1)) for i, p in enumerate(probabilities)]


def test_one_voiced_window_stirs_and_two_begin_speech() -> None:
    gate = SpeechGate(TUNING)

    began = _push(gate, [0.1, 0.6])

    assert began == [False, False]
    assert gate.stirring
    assert not gate.speaking
    assert gate.push(0.8, start_s=0.064, end_s=0.096)
    assert gate.onset_s == pytest.approx(0.032)
    assert gate.voiced_s == pytest.approx(0.064)


def test_one_sure_window_begins_speech() -> None:
    assert _push(SpeechGate(TUNING), [0.1, 0.9]) == [False, True]


def test_a_faint_voice_needs_longer() -> None:
    assert _push(SpeechGate(TUNING), [0.55, 0.55, 0.6, 0.55]) == [False, False, False, True]


def test_a_soft_beginning_is_remembered_as_part_of_the_sound() -> None:
    gate = SpeechGate(TUNING)

    _push(gate, [0.4, 0.1, 0.3, 0.45, 0.6, 0.9])

    assert gate.onset_s == pytest.approx(4 * 0.032)
    assert gate.faint_onset_s == pytest.approx(2 * 0.032)


def test_a_click_or_a_burst_of_noise_is_not_speech() -> None:
    gate = SpeechGate(TUNING)

    began = _push(gate, [0.1, 0.8, 0.1, 0.1, 0.55, 0.65, 0.1])

    assert not any(began)
    assert gate.voiced_s == 0.0


def test_speech_that_fades_lasts_until_it_is_quiet() -> None:
    gate = SpeechGate(TUNING)

    _push(gate, [0.9, 0.9, 0.45, 0.4, 0.2, 0.2])

    assert gate.last_voice_s == pytest.approx(4 * 0.032)
    assert gate.voiced_s == pytest.approx(4 * 0.032)


def test_doubtful_words_over_the_interviewer_may_still_become_others() -> None:
    misheard = Overlap(
        voiced_s=0.8, silent_s=0.0, text="It's not, can I", confidence=0.4, settled=False, goes_on_with_answer=False
    )

    assert judge_overlap(misheard, TUNING) is Verdict.UNDECIDED
    assert judge_overlap(replace(misheard, confidence=0.6), TUNING) is Verdict.WORDS
    assert judge_overlap(replace(misheard, silent_s=0.3, settled=True), TUNING) is Verdict.WORDS
