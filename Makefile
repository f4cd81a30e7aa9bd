# Every target sets up what it needs first; the second time that costs a blink.
# TORCH=cpu takes PyTorch's own build without CUDA, which is five times smaller: make run TORCH=cpu

# The first of these that is there only starts bootstrap.py, which then looks for Python 3.11.
PYTHON := $(shell for name in python3 python3.11 python3.12 python3.13; do \
	$$name -c 'import fcntl' >/dev/null 2>&1 && { echo $$name; exit; }; done)
NO_PYTHON := No python3 was found. Debian, Ubuntu: apt-get install python3.11 python3.11-venv. macOS: brew install python@3.11.
BOOTSTRAP := $(if $(PYTHON),$(PYTHON) bootstrap.py,echo "$(NO_PYTHON)" >&2; exit 1;)
BIN := .venv/bin
export TORCH

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test test-long check eval docs clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup:
	@$(BOOTSTRAP)

setup-test:
	@$(BOOTSTRAP) test

run: setup  ## build the index of corpus/ where it changed, and serve on http://127.0.0.1:7860
	@$(BIN)/faqbot ingest || test $$? -eq 1  # 1: a document was refused; the others are served
	@$(BIN)/faqbot serve

test: setup-test  ## the test suite, browser tests included
	@scripts/chromium
	@scripts/postgres
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered

test-long: setup-test  ## the long checks
	@scripts/chromium
	@scripts/postgres
	$(BIN)/python -m pytest -m long

check: setup-test  ## lint, format, types, layers, generated documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/generate_docs.py --check

eval: setup-test  ## the gate of the evaluation on corpus/, and its report
	@$(BIN)/faqbot ingest || test $$? -eq 1
	@status=0; $(BIN)/faqbot eval gate || status=$$?; $(BIN)/faqbot eval report --split all; exit $$status

docs: setup-test  ## write README's generated tables anew
	$(BIN)/python scripts/generate_docs.py

clean:  ## remove the environment and all caches; the index and the records in .faqbot stay
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* build src/*.egg-info
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
