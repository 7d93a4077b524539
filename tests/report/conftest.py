from __future__ import annotations

import pytest
from assessments import hostile_assessment, plain_assessment

from whytwitch.core.assessment import Assessment


@pytest.fixture
def plain() -> Assessment:
    return plain_assessment()


@pytest.fixture
def hostile() -> Assessment:
    return hostile_assessment()
