"""The files of a page with a picture and a table: the table, the picture, and a zip with both."""

from __future__ import annotations

from kzit_graph.publish.pictures.standalone import standalone
from kzit_graph.publish.site.edition import Edition
from kzit_graph.publish.site.takeaway import BUILD, Table, table_csv, take_away


def files_of(edition: Edition, table: Table, page: str, picture: str) -> dict[str, bytes]:
    """Return the files of a page by path, named after the table. page: its path. picture: SVG."""
    svg = {f"{table.name}.svg": standalone(picture)}
    archive = take_away(edition, table, page, command=BUILD, more=svg)
    return {f"{table.name}.csv": table_csv(edition, table), f"{table.name}.zip": archive, **svg}
