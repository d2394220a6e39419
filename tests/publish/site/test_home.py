"""The home page, with claims and without, and the lists of classes."""

import re
from pathlib import Path

import pytest

import kzit_graph
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.edition.places import FilePlaces
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.home.home import first_sentences
from kzit_graph.publish.site.home.listings import Listings
from kzit_graph.publish.site.inventory.answering import answered, questions_of
from kzit_graph.publish.site.inventory.inventory import Inventory
from kzit_graph.publish.site.site import Site, SiteInput
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.publish.site.wording.words import Words
from tests.bundled_data import DISPUTED, count_distinct, select_rows
from tests.publish.site.conftest import Small
from tests.publish.site.html_page import Page
from tests.small_project import small_project

pytestmark = pytest.mark.slow


def home(folder: Path, language: str = "") -> Page:
    return Page((folder / language / "index.html").read_text("utf-8"))


def stats(page: Page) -> list[str]:
    return [item.text for ul in page.all("ul") if ul.attributes.get("class") == "stats" for item in ul.all("li")]


@pytest.fixture(scope="module")
def whole(corpus: LoadedProject) -> dict[str, Page]:
    """The home page of the data of the repository by language."""
    publication = Publication(corpus.project.base, read_dataset(corpus), corpus.project.name)
    questions = questions_of(corpus)
    inventory = Inventory(questions=questions, find_answers=lambda: answered(corpus, questions))
    site = Site(SiteInput.of(corpus, publication, has_jsonld=False), FilePlaces(publication.base, {}), inventory=inventory)
    written = {edition.language: edition.write(Listings(edition).home((), (), 0))[1] for edition in site.editions}
    return {language: Page(content.decode()) for language, content in written.items()}


def test_the_home_page_of_claims_promises_who_says_what(whole: dict[str, Page]) -> None:
    page = whole["en"]
    assert page.all("h1")[0].text == "Kazakhstan–Italy relations: who says what, and where it is written"
    assert page.all("head")[0].all("title")[0].text == "Kazakhstan–Italy relations: a knowledge graph of cited facts"


def test_the_home_page_counts_facts_documents_and_disagreements(whole: dict[str, Page], corpus: LoadedProject) -> None:
    facts, documents, years, disagreements = stats(whole["en"])
    assert facts == f"{count_distinct(corpus.store, '?fact', '?fact a kzit:Fact'):,} facts"
    sources = list((corpus.project.root / "data/sources").glob("*.ttl"))
    assert documents == f"{len(sources)} documents"
    planned = "FILTER NOT EXISTS { ?fact a kzit:Goal } FILTER NOT EXISTS { ?fact kzit:status ?status FILTER (?status IN (%s)) }"
    planned %= "status:planned, status:postponed, status:cancelled"
    about = f"?fact a kzit:Fact ; kzit:time/(kzit:earliest|kzit:latest) ?day {planned}"
    ((first, last),) = select_rows(corpus.store, f"SELECT (MIN(YEAR(?day)) AS ?first) (MAX(YEAR(?day)) AS ?last) {{ {about} }}")
    assert years == f"{first}–{last}"
    disputed = count_distinct(corpus.store, "?matter", DISPUTED)
    judged = count_distinct(corpus.store, "?matter", f"?judgement kzit:verdict ?verdict ; kzit:valued ?matter . {DISPUTED}")
    assert disagreements == f"{disputed} disagreements, {disputed - judged} unresolved"


@pytest.mark.parametrize(("language", "word"), [("it", "fatti"), ("kk", "дерек"), ("ru", "факт")])
def test_a_count_is_the_same_in_each_language(whole: dict[str, Page], language: str, word: str) -> None:
    number, found = stats(whole[language])[0].split()
    assert number == stats(whole["en"])[0].split()[0]
    assert found.startswith(word)


