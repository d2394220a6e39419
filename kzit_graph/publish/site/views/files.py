"""The files of a page with a picture and a table: the table, the picture, and a zip with both."""

from __future__ import annotations

from kzit_graph.publish.pictures.standalone import standalone
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.rows.takeaway import Table, table_files


def files_of(edition: Edition, table: Table, page: str, picture: str) -> dict[str, bytes]:
    """Return the files of a page by path, named after the table. page: its path. picture: SVG."""
    svg = {f"{table.name}.svg": standalone(picture)}
    return {**table_files(edition, table, page, svg), **svg}
