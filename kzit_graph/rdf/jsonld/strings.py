"""Strings in the text of JSON."""

from __future__ import annotations

from typing import Final

STRING: Final = r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
"""A regular expression of a string, for texts in which "." is any character. One that is not closed goes on to the end of the text, so that
no part of it is searched again."""
