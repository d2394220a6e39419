"""Pages of things of the bundled graph: what they say of claims, in each language, and how large they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

import kzit_graph
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.edition.addresses import allocated
from kzit_graph.publish.site.edition.places import FilePlaces
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.site import Site, SiteInput
from kzit_graph.publish.site.things.statement_index import WholeIndex
from tests.bundled_data import count_distinct, select_rows
from tests.conftest import one_source_project
from tests.loading import loaded_folder
from tests.publish.pictures.label_boxes import overlaps
from tests.publish.site.html_page import Element, Page
from tests.second_source import ANOTHER_PLACE_AND_SUM, TURTLE, add_second_source
from tests.small_project import small_project
from tests.source_counts import sources

pytestmark = pytest.mark.slow

Write = Callable[[str], Mapping[str, bytes]]
LIMIT = 60_000


@pytest.fixture(scope="module")
def written(corpus: LoadedProject) -> Write:
    return pages_of(corpus)


def pages_of(corpus: LoadedProject) -> Write:
    """Return the HTML pages of a thing by path, given its local name."""
    publication = Publication(corpus.project.base, read_dataset(corpus), corpus.project.name)
    contents = SiteInput.of(corpus, publication, has_jsonld=False)
    index, plain = contents.reader.index, FilePlaces(publication.base, {})
    assert isinstance(index, WholeIndex)
    things = {local: thing for thing in index.subjects() if (local := plain.local(thing)) is not None and "#" not in thing.value}
    site = Site(contents, FilePlaces(publication.base, allocated(things)))

    def write(local: str) -> Mapping[str, bytes]:
        return {path: content for path, content in site.documents(local, things[local]) if path.endswith(".html")}

    return write


def page(pages: Mapping[str, bytes], path: str) -> Page:
    return Page(pages[path].decode())


def rows(element: Element | Page) -> list[Element]:
    return [item for item in element.all("li") if item.attributes.get("class") == "fact"]


def glyph(row: Element) -> str:
    return row.all("use")[0].attributes["href"]


@pytest.fixture(scope="module")
def italy(written: Write) -> Mapping[str, bytes]:
    return written("id/italy")


ABOUT_ITALY: Final = "?fact a kzit:Fact ; ?named id:italy ."

ANOTHER_DAY_AND_PLACE: Final = """
:p1s1-f9 a kzit:Occurrence ; skos:prefLabel "EXPO-2017 took place in Genoa in 2016."@en ;
    kzit:event id:expo-2017 ; kzit:place id:genoa ; kzit:within "2016" .
"""

MEETING: Final = """
@prefix event-type: <https://w3id.org/kzit/concept/event-type/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix passage-type: <https://w3id.org/kzit/concept/passage-type/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix relation-type: <https://w3id.org/kzit/concept/relation-type/> .
@prefix status: <https://w3id.org/kzit/concept/status/> .

:p1s2 a kzit:Passage ; dcterms:identifier "p1s2" ; dcterms:type passage-type:furniture ;
    oa:hasSource id:invented-chronicle ; oa:hasSelector :p1s2-range .
:p1s2-range a oa:TextPositionSelector ; oa:start 48 ; oa:end 48 .

:meeting a schema:Event ;
    skos:prefLabel "meeting of February"@en , "incontro di febbraio"@it , "ақпандағы кездесу"@kk , "встреча в феврале"@ru .
:p1s1-f5 a kzit:Occurrence ; skos:prefLabel "They met in Genoa in February."@en ;
    kzit:event :meeting ; kzit:actor id:italy ; kzit:place id:genoa ; kzit:within "2017-02-17/2017-02-28" ;
    short:context kzit:place , kzit:actor .

:visit a schema:Event ; skos:prefLabel "visit"@en .
:p1s1-f6 a kzit:Occurrence ; skos:prefLabel "A visit is planned for March."@en ;
    kzit:event :visit ; kzit:status status:planned ; kzit:actor id:italy ; kzit:within "2017-03" .
