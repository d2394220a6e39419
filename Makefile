# make build: set everything up and build the graph into dist/.   make test: set up and run every test.
# Needs Python 3.11 or newer, and nothing else.
# make bench: measure against others, half an hour or more on a quiet machine; fewer sizes: make bench SIZES="10k 100k".

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: build test lint bench bench-quick agreement lock clean

build: $(READY)
	$(BIN)/kzit-graph build

test: lint
	$(BIN)/pytest -n auto --cov --cov-report=term

lint: $(READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Writes benchmarks/RESULTS.md and results.json. Peers that cannot be installed here are left out.
bench: $(READY)
	PYTHON=$(PYTHON) benchmarks/install-peers
	$(BIN)/python -m benchmarks $(if $(SIZES),--sizes $(SIZES))

# Writes benchmarks/AGREEMENT.md: 100,000 triples with mistakes, by both engines; the reference engine needs some ten minutes.
agreement: $(READY)
	$(BIN)/python -m benchmarks.agreement

# Small inputs and whoever is installed; compares with results.json, and fails only where it cannot measure.
bench-quick: $(READY)
	$(BIN)/python -m benchmarks --quick

# The versions that CI uses; users get the lower bounds of pyproject.toml.
lock:
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/pip install --quiet uv
	.cache/lock/bin/uv pip compile --quiet --universal --no-strip-extras --generate-hashes --python-version 3.11 --group dev \
		pyproject.toml --output-file requirements.lock
	.cache/lock/bin/uv pip compile --quiet --universal --no-strip-extras --generate-hashes --python-version 3.11 \
		benchmarks/python-peers.in --output-file benchmarks/python-peers.lock
	.cache/lock/bin/uv pip compile --quiet --universal --no-strip-extras --generate-hashes --python-version 3.11 \
		.ci/tables/requirements.in --output-file .ci/tables/requirements.lock

clean:
	rm -rf $(VENV) .cache dist

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; name it with PYTHON=…")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(READY)
