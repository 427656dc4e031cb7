"""What the screens behind the sign-in can do: the use cases with their services filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vanapp.services import Services
from vanapp.ui.presenters.books import BookVerbs
from vanapp.ui.presenters.kit import KitVerbs
from vanapp.ui.presenters.packs import PackVerbs

if TYPE_CHECKING:
    from forms.record import Application
    from vanapp.printing import Printed
    from vanapp.ui.presenters.camera_choice import CameraVerbs
    from vanapp.ui.presenters.settings import NetworkVerbs
    from vanapp.usecases.export_parcels import Exported
    from vanapp.usecases.list_outbox import OutboxPage
    from vanapp.usecases.office_news import News
    from vanapp.usecases.people_lists import ListsPage
    from vanapp.usecases.send import Sent
    from vanapp.usecases.take_home import TakeHome
    from vanapp.usecases.today import Today


@dataclass(frozen=True)
class Verbs:
    """All blocking. Lanes: store, but `post`: net."""

    today: Callable[[], Today]
    listing: Callable[[str, str, int | None, int], OutboxPage]  # filter, search, after, limit
    last_place: Callable[[], Application | None]
    post: Callable[[], Sent]
    send_again: Callable[[str], None]  # application id of a refused parcel
    copy: Callable[[], Exported]  # to a USB stick
    supplement: Callable[[str], Application] | None = None  # application id: its next version
    books: BookVerbs | None = None  # fees, originals, papers to come, the day's closing
    kit: KitVerbs | None = None  # the check before departure
    cameras: CameraVerbs | None = None  # to be chosen of
    packs: PackVerbs | None = None  # what the bureau sends: which is in use, more from a stick
    begin_from_advice: Callable[[str, Mapping[str, str]], Application] | None = None  # category, answers
    book_from_advice: Callable[[str, Mapping[str, str]], Application] | None = None  # the same
    lists: Callable[[str, str], ListsPage] | None = None  # id of the list in front, search
    begin_listed: Callable[[str], Application] | None = None  # a person's id on a list
    print_list: Callable[[str, Mapping[str, str]], Printed] | None = None  # the same; lane print
    take_home: Callable[[str, Mapping[str, str]], TakeHome] | None = None  # the same
    news: Callable[[], tuple[News, ...]] | None = None  # what the office did to doors that were begun
    network: NetworkVerbs | None = None  # which we are in, and to allow it for an hour
    unit: Callable[[], tuple[str, ...]] | None = None  # what the bureau set holds: names that changed by it


def verbs(services: Services) -> Verbs:
    """The real ones. Imported only now: they bring the store, the forms and imaging with them."""
    from vanapp.ui.presenters.camera_choice import CameraVerbs
    from vanapp.ui.presenters.settings import NetworkVerbs
    from vanapp.usecases.allow_network import allow_network, forbid_network
    from vanapp.usecases.begin_from_advice import begin_from_advice
    from vanapp.usecases.begin_listed import begin_listed
    from vanapp.usecases.book_from_advice import book_from_advice
    from vanapp.usecases.check_kit import check_kit
    from vanapp.usecases.choose_camera import ask_camera, list_cameras
    from vanapp.usecases.correct import supplement
    from vanapp.usecases.export_parcels import export_parcels
    from vanapp.usecases.list_outbox import list_outbox
    from vanapp.usecases.office_news import office_news
    from vanapp.usecases.people_lists import people_lists
    from vanapp.usecases.print_kit_slip import print_kit_slip
    from vanapp.usecases.print_list import print_list
    from vanapp.usecases.resume import last_place
    from vanapp.usecases.send import send
    from vanapp.usecases.send_again import send_again
    from vanapp.usecases.take_home import take_home
    from vanapp.usecases.take_packs import pack_standing, take_packs
    from vanapp.usecases.today import today
    from vanapp.usecases.unit_settings import apply_unit_settings
    from vanapp.usecases.watch_camera import rest_camera, watch_camera

    def post() -> Sent:
        if services.rounds is not None:
            services.rounds.nudge()
        return send(services)

    return Verbs(
        today=lambda: today(services),
        listing=lambda wanted, search, after, limit: list_outbox(services, wanted, search, after, limit),
        last_place=lambda: last_place(services),
        post=post,
        send_again=lambda application_id: send_again(services, application_id),
        copy=lambda: export_parcels(services),
        begin_from_advice=lambda category, answers: begin_from_advice(services, category, answers),
        book_from_advice=lambda category, answers: book_from_advice(services, category, answers),
        lists=lambda chosen, search: people_lists(services, chosen, search),
        begin_listed=lambda person: begin_listed(services, person),
        news=lambda: office_news(services),
        network=NetworkVerbs(
            standing=lambda: services.networks.standing() if services.networks is not None else None,
            allow=lambda: allow_network(services),
            forbid=lambda: forbid_network(services),
        ),
        unit=lambda: apply_unit_settings(services.store, services.settings),
        supplement=lambda application_id: supplement(services, application_id),
        books=book_verbs(services),
        packs=PackVerbs(standing=lambda: pack_standing(services), take=lambda: take_packs(services)),
        print_list=lambda category, answers: print_list(services, category, answers),
        take_home=lambda category, answers: take_home(services, category, answers),
        kit=KitVerbs(
            check=lambda shutter, cancelled, told: check_kit(services, shutter, cancelled, told),
            pictures=_Pictures(services),
            slip=lambda record, sheet: print_kit_slip(services, record, sheet),
        ),
        cameras=CameraVerbs(
            cameras=lambda: list_cameras(services),
            ask=lambda key: ask_camera(services, key),
            watch=lambda purpose, sink, trouble, notice: watch_camera(
                services, purpose, sink, trouble, notice=notice
            ),
            unwatch=lambda: rest_camera(services),
        ),
    )


def book_verbs(services: Services) -> BookVerbs:
    from vanapp.usecases.books import books
    from vanapp.usecases.close_day import close_day, put_change
    from vanapp.usecases.correct import supplement
    from vanapp.usecases.hold_original import end_custody
    from vanapp.usecases.print_slip import print_closing, print_label, reprint_fee
    from vanapp.usecases.promise_material import keep_promise
    from vanapp.usecases.settle_fee import pay_fee, void_fee

    def promised(row: str) -> tuple[str, str]:
        application, _, material = row.partition("/")
        return application, material

    return BookVerbs(
        books=lambda: books(services),
        acts={
            "pay_cash": lambda receipt, _: pay_fee(services, receipt, "cash"),
            "pay_scan": lambda receipt, _: pay_fee(services, receipt, "scan"),
            "void": lambda receipt, reason: void_fee(services, receipt, reason),
            "give_back": lambda number, to: end_custody(services, number, "returned", to),
            "send_on": lambda number, to: end_custody(services, number, "sent_on", to),
            "supplement": lambda row, _: supplement(services, promised(row)[0]),
            "handed_in": lambda row, _: keep_promise(services, *promised(row)),
        },
        prints={
            "reprint": lambda receipt, reason: reprint_fee(services, receipt, reason),
            "label": lambda number, _: print_label(services, services.store.custody.get(number)),
        },
        put_change=lambda cents: put_change(services, cents),
        close=lambda counted: close_day(
            services, counted.pieces, counted.kept, counted.reason, held_seen=counted.held_seen
        ),
        print_closing=lambda closing: print_closing(services, closing),
    )


class _Pictures:
    """The camera, watched for the kit check. GUI thread."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def watch(self) -> Any:
        from vanapp.usecases.check_kit import Shutter
        from vanapp.usecases.watch_camera import watch_camera

        shutter = Shutter()

        def seen(_picture: object) -> None:
            frame = None if shutter.is_full else self._services.camera.frame()
            if frame is not None:
                shutter.give(frame)

        watch_camera(self._services, "portrait", seen, shutter.give)
        return shutter

    def rest(self) -> None:
        from vanapp.usecases.watch_camera import rest_camera

        rest_camera(self._services)
