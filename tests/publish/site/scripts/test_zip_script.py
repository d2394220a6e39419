"""The script that makes a zip in the browser."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from tests.publish.site.scripts.node import node

FILES = {"README.md": "# Қазақстан – Италия\n", "facts.csv": "a,b\r\n1,2\r\n" * 1000, "empty.txt": "", "қ/файл.txt": "x"}


def test_a_zip_of_the_browser_is_read_by_python() -> None:
    with node("zip.js") as scripts:
        content = bytes(scripts.call("(files) => [...site.zip(files)]", FILES))
        again = bytes(scripts.call("(files) => [...site.zip(files)]", FILES))
    assert content == again
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name).decode() for name in archive.namelist()} == FILES
        assert {entry.compress_type for entry in archive.infolist()} == {ZIP_STORED}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