:p1s1-f7 a kzit:Occurrence ; skos:prefLabel "The visit was in May."@en ;
    kzit:event :visit ; kzit:actor id:italy ; kzit:within "2017-05-30" .
:fair a schema:Event ; skos:prefLabel "fair"@en ;
    skos:note "It is yearly."@en , "È annuale."@it , "Жыл сайын өтеді."@kk , "Она ежегодная."@ru .
:p1s1-f8 a kzit:Occurrence ; skos:prefLabel "A fair is planned for October."@en ;
    kzit:event :fair ; kzit:status status:planned ; kzit:actor id:italy ; kzit:within "2017-10" .

:envoy a org:Post ; skos:prefLabel "envoy"@en .
""" + "".join(
    f"""
:envoy-{year} a prov:Person , prov:Agent , schema:Person ; skos:prefLabel "envoy of {year}"@en .
:p1s1-f{year} a kzit:Relationship ; skos:prefLabel "{year} saw a new envoy."@en ; kzit:relationType relation-type:holds-post ;
    kzit:actor :envoy-{year} ; kzit:object :envoy ; kzit:place id:genoa ; kzit:since "{year}-03-01" .
"""
    for year in (2001, 2005, 2009, 2014)
)


@pytest.fixture(scope="module")
def of_two_sources(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Write:
    """The pages of a project in which two sources disagree, however many the repository has."""
    folder = one_source_project(root, tmp_path_factory.mktemp("two-sources") / "project")
    add_second_source(folder).write_text(TURTLE + ANOTHER_PLACE_AND_SUM + MEETING + ANOTHER_DAY_AND_PLACE, "utf-8")
    return pages_of(loaded_folder(folder))


def test_plans_stand_apart_from_what_took_place(italy: Mapping[str, bytes], corpus: LoadedProject) -> None:
    stances = "status:planned, status:postponed, status:cancelled"
    meant = f"{{ ?fact a kzit:Goal }} UNION {{ ?fact kzit:status ?status FILTER (?status IN ({stances})) }}"
    all_facts, plans = count_distinct(corpus.store, "?fact", ABOUT_ITALY), count_distinct(corpus.store, "?fact", f"{ABOUT_ITALY} {meant}")
    assert 0 < plans < all_facts
    sections = [section for path in italy if path.startswith("id/") for section in page(italy, path).all("section")]
    planned = [row for section in sections if section.attributes.get("id") == "planned" for row in rows(section)]
    others = [row for section in sections if section.attributes.get("id") != "planned" for row in rows(section)]
    assert len(planned) == plans
    assert {glyph(row) for row in planned} <= {"#g-planned", "#g-off"}
    assert len(others) == all_facts - plans
    assert not {glyph(row) for row in others} & {"#g-planned", "#g-off"}


def test_a_plan_says_what_is_reported_of_the_same_event(of_two_sources: Write) -> None:
    pages = of_two_sources("id/italy")
    planned = {
        sentence: row.text
        for path in pages
        if path.startswith("id/")
        for row in rows(page(pages, path))
        if glyph(row) in ("#g-planned", "#g-off") and (sentence := row.all("a")[0].text)
    }
    assert "the same event as reported: 30 May 2017" in planned["A visit is planned for March."]
    assert "no source here says what became of it" in planned["A fair is planned for October."]


def test_a_long_page_says_on_which_page_each_subject_begins(italy: Mapping[str, bytes]) -> None:
    (contents,) = (nav for nav in page(italy, "id/italy.html").all("nav") if nav.attributes.get("class") == "contents")
    links = {link.text: link.attributes["href"] for link in contents.all("a")}
    assert next(iter(links)) == "Economic"
    assert list(links)[-3:] == ["Other subjects", "Planned or aimed at", "Where sources disagree"]
    for href in links.values():
        path, _, anchor = href.partition("#")
        assert f'id="{anchor}"'.encode() in italy[path.removeprefix("../") or "id/italy.html"]


LEDES: Final = {
    "id/italy.html": r"Named by %f facts in %d documents\. By voice: Kazakhstan %n, Italy %n, others %n\.",
    "it/id/italy.html": r"Se ne parla in %f fatti, in %d documenti\. Per voce: Kazakistan %n, Italia %n, altri %n\.",
    "kk/id/italy.html": r"Бұл туралы %d құжат ішінде %f дерек бар\. Кім айтқаны: Қазақстан %n, Италия %n, \w+ %n\.",
    "ru/id/italy.html": r"О нём: %f факт\w* в %d документ\w+\. По голосам: Казахстан %n, Италия %n, \w+ %n\.",
}


def test_the_first_page_counts_facts_documents_and_voices(italy: Mapping[str, bytes], corpus: LoadedProject) -> None:
    facts = count_distinct(corpus.store, "?fact", ABOUT_ITALY)
    documents = count_distinct(corpus.store, "?document", f"{ABOUT_ITALY} ?fact kzit:evidence/oa:hasSource ?document")
    for path, pattern in LEDES.items():
        lede = next(text for text in page(italy, path).all("p") if text.attributes.get("class") == "lede").text
        found = re.fullmatch(pattern.replace("%f", str(facts)).replace("%d", str(documents)).replace("%n", r"(\d+)"), lede)
        assert found, lede
        assert sum(map(int, found.groups())) == facts


def test_a_source_is_named_once_for_facts_in_a_row(of_two_sources: Write) -> None:
    witnesses = [
        row.all("div")[-1] for row in rows(page(of_two_sources("id/kazinform-2017-08-21/p9s3"), "id/kazinform-2017-08-21/p9s3.html"))
    ]
    assert [one.text.startswith("same source 2030") for one in witnesses] == [False] + [True] * 5
    assert {one.all("a")[-1].attributes["href"] for one in witnesses} == {"../../id/kazinform-2017-08-21/p9s3.html"}
    of_italy = [row.all("div")[-1].text for row in rows(page(of_two_sources("id/italy"), "id/italy.html"))]
    named = [text.partition(" reports")[0] for text in of_italy if not text.startswith("same source")]
    assert 1 < len(set(named)) <= len(named) < len(of_italy), "another source is named again"


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        ("p1s1-f1", ["12 Jun 1992", "21 Aug 1992"]),
        ("p1s1-f2", ["Genoa", "Kazakhstan", "Astana"]),
        ("p1s1-f4", ["$8 bn", "about $6 bn"]),
    ],
)
def test_what_others_say_stands_beside_a_disputed_fact(of_two_sources: Write, fact: str, values: list[str]) -> None:
    local = f"id/invented-chronicle/{fact}"
    found = page(of_two_sources(local), f"{local}.html")
    assert found.all("h2")[0].text == "Others say something else"
    (sides,) = (item for item in found.all("ul") if item.attributes.get("class") == f"sides of{len(values)}")
    assert [side.all("span")[0].text.replace("\N{NO-BREAK SPACE}", " ") for side in sides.children] == values
    assert "this fact" in sides.children[0].text
    assert [side.all("div")[0].text.startswith("Text collection") for side in sides.children] == [
        value in ("12 Jun 1992", "Genoa", "Kazakhstan", "$8 bn") for value in values
    ]


def test_a_question_and_a_reading_are_named_by_what_they_are_about(of_two_sources: Write) -> None:
    local = "matter/day--diplomatic-relations-establishment"
    question = page(of_two_sources(local), f"{local}.html")
    heading = question.all("h1")[0].text.replace("\N{NO-BREAK SPACE}", " ")
    assert heading == "Establishment of diplomatic relations between Kazakhstan and Italy: 12 Jun 1992 or 21 Aug 1992?"
    assert question.all("title")[0].text.startswith("Establishment of diplomatic relations between Kazakhstan and Italy: day")
    assert question.all("h2")[0].text == "How sources answer"
    local = "id/invented-chronicle/p1s1-f5-reads-place-genoa"
    reading = page(of_two_sources(local), f"{local}.html")
    assert reading.all("h1")[0].text == "Place: Genoa – They met in Genoa in February."


def test_the_page_of_a_series_says_that_it_is_one(written: Write, corpus: LoadedProject) -> None:
    series = select_rows(corpus.store, "SELECT DISTINCT ?series { ?part dcterms:isPartOf ?series . ?fact kzit:matter ?part }")
    found = {matter: page(written(local), f"{local}.html") for (matter,) in series if (local := matter.removeprefix(corpus.project.base))}
    kicks = {next(one.text for one in each.all("p") if one.attributes.get("class") == "kick") for each in found.values()}
    assert kicks == {"Matter · series of figures"}
    assert {each.all("use")[0].attributes["href"] for each in found.values()} == {"#i-question"}


def test_two_questions_about_one_thing_have_two_headings(of_two_sources: Write) -> None:
    local = "id/invented-chronicle/p1s1-f9"
    (section,) = (one for one in page(of_two_sources(local), f"{local}.html").all("section") if one.attributes.get("id") == "disagreements")
    assert [one.text for one in section.all("h3")] == ["EXPO-2017: day", "EXPO-2017: place"]


@pytest.mark.parametrize(
    ("folder", "note", "others"),
    [
        ("", "It is yearly.", "Italian, Kazakh, Russian"),
        ("it/", "È annuale.", "inglese, kazako, russo"),
        ("kk/", "Жыл сайын өтеді.", "ағылшын тілі, итальян тілі, орыс тілі"),
        ("ru/", "Она ежегодная.", "английский, итальянский, казахский"),
    ],
)
def test_a_note_is_in_the_language_of_the_page_before_the_others(of_two_sources: Write, folder: str, note: str, others: str) -> None:
    local = "id/invented-chronicle/fair"
    found = page(of_two_sources(local), f"{folder}{local}.html")
    (folded,) = (item for item in found.all("details") if item.attributes.get("class") == "small" and note not in item.text)
    assert folded.all("summary")[0].text == others
    assert {item.attributes["lang"] for item in folded.all("span")} == {"en", "it", "kk", "ru"} - {folder.strip("/") or "en"}
    (whole,) = (item for item in found.all("dd") if note in item.text)
    assert whole.text.startswith(note)
    assert "lang" not in {name for item in whole.children if item.tag != "details" for name in item.attributes}


def test_the_page_of_a_question_shows_each_answer_once(written: Write, corpus: LoadedProject) -> None:
    matters = select_rows(corpus.store, "SELECT DISTINCT ?matter { ?matter kzit:finding finding:clash }")
    assert matters
    for (matter,) in matters:
        local, named = matter.removeprefix("https://w3id.org/kzit/"), f"?fact kzit:matter <{matter}>"
        found = page(written(local), f"{local}.html")
        (sides,) = (item for item in found.all("ul") if item.attributes.get("class", "").split()[:1] == ["sides"])
        values = [side.all("span")[0].text for side in sides.children]
        assert len({*values}) == len(values), values
        sentences = [link.text for side in sides.children for link in side.all("a") if link.text.endswith(".")]
        labels = select_rows(corpus.store, f'SELECT ?label {{ {named} ; skos:prefLabel ?label FILTER (LANG(?label) = "en") }}')
        assert sorted(sentences) == sorted(label for (label,) in labels), local
        assert rows(found) == []


def test_a_span_of_time_is_named_in_words(of_two_sources: Write) -> None:
    days = of_two_sources("span/2017-08-21"), of_two_sources("span/2017-02-17--2017-02-28")
    assert [page(pages, min(pages, key=len)).all("h1")[0].text for pages in days] == [
        "21 August 2017",
        "17 February 2017 – 28 February 2017",
    ]
    assert page(days[0], "ru/span/2017-08-21.html").all("h1")[0].text.startswith("21 августа 2017")


def test_a_passage_is_named_by_its_document(of_two_sources: Write) -> None:
    local = "id/kazinform-2017-08-21/p9s3"
    pages = of_two_sources(local)
    assert page(pages, f"{local}.html").all("h1")[0].text == "Passage p9s3 of “Kazinform news item of 21 August 2017”"
    assert page(pages, f"it/{local}.html").all("title")[0].text.startswith("Passo p9s3 di «Notizia Kazinform del 21 agosto 2017» – ")


def test_passages_without_facts_are_named_on_the_page_of_their_source(of_two_sources: Write) -> None:
    found = page(of_two_sources("id/invented-chronicle"), "id/invented-chronicle.html")
    passages = {row.attributes["id"]: row for row in found.all("tr") if "id" in row.attributes}
    assert list(passages) == ["p1s1", "p1s2"]
    assert len(passages["p1s1"].all("li")) == 13
    assert "no fact rests on it" in passages["p1s2"].text
    assert "no fact rests on it" not in passages["p1s1"].text
    assert passages["p1s2"].all("th")[0].text == "Passage 2 p1s2"
    assert "A name such as p1s2 gives its place: paragraph 1, sentence 2." in [one.text.partition("there. ")[2] for one in found.all("p")]


def test_why_no_fact_is_read_from_a_passage_is_explained_once(written: Write, corpus: LoadedProject) -> None:
    wanted = "?passage dcterms:type <https://w3id.org/kzit/concept/passage-type/furniture> ; <http://www.w3.org/ns/oa#hasSource> ?document"
    documents = select_rows(corpus.store, f"SELECT ?document {{ {wanted} }} GROUP BY ?document HAVING (COUNT(*) > 1) ORDER BY ?document")
    local = documents[0][0].removeprefix("https://w3id.org/kzit/")
    notes = [row.text for row in rows_of_passages(page(written(local), f"{local}.html")) if "furniture" in row.text]
    assert ["A heading, signature, stamp, caption or menu." in note for note in notes] == [True] + [False] * (len(notes) - 1)
    assert len(notes) > 1


def rows_of_passages(found: Page) -> list[Element]:
    return [row for row in found.all("tr") if "id" in row.attributes]


def pictures(element: Element | Page) -> list[Element]:
    return [svg for svg in element.all("svg") if {"pic", "kk"} & set(svg.attributes.get("class", "").split()) == {"pic"}]


def test_a_city_has_a_timeline_whose_marks_lead_to_facts_and_a_map(of_two_sources: Write) -> None:
    pages = of_two_sources("id/genoa")
    for prefix, title in (("", "Genoa"), ("it/", "Genova"), ("kk/", "Генуя"), ("ru/", "Генуя")):
        wide, narrow, where, *_ = pictures(page(pages, f"{prefix}id/genoa.html"))
        links = [link.attributes["href"] for link in wide.all("a")]
        assert links == [link.attributes["href"] for link in narrow.all("a")] != []
        assert set(links) <= {row.all("a")[0].attributes["href"] for row in rows(page(pages, f"{prefix}id/genoa.html"))}
        assert title in [text.text for text in where.all("text")]
        assert title in where.all("title")[0].text
        assert all(svg.all("desc")[0].text for svg in (wide, narrow, where))


def test_the_name_of_a_mark_says_what_when_and_who(of_two_sources: Write) -> None:
    pages = of_two_sources("id/invented-chronicle/envoy")
    names = [link.attributes["aria-label"] for link in pictures(page(pages, "id/invented-chronicle/envoy.html"))[0].all("a")]
    assert "2005 saw a new envoy, from 1 Mar 2005, text collection that holds the news item" in names


def test_a_country_has_a_dot_for_each_dated_fact(italy: Mapping[str, bytes], corpus: LoadedProject) -> None:
    dated = f"SELECT ?fact (MIN(YEAR(?day)) AS ?year) {{ {ABOUT_ITALY} ?fact kzit:time/(kzit:earliest|kzit:latest) ?day }} GROUP BY ?fact"
    years = select_rows(corpus.store, f"SELECT ?year (COUNT(?fact) AS ?facts) {{ {{ {dated} }} }} GROUP BY ?year ORDER BY ?year")
    total = sum(int(facts) for _, facts in years)
    wide, narrow, where = pictures(page(italy, "id/italy.html"))
    described = f"{total} facts by the year they speak of. {', '.join(f'{year}: {facts}' for year, facts in years)}"
    assert wide.all("desc")[0].text.rstrip(".") == described
    assert (wide.all("a"), narrow.all("a"), [text.text for text in where.all("text")]) == ([], [], ["Italy"])
    assert float(wide.attributes["height"]) < 160
    assert float(narrow.attributes["height"]) < 220
    assert pictures(page(italy, "id/italy~page-2.html")) == []


def test_a_post_shows_its_holders_in_turn(of_two_sources: Write) -> None:
    found = page(of_two_sources("id/invented-chronicle/envoy"), "id/invented-chronicle/envoy.html")
    wide = pictures(found)[0]
    assert len(wide.all("a")) == 4
    assert len(found.all("figcaption")) == 1
    assert "that is our reading" in found.all("figcaption")[0].text


@pytest.mark.parametrize("local", ["id/astana", "id/expo-2017", "id/italy", "id/rome"])
def test_no_labels_overlap_in_small_pictures_of_things(written: Write, local: str) -> None:
    for path, content in written(local).items():
        for drawn in re.findall(r'<svg class="pic (?:wid|nar|clip)".*?</svg>', content.decode(), re.DOTALL):
            assert overlaps(drawn) == [], path


def test_readings_of_the_facts_of_a_thing_are_not_shown_again(of_two_sources: Write) -> None:
    genoa = page(of_two_sources("id/genoa"), "id/genoa.html")
    assert not any(heading.text.startswith("Named by") for heading in genoa.all("h2"))
    fact = next(row.all("a")[0] for row in rows(genoa) if "met in Genoa" in row.text).attributes["href"]
    local = fact.removeprefix("../").removesuffix(".html")
    incoming = page(of_two_sources(local), f"{local}.html").all("h2")
    assert any(heading.text.startswith("Named by") for heading in incoming)


def test_a_page_opens_with_the_most_telling_class_and_ends_with_all(written: Write) -> None:
    pages = written("id/giorgia-meloni")
    kinds = {path: [page(pages, path).all("p")[0], classes_of(page(pages, path))] for path in pages}
    assert {path: [kind.text for kind in found] for path, found in kinds.items()} == {
        "id/giorgia-meloni.html": ["Person", "person, agent"],
        "it/id/giorgia-meloni.html": ["Persona", "persona, soggetto"],
        "kk/id/giorgia-meloni.html": ["Адам", "адам, тарап"],
        "ru/id/giorgia-meloni.html": ["Человек", "человек, действующее лицо"],
    }
    assert not any("lang" in one.attributes for found in kinds.values() for kind in found for one in kind.all())


def classes_of(found: Page) -> Element:
    """Return the classes at the end of a page, in any language."""
    labels = ("Classes", "Classi", "Кластар", "Классы")
    return next(below for label, below in zip(found.all("dt"), found.all("dd"), strict=True) if label.text in labels)


def test_things_with_few_times_or_no_place_have_no_picture(of_two_sources: Write) -> None:
    titles = [svg.all("title")[0].text for svg in pictures(page(of_two_sources("id/milan"), "id/milan.html"))]
    assert titles == ["Where Milan is"]
    found = page(of_two_sources("id/invented-chronicle/meeting"), "id/invented-chronicle/meeting.html")
    assert (pictures(found), [heading.text for heading in found.all("h2")][:1]) == ([], ["What sources say"])


def test_a_place_of_a_project_without_claims_has_a_map(tmp_path: Path) -> None:
    tower = """\
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix id: <https://example.org/tiny/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

