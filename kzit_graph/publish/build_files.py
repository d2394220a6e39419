"""Write the files of a build, with their digests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kzit_graph.artefacts import CHECKSUMS, QUESTIONS, Digest, digest_of
from kzit_graph.project.project import Project
from kzit_graph.project.questions.catalogue import own_questions
from kzit_graph.rdf.opening import read_content


def write_files(folder: Path, contents: Mapping[str, bytes]) -> dict[str, Digest]:
    """Write files, and return their digests. contents: by path in the folder, with "/" between folders."""
    for parent in sorted({name.rpartition("/")[0] for name in contents if "/" in name}):
        (folder / parent).mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name: digest_of(content) for name, content in contents.items()}


def write_questions(project: Project, folder: Path, claim: Callable[[str], str], warn: Callable[[str], None]) -> dict[str, Digest]:
    """Write the questions of a project, and return their digests.

    claim: takes a path in the folder, and returns a text if it cannot be that of a file. warn: called with a line for each question that
    is left out, because its file is malformed or such a path.
    """
    catalogue = own_questions(project)
    for error in catalogue.broken:
        warn(f"{error}; the question is left out")
    contents: dict[str, bytes] = {}
    for question in catalogue.values():
        name = f"{QUESTIONS}/{question.path.name}"
        if problem := claim(name):
            warn(f"{question.path}: {problem}; the question is left out")
        else:
            contents[name] = read_content(question.path)
    return write_files(folder, contents)


def write_checksums(folder: Path, digests: Mapping[str, Digest]) -> None:
    """Write the digests of all files of a build."""
    lines = (f"{digest.sha256}  {name}\n" for name, digest in sorted(digests.items()))
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
