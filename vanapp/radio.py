"""What NetworkManager and ModemManager say on the system's D-Bus: a hint that the line is worth a look, and
operator, technology and signal for the strip. Never the truth: that is the office's own signed answer.

Where there is no D-Bus, no such service or no modem, nothing is said and nothing is missing.
Names and numbers: the D-Bus API references of NetworkManager 1.42 and ModemManager 1.20.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vanapp.listeners import Listeners
from vanapp.networks import Way

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

DBUS = "org.freedesktop.DBus"
NM, MM = "org.freedesktop.NetworkManager", "org.freedesktop.ModemManager1"
NM_PATH, MM_PATH = "/org/freedesktop/NetworkManager", "/org/freedesktop/ModemManager1"
MODEM, GSM = f"{MM}.Modem", f"{MM}.Modem.Modem3gpp"
BEARER = f"{MM}.Bearer"
REGISTERED = 8  # MMModemState: from here on there is a cell
# MMModemAccessTechnology: NR; LTE and its two for things; UMTS to HSPA+, CDMA; GSM to EDGE.
TECHNOLOGIES = (
    (1 << 15, "5G"),
    (1 << 14 | 1 << 16 | 1 << 17, "4G"),
    (0b11111 << 5 | 0b1111 << 10, "3G"),
    (0b1111 << 1, "2G"),
)
REPLY_S = 5.0
FIRST_LOOK_S = 5.0
AGAIN_S = 30.0
"""The bus is gone (it restarts): when it is looked for again."""


@dataclass(frozen=True)
class Signal:
    """The modem that is best connected. code: MCC and MNC, "46000"; percent: 0 to 100, None: not known."""

    operator: str
    code: str
    technology: str  # 5G, 4G, 3G, 2G or ""
    percent: int | None


NOWHERE = Way()


@dataclass(frozen=True)
class _Seen:
    network: tuple[object, ...] = ()
    way: Way = NOWHERE  # of the connection that leads out
    modems: tuple[tuple[str, int], ...] = ()  # path and state
    signal: Signal | None = None

    def same_ways(self, other: _Seen) -> bool:
        """Nothing but the signal moved: no reason to ask the office."""
        return (self.network, self.way, self.modems) == (other.network, other.way, other.modems)


class Radio:
    """Listens in a thread of its own; callbacks run there."""

    def __init__(self, hint: Callable[[], None], *, bus: str = "SYSTEM") -> None:
        """hint: the network changed, look at the line now. bus: SYSTEM or a D-Bus address."""
        self._hint, self._bus = hint, bus
        self._listeners = Listeners()
        self._seen = _Seen()
        self._looked = threading.Event()  # once, or there is nothing to look at
        self._stopped = threading.Event()
        self._connection: DBusConnection | None = None
        self._thread = threading.Thread(target=self._run, name="radio", daemon=True)

    @property
    def signal(self) -> Signal | None:
        """None: no modem that a cell has taken, or nobody here knows."""
        return self._seen.signal

    def way(self) -> Way:
        """The connection that leads out. Waits for the first look, FIRST_LOOK_S at most."""
        self._looked.wait(FIRST_LOOK_S)
        return self._seen.way

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Hangs up at once; the callbacks are silent when it returns."""
        self._stopped.set()
        self._looked.set()  # nobody waits for what will not come
        if self._connection is not None:
            with suppress(OSError):  # he has hung up himself
                self._connection.sock.shutdown(socket.SHUT_RDWR)
        if self._thread.is_alive():
            self._thread.join(REPLY_S)

    def on_change(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back when `signal` is another; returns the unsubscriber."""
        return self._listeners.add(callback)

    def _run(self) -> None:
        try:
            self._keep_listening()
        finally:
            self._looked.set()  # however it ended: there is nothing to wait for

    def _keep_listening(self) -> None:
        try:
            from jeepney.io.blocking import open_dbus_connection
        except ImportError:  # not a Linux system
            return
        while not self._stopped.is_set():
            try:
                with open_dbus_connection(self._bus) as connection:
                    self._connection = connection
                    self._listen(connection)
            except (OSError, RuntimeError, ValueError) as error:  # no bus, no address, closed by the bus
                log.debug("no system bus: %s", type(error).__name__)
            if self._stopped.is_set():
                return
            self._notice(_Seen(), first=True)
            self._stopped.wait(AGAIN_S)

    def _listen(self, connection: DBusConnection) -> None:
        """Until the bus is gone or one stops: after whatever moved, look at all there is (two questions)."""
        from jeepney import MatchRule, message_bus
        from jeepney.io.blocking import Proxy

        told: deque[object] = deque(maxlen=1)
        desk = Proxy(message_bus, connection, timeout=REPLY_S)
        with connection.filter(MatchRule(type="signal"), queue=told):
            for rule in _rules():
                desk.AddMatch(rule)
            first = True
            while not self._stopped.is_set():
                self._notice(_look(connection), first=first)
                first = False
                connection.recv_until_filtered(told)

    def _notice(self, seen: _Seen, *, first: bool) -> None:
        before, self._seen = self._seen, seen
        if not first and not seen.same_ways(before):
            self._hint()
        if seen.signal != before.signal:
            self._listeners.tell()
        self._looked.set()


def _rules() -> list[Any]:
    from jeepney import MatchRule

    # By interface: a service may tell of each question it was asked, and we would ask for ever.
    rules = [
        MatchRule(type="signal", sender=NM, path=NM_PATH, interface=f"{DBUS}.Properties"),
        MatchRule(type="signal", sender=MM, interface=f"{DBUS}.Properties"),
        MatchRule(type="signal", sender=MM, interface=f"{DBUS}.ObjectManager"),
    ]
    for name in (NM, MM):
        come_and_gone = MatchRule(type="signal", sender=DBUS, member="NameOwnerChanged")
        come_and_gone.add_arg_condition(0, name)
        rules.append(come_and_gone)
    return rules


def _look(connection: DBusConnection) -> _Seen:
    from jeepney import DBusAddress, new_method_call

    properties = DBusAddress(NM_PATH, bus_name=NM, interface=f"{DBUS}.Properties")
    objects = DBusAddress(MM_PATH, bus_name=MM, interface=f"{DBUS}.ObjectManager")
    network = _ask(connection, new_method_call(properties, "GetAll", "s", (NM,)))
    modems = _ask(connection, new_method_call(objects, "GetManagedObjects"))
    wanted = ("State", "Connectivity", "PrimaryConnection")
    rows = sorted(
        (_value(faces[MODEM], "State", -1), path, faces) for path, faces in modems.items() if MODEM in faces
    )
    best = rows[-1] if rows else None
    return _Seen(
        tuple(_value(network, name, None) for name in wanted) if network else (),
        _way(connection, _value(network, "PrimaryConnection", "/"), [faces for _, _, faces in rows]),
        tuple(sorted((path, state) for state, path, _ in rows)),
        _signal(best[2]) if best is not None and best[0] >= REGISTERED else None,
    )


def _way(connection: DBusConnection, path: str, modems: Sequence[Mapping[str, Any]]) -> Way:
    if path == "/":
        return Way()
    told = _all(connection, path, f"{NM}.Connection.Active")
    devices = [_all(connection, device, f"{NM}.Device", NM) for device in _value(told, "Devices", ())]
    faces = [_value(device, name, "") for device in devices for name in ("Interface", "IpInterface")]
    names = dict.fromkeys(str(name) for name in (_value(told, "Id", ""), *faces) if name)
    return Way(tuple(names), _apn(connection, set(names), modems))


def _apn(connection: DBusConnection, interfaces: set[str], modems: Sequence[Mapping[str, Any]]) -> str:
    """Of the modem's bearer that carries one of these interfaces; "" where none does."""
    for faces in modems:
        for path in _value(faces[MODEM], "Bearers", ()):
            bearer = _all(connection, path, BEARER, MM)
            if _value(bearer, "Connected", False) and _value(bearer, "Interface", "") in interfaces:
                return str(_value(_value(bearer, "Properties", {}), "apn", ""))
    return ""


def _all(connection: DBusConnection, path: str, face: str, service: str = NM) -> Mapping[str, Any]:
    """An object's properties of one interface."""
    from jeepney import DBusAddress, new_method_call

    where = DBusAddress(path, bus_name=service, interface=f"{DBUS}.Properties")
    return _ask(connection, new_method_call(where, "GetAll", "s", (face,)))


def _ask(connection: DBusConnection, question: Any) -> Mapping[str, Any]:
    """The answer, or {}: nobody of that name is there, or he does not know. Wakes no service."""
    from jeepney import MessageFlag, MessageType

    question.header.flags |= MessageFlag.no_auto_start
    try:
        answer = connection.send_and_get_reply(question, timeout=REPLY_S)
    except TimeoutError:
        return {}
    if answer.header.message_type is not MessageType.method_return or not answer.body:
        return {}
    found = answer.body[0]
    return found if isinstance(found, dict) else {}


def _signal(faces: Mapping[str, Any]) -> Signal:
    modem, cell = faces[MODEM], faces.get(GSM, {})
    bits = _value(modem, "AccessTechnologies", 0)
    technology = next((name for mask, name in TECHNOLOGIES if bits & mask), "")
    quality = _value(modem, "SignalQuality", None)
    return Signal(
        str(_value(cell, "OperatorName", "")),
        str(_value(cell, "OperatorCode", "")),
        technology,
        min(100, int(quality[0])) if quality else None,
    )


def _value(properties: Mapping[str, Any], name: str, otherwise: Any) -> Any:
    """D-Bus variants come as (signature, value)."""
    return properties[name][1] if name in properties else otherwise