def test_the_home_page_begins_with_findings_and_their_pictures(whole: dict[str, Page]) -> None:
    first = whole["en"].all("section")[0]
    assert first.all("h2")[0].text == "What stands out"
    assert re.fullmatch(r".+: .*\d.* or .*\d.*\?", first.all("h3")[0].text)
    assert len(first.all("h3")) == 4
    assert len(first.all("svg")) >= 6  # wide and narrow


@pytest.mark.parametrize("language", ["en", "it", "kk", "ru"])
def test_facts_outside_of_the_picture_of_all_facts_are_counted_below_it(whole: dict[str, Page], language: str) -> None:
    (table,) = (one for one in whole[language].all("table") if "dense" not in one.attributes.get("class", ""))
    shown = sum(int(row.children[3].text) for row in table.all("tbody")[0].all("tr"))
    note = next(one for one in whole[language].all("figcaption") if one.all("a")).text
    outside = sum(map(int, re.findall(r"\d+", note)))
    assert shown + outside == int(stats(whole[language])[0].split()[0])


def test_other_disagreements_follow_by_interest(whole: dict[str, Page], corpus: LoadedProject) -> None:
    (section,) = (one for one in whole["en"].all("section") if one.all("h2")[0].text == "What else sources disagree on")
    titles = [heading.text for heading in section.all("h3")]
    subjects = f'{DISPUTED} ?matter dcterms:subject/skos:prefLabel ?name FILTER (LANG(?name) = "en")'
    disputed = {name.lower() for (name,) in select_rows(corpus.store, f"SELECT DISTINCT ?name {{ {subjects} }}")}
    named = [next(name for name in disputed if title.lower().startswith(name)) for title in titles]
    assert len(set(named)) == len(titles) == len(section.all("svg")) == 3
    asked = whole["en"].all("section")[0].all("h3")[0].text.partition(":")[0]
    assert not any(title.startswith(asked) for title in titles)  # it is above


def test_the_home_page_asks_questions_that_facts_answer(dist_with_site: Path) -> None:
    (section,) = (one for one in home(dist_with_site).all("section") if one.all("h2")[0].text == "Questions to start with")
    first, *others = section.all("h3")
    assert first.text == "Which theatres work with a theatre, and in which city is each?"
    assert len(others) == 2
    answers = [item.text for ul in section.all("ul") if ul.attributes["class"] == "said-list" for item in ul.all("li")]
    assert answers[0] == "Astana Opera works closely with Carlo Felice. (21 Aug 2017)"
    assert "and 2 more" in answers


def test_the_home_page_of_one_source_has_no_section_of_disagreements(dist_with_site: Path) -> None:
    page = home(dist_with_site)
    assert page.all("h2")[0].text == "Every fact, by the document that states it"
    assert "What sources disagree on most" not in page.all("main")[0].text
    assert stats(page)[:3] == ["52 facts", "1 document", "1992–2017"]


def test_the_home_page_says_how_to_cite_the_data(whole: dict[str, Page]) -> None:
    (citation,) = (part for part in whole["ru"].all("p") if part.attributes.get("id") == "citation")
    assert citation.text.startswith("kzit-graph contributors: Kazakhstan–Italy relations")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("One sentence that is long enough. Another one.", "One sentence that is long enough."),
        ("One, e.g. this. Two. Three is long.", "One, e.g. this. Two."),
        ("Одно предложение. Второе. Третье, длинное.", "Одно предложение. Второе."),
        ("short.", "short."),
        ("A text without an end that is longer than wanted", "A text without an end that is longer than wanted"),
    ],
)
def test_a_long_description_begins_with_whole_sentences(text: str, begins: str) -> None:
    assert first_sentences(Shown(text, "ru"), 25) == Shown(begins, "ru")


