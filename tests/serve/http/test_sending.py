"""A message is sent in time, or the sender is told that it was not."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message

from kzit_graph.serve.http.sending import send_within

BODY: Message = {"type": "http.response.body", "body": b"x"}


async def never(_message: Message) -> None:
    await asyncio.Event().wait()


def test_a_message_that_is_sent_in_time_ends_no_later_work() -> None:
    async def send_and_wait() -> list[Message]:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        await send_within(send, BODY, 0.01)
        await asyncio.sleep(0.03)
        return sent

    assert asyncio.run(send_and_wait()) == [BODY]


def test_a_message_that_is_not_sent_in_time_is_a_timeout() -> None:
    async def send_twice() -> int:
        for _ in range(2):
            with pytest.raises(TimeoutError):
                await send_within(never, BODY, 0.01)
        task = asyncio.current_task()
        assert task is not None
        return task.cancelling()

    assert asyncio.run(send_twice()) == 0


def test_a_sender_that_is_cancelled_is_not_late() -> None:
    async def cancel() -> None:
        task = asyncio.ensure_future(send_within(never, BODY, 10.0))
        await asyncio.sleep(0)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancel())


def test_a_failure_to_send_is_raised() -> None:
    async def fail(_message: Message) -> None:
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        asyncio.run(send_within(fail, BODY, 10.0))
