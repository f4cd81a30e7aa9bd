"""What we build on: licences that a company can accept, and no version with a hole that is known and closed."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# Below these there are published vulnerabilities. A floor goes up when an advisory is published.
FLOORS = {
    "aiohttp": "3.13.3",
    "gradio": "6.27",
    "h11": "0.16",
    "jinja2": "3.1.6",
    "onnx": "1.17",
    "pillow": "12.1.1",
    "python-multipart": "0.0.22",
    "requests": "2.32.4",
    "setuptools": "78.1.1",
    "starlette": "0.49.1",
    "torch": "2.6",
    "transformers": "5",
    "urllib3": "2.6.3",
}
# MPL-2.0 asks for changes to its own files only. "AFL" is the other choice of a package that is MIT as well.
ACCEPTED = re.compile(
    r"apache|\bmit\b|mit-cmu|bsd|\bisc\b|psf|python software foundation|mpl|mozilla|0bsd|zlib|cc0|bsl-1|cnri-python|\bafl\b|hpnd|unlicense",
    re.IGNORECASE,
)
REFUSED = re.compile(r"\b[al]?gpl|affero|general public|sspl|busl|business source|commons clause|non-?commercial", re.IGNORECASE)


# What `make test` installs. psycopg, which is LGPL, stays with those who want it.
EXTRAS = sorted(set(PROJECT["optional-dependencies"]) - {"postgres", "test"})


def optional(*extras: str) -> list[str]:
    return [text for extra in extras for text in PROJECT["optional-dependencies"][extra]]


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {str(canonicalize_name(name)): version for name, version in pairs}


def closure() -> dict[str, importlib.metadata.Distribution]:
    """Every distribution that running faqbot brings, with all that may be asked of it, by name."""
    waiting = list(map(Requirement, [*PROJECT["dependencies"], *optional(*EXTRAS)]))
    found: dict[str, importlib.metadata.Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        name, extras = str(canonicalize_name(requirement.name)), frozenset(requirement.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            found[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # a CUDA package where torch came without; `test_the_closure_is_whole` holds the rest
        for text in found[name].requires or []:
            below = Requirement(text)
            if below.marker is None or any(below.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                waiting.append(below)
    return found


CLOSURE = closure()


def licences(distribution: importlib.metadata.Distribution) -> str:
    """What a distribution says of its licence in one line; a whole licence text is cut to its first words."""
    metadata = distribution.metadata
    stated = [metadata.get("License-Expression") or "", (metadata.get("License") or "")[:80]]
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    return "; ".join(part for part in (*stated, *classifiers) if part).replace("\n", " ")


def test_the_closure_is_whole() -> None:
    assert {str(canonicalize_name(Requirement(text).name)) for text in PROJECT["dependencies"]} <= set(CLOSURE)
    assert len(CLOSURE) > 80


@pytest.mark.parametrize("name", sorted(CLOSURE))
def test_licence_is_permissive(name: str) -> None:
    said = licences(CLOSURE[name])
    assert not REFUSED.search(said), said
    assert ACCEPTED.search(said), said or f"{name} states no licence"


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_version_with_a_known_hole(name: str) -> None:
    assert Version(importlib.metadata.version(name)) >= Version(FLOORS[name])
    if name in pinned():
        assert Version(pinned()[name]) >= Version(FLOORS[name])


def test_every_import_is_declared() -> None:
    """What the code imports by name must not come by accident, as a dependency of a dependency."""
    declared = {str(canonicalize_name(Requirement(text).name)) for text in PROJECT["dependencies"]}
    declared |= {str(canonicalize_name(Requirement(text).name)) for text in optional(*EXTRAS)}
    homes = importlib.metadata.packages_distributions()
    undeclared = set()
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            for top in {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"faqbot"}:
                if not declared & {str(canonicalize_name(home)) for home in homes.get(top, [top])}:
                    undeclared.add(f"{file.name}: {top}")
    assert undeclared == set()


def test_every_dependency_is_pinned_within_its_range() -> None:
    for requirement in map(Requirement, [*PROJECT["dependencies"], *optional(*EXTRAS, "test")]):
        if requirement.name != "faqbot":
            assert requirement.specifier.contains(pinned()[str(canonicalize_name(requirement.name))]), requirement


def test_pins_hold_everywhere() -> None:
    """No local version (+cpu), no address, no path: pip must find each of them at any index."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [
        line for line in lines if not line.startswith("#") and not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*", line)
    ] == []
    assert "+cpu" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_environment_is_the_pinned_one() -> None:
    differing = {
        name: (version, installed)
        for name, version in pinned().items()
        if name in CLOSURE and (installed := CLOSURE[name].version.partition("+")[0]) != version
    }
    assert differing == {}
