"""Property tests: the same examples every run, no time limits; `--hypothesis-profile=search` finds more."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=3000)
settings.load_profile("steady")
