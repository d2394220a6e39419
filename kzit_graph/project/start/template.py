"""The files of a project that is made from a template.

The template of cited facts has the vocabulary, the shapes, the code lists, the questions and the tables of the bundled project. Its terms
and codes keep their IRIs; everything else has the base of the new project.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Final

from pyoxigraph import Literal

from kzit_graph.errors import InvalidInput
from kzit_graph.package_data import FOLDER
from kzit_graph.project.configuration.settings import SETTINGS_FILE, default_text
from kzit_graph.project.project import bundled_folder, open_project
from kzit_graph.project.start.choices import Choices, language_iri

CITED_FACTS: Final = "cited-facts"
EXAMPLE: Final = "example"
TEMPLATES: Final = (CITED_FACTS, "bare", EXAMPLE)
"""The names of the templates, the default one first."""

EXAMPLE_FOLDER: Final = "alpine-garden"
"""The folder of the example in examples/."""

_TEMPLATES: Final = FOLDER / "project" / "start" / "templates"
_OF_BUNDLED: Final = ("ontology", "shapes", "data/concepts.ttl", "data/questions", "data/tables")
"""Files and folders of the bundled project that belong to the template of cited facts."""

_QUESTIONS: Final = "data/questions"
_NAMED_DEFAULT: Final = re.compile(rb'^#\+ default = "[^"0-9].*"$', re.MULTILINE)
"""The default of a parameter that is a thing or a language."""

_NAMED_EXAMPLE: Final = re.compile(rb'^(#\+ type = "thing"\n(?:#\+ (?!\[)[^\n]*\n)*?)#\+ example = [^\n]*\n', re.MULTILINE)
"""The example of a parameter that is a thing."""

_OF_ONE_SUBJECT: Final = "expo-participants.rq"
"""A question about an event of the bundled graph."""

_ONTOLOGY: Final = "ontology"
_TERM_EXAMPLE: Final = re.compile(rb"^# Each skos:example is .*\n#?\n?|^    skos:example [^\n]* ;\n", re.MULTILINE)
"""The example of a term, which is a thing of the bundled graph."""

_PREFIX: Final = re.compile(rb"^@prefix ([^:\n]*): <[^>\n]*> \.\n", re.MULTILINE)

_TABLES: Final = "data/tables"
_TABLE_LANGUAGES: Final = re.compile(rb"^languages = .*\n", re.MULTILINE)

_NAMES: Final = "names.toml"
_PROGRAM: Final = ("__pycache__", ".DS_Store")


def example_base() -> str:
    """Return the base IRI of the example."""
    return open_project(_example()).base


def template_files(name: str, chosen: Choices) -> dict[str, bytes]:
    """Return the files of a new project, by their path in its folder. name: one of `TEMPLATES`. The example needs only the base."""
    if name == EXAMPLE:
        base = example_base()
        found = {path: content.replace(base.encode(), chosen.base.encode()) for path, content in _files(_example())}
        files = {path: _with_one_fragment(content, chosen.base) for path, content in found.items()}
    else:
        files = dict(_of_bundled()) if name == CITED_FACTS else {}
        files |= _filled(_TEMPLATES / name, name, chosen)
        files |= {SETTINGS_FILE: settings_file().encode()}
    common = _filled(_TEMPLATES / "common", name, chosen)
    return dict(sorted((common | files).items()))


def settings_file() -> str:
    """Return kzit-graph.toml with all defaults, in which each key is a comment without a space."""
    return "".join(line if line[:1] in "#[\n" else f"#{line.lstrip(' ')}" for line in default_text().splitlines(keepends=True))


def _example() -> Path:
    return bundled_folder() / "examples" / EXAMPLE_FOLDER


def _of_bundled() -> Iterator[tuple[str, bytes]]:
    root = bundled_folder()
    for part in _OF_BUNDLED:
        path = root / part
        found = _files(path) if path.is_dir() else [("", path.read_bytes())]
        if part == _TABLES:  # a new project has other languages than the bundled one
            found = [(name, _TABLE_LANGUAGES.sub(b"", content)) for name, content in found]
        elif part == _QUESTIONS:  # and other things
            found = [(name, _without_things(content)) for name, content in found if name != _OF_ONE_SUBJECT]
        elif part == _ONTOLOGY:
            found = [(name, _without_examples(content) if name.endswith(".ttl") else content) for name, content in found]
        yield from ((f"{part}/{name}".rstrip("/"), content) for name, content in found)


def _without_things(question: bytes) -> bytes:
    """Return a question without the defaults and examples that are things of the bundled graph."""
    return _NAMED_EXAMPLE.sub(rb"\1", _NAMED_DEFAULT.sub(b"#+ required = true", question))


def _without_examples(turtle: bytes) -> bytes:
    """Return a vocabulary without the examples of its terms, and without prefixes that nothing else has."""
    turtle = _TERM_EXAMPLE.sub(b"", turtle)
    body = _PREFIX.sub(b"", turtle)
    return _PREFIX.sub(lambda line: line[0] if re.search(rb"\b%b:" % line[1], body) else b"", turtle)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files in a folder and below it, by their path in it."""
    if not folder.is_dir():
        raise InvalidInput(f"the program was installed without its {folder.name}; install it again")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not set(name.parts) & set(_PROGRAM):
            yield name.as_posix(), path.read_bytes()


def _filled(folder: Path, name: str, chosen: Choices) -> dict[str, bytes]:
    """Return the files of a folder with the choices filled in."""
    found = {path: content.decode("utf-8") for path, content in _files(folder)}
    values = _values(chosen, found.pop(_NAMES, "")) | {"template": name}
    paths = {path: ".gitignore" if path == "gitignore" else path for path in found}
    filled = {paths[path]: Template(text).substitute(values).encode() for path, text in found.items()}
    return {path: _with_one_fragment(content, chosen.base) for path, content in filled.items()}


def _with_one_fragment(content: bytes, base: str) -> bytes:
    """Return a file whose namespaces under a base with "#" end in "/", because an IRI cannot have a second "#" (RFC 3987)."""
    if "#" not in base:
        return content
    return re.sub(rb"(" + re.escape(base.encode()) + rb"[\w/-]*)#", rb"\1/", content)


def _values(chosen: Choices, names: str) -> dict[str, str]:
    language = chosen.languages[0]
    citation = f"{chosen.creator}: {chosen.title}. Version 0.1.0, {chosen.day[:4]}. {chosen.base}dataset"
    return {
        "base": chosen.base,
        "title": chosen.title,
        "licence": chosen.licence,
        "day": chosen.day,
        "title_literal": str(Literal(chosen.title, language=language)),
        "description_literal": str(Literal(chosen.title, language=language)),
        "citation_literal": str(Literal(citation, language=language)),
        "creator_literal": str(Literal(chosen.creator)),
        "creator_literals": _each(chosen, dict.fromkeys(chosen.languages, chosen.creator)),
        "language_iris": " , ".join(f"<{language_iri(code)}>" for code in chosen.languages),
        **{f"name_{key}": _each(chosen, words) for key, words in tomllib.loads(names).items()},
    }


def _each(chosen: Choices, words: Mapping[str, str]) -> str:
    """Return words in each chosen language that has them, else in English."""
    found = [language for language in chosen.languages if language in words] or ["en"]
    return " , ".join(str(Literal(words[language], language=language)) for language in found)
