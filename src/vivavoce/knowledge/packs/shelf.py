"""Role packs ready to use: parsed from text, or from the shelf of those shipped with the package."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from vivavoce.domain.errors import NotFoundError, PackError
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
from vivavoce.knowledge.packs.linter import examine
from vivavoce.knowledge.packs.schema import (
    DEFAULT_PATIENCE,
    CriterionModel,
    PackModel,
    PatienceModel,
    QuestionModel,
    SectionModel,
)

DEFAULT_FOLLOW_UPS = 2


def parse_pack(text: str, *, file: str) -> RolePack:
    """Return the pack a YAML text describes; raise `PackError` with every fault, the linter's included."""
    source, model = examine(text, file=file)
    if source.faults or model is None:
        raise PackError(source.faults)
    return _pack(model, sha256=hashlib.sha256(text.encode("utf-8")).hexdigest())


@cache
def shipped_packs() -> Mapping[str, RolePack]:
    """Return the packs of this package by id."""
    packs = (parse_pack(text, file=f"{name}.yaml") for name, text in _shipped_texts().items())
    return MappingProxyType({pack.id: pack for pack in packs})


def shipped_pack_text(pack_id: str) -> str:
    """Return the YAML of a shipped pack; raise `NotFoundError` when there is none by that id."""
    texts = _shipped_texts()
    if pack_id not in texts:
        raise NotFoundError(f"there is no shipped pack {pack_id!r}", fix=f"Choose one of: {', '.join(texts)}.")
    return texts[pack_id]


@cache
def _shipped_texts() -> Mapping[str, str]:
    shelf = files("vivavoce.knowledge.packs").joinpath("shipped")
    found = sorted((item for item in shelf.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name)
    return {item.name.removesuffix(".yaml"): item.read_text(encoding="utf-8") for item in found}


def _pack(model: PackModel, *, sha256: str) -> RolePack:
    return RolePack(
        id=model.id,
        version=model.version,
        title=model.title,
        summary=_flat(model.summary),
        language=model.language,
        opening=_flat(model.opening),
        closing=_flat(model.closing),
        sections=tuple(_section(section, model.patience) for section in model.sections),
        rubric=tuple(_criterion(criterion) for criterion in model.rubric),
        knowledge=tuple(
            KnowledgeItem(id=item.id, topic=item.topic, questions=tuple(item.questions), answer=_flat(item.answer))
            for item in model.knowledge
        ),
        vocabulary=tuple(model.vocabulary),
        sha256=sha256,
    )


def _section(model: SectionModel, pack_patience: PatienceModel | None) -> Section:
    kind = SectionKind(model.kind)
    return Section(
        kind=kind,
        title=model.title,
        minutes=model.minutes,
        bridge=_flat(model.bridge),
        questions=tuple(_question(question) for question in model.questions),
        patience=_patience(kind, pack_patience, model.patience),
    )


def _patience(kind: SectionKind, *layers: PatienceModel | None) -> TurnPatience:
    """Return the kind's defaults with the pack's and then the section's own values over them.

    A pack's values are meant for talk: they do not shorten the silences of a coding section, only its own values do.
    """
    default = DEFAULT_PATIENCE[kind]
    layers = layers[1:] if kind is SectionKind.CODING else layers
    values = {
        "min_silence_s": default.min_silence_s,
        "max_silence_s": default.max_silence_s,
        "offer_after_s": default.offer_after_s,
    }
    for layer in layers:
        values |= layer.model_dump(exclude_none=True) if layer else {}
    return TurnPatience(
        min_silence_s=values["min_silence_s"],
        max_silence_s=max(values["max_silence_s"], values["min_silence_s"]),
        offer_after_s=values["offer_after_s"],
    )


def _question(model: QuestionModel) -> Question:
    follow_ups = model.max_follow_ups
    return Question(
        id=model.id,
        text=_flat(model.text),
        rephrased=_flat(model.rephrased),
        tier=model.tier,
        core=model.core,
        criteria=tuple(model.criteria),
        expected=tuple(
            ExpectedPoint(
                id=point.id,
                text=_flat(point.text),
                keywords=tuple(point.keywords),
                criterion=point.criterion,
                weight=point.weight,
            )
            for point in model.expected
        ),
        probes=tuple(Probe(text=_flat(probe.text), for_point=probe.for_point) for probe in model.probes),
        max_follow_ups=min(DEFAULT_FOLLOW_UPS, len(model.probes)) if follow_ups is None else follow_ups,
        closed=model.closed,
    )


def _criterion(model: CriterionModel) -> Criterion:
    anchors = enumerate(model.levels.anchors(), start=1)
    return Criterion(
        id=model.id,
        title=model.title,
        description=_flat(model.description),
        weight=model.weight,
        levels=tuple(Level(level=level, anchor=_flat(anchor)) for level, anchor in anchors),
    )


def _flat(text: str) -> str:
    """Return a text without the line breaks YAML's block scalars may leave in it."""
    return " ".join(text.split())