def test_the_home_page_leads_to_the_rest_of_its_description(whole: dict[str, Page]) -> None:
    for language, page in whole.items():
        (lede,) = (part for part in page.all("p") if part.attributes.get("class") == "lede")
        (opening,) = (part for part in page.all("div") if part.attributes.get("class") == "open")
        assert len(lede.text) < 240, language
        assert "about.html" in [link.attributes["href"].rpartition("/")[2] for link in opening.all("a")]


def test_a_project_without_claims_has_its_description_and_classes(small: Small) -> None:
    page = home(small.folder)
    assert page.all("h1")[0].text == "Tiny & small"
    main = page.all("main")[0].text
    assert "A tiny dataset for tests, with traps." in main
    assert "CC0 1.0" in main
    rows = [item.text for ul in page.all("ul") if ul.attributes.get("class") == "tally" for item in ul.all("li")]
    assert {"building 1", "theatre 1"} <= set(rows)
    assert "1 other subjects of the data have IRIs outside of https://example.org/tiny/." in main


def test_gaps_in_the_data_are_no_questions_to_start_with(tmp_path: Path) -> None:
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    things = "".join(
        f'<https://example.org/tiny/id/{name}> a <https://schema.org/Thing> ; {label} "{name}"@fr .\n' for name in ("un", "deux", "trois")
    )
    project = small_project(tmp_path / "project", {"data/more.ttl": things, "kzit-graph.toml": 'languages = ["fr"]\n'})
    kzit_graph.open_folder(project).build(tmp_path / "dist")
    assert (tmp_path / "dist" / "question" / "missing-names.html").is_file()
    assert "missing-names" not in (tmp_path / "dist" / "index.html").read_text("utf-8")


def test_classes_have_an_overview_with_examples(dist_with_site: Path) -> None:
    page = Page((dist_with_site / "things.html").read_text("utf-8"))
    rows = {row.all("th")[0].text: [cell.text for cell in row.all("td")] for row in page.all("tr")[1:]}
    number, examples = rows["country schema:Country"]
    assert (number, examples) == ("2", "Italy · Kazakhstan")


def test_the_head_has_the_short_title_and_the_language_switch(whole: dict[str, Page]) -> None:
    page = whole["kk"]
    (brand,) = (link for link in page.all("a") if link.attributes.get("class") == "brand")
    assert brand.text == "Қазақстан–Италия: кім не айтады"
    (switch,) = (part for part in page.all("div") if part.attributes.get("class") == "langs")
    links = {link.attributes["hreflang"]: link.attributes["href"] for link in switch.all("a")}
    assert links == {"en": "../index.html", "it": "../it/index.html", "ru": "../ru/index.html"}


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (999_499, "999 kB"), (999_500, "1 MB"), (1_791_003, "1.8 MB"), (12_400_000, "12 MB"), (5 * 10**9, "5 GB")],
)
def test_sizes_have_two_or_three_digits(size: int, text: str) -> None:
    assert Words.of("en").size_of(size).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.fixture(scope="module")
def garden(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("garden") / "dist"
    kzit_graph.open_folder(root / "examples" / "alpine-garden").build(folder)
    return folder


def test_counted_nouns_have_the_letters_of_their_language(garden: Path) -> None:
    assert stats(home(garden, "de")) == ["145 Aussagen", "23 Dinge", "3 Fakten"]
    assert stats(home(garden)) == ["145 déclarations", "23 choses", "3 faits"]


def test_two_classes_of_a_dataset_with_one_name_are_one_entry(garden: Path) -> None:
    names = [item.all("a")[0].text for ul in home(garden).all("ul") if ul.attributes.get("class") == "tally" for item in ul.all("li")]
    assert "jeu de données" in names
    assert len(set(names)) == len(names)


def test_the_property_of_a_time_is_named_in_words(garden: Path) -> None:
    page = Page((garden / "id" / "observation-1.html").read_text("utf-8"))
    names = [name.text.lower() for name in page.all("dt")]
    assert names.count("date du résultat") == names.count("quand") == 1
    assert not [name for name in names if "://" in name]
