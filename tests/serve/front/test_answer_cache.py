"""Small answers of a build are kept, and only those that stay right."""

from __future__ import annotations

import pytest

from kzit_graph.serve.answer_cache import MAX_ANSWER, AnswerCache, KeptAnswer
from kzit_graph.serve.backend import QueryJob

FORMATS = {"rows": "json", "boolean": "json", "graph": "turtle"}


def job(text: str, **more: object) -> QueryJob:
    return QueryJob(text, FORMATS, 10.0, **more)  # type: ignore[arg-type]


def test_the_same_query_has_the_same_answer() -> None:
    cache, answer = AnswerCache(), KeptAnswer("boolean", "json", b"{}")
    cache.put(cache.key(job("ASK {}")), answer)
    assert cache.get(cache.key(job("ASK {}"))) == answer


def test_another_dataset_or_format_is_another_answer() -> None:
    cache = AnswerCache()
    cache.put(cache.key(job("ASK {}")), KeptAnswer("boolean", "json", b"{}"))
    others = [job("ASK { }"), job("ASK {}", default_graphs=("urn:a",)), job("ASK {}", default_graphs=()), job("ASK {}", named_graphs=())]
    others.append(QueryJob("ASK {}", {**FORMATS, "boolean": "xml"}, 10.0))
    assert [cache.get(cache.key(other)) for other in others] == [None] * 5


@pytest.mark.parametrize("call", ["NOW()", "rand ( )", "UUID()", "STRUUID()", "BNODE()", "\\u004EOW()"])
def test_answers_that_differ_each_time_are_not_kept(call: str) -> None:
    assert AnswerCache().key(job(f"SELECT ({call} AS ?x) {{}}")) is None


def test_large_answers_are_not_kept() -> None:
    cache = AnswerCache()
    cache.put(cache.key(job("ASK {}")), KeptAnswer("rows", "json", b"x" * (MAX_ANSWER + 1)))
    assert cache.get(cache.key(job("ASK {}"))) is None


def test_the_cache_is_bounded_and_drops_what_was_not_asked_for() -> None:
    cache = AnswerCache(size=100_000)
    for number in range(30):
        cache.get(cache.key(job("ASK {} # 0")))
        cache.put(cache.key(job(f"ASK {{}} # {number}")), KeptAnswer("rows", "json", b"x" * 10_000))
        assert cache.bytes <= 100_000
    assert cache.get(cache.key(job("ASK {} # 0"))) is not None
    assert cache.get(cache.key(job("ASK {} # 1"))) is None


def test_a_cache_without_room_keeps_nothing() -> None:
    assert AnswerCache(0).key(job("ASK {}")) is None


def test_each_media_type_has_its_own_etag() -> None:
    answer = KeptAnswer("rows", "json", b"{}")
    assert answer.etag("application/json") != answer.etag("application/sparql-results+json")
    assert answer.etag("application/json") != KeptAnswer("rows", "json", b"{ }").etag("application/json")
