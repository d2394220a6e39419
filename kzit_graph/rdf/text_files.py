"""Read text files safely: as UTF-8, with the position of what is not."""

from __future__ import annotations

from pathlib import Path

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.opening import open_regular, read_error
from kzit_graph.rdf.parser_errors import encoding_problem
from kzit_graph.rdf.streams import open_stream


def read_text(path: Path, *, allow_pipe: bool = False) -> str:
    """Return the text of a UTF-8 file with its line ends unchanged.

    allow_pipe: whether it may be a named pipe, because the user named it. Raises `InvalidInput` if the file cannot be read or is not
    UTF-8.
    """
    return decode_text(read_unchanged(path, allow_pipe=allow_pipe), path)


def decode_text(content: bytes, path: Path) -> str:
    """Return the text of bytes in UTF-8. path: their file, for errors. Raises `InvalidInput` if they are not UTF-8."""
    if wrong_encoding := encoding_problem(content, path, message="", is_text=True):
        raise wrong_encoding
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInput("not UTF-8; save the text as UTF-8", Position(path, line)) from error


def read_unchanged(path: Path, *, allow_pipe: bool = False) -> bytes:
    """Return the bytes of a file as they are. Raises `InvalidInput` if it cannot be read.

    allow_pipe: whether it may be a named pipe, because the user named it.
    """
    try:
        with open_stream(path) if allow_pipe and path.is_fifo() else open_regular(path) as file:
            return file.read()
    except OSError as error:
        raise read_error(path, error) from error
