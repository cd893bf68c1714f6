"""Settings for all tests, and the way to their builders.

With PMHSIM_NO_SKIP=1 a test, or a module of tests, that would be skipped fails instead and says why.
"""

import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Test modules import `builders`, which stands beside this file.
sys.path.insert(0, str(Path(__file__).parent))

# Examples are counted, never timed: a busy machine must not fail a property.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

NO_SKIP = os.environ.get("PMHSIM_NO_SKIP") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report = yield
    return without_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    report = yield
    return without_skip(report)


def without_skip(report: Any) -> Any:
    """The report, failed where it was skipped and no skip is allowed; an expected failure is no skip."""
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"PMHSIM_NO_SKIP=1, but {report.nodeid} was to be skipped: {reason}"
    return report
