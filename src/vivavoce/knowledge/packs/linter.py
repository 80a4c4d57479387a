"""The pack linter: refuses what would make an interview unfair, unlawful or impossible to score, line by line."""

from collections.abc import Callable, Iterable, Iterator

from vivavoce.documents import DocumentKind, Path, Source, read_model, read_source
from vivavoce.domain.errors import FileFault
from vivavoce.domain.role_pack import SectionKind
from vivavoce.knowledge.packs import affect, question_rules, wording
from vivavoce.knowledge.packs.schema import CriterionModel, PackModel, SectionModel
from vivavoce.knowledge.text import content_stems

type Finding = tuple[Path, str]

PACK = DocumentKind(
    noun="pack",
    guide="docs/howto/write-a-role-pack.md",
    max_bytes=256 * 1024,  # the shipped packs have about 30 kB; ten times that is no interview any more
    max_depth=12,  # a pack's own structure is seven levels deep
    patterns={"language": "only English packs ('en', 'en-GB' …) can be checked and spoken so far"},
)
REQUIRED_SECTIONS = (SectionKind.INTRO, SectionKind.CANDIDATE_QUESTIONS, SectionKind.WRAP_UP)
SCORED_SECTIONS = (SectionKind.TECHNICAL, SectionKind.CODING, SectionKind.SYSTEM_DESIGN, SectionKind.BEHAVIORAL)
_ANSWER_S = {SectionKind.SYSTEM_DESIGN.value: 120.0, SectionKind.CODING.value: 240.0}


def lint_pack(text: str, *, file: str) -> list[FileFault]:
    """Return every fault of a pack's text, in the order of its lines; an empty list is a pack that can be used."""
    source, _ = examine(text, file=file)
    return source.faults


def examine(text: str, *, file: str) -> tuple[Source, PackModel | None]:
    """Read and check a pack: the source holds all faults; the model is there when its structure is sound."""
    source = read_source(text, file=file, kind=PACK)
    model = read_model(source, PackModel)
    if model is not None:
        source.faults.extend(source.fault(path, message) for path, message in _findings(model))
    source.faults.sort(key=lambda fault: fault.line)
    return source, model


def _findings(pack: PackModel) -> Iterator[Finding]:
    for rule in _RULES:
        yield from rule(pack)


def _spoken_texts(pack: PackModel) -> Iterator[Finding]:
    texts: list[tuple[Path, str]] = [(("opening",), pack.opening), (("closing",), pack.closing)]
    texts += [(("sections", index, "bridge"), section.bridge) for index, section in enumerate(pack.sections)]
    for path, text in texts:
        yield from ((path, message) for message in wording.speech_faults(text))
        if wording.spoken_s(text) > wording.MAX_SPOKEN_S:
            yield path, f"takes about {wording.spoken_s(text):.0f} s to say; keep it under {wording.MAX_SPOKEN_S:.0f} s"
        if "?" in text:
            yield path, "asks something; only a section's questions may, one at a time"


def _knowledge(pack: PackModel) -> Iterator[Finding]:
    for index, item in enumerate(pack.knowledge):
        path: Path = ("knowledge", index, "answer")
        if wording.spoken_s(item.answer) > wording.MAX_SPOKEN_S:
            yield (
                path,
                f"takes about {wording.spoken_s(item.answer):.0f} s to say; keep it under {wording.MAX_SPOKEN_S:.0f} s",
            )


def _section_order(pack: PackModel) -> Iterator[Finding]:
    order = [kind.value for kind in SectionKind]
    kinds = [section.kind for section in pack.sections]
    for index, kind in enumerate(kinds):
        path: Path = ("sections", index, "kind")
        if kind in kinds[:index]:
            yield path, f"a second {kind} section; each kind may appear once"
        elif any(order.index(kind) < order.index(before) for before in kinds[:index]):
            yield path, f"out of order; sections are led as {', '.join(order)}"
    for required in REQUIRED_SECTIONS:
        if required.value not in kinds:
            yield ("sections",), f"the {required.value} section is missing"
    if not any(kind.value in kinds for kind in SCORED_SECTIONS):
        yield ("sections",), f"no section gives evidence; add one of {', '.join(SCORED_SECTIONS)}"


def _time_boxes(pack: PackModel) -> Iterator[Finding]:
    for index, section in enumerate(pack.sections):
        path: Path = ("sections", index)
        core = [question for question in section.questions if question.core]
        if not core:
            yield (*path, "questions"), "no core question; every candidate must get at least one here"
        needed = needed_minutes(section)
        if needed > section.minutes:
            message = (
                f"{section.minutes:g} minutes are too short for {len(core)} core questions, which need about {needed:.1f}; "
                "lengthen the section or make a question `core: false`"
            )
            yield (*path, "minutes"), message
        yield from _patience(section, path)


