"""What a query needs: the classes and properties without which it finds nothing."""

from __future__ import annotations

import pytest

from kzit_graph.sparql.lexer import may_mention, written_iris
from kzit_graph.sparql.required_terms import required_terms

PREFIXES = {"e": "http://e/"}


def is_met(pattern: str, used: str) -> bool:
    """Return whether a query is met if only some terms are used: properties, and classes with a capital letter."""
    known = set(used.split())
    need = required_terms(pattern if pattern.startswith(("SELECT", "BASE")) else f"SELECT * WHERE {{ {pattern} }}", PREFIXES)

    def is_used(iri: str, *, is_class: bool) -> bool:
        name = iri.replace("http://e/", "").replace("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "a")
        return name in known and is_class == name[0].isupper()

    return need.is_met(lambda use: is_used(use.iri, is_class=use.is_class))


@pytest.mark.parametrize(
    ("pattern", "used", "unused"),
    [
        ("?x e:p ?y", "p", "q"),
        ("?x <http://e/p> ?y", "p", "q"),
        ("?x a e:C ; e:p 1 , 2 .", "a C p", "a C"),
        ("?x a e:C ; e:p 1 , 2 .", "a C p", "a p"),
        ("?x e:p/e:q ?y", "p q", "p"),
        ("?x e:p|^e:q ?y", "q", "r"),
        ("?x (e:p|e:q)+/e:r ?y", "q r", "q"),
        ("{ ?x e:p ?y } UNION { ?x e:q ?y }", "q", "r"),
        ("{ ?x e:p ?y } UNION { ?x e:q ?y . ?y e:r 'a}'@en }", "q r", "q"),
        ("GRAPH ?g { ?x e:p ?y }", "p", ""),
        ("{ SELECT (COUNT(*) AS ?n) WHERE { ?x e:p ?y } GROUP BY ?x HAVING (?n > 1) }", "p", ""),
        ("SELECT (1 AS ?n) WHERE { ?x e:p [ e:q ( 1 [ e:r 2 ] ) ] } ORDER BY ?x", "p q r", "p q"),
        ("[] e:p 'a'^^e:t ; e:q -1.5", "p q", "p"),
        ("[ e:p 1 ] e:q 2 . ?x e:r true", "p q r", "p r"),
        ("VALUES ?p { e:p e:q } ?x ?p ?y", "q", "r"),
        ("VALUES (?p ?n) { (e:p 1) (e:q 'x'@en) } ?x ?p ?y", "q", "r"),
        ("VALUES ?c { e:C e:D } ?x a ?c", "a D", "a E"),
        ("?x e:p ?y FILTER EXISTS { ?y e:q ?z }", "p q", "p"),
    ],
)
def test_a_query_needs_the_terms_that_every_solution_uses(pattern: str, used: str, unused: str) -> None:
    assert is_met(pattern, used)
    assert not is_met(pattern, unused)


@pytest.mark.parametrize(
    "pattern",
    [
        "?x ?p ?y",
        "?x ?p e:C . FILTER (?x != e:D)",
        "OPTIONAL { ?x e:p ?y }",
        "?x ?p ?y MINUS { ?x e:q ?y }",
        "?x ?p ?y FILTER NOT EXISTS { ?x e:q ?y . FILTER (?y = 'a') }",
        "{ ?x ?p ?y } UNION { ?x e:q ?y }",
        "?x e:p* ?y",
        "?x e:p?/(e:q|e:r*) ?y",
        "?x !(e:p|^e:q) ?y",
        "VALUES ?p { e:p UNDEF } ?x ?p ?y",
        "BIND (e:p AS ?p) ?x ?p ?y",
        "?x ?p ?y . # ?x e:p ?y",
        "?x e:p",
        "?x unknown:p ?y",
        "BASE <http://e/> SELECT * { ?x <p> ?y }",
        "{" * 500 + "?x e:p ?y" + "}" * 500,
    ],
)
def test_a_query_does_not_need_what_a_solution_can_do_without(pattern: str) -> None:
    assert is_met(pattern, "")


@pytest.mark.parametrize("form", ["ASK { ?x e:p ?y }", "CONSTRUCT { ?x e:q ?y } WHERE { ?x e:p ?y }", "DESCRIBE ?x { ?x e:p ?y }"])
def test_every_form_of_a_query_has_needs(form: str) -> None:
    (use,) = required_terms(form, PREFIXES).uses()
    assert (use.iri, use.is_class) == ("http://e/p", False)


def test_an_update_writes_the_terms_of_its_templates() -> None:
    update = """PREFIX e: <http://e/>
        DELETE { ?x e:gone ?y } INSERT { ?x e:p [ e:q <http://e/r> ] } WHERE { VALUES ?p { e:v } ?x e:read ?y ; ?p ?z } ;
        INSERT DATA { e:s e:t "e:no" }"""
    assert written_iris(update) == {f"http://e/{name}" for name in ("p", "q", "r", "v", "s", "t")}


@pytest.mark.parametrize("written", ["<http://e/a/b>", "p:b", "q:a/b", "r:", "p:\\b"])
def test_a_text_may_mention_an_iri_in_every_form(written: str) -> None:
    prefixes = "PREFIX p: <http://e/a/> PREFIX q: <http://e/> PREFIX r: <http://e/a/b> "
    assert may_mention(f"{prefixes} ASK {{ ?x {written} ?y }}", ["http://f/c", "http://e/a/b"])
    assert not may_mention("PREFIX p: <http://e/a/> ASK { ?x p:c ?y }", ["http://e/a/b", "http://e/d"])
