"""Each provider of language models, served once for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from faqbot.llm.providers import PROVIDERS
from tests.providers import ProviderServer, provider_server


@pytest.fixture(scope="module", params=list(PROVIDERS))
def provider(request: pytest.FixtureRequest) -> Iterator[ProviderServer]:
    """A running server that speaks as the provider does."""
    with provider_server(request.param) as running:
        yield running


@pytest.fixture
def server(provider: ProviderServer) -> ProviderServer:
    """The same, with nothing going wrong and nothing asked yet."""
    provider.reset()
    return provider
