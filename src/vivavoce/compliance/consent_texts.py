"""What candidates read before they decide; a change of words needs a new version, and asks everybody again.

Sources: EU AI Act Art. 50 (say that it is an AI), GDPR Art. 7 and 13 (each purpose by itself, what follows, withdrawal),
Illinois AIVIA (how the software judges, and by what, before it does) and BIPA (no voiceprint).
"""

from vivavoce.domain.consent import ConsentText, Purpose

CONSENT_TEXTS: tuple[ConsentText, ...] = (
    ConsentText(
        purpose=Purpose.AI_INTERVIEW,
        version="2026-11",
        title="Talk with an AI interviewer",
        text=(
            "The interviewer is a computer program, not a person. It asks the questions planned for this role, asks "
            "everyone the same core questions, and follows up when something is missing. It may misunderstand you; you can "
            "ask it to repeat or rephrase, take your time, pause, or skip. You can ask for a person at any moment, and you "
            "can take this permission back at any moment, without giving a reason."
        ),
        if_refused="You talk with a person instead. We tell the people who invited you, and it is not held against you.",
    ),
    ConsentText(
        purpose=Purpose.VOICE_PROCESSING,
        version="2026-11",
        title="Answer with your voice",
        text=(
            "Your microphone is heard while the interview runs, so that your words can be written down. Only the words "
            "count. Nobody, and no program, judges your voice, accent, tone or mood, and no voiceprint is made: we know "
            "that it is you because it is your connection. While you are muted, nothing is heard."
        ),
        if_refused="You type your answers. The questions, the time you get and how answers are read stay the same.",
    ),
    ConsentText(
        purpose=Purpose.RECORDING,
        version="2026-11",
        title="Keep the sound of the interview",
        text=(
            "Your voice and the interviewer's are kept, encrypted, so that the people who decide can listen to an answer "
            "instead of trusting a transcript that may be wrong. Only reviewers named by the organisation can listen, and "
            "each time is noted. The page that invited you says when it is deleted; ask, and it is deleted sooner."
        ),
        if_refused="Nothing is recorded. Reviewers read the written words only; that is no disadvantage for you.",
    ),
    ConsentText(
        purpose=Purpose.AUTOMATED_EVALUATION,
        version="2026-11",
        title="Let a program draft the assessment",
        text=(
            "Afterwards a program compares the written words of your answers with what a good answer to each question says, "
            "and suggests a level from 1 to 5 for each skill this role needs. Every suggestion must quote your own words; "
            "where there is no quote there is no level. It sees text only: no sound, no picture, no name, age, origin or "
            "health, and nothing about extra time or typing. It is a draft: a named person reads it and decides, and nobody "
            "is turned down by the program. You can ask how a level came about and have it looked at again."
        ),
        if_refused="A person reads the transcript without suggestions. That is no disadvantage for you.",
    ),
)
"""In the order they are asked."""

PRACTICE_CONSENT_TEXTS: tuple[ConsentText, ...] = (
    ConsentText(
        purpose=Purpose.AI_INTERVIEW,
        version="practice-2026-11",
        title="Practise with an AI coach",
        text=(
            "The coach is a computer program, not a person. It asks questions as an interviewer would and, after an answer, may "
            "tell you one thing it measured: its length, your pace, fillers, pauses, or whether a story said how it ended. It "
            "gives no mark, and what you say here is not passed on to anybody who hires."
        ),
        if_refused="There is no practice then; nothing is kept.",
    ),
    ConsentText(
        purpose=Purpose.VOICE_PROCESSING,
        version="practice-2026-11",
        title="Answer with your voice",
        text=(
            "Your microphone is heard while the practice runs, so that your words and when they were said can be written down. "
            "Length, pace, fillers and pauses are counted from that. Nothing judges your voice, accent, tone or mood, and no "
            "voiceprint is made."
        ),
        if_refused="You type your answers; then there is less to measure.",
    ),
    ConsentText(
        purpose=Purpose.RECORDING,
        version="practice-2026-11",
        title="Keep the sound, to listen to yourself",
        text=(
            "Your voice is kept, encrypted, so that you can listen to a moment again, during the practice and afterwards. Only "
            "whoever has the link to your space can listen. You can delete each practice, sound and words, at any time."
        ),
        if_refused="Nothing is recorded. You still read your words and what was measured.",
    ),
)
"""For a space of one's own: nothing in it is evaluated, so nobody is asked to allow that."""