def _patience(section: SectionModel, path: Path) -> Iterator[Finding]:
    patience = section.patience
    if patience is None or patience.min_silence_s is None or patience.max_silence_s is None:
        return
    if patience.min_silence_s > patience.max_silence_s:
        yield (*path, "patience", "min_silence_s"), "is longer than max_silence_s"


def needed_minutes(section: SectionModel) -> float:
    """Return about how long the section's bridge and core questions take with answers of ordinary length.

    An answer takes 51 s at the median of 138 recorded mock interviews; a short one 15 s, a design two minutes, code four.
    """
    answer_s = _ANSWER_S.get(section.kind, 51.0)
    core = [question for question in section.questions if question.core]
    spoken = wording.spoken_s(section.bridge) + sum(wording.spoken_s(question.text) for question in core)
    return (spoken + sum(15.0 if question.closed else answer_s for question in core)) / 60.0


def _rubric(pack: PackModel) -> Iterator[Finding]:
    for index, criterion in enumerate(pack.rubric):
        path: Path = ("rubric", index)
        for name, text in (
            ("id", criterion.id.replace("-", " ")),
            ("title", criterion.title),
            ("description", criterion.description),
        ):
            yield from (((*path, name), message) for message in affect.affect_faults(text))
        yield from _anchors(criterion, path)


def _anchors(criterion: CriterionModel, path: Path) -> Iterator[Finding]:
    anchors = criterion.levels.anchors()
    for level, anchor in enumerate(anchors, start=1):
        here: Path = (*path, "levels", str(level))
        yield from ((here, message) for message in affect.affect_faults(anchor))
        if not affect.is_observable(anchor):
            yield here, affect.ANCHOR_MESSAGE
        if any(set(content_stems(anchor)) == set(content_stems(other)) for other in anchors[: level - 1]):
            yield here, "says the same as a lower level; say what is different"
    fit = affect.culture_fit(f"{criterion.id} {criterion.title} {criterion.description}")
    if fit and not all(affect.is_observable(anchor) for anchor in anchors):
        yield (*path, "title"), affect.CULTURE_FIT_MESSAGE.format(found=fit)


def _evidence(pack: PackModel) -> Iterator[Finding]:
    """Every criterion needs a core question: otherwise some candidates could not be scored on it at all."""
    core: set[str] = set()
    any_question: set[str] = set()
    for section in pack.sections:
        for question in section.questions:
            found = set(question.criteria) | {point.criterion for point in question.expected}
            any_question |= found
            core |= found if question.core else set()
    for index, criterion in enumerate(pack.rubric):
        if criterion.id not in any_question:
            yield (
                ("rubric", index, "id"),
                f"no question gives evidence for “{criterion.id}”; name it in a question's criteria",
            )
        elif criterion.id not in core:
            yield (
                ("rubric", index, "id"),
                f"only optional questions give evidence for “{criterion.id}”; one must be `core: true`",
            )


def _duplicate_ids(pack: PackModel) -> Iterator[Finding]:
    question_ids: list[tuple[Path, str]] = [
        (("sections", at, "questions", index, "id"), question.id)
        for at, section in enumerate(pack.sections)
        for index, question in enumerate(section.questions)
    ]
    yield from repeated(question_ids)
    yield from repeated((("rubric", index, "id"), criterion.id) for index, criterion in enumerate(pack.rubric))
    yield from repeated((("knowledge", index, "id"), item.id) for index, item in enumerate(pack.knowledge))


def repeated(ids: Iterable[tuple[Path, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, identifier in ids:
        if identifier in seen:
            yield path, f"the id “{identifier}” is used twice; ids must differ"
        seen.add(identifier)


def _questions(pack: PackModel) -> Iterator[Finding]:
    criteria = {criterion.id for criterion in pack.rubric}
    for at, section in enumerate(pack.sections):
        scored = section.kind in {kind.value for kind in SCORED_SECTIONS}
        for index, question in enumerate(section.questions):
            path: Path = ("sections", at, "questions", index)
            for below, message in question_rules.findings(question, scored=scored, criteria=criteria):
                yield (*path, *below), message
            yield from repeated(
                ((*path, "expected", number, "id"), point.id) for number, point in enumerate(question.expected)
            )


_RULES: tuple[Callable[[PackModel], Iterator[Finding]], ...] = (
    _section_order,
    _time_boxes,
    _rubric,
    _evidence,
    _duplicate_ids,
    _spoken_texts,
    _knowledge,
    _questions,
)
