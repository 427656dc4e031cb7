"""One scanned side of paper, as the scanner gave it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from devices.contract import Frame


@dataclass(frozen=True)
class Sheet:
    """8 bits a sample, row by row; samples: 1 grey, 3 RGB. dpi None: the scanner did not say."""

    pixels: bytes = field(repr=False)
    width_px: int
    height_px: int
    samples: int
    dpi: int | None

    def frame(self) -> Frame:
        """The same in RGB, for the page finder."""
        if self.samples == 3:
            return Frame(self.pixels, self.width_px, self.height_px)
        grey = np.frombuffer(self.pixels, np.uint8)
        return Frame(np.repeat(grey, 3).tobytes(), self.width_px, self.height_px)
