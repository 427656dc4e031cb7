"""What a page is: a path, who may see it, and a plain function from a visit to an answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from sync.gateway.console.templates import render
from sync.gateway.console.words import Say
from sync.gateway.desk import fleet
from sync.gateway.desk.sessions import Session
from sync.gateway.desk.staff import ROLES, Person
from sync.gateway.errors import DeskError
from sync.gateway.office import Office

Answer = Response


@dataclass(frozen=True)
class Visit:
    """One question of a signed-in person; handlers run in a worker thread and may block.

    query, parts: of the address. form: a POST's fields, files: its uploads by
    field, (name as sent, bytes).
    """

    office: Office
    session: Session
    language: str
    path: str
    query: Mapping[str, str]
    parts: Mapping[str, str]
    form: FormData = field(default_factory=FormData)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    menu: Callable[[Person], object] = lambda _person: ()

    @property
    def person(self) -> Person:
        return self.session.person

    @property
    def say(self) -> Say:
        return Say(self.language)

    @property
    def now(self) -> datetime:
        return self.office.now()

    def van_names(self) -> list[str]:
        """Vans that may speak here, to choose from."""
        return [van.name for van in fleet.known(self.office) if not van.revoked]

    def field(self, name: str) -> str:
        """A form's field without the spaces around it; "" when it is not there."""
        value = self.form.get(name, "")
        return "" if isinstance(value, UploadFile) else value.strip()

    def secret(self, name: str) -> str:
        """A password as typed, with its spaces."""
        value = self.form.get(name, "")
        return "" if isinstance(value, UploadFile) else value

    def fields(self, name: str) -> list[str]:
        """All values of a field that may come several times."""
        return [value.strip() for value in self.form.getlist(name) if isinstance(value, str)]

    def number(self, name: str) -> int:
        """Raises DeskError bad-form."""
        value = self.field(name)
        if not value.isascii() or not value.isdecimal() or len(value) > 15:
            raise DeskError("bad-form", field=name)
        return int(value)

    def page(self, template: str, /, status: int = 200, **values: Any) -> Answer:
        """`templates/<template>.html`, which finds visit, say, person and these values."""
        text = render(template, visit=self, say=self.say, person=self.person, **values)
        return Response(text, status, media_type="text/html")

    def go(self, path: str, said: str = "") -> Answer:
        """After a POST: on to a page, which says `said` (a key of the words, `said.…`)."""
        mark = "&" if "?" in path else "?"
        return RedirectResponse(f"{path}{mark}said={quote(said)}" if said else path, 303)

    def download(self, body: bytes, media_type: str, name: str) -> Answer:
        """name: ASCII, and never a person's."""
        return Response(
            body, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )


@dataclass(frozen=True)
class Page:
    """One door. body_bytes: what a POST may bring at most (uploads need more).

    A DeskError of `run` is said on a page of its own with status 400 (409 for kinds in doors.CONFLICTS),
    unless the handler catches it and shows its form again.
    """

    method: str
    path: str
    run: Callable[[Visit], Answer]
    roles: Collection[str] = ROLES
    body_bytes: int = 64 * 1024
