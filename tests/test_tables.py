"""Rows as tables for people: in a terminal, in a pipe, in Markdown."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Store
from rich.cells import cell_len

from kzit_graph.query import Solutions, Term, query
from kzit_graph.tables import as_markdown, as_table, shorten

PREFIXES = {"e": "http://e/", "deep": "http://e/deep/", "": "http://default/"}


def rows(sparql: str) -> Solutions:
    answer = query(Store(), sparql)
    assert isinstance(answer, Solutions)
    return answer


def values(*texts: str) -> Solutions:
    return Solutions(("text", "next"), tuple((Literal(text), Literal("|x")) for text in texts), b"")


def test_an_iri_is_shortened_by_the_longest_namespace_that_fits() -> None:
    assert shorten(NamedNode("http://e/deep/x"), PREFIXES) == "deep:x"
    assert shorten(NamedNode("http://e/x"), PREFIXES) == "e:x"
    assert shorten(NamedNode("http://default/x"), PREFIXES) == ":x"


def test_an_iri_that_no_prefix_fits_stays_whole() -> None:
    assert shorten(NamedNode("http://other/x"), PREFIXES) == "http://other/x"


def test_a_literal_is_shown_by_its_text_alone() -> None:
    terms: list[Term] = [Literal("ciao", language="it"), Literal("1", datatype=NamedNode("http://e/t")), Literal("http://e/x")]
    assert [shorten(term, PREFIXES) for term in terms] == ["ciao", "1", "http://e/x"]


def test_an_unbound_cell_is_empty_and_a_blank_node_keeps_its_label() -> None:
    assert shorten(None, PREFIXES) == ""
    assert shorten(BlankNode("b1"), PREFIXES) == "_:b1"


def test_a_table_has_a_header_a_rule_and_a_line_for_each_row() -> None:
    table = as_table(rows("SELECT ?thing ?name { VALUES (?thing ?name) { (<http://e/a> 'Alma') (<http://e/bb> 'B') } }"), PREFIXES)
    lines = table.splitlines()
    assert [line.split() for line in lines if set(line) - set("─ ")] == [["thing", "name"], ["e:a", "Alma"], ["e:bb", "B"]]
    assert len(lines) == 4
    assert table.endswith("\n")


def test_numbers_stand_to_the_right_and_words_to_the_left() -> None:
    lines = as_table(rows("SELECT ?size ?word { VALUES (?size ?word) { (5 'five') (1000 'x') } }"), {}).splitlines()
    five, thousand = lines[-2:]
    assert five.index("5") == thousand.index("1000") + 3
    assert five.index("five") == thousand.index("x")


def test_a_column_with_numbers_and_words_stands_to_the_left() -> None:
    short, long = as_table(rows("SELECT ?v { VALUES ?v { 5 'five' } }"), {}).splitlines()[-2:]
    assert short.startswith("5")
    assert long.startswith("five")


def test_an_unbound_cell_does_not_stop_a_column_of_numbers() -> None:
    lines = as_table(rows("SELECT ?size ?end { VALUES (?size ?end) { (5 'x') (UNDEF 'x') (1000 'x') } }"), {}).splitlines()[-3:]
    assert [line.split() for line in lines] == [["5", "x"], ["x"], ["1000", "x"]]
    assert len({line.index("x") for line in lines}) == 1
    assert lines[0].index("5") == 3


def test_wide_and_combining_characters_are_counted_as_terminals_show_them() -> None:
    lines = as_table(values("ab", "中文", "Қазақстан", "e\u0301", "\U0001f1ee\U0001f1f9"), {}).splitlines()[2:]
    assert len({cell_len(line.split("|")[0]) for line in lines}) == 1


def test_a_line_break_within_a_cell_becomes_a_space() -> None:
    table = as_table(values("one\ntwo\r\nthree\u2028four"), {})
    assert "one two three four" in table
    assert len(table.splitlines()) == 3


def test_in_a_pipe_a_long_row_stays_on_one_line() -> None:
    table = as_table(values("word " * 400), {})
    assert len(table.splitlines()) == 3


def test_in_a_terminal_no_line_is_wider_than_it_and_no_word_is_lost() -> None:
    table = as_table(values(" ".join(f"w{number}" for number in range(40))), {}, width=30)
    assert max(cell_len(line) for line in table.splitlines()) <= 30
    assert {f"w{number}" for number in range(40)} <= set(table.replace("|x", "").split())


def test_brackets_in_a_cell_are_text_and_not_markup() -> None:
    table = as_table(values("[bold]x[/bold] [red] :smile:"), {})
    assert "[bold]x[/bold] [red] :smile:" in table


def test_a_table_without_rows_shows_its_header() -> None:
    assert as_table(rows("SELECT ?a ?b { FILTER (false) }"), {}).splitlines()[0].split() == ["a", "b"]


def test_in_markdown_every_line_has_the_same_cells() -> None:
    lines = as_markdown(rows("SELECT ?a ?b { VALUES (?a ?b) { ('x' 1) (UNDEF 2) } }"), {}).splitlines()
    cells = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
    assert [cells[0], *cells[2:]] == [["a", "b"], ["x", "1"], ["", "2"]]
    assert len(cells[1]) == 2
    assert set(lines[1]) <= set("|-: ")


def test_in_markdown_pipes_are_escaped_and_line_breaks_are_spaces() -> None:
    line = as_markdown(values("a|b\nc"), {}).splitlines()[-1]
    assert "a\\|b c" in line
    assert len(line.replace("\\|", "").split("|")) == 4
