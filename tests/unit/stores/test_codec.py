"""Every event survives being stored."""

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.records import a_report
from vivavoce.domain.errors import StorageError
from vivavoce.domain.events import SessionEvent
from vivavoce.stores.codec import decode_event, decode_report, encode_event, encode_report

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(exclude_categories=["Cs"])),
    float: st.floats(allow_nan=False, allow_infinity=False),
    datetime: st.datetimes(timezones=st.just(UTC)),
    bool: st.booleans(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    int: st.integers(-(2**53), 2**53),
    types.NoneType: st.none(),
}


def anything_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return values of any annotation the events use."""
    if kind in PLAIN:
        return PLAIN[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in {Union, types.UnionType}:
        return st.one_of([anything_of(argument) for argument in arguments])
    if origin is tuple:
        return st.lists(anything_of(arguments[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(anything_of(arguments[0]), anything_of(arguments[1]), max_size=3)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    assert isinstance(kind, type), f"no strategy for {kind}"
    assert is_dataclass(kind), f"no strategy for {kind}"
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: anything_of(hints[field.name]) for field in fields(kind)})


@given(anything_of(SessionEvent))
def test_any_event_comes_back_as_it_was(event: SessionEvent) -> None:
    assert decode_event(encode_event(event), kind=event.kind) == event


def test_no_two_events_share_a_kind() -> None:
    kinds = [get_args(get_type_hints(event)["kind"])[0] for event in get_args(SessionEvent)]

    assert sorted(set(kinds)) == sorted(kinds)


def test_a_kind_from_the_future_is_a_clear_error_that_quotes_nothing() -> None:
    data = b'{"kind":"candidate_sang","at":"2030-01-01T00:00:00Z","at_s":1.0,"song":"Greensleeves"}'

    with pytest.raises(StorageError) as caught:
        decode_event(data, kind="candidate_sang")

    assert "candidate_sang" in caught.value.message
    assert "Greensleeves" not in str(caught.value) + caught.value.fix
    assert "newer version" in caught.value.fix


def test_a_report_comes_back_as_it_was() -> None:
    assert decode_report(encode_report(a_report())) == a_report()
