"""Settings for all tests, and the way to their builders."""

import sys
from pathlib import Path

from hypothesis import settings

# Test modules import `builders`, which stands beside this file.
sys.path.insert(0, str(Path(__file__).parent))

# Examples are counted, never timed: a busy machine must not fail a property.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
