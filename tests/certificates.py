"""A certificate for names on this machine, made by openssl for one test run, and the contexts that use and believe it."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Certificate:
    """Server and client side of TLS."""

    serving: ssl.SSLContext
    believing: ssl.SSLContext


def make(folder: Path, *names: str) -> Certificate:
    """A certificate for these names, signed by itself."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, so TLS is not tested")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    asked = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    alternatives = ",".join(f"DNS:{name}" for name in names)
    named = ["-subj", f"/CN={names[0]}", "-addext", f"subjectAltName={alternatives}"]
    made = ["openssl", *asked, *named, "-keyout", key, "-out", certificate]
    subprocess.run(made, check=True, capture_output=True, timeout=60)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    return Certificate(serving, ssl.create_default_context(cafile=str(certificate)))
