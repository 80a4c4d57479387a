"""Reads YAML into plain data that remembers its lines, and refuses what no honest file needs.

PyYAML's parser is driven for its marks; values are built here, so that no tag, alias or duplicate key can surprise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from vivavoce.domain.errors import FileFault

type Plain = bool | int | float | str | list[Plain] | dict[str, Plain] | None
type Path = tuple[str | int, ...]

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_SCALARS = {
    "tag:yaml.org,2002:null",
    "tag:yaml.org,2002:bool",
    "tag:yaml.org,2002:int",
    "tag:yaml.org,2002:float",
    "tag:yaml.org,2002:str",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """What sort of file is read: how its faults speak of it, and how large an honest one may be."""

    noun: str
    """Such as "pack"; also the field of a fault of the whole file."""
    guide: str
    """Where somebody with an empty file begins."""
    max_bytes: int = 256 * 1024
    max_depth: int = 12
    patterns: Mapping[str, str] = field(default_factory=dict)
    """What to say, by field, of a text that has not the form it must have."""


@dataclass(slots=True)
class Source:
    """A file as plain data, with the line each value stands on and the faults of its YAML."""

    file: str
    kind: DocumentKind
    data: Plain = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[FileFault] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line of the value at this path, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, message: str) -> FileFault:
        return FileFault(file=self.file, line=self.line(path), field=dotted(path) or self.kind.noun, message=message)


def dotted(path: Path) -> str:
    """Return ``sections[2].questions[0].probes`` for a path; nothing for the whole file."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def read_source(text: str, *, file: str, kind: DocumentKind) -> Source:
    """Return the file's data and lines; on bad YAML, no data and the faults."""
    source = Source(file=file, kind=kind)
    source.faults.extend(_before_parsing(text, source))
    if source.faults:
        return source
    try:
        source.faults.extend(_unwanted_yaml(text, source))
        if not source.faults:
            node = yaml.compose(text, Loader=_LOADER)
            if node is None:
                source.faults.append(source.fault((), f"the file is empty; start from {kind.guide}"))
            else:
                source.data = _Builder(source).build(node, ())
    except yaml.YAMLError as error:
        source.faults.append(_syntax_fault(error, source))
    return source


def _before_parsing(text: str, source: Source) -> Iterator[FileFault]:
    if len(text.encode("utf-8", errors="surrogatepass")) > source.kind.max_bytes:
        yield source.fault(
            (), f"the file is larger than {source.kind.max_bytes // 1024} kB, which no {source.kind.noun} needs"
        )
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            message = "a tab is used for indentation; YAML allows only spaces there"
            yield FileFault(file=source.file, line=number, field=source.kind.noun, message=message)


def _unwanted_yaml(text: str, source: Source) -> Iterator[FileFault]:
    """Yield the first alias, tag, second document or absurd depth: events are flat, so nothing can blow up yet."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        message = _refusal(event, source.kind, depth=depth, documents=documents)
        if message:
            yield FileFault(file=source.file, line=_line(event), field=source.kind.noun, message=message)
            return


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _refusal(event: yaml.Event, kind: DocumentKind, *, depth: int, documents: int) -> str:
    if isinstance(event, yaml.AliasEvent):
        return f"the alias *{event.anchor} is not allowed in a {kind.noun}; write the text out"
    if isinstance(event, yaml.NodeEvent) and event.anchor:
        return f"the anchor &{event.anchor} is not allowed in a {kind.noun}; write the text out where it is needed"
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag not in {None, "!"}:
        return f"the tag {event.tag} is not allowed in a {kind.noun}; use plain text, numbers, lists and mappings"
    if depth > kind.max_depth:
        return f"nested deeper than {kind.max_depth} levels"
    if documents > 1:
        return f"a second document begins here; a file holds one {kind.noun}"
    return ""


def _syntax_fault(error: yaml.YAMLError, source: Source) -> FileFault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    line = mark.line + 1 if mark else 1
    message = f"not valid YAML: {problem}; check the indentation and quote texts that hold ': ' or ' #'"
    return FileFault(file=source.file, line=line, field=source.kind.noun, message=message)


class _Builder:
    """Turns nodes into plain data, noting lines and refusing duplicate keys."""

    def __init__(self, source: Source) -> None:
        self._source = source
        # The constructor wants a stream, never read here: it only lends its scalar conversions.
        self._scalars = yaml.SafeLoader("")

    def build(self, node: yaml.Node, path: Path) -> Plain:
        self._source.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Plain]:
        data: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            here = (*path, key)
            if key in data:
                message = f"appears twice; first on line {self._source.lines[here]}"
                self._source.faults.append(
                    FileFault(
                        file=self._source.file,
                        line=key_node.start_mark.line + 1,
                        field=dotted(here),
                        message=message,
                    )
                )
                continue
            self._source.lines[here] = key_node.start_mark.line + 1
            data[key] = self.build(value_node, here)
        return data

    def _scalar(self, node: yaml.Node) -> Plain:
        if node.tag not in _SCALARS:  # dates and the like: what was written, as text
            return str(node.value)
        try:
            value: Plain = self._scalars.construct_object(node)
        except ValueError:  # such as 1e or 0o9, numbers only to the eye
            return str(node.value)
        return value
