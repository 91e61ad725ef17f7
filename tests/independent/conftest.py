"""The program stands on its own: its files find each other as they do where it is run."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
