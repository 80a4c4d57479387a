"""The linter names file, line, field and reason of everything that makes a pack unusable."""

from pathlib import Path

import pytest

from vivavoce.domain.errors import FileFault, PackError
from vivavoce.domain.role_pack import SectionKind
from vivavoce.knowledge.packs import lint_pack, parse_pack

HOWTO = Path(__file__).parents[3] / "docs/howto/write-a-role-pack.md"
EXAMPLE = HOWTO.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]


def faults_after(old: str, new: str, *, count: int = 1) -> list[FileFault]:
    """Lint the example with one text replaced."""
    assert old in EXAMPLE
    return lint_pack(EXAMPLE.replace(old, new, count), file="pack.yaml")


def line_of(text: str, within: str = EXAMPLE) -> int:
    return within[: within.index(text)].count("\n") + 1


def only(faults: list[FileFault]) -> FileFault:
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def test_a_fault_reads_like_a_compiler_message() -> None:
    fault = only(faults_after("title: Testing\n    description", "title: Enthusiasm\n    description"))

    assert str(fault).startswith(f"pack.yaml:{line_of('title: Testing')}: rubric[0].title: “Enthusiasm” judges how")
    assert "Art. 5(1)(f)" in fault.message


@pytest.mark.parametrize(
    "title",
    [
        "Confidence",
        "Enthusiasm",
        "Engagement",
        "Positive attitude",
        "High energy",
        "Charisma",
        "Passion for testing",
        "Likeability",
        "Emotional intelligence",
        "Executive presence",
        "Personality",
        "Tone of voice",
        "Accent and pronunciation",
        "Verbal fluency",
        "Body language",
    ],
)
def test_criteria_about_feelings_and_manner_are_refused(title: str) -> None:
    fault = only(faults_after("title: Testing\n    description", f"title: {title}\n    description"))

    assert (fault.field, fault.line) == ("rubric[0].title", line_of("title: Testing"))
    assert "EU AI Act" in fault.message


@pytest.mark.parametrize(
    "title", ["Confidence intervals", "User engagement metrics", "Energy consumption", "Presence of tests"]
)
def test_terms_of_a_trade_are_not_feelings(title: str) -> None:
    assert faults_after("title: Testing\n    description", f"title: {title}\n    description") == []


def test_affect_is_found_in_anchors_and_descriptions_too() -> None:
    anchor = faults_after("1: Gives no way to look for faults", "1: Gives no answer and seems nervous")
    description = faults_after(
        "description: How faults are looked for", "description: How confidently faults are looked for"
    )

    assert only(anchor).field == "rubric[0].levels.1"
    assert only(description).field == "rubric[0].description"


def test_culture_fit_needs_observable_anchors() -> None:
    observable = faults_after("title: Testing\n    description", "title: Culture fit\n    description")
    broken = EXAMPLE.replace("title: Testing\n    description", "title: Culture fit\n    description", 1)
    broken = broken.replace(
        "2: Names one case to test, but does not explain why it could fail.", "2: Fits in somewhat with the team."
    )

    faults = lint_pack(broken, file="pack.yaml")

    assert observable == []
    assert {fault.field for fault in faults} == {"rubric[0].title", "rubric[0].levels.2"}


def test_an_anchor_must_be_observable() -> None:
    fault = only(
        faults_after(
            "4: Explains how cases are chosen, with limits and wrong input, and describes what a report contains.",
            "4: A very good understanding.",
        )
    )

    assert (fault.field, fault.line) == ("rubric[0].levels.4", line_of("4: Explains how"))
    assert "not observable" in fault.message


