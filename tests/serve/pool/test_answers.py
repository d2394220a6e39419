"""Answers of workers are those of `kzit-graph query`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from kzit_graph.serve.backend import QueryJob
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.pool import Pool

FORMATS = {"rows": "json", "boolean": "json", "graph": "turtle"}


def test_a_pool_answers_a_query_and_ends_all_its_processes(one_source: Path) -> None:
    async def run() -> bytes | None:
        pool = Pool(Opener.of_project(one_source), Limits(workers=2, memory=1 << 28), spares=1)
        await pool.start()
        try:
            async with pool.answer(QueryJob("ASK { ?s a kzit:Goal }", FORMATS, 5.0)) as answer:
                return await answer.first()
        finally:
            await pool.close()

    assert asyncio.run(run()) == b'{"head":{},"boolean":true}'
