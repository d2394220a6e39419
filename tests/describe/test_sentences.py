"""The sentences and paragraphs of a text are found by the rules of its language. All texts are invented."""

from __future__ import annotations

import textwrap
import time

import pytest

from kzit_graph.describe.sentences import paragraphs, sentences, sentences_of_paragraph


def split(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in sentences_of_paragraph(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Dr. Bell and Mr. Hill met on Jan. 17 in the U.S. capital.", "They spoke at 5 p.m.", "Nobody else came."]),
        ("en", ["Prices rose by 3.5 percent in 2014.", "On Monday they fell.", "J. R. Bell was glad."]),
        ("en", ['"Is it true?" she asked.', '"It is."', "Then… he left.", "Wait!"]),
        ("en", ["They sell tea, rice, etc.", "All of it is good, e.g. the tea of Bell & Co. from No. 5 Hill St. in town."]),
        ("it", ["Il dott. Bianchi e l’on. Verdi hanno parlato dell’arch. Rossi.", "La sig.ra Neri, p. es. oggi, no."]),
        ("it", ["Vendono tè, riso, ecc.", "È tutto buono.", "La spesa è di 3 mln. di euro.", "«Sì!» ha detto."]),
        ("ru", ["Встреча прошла 5 мая 2013 г. в Риме.", "Об этом сказал А. Б. Петров.", "«Да!» – ответил он."]),
        ("ru", ["Товары, услуги и т. д.", "Сумма – 5 млрд. долл. США.", "Он живёт в г. Рим на ул. Мира."]),
        ("ru", ["Это было в 2013 г.", "Потом всё изменилось…", "Но нет."]),
        ("kk", ["А. Б. Серіков 2013 ж. келді.", "Бұл туралы проф. Әлиев айтты.", "Сома – 5 млрд. теңге."]),
        ("kk", ["Тауарлар, қызметтер, т.б.", "Ол 2013 ж.", "Кейін бәрі өзгерді."]),
        ("de", ["Am 4. November kam der 2. Gast, z. B. Prof. Dr. Braun.", "Es war 1992.", "Danach ging er."]),
        ("de", ["Im XX. Jahrhundert kostete es ca. 5 Mio. Euro, d. h. viel.", "„Wirklich?“, fragte sie.", "U. a. kam er usw.", "Ende."]),
        ("xx", ["One is here.", "Two is there.", "3. It goes on."]),
        ("zh", ["一。", "二！"]),
    ],
)
def test_abbreviations_ordinals_and_initials_do_not_end_sentences(language: str, expected: list[str]) -> None:
    joint = "" if language == "zh" else " "
    assert split(joint.join(expected), language) == expected


def test_quotation_marks_and_brackets_belong_to_their_sentence() -> None:
    text = "“One is here. Two is there.” (Three is gone.) “Four”?"
    assert split(text, "en") == ["“One is here.", "Two is there.”", "(Three is gone.)", "“Four”?"]


def test_a_dateline_is_one_sentence() -> None:
    assert split("Рим. 11 апреля. Встреча прошла.", "ru") == ["Рим. 11 апреля.", "Встреча прошла."]
    assert split("ROME. The meeting went on.", "en") == ["ROME.", "The meeting went on."]


@pytest.mark.parametrize(("day", "language"), [("11 апреля 2022 г.", "ru"), ("11 сәуір 2022 ж.", "kk"), ("11 aprile 2022.", "it")])
def test_a_dateline_may_have_a_year(day: str, language: str) -> None:
    assert split(f"Рим. {day} Ол келді. Бұл жақсы.", language)[0] == f"Рим. {day}"
    assert split("Рим. 11 адам 2022 жыл. Ол келді.", language)[0] == "Рим."


def test_a_number_at_the_start_of_a_list_is_no_sentence() -> None:
    assert split("1. First point. It is short.", "en") == ["1. First point.", "It is short."]


def parts(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in paragraphs(text)]


def test_each_line_is_a_paragraph() -> None:
    assert parts("Title\nOne here. Two here.\r\n\r\n– first, 1995\n– second, 1998\n\n\nEnd.") == [
        "Title",
        "One here. Two here.",
        "– first, 1995",
        "– second, 1998",
        "End.",
    ]


def test_a_line_that_continues_a_sentence_is_in_its_paragraph() -> None:
    assert parts("Their trade amounts to about\n\n$6 billion.\n\nIt grows.") == ["Their trade amounts to about $6 billion.", "It grows."]
    assert parts("It was said that\nthe theatre opened.") == ["It was said that the theatre opened."]
    assert parts("Rome,\nMay 5") == ["Rome, May 5"]
    assert parts("menu\nsearch") == ["menu", "search"]


def test_lines_wrapped_to_a_width_are_joined() -> None:
    written = ["Some words make a sentence of this text. " * 6, "Another paragraph has other words, and ends soon. " * 5]
    for gap in ("\n\n", "\n"):
        wrapped = gap.join(textwrap.fill(paragraph.strip(), 72) for paragraph in written)
        assert parts(wrapped) == [paragraph.strip() for paragraph in written]


def test_passages_are_numbered_by_paragraph_and_sentence() -> None:
    text = "One here. Two here.\nThree here.\n\nFour here.\r\n\r\n\r\nFive here."
    assert [found[:2] for found in sentences(text, "en")] == [(1, 1), (1, 2), (2, 1), (3, 1), (4, 1)]


def test_many_abbreviations_do_not_slow_the_search() -> None:
    text = "e.g. A " * 20_000
    start = time.perf_counter()
    assert len(split(text, "en")) == 1
    assert time.perf_counter() - start < 3