def test_five_anchors_are_needed() -> None:
    fault = only(
        faults_after(
            "      5: Explains how cases are chosen by risk", "      # 5: Explains how cases are chosen by risk"
        )
    )

    assert (fault.field, fault.message) == ("rubric[0].levels.5", "this field is missing")


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How old are you?", "age"),
        ("In what year were you born, roughly?", "age"),
        ("Do you plan to have children in the next years?", "family"),
        ("Are you married?", "family"),
        ("Do you have any health conditions we should know of?", "health"),
        ("Which religion do you belong to?", "religion"),
        ("Where are you originally from?", "origin"),
        ("What is your nationality?", "origin"),
        ("What was your previous salary?", "pay history"),
        ("How much do you earn now?", "pay history"),
        ("Are you a union member?", "union"),
    ],
)
def test_unlawful_questions_are_refused(question: str, topic: str) -> None:
    faults = faults_after("text: What have you tested so far?", f"text: {question}")

    assert any(topic in fault.message and fault.field == "sections[0].questions[0].text" for fault in faults)


@pytest.mark.parametrize(
    "question",
    [
        "How do you find a race condition?",
        "How do you test a health check endpoint?",
        "What ages a cached entry?",
        "How are child processes cleaned up?",
        "How do you test a payment service?",
    ],
)
def test_the_words_of_a_trade_are_lawful(question: str) -> None:
    assert faults_after("text: What have you tested so far?", f"text: {question}") == []


@pytest.mark.parametrize(
    "question",
    [
        "How do you test it? What do you report?",
        "How do you test it, and what do you report?",
        "How and why do you test it?",
        "Describe how you test it and explain what you report.",
        "Tell me how you test it. What do you report?",
    ],
)
def test_a_question_asks_one_thing(question: str) -> None:
    faults = faults_after("text: A new login form is ready. How do you test it?", f"text: {question}")

    assert any("two things" in fault.message for fault in faults)


@pytest.mark.parametrize(
    "praise", ["Great answer.", "Well done.", "That's right.", "I like that.", "Excellent, thank you."]
)
def test_praise_is_refused_wherever_it_would_be_spoken(praise: str) -> None:
    for spoken in ("bridge: Now I would like", "closing: Those were"):
        key, rest = spoken.split(": ")
        assert any("praise" in fault.message for fault in faults_after(spoken, f"{key}: {praise} {rest}"))


@pytest.mark.parametrize(
    "hint", ["Did you think of logging?", "What about the timeout?", "Don't forget the limits, what then?"]
)
def test_hints_are_refused_in_probes(hint: str) -> None:
    fault = only(faults_after("text: What would an attacker try?", f'text: "{hint}"'))

    assert "hints" in fault.message


def test_a_probe_may_not_hold_a_keyword_of_what_it_is_after() -> None:
    fault = only(faults_after("text: What would an attacker try?", "text: When is the account locked?"))

    assert fault.field == "sections[1].questions[0].probes[2].text"
    assert "“lockout” by its keyword “locked”" in fault.message


def test_a_question_may_not_hold_its_own_answer() -> None:
    faults = faults_after(
        "text: You have found something. What happens next?",
        "text: Would you report each fault with steps, expected and actual result?",
    )

    assert any("gives away the expected point “report”" in fault.message for fault in faults)


def test_what_takes_too_long_to_say_is_refused() -> None:
    long = (
        "How would you, given a new form that has fields for a name, a password, a second password, an address, a date, "
        * 2
    )

    fault = only(faults_after("text: What have you tested so far?", f"text: {long}what then?"))

    assert "under 12 s" in fault.message


def test_a_criterion_without_a_question_is_refused() -> None:
    faults = faults_after("criteria: [testing]", "criteria: [reporting]")

    assert [fault.field for fault in faults] == ["rubric[0].id", "sections[1].questions[0].criteria[0]"]
    assert "no question gives evidence" in faults[0].message
    assert "it has testing" in faults[1].message


def test_a_criterion_needs_a_question_that_everybody_gets() -> None:
    faults = faults_after("core: true", "core: false")

    assert {fault.field for fault in faults} == {"rubric[0].id", "sections[1].questions"}


