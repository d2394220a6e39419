"""Tables for people: in a terminal, in a pipe, in Markdown."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pyoxigraph import RdfFormat, Store
from rich.cells import cell_len

from kzit_graph.plain_text import as_markdown, as_table, with_short_words
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.rdf.names import Names, labels_in
from kzit_graph.sparql.answers import Solutions
from kzit_graph.sparql.query import query

LABELS = default_settings().labels

texts = (
    st.text(max_size=12)
    | st.text("\\|`*_[]~<>&;#-:! ab\n\r\t\x1b\u202e", max_size=12)
    | st.sampled_from(["&amp;", "http://e/_a_b", "<b>", "![a](b)"])
)


def words(*cells: str, width: int | None = None) -> str:
    """Return a table with these texts in the first column and "end" in the second."""
    return as_table(["text", "next"], [[cell, "end"] for cell in cells], [False, False], width)


def rendered(markdown: str) -> list[list[str]]:
    """Return the texts of the cells of a Markdown table as GitHub renders it."""
    rows: list[list[str]] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            children = token.children or []
            assert {child.type for child in children} <= {"text", "text_special", "link_open", "link_close"}, markdown
            rows[-1].append("".join(child.content for child in children))
    return rows


@pytest.mark.parametrize("length", [599, 600, 601, 100_000])
def test_a_long_word_of_a_message_is_cut_in_the_middle(length: int) -> None:
    word = "a" * 300 + "b" * (length - 400) + "c" * 100
    shown = word if length < 600 else "a" * 300 + "\u2026" + "c" * 100
    assert with_short_words(f"{word} is wrong") == f"{shown} is wrong"


def test_a_table_has_a_header_a_rule_and_a_line_for_each_row() -> None:
    lines = as_table(["thing", "name"], [["e:a", "Alma"], ["e:bb", "B"]], [False, False]).split("\n")
    assert [line.split() for line in lines] == [["thing", "name"], [lines[1]], ["e:a", "Alma"], ["e:bb", "B"], []]
    assert set(lines[1]) == {"─"}


def test_numbers_are_aligned_to_the_right_and_words_to_the_left() -> None:
    *_, five, thousand = as_table(["size", "word"], [["5", "five"], ["1000", "x"]], [True, False]).splitlines()
    assert five.index("5") == thousand.index("1000") + 3
    assert five.index("five") == thousand.index("x")


def test_a_row_of_empty_cells_is_a_line() -> None:
    assert as_table(["x"], [["a"], [""], ["b"]], [False]).splitlines()[2:] == ["a", "", "b"]


def test_columns_align_with_wide_and_combining_characters() -> None:
    lines = words("ab", "中文", "Қазақстан", "e\u0301", "\U0001f1ee\U0001f1f9").splitlines()[2:]
    assert len({cell_len(line) for line in lines}) == 1


@pytest.mark.parametrize("pause", ["\n", "\r\n", "\r", "\t", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_a_line_break_or_tab_in_a_cell_becomes_a_space(pause: str) -> None:
    assert words(f"one{pause}two").splitlines()[2].split("  ")[0] == "one two"
    assert rendered(as_markdown(["x"], [[f"one{pause}two"]], [False])) == [["x"], ["one two"]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b2J", "�2J"),
        ("a\x00b\x08\x7f", "a␀b␈␡"),
        ("\u202egnp.exe\u202c \u2066x\u2069", "�gnp.exe� �x�"),
        ("\ud800", "�"),
    ],
    ids=["colours", "window title", "C1 control", "NUL, backspace, delete", "bidirectional overrides", "lone surrogate"],
)
def test_control_characters_are_shown_as_symbols(text: str, shown: str) -> None:
    assert words(text).splitlines()[2].startswith(f"{shown} ")
    assert rendered(as_markdown(["x"], [[text]], [False])) == [["x"], [shown]]


@pytest.mark.parametrize("override", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ids=ascii)
def test_bidirectional_controls_are_replaced(override: str) -> None:
    assert words(f"a{override}b").splitlines()[2].startswith("a�b ")


@settings(deadline=None)  # the first call may import a library
@given(cells=st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=4), width=st.none() | st.integers(1, 60))
def test_no_text_adds_control_characters_or_breaks_rows(cells: Sequence[Sequence[str]], width: int | None) -> None:
    for output in (as_table(["a", "b"], cells, [False, True], width), as_markdown(["a", "b"], cells, [False, True])):
        assert {character for character in output if unicodedata.category(character) in ("Cc", "Cs")} <= {"\n"}
        if width is None:
            assert len(output.split("\n")) == len(cells) + 3


def test_in_a_pipe_a_long_row_is_one_line() -> None:
    long = "word " * 40_000
    table = words(long)
    assert table.count("\n") == 3
    assert long.strip() in table


def test_in_a_terminal_lines_fit_the_width_and_no_word_is_lost() -> None:
    table = words(" ".join(f"w{number}" for number in range(40)), width=30)
    assert max(cell_len(line) for line in table.splitlines()) <= 30
    assert {f"w{number}" for number in range(40)} <= set(table.split())


def test_a_table_is_wrapped_only_if_it_does_not_fit() -> None:
    header, rows, numeric = ["name", "n"], [["中文", "1"], ["two words", "1000"]], [False, True]
    whole = as_table(header, rows, numeric)
    assert whole.splitlines() == ["name           n", "─" * 16, "中文           1", "two words   1000"]
    assert as_table(header, rows, numeric, 16) == whole
    assert as_table(header, rows, numeric, 15).splitlines() == [
        "name          n",
        "─" * 15,
        "中文          1",
        "",
        "two        1000",
        "words",
    ]


def test_an_empty_line_separates_wrapped_rows() -> None:
    rows = [["one", "a"], ["two", "b"], ["three four", "c"], ["five", "d"], ["six", "e"]]
    assert as_table(["x", "y"], rows, [False, False], 11).splitlines()[2:] == [
        *("one       a", "two       b", "", "three     c", "four", "", "five      d", "six       e"),
    ]


@pytest.mark.parametrize("width", range(32, 80))
def test_words_are_not_split_if_they_fit_side_by_side(width: int) -> None:
    header = ["stance", "fact", "claimant"]
    cells = ["reported", "Kazakhstan aims to strengthen the partnership.", "Ministry of Foreign Affairs of Kazakhstan"]
    table = as_table(header, [cells], [False] * 3, width)
    assert max(map(cell_len, table.splitlines())) <= width
    assert set(" ".join(cells).split()) <= set(table.replace("│", " ").split())


def test_if_words_do_not_fit_side_by_side_a_row_is_a_list_of_values() -> None:
    iri, words = "https://example.org/a/long/path/to/a/thing/in/it", "some usual extraordinarily plain words"
    table = as_table(["iri", "text", "size"], [[iri, words, "1"], ["", "b", "2"]], [False, False, True], 60)
    assert table.splitlines() == [
        *(f"iri    {iri}", f"text   {words}", "size   1", ""),
        *("text   b", "size   2"),
    ]
    assert as_table(["some", "titles"], [], [False, False], 8).splitlines() == ["some", "titles", "─" * 8]
    narrow = as_table(["iri", "text"], [[iri, words]], [False, False], 20)
    assert max(map(cell_len, narrow.splitlines())) <= 20
    assert narrow.splitlines()[0] == "iri"
    assert [line for line in narrow.splitlines() if not line.startswith("  ")] == ["iri", "text"]


def test_narrow_columns_have_a_line_between_them() -> None:
    table = as_table(["one", "two"], [["eleven", "twelve"], ["a b c d e", ""]], [False, False], 13)
    assert table.splitlines() == ["one   │two", "─" * 13, "eleven│twelve", "", "a b c │", "d e   │"]


def test_a_word_longer_than_the_terminal_is_wrapped() -> None:
    table = as_table(["x"], [["abc" * 50]], [False], 20)
    assert max(cell_len(line) for line in table.splitlines()) <= 20
    assert "".join(table.splitlines()[2:]) == "abc" * 50


def test_a_terminal_too_narrow_for_the_columns_loses_no_text() -> None:
    header = [f"column{number}" for number in range(20)]
    table = as_table(header, [[f"value{number:02}" for number in range(20)]], [False] * 20, 10)
    assert sorted("".join(table.split()).replace("─", "")) == sorted("".join((*header, *(f"value{number:02}" for number in range(20)))))


def test_brackets_in_a_cell_are_not_markup() -> None:
    assert "[bold]x[/bold] [red] :smile:" in words("[bold]x[/bold] [red] :smile:")


def test_a_table_without_rows_has_a_header_and_without_columns_is_empty() -> None:
    assert as_table(["a", "b"], [], [False, True]).splitlines()[0].split() == ["a", "b"]
    assert rendered(as_markdown(["a", "b"], [], [False, True])) == [["a", "b"]]
    assert as_table([], [[]], []) == as_markdown([], [[]], []) == ""


def test_the_source_of_a_markdown_table_is_aligned() -> None:
    markdown = as_markdown(["name", "n"], [["中文", "1"], ["", "1000"]], [False, True])
    assert markdown == "| name |    n |\n| ---- | ---: |\n| 中文 |    1 |\n|      | 1000 |\n"


def test_in_markdown_an_iri_is_a_link() -> None:
    assert as_markdown(["x"], [["http://e/a_b_*c*?d=~e"]], [False]).splitlines()[-1] == "| <http://e/a_b_*c*?d=~e> |"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", "a\\|b"),
        ("a\\|b", "a\\\\\\|b"),
        ("<b>&lt;", "&lt;b>&amp;lt;"),
        ("*a* `b` [c](d) ~e~", "\\*a\\* \\`b\\` \\[c\\](d) \\~e\\~"),
        ("_a_ snake_case", "\\_a\\_ snake_case"),
        ("http://e/|<x>", "http://e/\\|&lt;x>"),
        ("  spaces  ", "spaces"),
    ],
)
def test_in_markdown_markup_is_escaped(text: str, escaped: str) -> None:
    assert as_markdown(["x"], [[text]], [False]).splitlines()[-1] == f"| {escaped} |"


@settings(deadline=None)  # the first call may import a library
@given(cells=st.lists(st.tuples(texts, texts), max_size=4), numeric=st.tuples(st.booleans(), st.booleans()))
def test_rendered_markdown_has_the_same_texts_as_a_plain_table(cells: list[tuple[str, str]], numeric: tuple[bool, bool]) -> None:
    plain = as_table(["a", "b"], [*cells, ("a", "b")], [False, False])
    seen = rendered(as_markdown(["a", "b"], cells, numeric))
    assert seen[0] == ["a", "b"]
    assert len(seen) == len(cells) + 1
    for row, line in zip(seen[1:], plain.split("\n")[2:], strict=False):
        assert "".join("".join(row).split()) == "".join(line.split())


PLACES = """
<http://e/alma> <http://www.w3.org/2000/01/rdf-schema#label> "Almaty"@en, "Алматы"@kk .
<http://e/alma> <http://e/size> 7 . <http://e/bar> <http://e/size> 1000 . <http://e/bar> <http://e/note> "a <b> & c" .
"""


@pytest.fixture
def places() -> Store:
    store = Store()
    store.load(PLACES, format=RdfFormat.TURTLE)
    return store


@pytest.fixture
def sizes(places: Store) -> Solutions:
    names = Names({"e": "http://e/"}, labels_in(places, properties=LABELS))
    answer = query(places, "SELECT ?place ?size ?note { ?place e:size ?size OPTIONAL { ?place e:note ?note } } ORDER BY ?size", names)
    assert isinstance(answer, Solutions)
    return answer


def test_a_table_shows_labels_in_a_language_or_shortened_iris(sizes: Solutions) -> None:
    shown = [[line.split()[0] for line in table.splitlines()[2:]] for table in (sizes.table(), sizes.table("kk"), sizes.table(iris=True))]
    assert shown == [["Almaty", "e:bar"], ["Алматы", "e:bar"], ["e:alma", "e:bar"]]
    assert sizes.markdown("kk").splitlines()[2].startswith("| Алматы |")
    assert sizes.markdown(iris=True).splitlines()[2].startswith("| e:alma |")


def test_in_markdown_numbers_are_aligned_right_and_unbound_cells_empty(sizes: Solutions) -> None:
    assert sizes.markdown("kk").splitlines()[1:3] == ["| ------ | ---: | ---------------- |", "| Алматы |    7 |                  |"]


@pytest.mark.parametrize(("values", "right"), [("7 2.5", True), ("7 UNDEF", True), ("7 'seven'", False), ("true", False), ("UNDEF", False)])
def test_only_a_column_of_numbers_is_aligned_to_the_right(values: str, right: bool) -> None:
    answer = query(Store(), f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
    assert isinstance(answer, Solutions)
    assert answer.markdown().splitlines()[1].endswith(": |") is right


def test_a_notebook_shows_texts_without_interpreting_markup(sizes: Solutions) -> None:
    cells = [cell.text for cell in ET.fromstring(sizes._repr_html_()).iter("td")]
    assert cells == ["Almaty", "7", None, "e:bar", "1000", "a <b> & c"]
