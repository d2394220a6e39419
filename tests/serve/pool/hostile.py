"""Queries that never end, take all memory, or overflow a stack."""

from __future__ import annotations

from typing import Final

_CROSS: Final = "?a ?p1 ?b . ?c ?p2 ?d . ?e ?p3 ?f . "
_NUMBERS: Final = " ".join(map(str, range(3_000)))
_STEPS: Final = " ".join(f"BIND (REPLACE(?v{step}, 'a', 'aaaaaaaaaaaaaaaa') AS ?v{step + 1})" for step in range(9))

HOSTILE: Final = {
    "count of a cross product": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}",
    "order of a cross product": f"SELECT * {{ {_CROSS} }} ORDER BY ?b ?d",
    "distinct of a cross product": f"SELECT DISTINCT ?a ?d ?f {{ {_CROSS} }}",
    "concatenation of a cross product": "SELECT (GROUP_CONCAT(?d) AS ?x) { ?a ?p ?b . ?c ?q ?d }",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (x:next|^x:next)* ?b . ?b (x:next|^x:next)* ?c }",
    "path of paths": "SELECT * { ?a ((x:next*)*/(x:next*)*)* ?b }",
    "regular expression": f'SELECT (COUNT(*) AS ?n) {{ {_CROSS} FILTER REGEX(CONCAT(STR(?b), STR(?d)), "^(([a-z])+.)+[A-Z]([a-z])+$") }}',
    "values": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?{name} {{ {_NUMBERS} }}" for name in "abcd") + " }",
    "deep groups": "SELECT * " + "{" * 20_000 + "?s ?p ?o" + "}" * 20_000,
    "text that grows": f"SELECT (STRLEN(?v9) AS ?n) {{ BIND ('aaaaaaaaaaaaaaaa' AS ?v0) {_STEPS} }}",
    "a million unions": "SELECT * {" + " UNION ".join(["{?s <u:p> ?o}"] * 1_000_000) + "}",
    "graph of a cross product": f"CONSTRUCT {{ ?a ?p1 ?d . ?c ?p2 ?f . ?e ?p3 ?b }} {{ {_CROSS} }}",
}