def test_points_and_probes_name_what_exists() -> None:
    point = only(faults_after("weight: 1.5", "weight: 1.5\n            criterion: speed"))
    probe = only(faults_after("for: report", "for: reports"))

    assert point.field == "sections[1].questions[0].expected[0].criterion"
    assert "no expected point “reports”" in probe.message


def test_an_expected_point_must_be_a_sentence_that_could_be_said() -> None:
    point = "I report each fault with the steps to reproduce it, the expected result and the actual result."

    faults = faults_after(point, "I test the new login form.")

    assert any("taken for echo" in fault.message for fault in faults)


def test_sections_are_in_order_and_once() -> None:
    twice = lint_pack(EXAMPLE.replace("kind: technical", "kind: intro"), file="pack.yaml")
    swapped = lint_pack(
        EXAMPLE.replace("kind: candidate_questions", "kind: X")
        .replace("kind: wrap_up", "kind: candidate_questions")
        .replace("kind: X", "kind: wrap_up"),
        file="pack.yaml",
    )

    assert any("a second intro section" in fault.message for fault in twice)
    assert any("out of order" in fault.message for fault in swapped)


def test_a_missing_section_is_named() -> None:
    text = EXAMPLE[: EXAMPLE.index("  - kind: wrap_up")] + EXAMPLE[EXAMPLE.index("knowledge:") :]

    assert only(lint_pack(text, file="pack.yaml")).message == "the wrap_up section is missing"


def test_a_time_box_must_hold_its_core_questions() -> None:
    fault = only(faults_after("minutes: 4", "minutes: 0.5"))

    assert (fault.field, fault.line) == ("sections[1].minutes", line_of("minutes: 4"))
    assert "too short for 1 core questions" in fault.message


def test_probes_and_a_rephrasing_are_needed() -> None:
    no_probes = (
        EXAMPLE[: EXAMPLE.index("        probes:\n          - text: What else")]
        + EXAMPLE[EXAMPLE.index("        max_follow_ups: 2") :]
    )
    same = faults_after(
        "rephrased: How would you look for faults in a new login form?",
        "rephrased: A new login form is ready. How do you test it?",
    )

    fields = {fault.field for fault in lint_pack(no_probes, file="pack.yaml")}
    assert fields == {"sections[1].questions[0].probes", "sections[1].questions[0].max_follow_ups"}
    assert "word for word" in only(same).message


def test_ids_are_used_once() -> None:
    question = only(faults_after("id: your-questions", "id: login-form"))
    point = faults_after("id: lockout", "id: wrong-input")

    assert "used twice" in question.message
    assert any("used twice" in fault.message for fault in point)


def test_an_unknown_field_gets_a_suggestion() -> None:
    faults = faults_after("rephrased: Which products", "rephrase: Which products")

    told = {fault.field: fault for fault in faults}
    assert told["sections[0].questions[0].rephrased"].message == "this field is missing"
    assert told["sections[0].questions[0].rephrase"].message == "unknown field; did you mean 'rephrased'?"
    assert told["sections[0].questions[0].rephrase"].line == line_of("rephrased: Which products")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("minutes: 2", "minutes: two", "expected a number, found text"),
        ("tier: 1", "tier: 1.5", "expected a whole number"),
        ("core: true", "core: maybe", "expected true or false, found text"),
        ('version: "1.0"', "version: 1.0", "expected text, found a number; put it in quotes"),
        ("title: Junior tester", "title: no", "expected text, found true/false; put it in quotes"),
        ("criteria: [testing]", "criteria: testing", "expected a list"),
        ("kind: technical", "kind: techncal", "did you mean 'technical'?"),
        ("id: junior-tester", "id: Junior Tester", "lower-case letters"),
        ("title: Junior tester", "title:", "found nothing"),
        ("format: 1", "format: 2", "must be 1"),
        ("tier: 1", "tier: 7", "less than or equal to 3"),
        ("format: 1", "format: 1\nlanguage: de", "only English"),
    ],
)
def test_a_wrong_value_says_what_is_expected(old: str, new: str, message: str) -> None:
    fault = faults_after(old, new)[0]

    assert message in fault.message
    assert fault.line == line_of(old) + new.count("\n")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "empty"),
        ("just words", 1, "expected a mapping"),
        ("format: 1\n\tid: x", 2, "tab"),
        ("format: 1\nid: [a, b", 3, "not valid YAML"),
        ("format: 1\nid: a: b", 2, "not valid YAML"),
        ("format: 1\nid: one\nid: two", 3, "appears twice; first on line 2"),
        ("format: 1\nid: &a x\ntitle: *a", 2, "anchor &a is not allowed"),
        ("format: 1\nid: *nowhere", 2, "alias *nowhere is not allowed"),
        ("format: 1\nid: !!python/object/apply:os.system [ls]", 2, "not allowed"),
        ("format: 1\n---\nformat: 1", 2, "second document"),
        ("format: 1\nid: " + "[" * 500 + "]" * 500, 2, "nested deeper"),
        ("format: 1\nid: x\x00y", 1, "not valid YAML"),
    ],
)
def test_broken_yaml_is_told_with_its_line(text: str, line: int, message: str) -> None:
    fault = lint_pack(text, file="pack.yaml")[0]

    assert message in fault.message
    assert fault.line == line


