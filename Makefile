# make build: set up what a build needs, and build the graph into dist/.
# make test:  set up the rest, and run every check and test.   make check: the fast ones, for daily work.
# Both need Python 3.11 or newer, and nothing else.
# make bench: measure against others, half an hour or more on a quiet machine; fewer sizes: make bench SIZES="10k 100k".

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
TOOLS  := $(VENV)/.ready-for-tests

.PHONY: build test check lint bench bench-quick agreement lock clean

build: $(READY)
	$(BIN)/kzit-graph build

test: lint
	$(BIN)/pytest -n auto --cov --cov-report=term

check: lint
	$(BIN)/pytest -n auto -m "not slow"

lint: $(TOOLS)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Writes benchmarks/RESULTS.md and results.json. Peers that cannot be installed here are left out.
bench: $(TOOLS)
	PYTHON=$(PYTHON) benchmarks/install-peers
	$(BIN)/python -m benchmarks $(if $(SIZES),--sizes $(SIZES))

# Writes benchmarks/AGREEMENT.md: 100,000 triples with mistakes, by both engines; the reference engine needs some ten minutes.
agreement: $(TOOLS)
	$(BIN)/python -m benchmarks.agreement

# Small inputs and whoever is installed; compares with results.json, and fails only where it cannot measure.
bench-quick: $(TOOLS)
	$(BIN)/python -m benchmarks --quick

# The versions that CI uses; users get the lower bounds of pyproject.toml.
COMPILE := .cache/lock/bin/uv pip compile --quiet --universal --no-strip-extras --generate-hashes --python-version 3.11
lock:
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/pip install --quiet uv
	$(COMPILE) --group build pyproject.toml --output-file requirements.lock
	$(COMPILE) --group build --group dev --constraint requirements.lock pyproject.toml --output-file tests/requirements.lock
	$(COMPILE) benchmarks/python-peers.in --output-file benchmarks/python-peers.lock
	$(COMPILE) .ci/tables/requirements.in --output-file .ci/tables/requirements.lock

clean:
	rm -rf $(VENV) .cache dist

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; name it with PYTHON=…")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(READY)

$(TOOLS): $(READY) tests/requirements.lock
	$(BIN)/python -m pip install --quiet --require-hashes --requirement tests/requirements.lock
	touch $(TOOLS)
