"""The numbers of turn-taking in one place, each with where it comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTuning:
    """How the engine hears, waits and gives way. Seconds unless named otherwise.

    "Measured" means: on spoken answers with pauses spliced in at known places (fluent, inside a clause, between
    sentences, holds, overlaps), half of them for tuning and the other half for the report.
    """

    voice_threshold: float = 0.5
    """P(speech) that begins speech; Silero's own default."""
    quiet_threshold: float = 0.35
    """P(speech) under which speech has stopped; Silero's own default is 0.15 below the other."""
    sure_voice: float = 0.85
    """P(speech) with which a single 32 ms window begins speech. Measured through Opus: of 240 noises four
    reached 0.7 and one 0.85, all of them coughs and tones; nine speakers in ten reached 0.85 within 0.2 s."""
    likely_voice: float = 0.7
    faint_voice: float = 0.25
    """P(speech) from which a window may be the soft beginning of what is speech a moment later. Measured: of 70
    interruptions in noise it has 9 % instead of 14 % met by silence later than 0.2 s."""
    onset_windows: int = 2
    """Voiced windows that begin speech when the last of them is likely …"""
    faint_windows: int = 4
    """… and when none of them is."""
    pre_roll_s: float = 0.3
    """Audio before the onset given to speech-to-text: a soft first consonant is heard 50–200 ms late (measured)."""

    settle_after_s: float = 0.064
    """Silence after which words are settled and a reply prepared, on the chance that the turn is over."""
    end_of_turn_at_s: tuple[float, ...] = (0.1, 0.2)
    """Silences at which the end-of-turn model is asked (again): it hears trailing silence, and its verdict ripens. Measured:
    from 0.6 s on it calls most pauses an end, so it is not asked then."""
    end_of_turn_audio_s: float = 8.0
    """Audio kept for the end-of-turn model; adapters take the tail they can use."""
    utterance_gap_s: float = 1.0
    """Silence that closes an utterance, so that a crash loses at most the words since the last such pause."""

    sure_end: float = 0.4
    """P(turn ended) from which the section's shortest silence is enough, where the words do not go on. Measured: nine ends in
    ten gave more within 0.16 s of silence; half of the pauses after a whole sentence did, too, which is why words and the
    length of the answer decide before it."""
    sure_pause: float = 0.2
    """P(turn ended) up to which the section's longest silence is waited out. Measured: real ends gave 0.2 and more."""
    sure_stop: float = 0.7
    """P(sentence end) from which the words read like an end. Measured with Moonshine: two ends in three gave more, and three
    mid-clause pauses in ten."""
    sure_comma: float = 0.2
    """P(sentence end) up to which they surely do not. Measured: one end in a hundred gave less."""
    full_stop: float = 0.85
    """P(sentence end) from which a sentence may end with a word that sentences go on after ("the people I worked with").
    Measured: six ends in eleven behind words that sentences go on after gave more, and one pause in 81 behind a word that may
    also end one."""
    certain_end: float = 0.65
    certain_stop: float = 0.95
    """Between sure and certain the shortest silence grows by up to …"""
    unsure_silence_s: float = 0.08
    """… so much: pauses at commas are 0.25–0.45 s (measured), and sound and read nearly like ends."""
    plain_answer_silence_s: float = 1.2
    """Silence behind a plain "yes" or "no" to an open question: many people go on to say why; and behind every thin answer of
    a candidate who is terse …"""
    terse_turns: int = 3
    """… because so many of them in a row were the whole answer."""
    closing_silence_s: float = 0.5
    """Silence behind "that's all": "Thank you for your time" comes a breath later."""
    closed_silence_s: float = 0.7
    """Longest silence behind words that can answer a closed question, or ask one: "Yes, twice." is a whole turn, however it
    sounds, and so is "May I ask something first?"."""
    thin_answer_s: float = 2.8
    """Less speech than this does not answer an open question: people say a sentence, think, and go on."""
    whole_answer_words: int = 11
    """So many words do, however fast they were said."""
    thought_s: float = 1.0
    """A silence within the turn from which somebody has thought: what they say then is what they thought of …"""
    thin_after_thought_s: float = 2.2
    """… and less of it is an answer."""
    sentence_silence_s: float = 1.2
    """Longest silence behind a whole sentence of an answer that is long enough, unless it sounded unfinished. Pauses between
    the sentences of an answer are 0.5–1.2 s (measured)."""
    long_answer_silence_s: float = 0.6
    """Shortest silence behind an answer of `story_begun_s` and more: who tells much breathes between sentences, and has time."""
    story_begun_s: float = 8.0
    """An answer that announced a story or a list gets that silence until it has gone on for so long, and ever less until …"""
    story_told_s: float = 20.0
    """… it has gone on for so long."""
    first_step_silence_s: float = 0.7
    """Shortest silence behind "The first thing I would do is …": it may be all, or half of the answer."""
    draft_grace_s: float = 0.1
    """Further silence after which a pre-rendered reply may start on draft words, when exact ones are late."""

    establish_s: float = 2.0
    """Reply heard after which it stands. Until then a candidate who goes on gets the floor back as if nothing was said. Longer,
    and an early answer to the new question would be taken for the end of the old answer."""
    reaction_s: float = 0.5
    """Reply heard from which words may be about it: people need a quarter of a second to hear a word and as much to react."""
    let_finish_s: float = 0.5
    """A reply with less than this to go is not paused for an early answer."""
    overlap_long_s: float = 0.9
    """Speech over the interviewer from which any words count. Measured: nods took 0.4–0.9 s, and "uh huh" was heard as
    "that was her", so less needs words that ask for the floor."""
    overlap_few_words: int = 3
    overlap_words_per_s: float = 5.0
    """More words than that, and one, were not said. Measured: "uh huh" was written "That's how it is." after 0.5 s of sound."""
    overlap_ask_s: float = 0.45
    """Speech after which speech-to-text is asked what the overlap says, and again each time as much has been added."""
    overlap_quiet_s: float = 0.25
    """Silence that ends an overlap for judging it."""
    nod_quiet_s: float = 0.1
    """… and behind a nod: the sooner the interviewer goes on, the less it seems to have stopped."""
    give_way_after_s: float = 0.096
    """Speech over the interviewer after which it falls silent, unless it had only just begun itself. Every 32 ms more cost
    an interruption as much, and leave as much longer to hear a nod before anybody misses the silence."""
    nod_asked_at_s: tuple[float, ...] = (0.224, 0.256, 0.288, 0.32, 0.352, 0.448, 0.576, 0.768, 1.024)
    """Lengths of a sound over the interviewer at which a model is asked whether it is a nod, or a noise."""
    sure_nod: float = 0.9
    """P(no bid) from which the interviewer goes on. Measured on voices and beginnings not trained on, in noise, by telephone
    and clipped: within 0.32 s seven nods in eight gave more, 99 noises in a hundred, and one interruption in seventeen …"""
    still_a_nod: float = 0.5
    """… of which six in seven gave less than this 0.3 s later: then it falls silent again, and stays so."""
    nod_lasts_s: float = 1.5
    """Speech that goes on for longer is no nod, however it began. Half of 65 spoken "Mhm, mhm" took longer,
    up to 2 s (measured); for any other sound it is long."""
    overlap_unclear_s: float = 1.2
    """Speech this long over the interviewer is an interruption even when no words are known yet."""
    echoes_known: int = 2
    """Echoes of the interviewer's own voice after which it no longer pauses at every sound while it speaks."""
    overlap_confidence: float = 0.3
    """Words less probable than this, over the interviewer, are taken for noise …"""
    overlap_draft_confidence: float = 0.5
    """… and while more may come, words must be as probable as this to count: the interviewer is silent anyway. Measured
    after 0.5 s of sound: "yeah, ye" was written "It's not a lie." with .14; bids had .25 to .93, and more with the next words."""

    clear_speech_s: float = 0.6
    """Voiced time from which an utterance without words is reported as inaudible; less is a noise and is dropped."""
    guess_confidence: float = 0.7
    """Mean word probability under which an answer's words are a guess, and it counts as inaudible, unless it asks for time.
    Measured with Moonshine tiny: four other languages .57–.64, two people at once .50–.75, noise louder than speech .31–.70;
    clipped, by telephone, in noise at 5 dB, with accents: .71 and more."""
    guess_voiced_s: float = 2.0
    """Shorter speech is left to the words: a clear "About four years." got .65 (measured)."""
    caption_every_s: float = 0.3
    settle_deadline_s: float = 8.0
    """Longest wait for exact words; then the utterance is inaudible. A decode of 30 s of speech takes 3 s here."""
