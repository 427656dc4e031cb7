"""ModemManager for dbusmock: one modem in a cell. (Debian's dbusmock has none.)

The system's Python runs it (`python3 -m dbusmock --template` and this file). Names and numbers: the D-Bus API
reference of ModemManager 1.20.
"""

from __future__ import annotations

from typing import Any

import dbus
from dbusmock import MOCK_IFACE, mockobject

BUS_NAME = "org.freedesktop.ModemManager1"
MAIN_OBJ = "/org/freedesktop/ModemManager1"
MAIN_IFACE = "org.freedesktop.ModemManager1"
SYSTEM_BUS = True
IS_OBJECT_MANAGER = True

MODEM_PATH = f"{MAIN_OBJ}/Modems/8"
MODEM, CELL = f"{MAIN_IFACE}.Modem", f"{MAIN_IFACE}.Modem.Modem3gpp"
REGISTERED = 8  # MMModemState
LTE = 1 << 14  # MMModemAccessTechnology
HOME = 1  # MMModem3gppRegistrationState


def load(_mock: Any, _parameters: dict[str, Any]) -> None:
    """An empty service; a modem comes with AddSimpleModem."""


@dbus.service.method(MOCK_IFACE, in_signature="", out_signature="o")
def AddSimpleModem(self: Any) -> str:  # noqa: N802 - a name of D-Bus
    """It hears its own operator by LTE at 70 %."""
    modem = {
        "State": dbus.Int32(REGISTERED),
        "Model": dbus.String("Mock"),
        "SignalQuality": dbus.Struct((dbus.UInt32(70), dbus.Boolean(True)), signature="ub"),
        "AccessTechnologies": dbus.UInt32(LTE),
    }
    cell = {
        "Imei": dbus.String(""),
        "RegistrationState": dbus.UInt32(HOME),
        "OperatorCode": dbus.String("00101"),
        "OperatorName": dbus.String("TheOperator"),
    }
    self.AddObject(MODEM_PATH, MODEM, modem, [])
    mockobject.objects[MODEM_PATH].AddProperties(CELL, cell)
    self.object_manager_emit_added(MODEM_PATH)
    return MODEM_PATH


@dbus.service.method(MOCK_IFACE, in_signature="u", out_signature="")
def HearWith(_self: Any, percent: int) -> None:  # noqa: N802 - a name of D-Bus
    """Another signal quality, told as ModemManager tells it.

    UpdateProperties of dbusmock 0.28 knows no structures.
    """
    heard = dbus.Struct((dbus.UInt32(percent), dbus.Boolean(True)), signature="ub", variant_level=1)
    modem = mockobject.objects[MODEM_PATH]
    modem.props[MODEM]["SignalQuality"] = heard
    changed = [MODEM, {"SignalQuality": heard}, []]
    modem.EmitSignal(dbus.PROPERTIES_IFACE, "PropertiesChanged", "sa{sv}as", changed)
