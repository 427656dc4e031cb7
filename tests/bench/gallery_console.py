"""`python -m tests.bench.gallery_console --out DIR`: every page of the office's console in Debian's Chromium.

For people to look at; nothing is judged here. Light and Chinese at 1366x768, the whole length of the page; some
also dark, in English and on a tablet. The office is `tests.sync.console.lived_in`, so the pictures stay the same.
"""

from __future__ import annotations

import argparse
import base64
import io
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from sync.gateway.console.serve import Hosting, beside
from tests import browser as browsers
from tests.sync.console.lived_in import LIN, PASSWORD, lived_in
