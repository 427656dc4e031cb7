"""The bureau's other systems behind small interfaces: register, e-licences, payments, SMS, courier."""