def test_an_alias_bomb_and_a_huge_file_are_refused_at_once() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
    )

    assert "not allowed" in only(lint_pack(bomb, file="pack.yaml")).message
    assert "larger than 256 kB" in only(lint_pack("summary: " + "x" * 300_000, file="pack.yaml")).message


def test_all_faults_are_told_at_once_in_the_order_of_lines() -> None:
    text = EXAMPLE.replace("title: Testing\n    description", "title: Charisma\n    description", 1).replace(
        "minutes: 4", "minutes: 0.5"
    )
    text = text.replace("text: What have you tested so far?", "text: How old are you?")

    with pytest.raises(PackError) as caught:
        parse_pack(text, file="pack.yaml")

    assert [fault.field for fault in caught.value.faults] == [
        "rubric[0].title",
        "sections[0].questions[0].text",
        "sections[1].minutes",
    ]
    assert [fault.line for fault in caught.value.faults] == sorted(fault.line for fault in caught.value.faults)


def test_a_good_pack_is_read_with_its_defaults() -> None:
    pack = parse_pack(EXAMPLE, file="pack.yaml")

    question = pack.question("login-form")
    assert (pack.id, pack.language, pack.minutes) == ("junior-tester", "en", 9.5)
    assert (question.tier, question.core, question.closed, question.max_follow_ups) == (1, True, False, 2)
    assert question.probes[1].for_point == "report"
    assert [level.level for level in pack.criterion("testing").levels] == [1, 2, 3, 4, 5]
    assert pack.question("intro-experience").max_follow_ups == 1
    assert pack.section(SectionKind.TECHNICAL).patience.max_silence_s == 3.2
    assert len(pack.sha256) == 64


def test_patience_is_the_sections_then_the_packs_then_the_kinds() -> None:
    text = EXAMPLE.replace("format: 1", "format: 1\npatience: {max_silence_s: 3.5, offer_after_s: 20}", 1)
    text = text.replace(
        "title: Testing\n    minutes", "title: Testing\n    patience: {offer_after_s: 30}\n    minutes", 1
    )

    pack = parse_pack(text, file="pack.yaml")

    technical, intro = pack.section(SectionKind.TECHNICAL).patience, pack.section(SectionKind.INTRO).patience
    assert (technical.min_silence_s, technical.max_silence_s, technical.offer_after_s) == (0.32, 3.5, 30)
    assert (intro.min_silence_s, intro.max_silence_s, intro.offer_after_s) == (0.32, 3.5, 20)


def test_a_changed_text_is_another_pack() -> None:
    changed = parse_pack(EXAMPLE + "# a comment\n", file="pack.yaml")

    assert changed.sha256 != parse_pack(EXAMPLE, file="pack.yaml").sha256
