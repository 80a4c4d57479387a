"""Evaluates the part of Prometheus' language that our rules use, on two scrapes of a real registry.

Parsed by Prometheus' own grammar; `rate` and `increase` are taken between the two scrapes, which are as far apart as the
range says. What is not supported raises, so that a rule cannot pass untested.
"""

import operator
from collections import defaultdict
from collections.abc import Callable, Mapping

import promql_parser
from prometheus_client import CollectorRegistry

type Labels = frozenset[tuple[str, str]]
type Vector = dict[Labels, float]
type Scrape = Mapping[tuple[str, Labels], float]

_ARITHMETIC: dict[str, Callable[[float, float], float]] = {"/": operator.truediv, "*": operator.mul}
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {">": operator.gt, ">=": operator.ge, "<": operator.lt}


def scrape(registry: CollectorRegistry) -> Scrape:
    """Return all samples of a registry as they are now."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in registry.collect()
        for sample in family.samples
    }


def evaluate(expression: str, *, before: Scrape, after: Scrape) -> Vector:
    """Return what the expression gives at the second scrape; empty when nothing fulfils its conditions."""
    result = _Evaluation(before, after).of(promql_parser.parse(expression))
    return {frozenset(): result} if isinstance(result, float) else result


class _Evaluation:
    def __init__(self, before: Scrape, after: Scrape) -> None:
        self._before = before
        self._after = after

    def of(self, node: object) -> Vector | float:
        match node:
            case promql_parser.NumberLiteral():
                return float(node.val)
            case promql_parser.ParenExpr():
                return self.of(node.expr)
            case promql_parser.Call():
                return self._call(node)
            case promql_parser.AggregateExpr():
                return self._sum(node)
            case promql_parser.BinaryExpr():
                return self._binary(node)
        raise NotImplementedError(type(node).__name__)

    def _vector(self, node: object) -> Vector:
        result = self.of(node)
        assert isinstance(result, dict)
        return result

    def _call(self, call: promql_parser.Call) -> Vector:
        if call.func.name == "histogram_quantile":
            share = self.of(call.args[0])
            assert isinstance(share, float)
            return _quantile(share, self._vector(call.args[1]))
        matrix = call.args[0]
        assert isinstance(matrix, promql_parser.MatrixSelector)
        seconds = {"rate": matrix.range.total_seconds(), "increase": 1.0}[call.func.name]
        return {labels: grown / seconds for labels, grown in self._growth(matrix.vector_selector).items()}

    def _growth(self, selector: promql_parser.VectorSelector) -> Vector:
        wanted = {(one.name, one.value) for one in selector.matchers.matchers}
        assert all(one.op == promql_parser.MatchOp.Equal for one in selector.matchers.matchers)
        return {
            labels: value - self._before.get((name, labels), 0.0)
            for (name, labels), value in self._after.items()
            if name == selector.name and wanted <= labels
        }

    def _sum(self, node: promql_parser.AggregateExpr) -> Vector:
        assert str(node.op) == "sum"
        kept = set(node.modifier.labels) if node.modifier is not None else set()
        sums: defaultdict[Labels, float] = defaultdict(float)
        for labels, value in self._vector(node.expr).items():
            sums[frozenset((name, text) for name, text in labels if name in kept)] += value
        return dict(sums)

    def _binary(self, node: promql_parser.BinaryExpr) -> Vector:
        left, right, op = self._vector(node.lhs), self.of(node.rhs), str(node.op)
        others = dict.fromkeys(left, right) if isinstance(right, float) else right
        both = {labels: (value, others[labels]) for labels, value in left.items() if labels in others}
        if op == "and":
            return {labels: value for labels, (value, _) in both.items()}
        if op in _COMPARISONS:
            return {labels: value for labels, (value, other) in both.items() if _COMPARISONS[op](value, other)}
        return {labels: _ARITHMETIC[op](value, other) for labels, (value, other) in both.items() if other}


def _quantile(share: float, buckets: Vector) -> Vector:
    """Prometheus' own rule: linear inside the bucket that holds the rank; the last finite bound above all of them."""
    bounds = sorted((float(dict(labels)["le"]), value) for labels, value in buckets.items())
    if not bounds or bounds[-1][1] == 0:
        return {}
    rank, below_s, below = share * bounds[-1][1], 0.0, 0.0
    for bound_s, count in bounds:
        if count >= rank:
            if bound_s == float("inf"):
                break
            return {frozenset(): below_s + (bound_s - below_s) * (rank - below) / (count - below)}
        below_s, below = bound_s, count
    return {frozenset(): below_s}
