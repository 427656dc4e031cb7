"""Travel documents: the machine-readable zone, and the chip behind it."""
