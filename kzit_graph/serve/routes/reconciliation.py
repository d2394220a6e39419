"""The routes of the Reconciliation API below /reconcile. A worker answers, because it has the names of all things."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote

from starlette.types import Receive, Scope, Send

from kzit_graph.serve.exchange import exchange_of
from kzit_graph.serve.http.bodies import FORM, form_fields, media_type_of, read_body
from kzit_graph.serve.http.problems import HttpProblem
from kzit_graph.serve.paths import local_path, send_content
from kzit_graph.serve.reconcile.answering import URI_LIST, job_arguments
from kzit_graph.serve.reconcile.requests import RequestRefused
from kzit_graph.serve.reconcile.routing import asked
from kzit_graph.serve.routes.worker_calls import Calls

_ROOT: Final = "reconcile"
_KINDS: Final = {404: "not-found", 413: "body-too-large"}
_IN_IRI: Final = "%/?#[]@!$&'()*+,;=:~"
"""Characters of an IRI that stay in a URL (RFC 3987, section 3.1)."""


class Reconciliation:
    """The service as an ASGI application."""

    def __init__(self, call: Calls) -> None:
        self._call = call

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Raises `HttpProblem` and `JobFailed` if there is no answer."""
        fields = form_fields(scope["query_string"], self._call.limits)
        if scope["method"] == "POST":
            body = await read_body(scope, receive, self._call.limits)
            media_type, _ = media_type_of(scope)
            if body and media_type not in ("", FORM):
                raise HttpProblem("media-type", f'the Content-Type "{media_type[:100]}" is not supported; send a form ({FORM})')
            fields += form_fields(body, self._call.limits)
        path = unquote(local_path(scope)).removeprefix(_ROOT).strip("/")
        try:
            found = asked(path, dict(fields), exchange_of(scope).url)
        except RequestRefused as refused:
            raise HttpProblem(_KINDS.get(refused.status, "parameters"), refused.detail) from refused
        content_type, content = await self._call(scope, receive, _ROOT, job_arguments(found))
        if content_type == URI_LIST:
            location = quote(content.decode(), safe=_IN_IRI).encode()
            await send({"type": "http.response.start", "status": 303, "headers": [(b"location", location), (b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
        else:
            headers = [(name.encode(), value.encode()) for name, value in found.headers]
            await send_content(scope, send, content_type, content, headers=headers)
