"""What leaves the laptop can be read only by the bureau: signed by the device, then encrypted (CMS)."""
