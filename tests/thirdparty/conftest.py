"""The server written by others, started once for all tests of this folder."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from sekmet import NotInstalledError, environment, served


@pytest.fixture(scope="session")
def sekmet_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base address of sekmet-fhir."""
    if os.name == "nt":
        pytest.skip("sekmet-fhir is tried on Unix only")
    try:
        environment()
    except NotInstalledError as error:
        pytest.skip(f"sekmet-fhir can't be installed here: {error}")
    with served(tmp_path_factory.mktemp("sekmet")) as url:
        yield url
