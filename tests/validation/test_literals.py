"""The default engine and this package agree on every literal that is called plain."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kzit_graph.rdf.namespaces import XSD
from kzit_graph.rdf.xsd_datatypes import is_well_formed
from kzit_graph.rdf.xsd_order import compare
from kzit_graph.validation.engines.literals import has_only_plain_literals
from tests.validation.both_engines import report, values

FORMS: Final = {
    "date": r"-?[0-9]{1,12}-[0-3][0-9]-[0-3][0-9](Z|[+-][01][0-9](:[0-9]{2})?)?",
    "dateTime": r"-?[0-9]{4,6}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{0,25})?(Z|[+-]1[0-9]:[0-9]{2})?",
    "time": r"[0-2][0-9]:[0-6][0-9](:[0-6][0-9])?(\.[0-9]{0,3})?Z?",
    "decimal": r"[+-]?[0-9]{0,25}\.?[0-9]{0,25}(e5)?",
    "double": r"[+-]?([0-9]{0,4}\.?[0-9]{0,4}([eE][+-]?[0-9]{0,4})?|INF|NaN|inf|nan)",
    "long": r"[+-]?[0-9]{1,21}(_0|\.0)?",
    "duration": r"[+-]?P([0-9]{1,20}Y)?([0-9]{1,3}M)?([0-9]{1,3}D)?(T([0-9]{1,3}H)?([0-9]{1,3}M)?([0-9]{1,3}(\.[0-9]{0,2})?S)?)?",
    "gYear": r"-?[0-9]{1,6}Z?",
}


@pytest.mark.slow
@pytest.mark.parametrize("datatype", FORMS)
def test_the_default_engine_finds_exactly_the_ill_typed_literals(datatype: str) -> None:
    @settings(max_examples=15)
    @given(st.lists(st.from_regex(FORMS[datatype], fullmatch=True).filter(str.isascii), min_size=30, max_size=60, unique=True))
    def check(texts: list[str]) -> None:
        with TemporaryDirectory() as folder:
            data = f"e:x e:p {' , '.join(str(Literal(text, datatype=NamedNode(XSD + datatype))) for text in texts)} ."
            shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:datatype xsd:{datatype} ] ."
            found = report(Path(folder), "shacl", shapes, data)
        assert values(found, "Datatype") == sorted(text for text in texts if not is_well_formed(text, XSD + datatype))

    check()


@pytest.mark.slow
@pytest.mark.parametrize("datatype", ["date", "dateTime", "decimal", "double", "long", "duration"])
def test_the_default_engine_compares_exactly(datatype: str) -> None:
    @settings(max_examples=15)
    @given(st.lists(st.from_regex(FORMS[datatype], fullmatch=True).filter(str.isascii), min_size=30, max_size=60, unique=True))
    def check(texts: list[str]) -> None:
        literals = [Literal(text, datatype=NamedNode(XSD + datatype)) for text in texts]
        with TemporaryDirectory() as folder:
            data = f"e:x e:p {' , '.join(map(str, literals))} ."
            shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:minInclusive {literals[0]} ] ."
            found = report(Path(folder), "shacl", shapes, data)
        assert values(found, "MinInclusive") == sorted(each.value for each in literals if compare(each, literals[0]) not in (0, 1))

    check()


def test_negative_months_are_compared_exactly(tmp_path: Path) -> None:
    data = 'e:x e:p "-P1M"^^xsd:duration , "-P2M"^^xsd:duration , "-P3M"^^xsd:duration , "P0D"^^xsd:duration .'
    shapes = 'e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:minInclusive "-P2M"^^xsd:duration ] .'
    assert values(report(tmp_path, "shacl", shapes, data), "MinInclusive") == ["-P3M"]


@pytest.mark.parametrize(
    ("turtle", "plain"),
    [
        ('<s> <p> "2020-01-01"^^xsd:date , 12 , 1.5 , "x"@en .', True),
        ('<s> <p> "2021-02-29"^^xsd:date .', False),
        ('<s> <p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>,"1_0"^^<http://www.w3.org/2001/XMLSchema#integer> .', False),
        ("<s> <p> 0.1234567890123456789 .", False),
        ("<s> <p> -0.1234567890123456789.", False),
        ("<s> <p> 12345678901234567890 .", True),
        ('<s> <p> "0.1234567890123456789" , <http://e/0.1234567890123456789> .', True),
        ('<s> <p> "a \\" b"^^xsd:date .', False),
        ("<s> <p> 'x'^^xsd:date .", False),
        ('<s> <p> "x"^^<http://e/mine> .', True),
    ],
)
def test_a_text_is_searched_for_literals_that_are_not_plain(turtle: str, plain: bool) -> None:
    assert has_only_plain_literals(turtle.encode()) == plain
