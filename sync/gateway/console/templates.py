"""Templates: Jinja2, everything escaped, nothing undefined passed over."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from forms.days import CHINA
from sync.gateway.console.telling import told

HTML = Path(__file__).parent / "html"
STATIC = Path(__file__).parent / "static"


def render(template: str, /, **values: Any) -> str:
    return _environment().get_template(f"{template}.html").render(**values)


@cache
def static_name(name: str) -> str:
    """`style.css` as its address: with a part of its digest, so that it may be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{digest}/{name}"


def local(stamp: str | None, form: str = "%Y-%m-%d %H:%M") -> str:
    """A moment of the database as people here read it."""
    return datetime.fromisoformat(stamp).astimezone(CHINA).strftime(form) if stamp else ""


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HTML),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["local"] = local
    made.globals["static"] = static_name
    made.globals["told"] = told
    return made
