"""A small role pack for tests of the interview: six sections, expected points told apart by plain keywords."""

from vivavoce.domain.role_pack import (
    Criterion,
    ExpectedPoint,
    KnowledgeItem,
    Level,
    Probe,
    Question,
    RolePack,
    Section,
    SectionKind,
    TurnPatience,
)

PATIENCE = TurnPatience(min_silence_s=0.5, max_silence_s=2.0, offer_after_s=10.0)


def a_question(
    question_id: str,
    *,
    text: str = "",
    points: tuple[str, ...] = (),
    probes: tuple[Probe, ...] | None = None,
    core: bool = True,
    tier: int = 1,
    max_follow_ups: int = 2,
    closed: bool = False,
) -> Question:
    """A question whose expected points are keywords."""
    return Question(
        id=question_id,
        text=text or f"How do you handle {question_id.replace('-', ' ')}?",
        rephrased=f"In your work, what do you do about {question_id.replace('-', ' ')}?",
        tier=tier,
        core=core,
        criteria=("craft",) if points else (),
        expected=tuple(ExpectedPoint(id=one, text=f"They use {one}.", keywords=(one,)) for one in points),
        probes=probes
        if probes is not None
        else (
            *(
                Probe(text=f"What else belongs to step {number}?", for_point=one)
                for number, one in enumerate(points, 1)
            ),
            Probe(text="Could you give an example?"),
        ),
        max_follow_ups=max_follow_ups,
        closed=closed,
    )


def a_section(kind: SectionKind, minutes: float, *questions: Question) -> Section:
    name = kind.value.replace("_", " ")
    return Section(
        kind=kind,
        title=name.capitalize(),
        minutes=minutes,
        bridge=f"Let us turn to the {name} part.",
        questions=questions,
        patience=PATIENCE,
    )


def a_pack(*, sections: tuple[Section, ...] | None = None) -> RolePack:
    return RolePack(
        id="test-engineer",
        version="1",
        title="Test engineer",
        summary="For tests.",
        language="en",
        opening="This conversation takes about half an hour.",
        closing="Those were all my questions. Thank you for your time.",
        sections=sections or SECTIONS,
        rubric=(
            Criterion(
                id="craft",
                title="Craft",
                description="How work is done.",
                weight=1.0,
                levels=tuple(Level(level=level, anchor=f"Does {level}.") for level in range(1, 6)),
            ),
        ),
        knowledge=(
            KnowledgeItem(
                id="team",
                topic="team size",
                questions=("How big is the team?", "How many people are on the team?"),
                answer="The team has seven people.",
            ),
            KnowledgeItem(
                id="remote",
                topic="remote work",
                questions=("Can I work remotely?", "Is the job remote?"),
                answer="Two days a week are remote.",
            ),
        ),
        vocabulary=("Redis", "Kafka"),
        sha256="ab" * 32,
    )


SECTIONS = (
    a_section(
        SectionKind.INTRO,
        3,
        a_question("your-work", text="What are you working on at present?", max_follow_ups=1),
        a_question("years", text="For how many years have you done this?", closed=True, max_follow_ups=0),
    ),
    a_section(
        SectionKind.TECHNICAL,
        8,
        a_question("slow-queries", points=("index", "explain", "cache")),
        a_question("lost-messages", points=("retry", "idempotent", "queue")),
        a_question("hard-locks", points=("deadlock", "isolation"), core=False, tier=2),
        a_question("easy-types", points=("integer",), core=False, tier=1),
    ),
    a_section(
        SectionKind.SYSTEM_DESIGN,
        8,
        a_question("url-shortener", points=("hash", "replica", "shard"), tier=2),
    ),
    a_section(
        SectionKind.BEHAVIORAL,
        6,
        a_question("conflict", points=("listened", "agreed"), max_follow_ups=1),
        a_question("failure", points=("mistake", "learned"), max_follow_ups=1),
    ),
    a_section(
        SectionKind.CANDIDATE_QUESTIONS,
        4,
        a_question("yours", text="What would you like to know about the role?", probes=(), max_follow_ups=0),
    ),
    a_section(
        SectionKind.WRAP_UP,
        2,
        a_question("anything", text="Is there anything you would like to add?", closed=True, max_follow_ups=0),
    ),
)