id:tower skos:prefLabel "Tower"@en ; geo:lat "41.9" ; geo:long "12.5" .
id:nowhere skos:prefLabel "Nowhere"@en ; geo:lat "941.9" ; geo:long "12.5" .
"""
    loaded = kzit_graph.open_folder(small_project(tmp_path, {"data/tower.ttl": tower})).loaded
    write = pages_of(loaded)
    (where,) = pictures(page(write("id/tower"), "id/tower.html"))
    assert where.all("desc")[0].text == "Latitude 41.9, longitude 12.5."
    assert pictures(page(write("id/nowhere"), "id/nowhere.html")) == []


THINGS: Final = ("italy", "astana", "mfa-kazakhstan", "kazakhstan")


@pytest.mark.parametrize("local", [f"id/{name}" for name in (*THINGS, *sources())])
def test_no_page_is_larger_than_60_kb(written: Write, local: str) -> None:
    sizes = {path: len(content) for path, content in written(local).items()}
    assert {path: size for path, size in sizes.items() if size > LIMIT} == {}


TWO_GRAPHS = """\
@prefix g: <https://example.org/tiny/g/> .
@prefix id: <https://example.org/tiny/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

g:land { id:tower skos:prefLabel "Tower"@en ; skos:note "old" , "tall" . }
g:sea { id:tower skos:note "white" , "tall" . g:sea skos:prefLabel "The sea"@en . }
"""


def test_a_page_says_in_which_named_graphs_its_statements_are(tmp_path: Path) -> None:
    loaded = kzit_graph.open_folder(small_project(tmp_path, {"data/two.trig": TWO_GRAPHS})).loaded
    found = page(pages_of(loaded)("id/tower"), "id/tower.html")
    rows_by_label = dict(zip((one.text for one in found.all("dt")), found.all("dd"), strict=True))
    assert rows_by_label["note"].text == "old, tall, white in The sea"
    graphs = rows_by_label["Named graph"]
    assert graphs.text == "g/land 3 statements, The sea 2 statements"
    assert [link.attributes["href"] for link in graphs.all("a")] == ["../graphs.html#in-g/land", "../graphs.html#in-g/sea"]


def test_the_page_of_a_fact_names_its_graph_once(of_two_sources: Write) -> None:
    local = "id/kazinform-2017-08-21/p9s3-f1"
    found = page(of_two_sources(local), f"{local}.html")
    (graph,) = (link for link in found.all("a") if "graphs.html#" in link.attributes["href"])
    assert graph.text == "graph/source/kazinform-2017-08-21"


def test_the_most_specific_class_of_a_thing_comes_first(written: Write) -> None:
    assert page(written("id/rome"), "id/rome.html").all("p")[0].text == "City"
    assert page(written("id/italy"), "id/italy.html").all("p")[0].text == "Country"


def test_a_fact_does_not_repeat_what_the_name_of_its_document_says(of_two_sources: Write) -> None:
    local = "id/kazinform-2017-08-21/p9s3-f1"
    pages = of_two_sources(local)
    label, expected = "Where it is said", "Kazinform news item of 21 August 2017"
    found = page(pages, f"{local}.html")
    assert dict(zip((one.text for one in found.all("dt")), found.all("dd"), strict=True))[label].text == expected
    assert "21 августа 2017 года, " not in page(pages, f"ru/{local}.html").all("main")[0].text


def test_readings_on_the_page_of_a_fact_say_what_was_read(of_two_sources: Write) -> None:
    local = "id/invented-chronicle/p1s1-f5"
    found = page(of_two_sources(local), f"{local}.html")
    readings = [link.text for link in found.all("a") if "-reads-" in link.attributes["href"]]
    assert readings == ["actor: Italy", "place: Genoa"]
    assert "Reading 2" in [heading.text for heading in found.all("h3")]


def test_a_time_of_a_fact_is_said_once_and_in_words(of_two_sources: Write) -> None:
    local = "id/kazinform-2017-08-21/p3s1-f1"
    sections = page(of_two_sources(local), f"{local}.html").all("section")
    (held,) = (one for one in sections if [heading.text for heading in one.all("h2")] == ["What the graph holds"])
    assert [link.text for link in held.all("a") if "span/" in link.attributes["href"]] == ["2009"]


def test_a_page_does_not_repeat_its_name_among_the_others(of_two_sources: Write) -> None:
    for path, content in of_two_sources("id/invented-chronicle/meeting").items():
        found = Page(content.decode())
        title = found.all("h1")[0].text
        names = [one.text for listed in found.all("ul") if listed.attributes.get("class") == "names" for one in listed.all("b")]
        assert len(names) == 3, path
        assert title not in names
        assert all(name[0].isupper() for name in (title, *names)), path
