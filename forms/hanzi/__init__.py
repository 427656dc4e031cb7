"""Rare characters: found by their parts, strokes, sound or code point (see README.md)."""

from __future__ import annotations

from forms.hanzi.book import Book, Hanzi, book

__all__ = ["Book", "Hanzi", "book"]
