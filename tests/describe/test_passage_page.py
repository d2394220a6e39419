"""The words of each passage are shown beside the facts that cite it."""

from __future__ import annotations

from pathlib import Path

import kzit_graph
from tests.small_project import BASE, small_project

TEXT = "News\n\nOne is here. Two is there,\nwith news.\n\nThree is gone."
FACTS = f"""
<{BASE}furniture> skos:prefLabel "furniture"@en , "arredo"@it .
:p1s1 dcterms:type <{BASE}furniture> .
:p2s2-f1 a kzit:Fact ; kzit:evidence :p2s2 ; skos:prefLabel "Two was seen."@en , "Si è visto due."@it .
:p2s2-f10 a kzit:Fact ; kzit:evidence :p2s2 ; skos:prefLabel "There is news."@en .
"""


def test_each_passage_has_its_words_and_facts(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    draft = kzit_graph.open_folder(folder).evidence.segment(TEXT.encode(), source="news")
    folder = small_project(tmp_path, {"data/sources/news.ttl": draft.source + FACTS, "data/passages/news.ttl": draft.passages})
    evidence = kzit_graph.open_folder(folder).evidence
    shown = evidence.show(TEXT.replace("Three", "3").encode(), source="news")
    assert (
        shown.text()
        == """\
p1s1  holds  furniture
  News

p2s1  holds
  One is here.
    no fact cites it

p2s2  holds
  Two is there, with news.
    p2s2-f1   Two was seen.
    p2s2-f10  There is news.

p3s1  not found (expected between 43 and 55, from its neighbours)
    no fact cites it
"""
    )
    assert "\n    p2s2-f1   Si è visto due.\n" in shown.text("it")
    assert repr(shown) == f"<ShownEvidence of {BASE}id/news: 4 passages>"
    assert "there" not in repr(shown.passages)
    assert all(len(line) <= 30 for line in shown.text(width=30).splitlines() if "\x1b" not in line)
