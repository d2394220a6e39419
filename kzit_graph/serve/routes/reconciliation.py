"""The routes of the Reconciliation API below /reconcile. A worker answers, because it has the names of all things."""

from __future__ import annotations

from typing import Final

from starlette.types import Receive, Scope, Send

from kzit_graph.serve.exchange import exchange_of
from kzit_graph.serve.http.bodies import form_fields, media_type_of, read_body
from kzit_graph.serve.paths import local_path, send_content
from kzit_graph.serve.routes.calls import Calls

_ROOT: Final = "reconcile"


class Reconciliation:
    """The service as an ASGI application."""

    def __init__(self, call: Calls) -> None:
        self._call = call

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Raises `HttpProblem` and `JobFailed` if there is no answer."""
        fields = form_fields(scope["query_string"], self._call.limits)
        if scope["method"] == "POST":
            body = await read_body(scope, receive, self._call.limits)
            media_type_of(scope)
            fields += form_fields(body, self._call.limits)
        path = local_path(scope).removeprefix(_ROOT).strip("/")
        arguments = {"path": path, "fields": dict(fields), "url": exchange_of(scope).url}
        content_type, content = await self._call(scope, receive, _ROOT, arguments)
        await send_content(scope, send, content_type, content)
