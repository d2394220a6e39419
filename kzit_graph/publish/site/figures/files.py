"""What can be taken away from the page of figures: a table, a zip with the picture and the query, and a link to the console."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from kzit_graph.package_data import read_package_text
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME
from kzit_graph.publish.site.figures.charts import Chart
from kzit_graph.publish.site.figures.findings import finding
from kzit_graph.publish.site.figures.series import Series
from kzit_graph.publish.site.rows.takeaway import QUERY, Column, Table, table_csv, take_away
from kzit_graph.sparql.roles import with_roles

_PAGE: Final = "figures.html"
_ROLES: Final = "PREFIX role: <urn:kzit-graph:role:>\n"


def taken(edition: Edition, chart: Chart, stem: str, svg: bytes) -> dict[str, bytes]:
    """Return the files of a picture, by path. stem: the path without an extension. svg: the picture as a file."""
    name, series = stem.rpartition("/")[2], chart.series
    table = _table(edition, series, name)
    content = table_csv(edition, table)
    packed = take_away(edition, table, _PAGE, query=query(edition, series), command=QUERY, more={f"{name}.svg": svg}, content=content)
    return {f"{stem}.csv": content, f"{stem}.svg": svg, f"{stem}.zip": packed}


def _table(edition: Edition, series: Series, name: str) -> Table:
    words = edition.words
    columns = (
        Column("claim", words.fig_claim),
        Column("start", words.fig_start),
        Column("end", words.fig_end),
        Column("value", words.fig_stated),
        Column("lower", words.fig_lower),
        Column("upper", words.fig_upper),
        Column("unit", words.fig_unit),
        Column("converted", words.fig_converted),
        Column("converted_unit", words.fig_unit),
        Column("claimant", words.fig_who),
        Column("document", words.fig_document),
    )
    rows = [
        (
            point.claim.fact,
            point.start,
            point.end,
            point.amount.value,
            point.amount.lower,
            point.amount.upper,
            point.amount.unit,
            point.value if point.rate else None,
            series.unit if point.rate else None,
            point.claim.claimants,
            point.claim.documents,
        )
        for point in series.stated
    ]
    return Table(name, finding(edition, series), columns, rows, words.fig_chart_text)


def query(edition: Edition, series: Series) -> str:
    """Return a query for the figures of the indicator of a series; empty if that has no IRI, or the claims name none."""
    is_named = all(point.amount.indicator == series.indicator for point in series.points)
    if not isinstance(series.indicator, NamedNode) or not is_named:
        return ""
    text = with_roles(read_package_text("queries/figures.rq"), edition.reader.roles)
    values = {"$indicator": str(series.indicator), "$language": str(Literal(edition.language))}
    for name, value in values.items():
        text = text.replace(name, value)
    return text.replace(_ROLES, "")


def query_link(edition: Edition, series: Series) -> str:
    """Return the address of the console with the query of a series; empty without one."""
    found = query(edition, series)
    return f"{HOME}console.html#query={quote(found)}" if found else ""
