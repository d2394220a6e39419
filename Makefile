# make build: install the package and build the graph into dist/.
# make test:  install the tools and run all checks and tests.
# make check: run the checks and the fast tests.
# make coverage: run all tests and list the lines that no test runs. It takes twice as long as the tests alone.
# make shots: take pictures of each kind of page into shots/. For some languages: make shots LANGUAGES="en kk"
# make pictures: take the pictures of the site that the README shows, in docs/pictures/.
# make soak:  send a server 100,000 requests, 200 clients at once, and requests made at random; kill 100 builds. It takes some minutes.
# make assets: build the scripts of the query console again from npm packages, with Node.js.
# make bench: run the benchmarks, for half an hour or more on an idle machine. For fewer sizes: make bench SIZES="10k 100k"
#             For some parts: make bench ONLY=servers (8 minutes), ONLY=site (5 minutes), ONLY="commands site". The others stay.
#
# Only Python 3.11 or newer is required.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
TOOLS  := $(VENV)/.ready-for-tests

# Images of containers often forbid bytecode. Tests start many processes, and each would compile the package again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: build test check every-test fast-tests shots pictures soak coverage assets lint bench bench-quick agreement lock clean

build: $(READY)
	$(BIN)/kzit-graph build

# mypy uses one processor, for a minute or two if it has no cache. The tests run beside it.
test: $(TOOLS)
	$(MAKE) --no-print-directory --jobs=2 lint every-test

check: $(TOOLS)
	$(MAKE) --no-print-directory --jobs=2 lint fast-tests

every-test: $(TOOLS)
	$(BIN)/pytest -n auto --dist worksteal

fast-tests: $(TOOLS)
	$(BIN)/pytest -n auto --dist worksteal -m "not slow"

soak: $(TOOLS)
	$(BIN)/pytest -m soak tests/serve/clients tests/publish/test_kills.py

coverage: $(TOOLS)
	$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term

assets:
	.ci/build-console

# Needs Chromium. Open shots/index.html to see each kind of page in each language, light and dark, wide and narrow.
shots: $(TOOLS)
	$(BIN)/kzit-graph build --out shots/site --public-url https://site.invalid/
	$(BIN)/python -m tests.site.shots shots/site shots $(LANGUAGES)

pictures: $(TOOLS)
	$(BIN)/kzit-graph build --out shots/site --public-url https://site.invalid/
	$(BIN)/python -m tests.site.readme_pictures shots/site docs/pictures

lint: $(TOOLS)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Writes benchmarks/RESULTS.md and results.json. Peers that cannot be installed are skipped.
bench: $(TOOLS)
	PYTHON=$(PYTHON) benchmarks/install-peers
	$(BIN)/python -m benchmarks $(if $(SIZES),--sizes $(SIZES)) $(if $(ONLY),--only $(ONLY))

# Writes benchmarks/AGREEMENT.md: both SHACL engines on 100,000 triples with mistakes. pyshacl needs about ten minutes.
agreement: $(TOOLS)
	$(BIN)/python -m benchmarks.agreement

# Measures installed peers on small inputs and compares with results.json. Fails only if a measurement fails.
bench-quick: $(TOOLS)
	$(BIN)/python -m benchmarks --quick

# The exact versions of CI. Users get the version ranges of pyproject.toml.
COMPILE := .cache/lock/bin/uv pip compile --quiet --universal --no-strip-extras --generate-hashes --python-version 3.11
lock:
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/pip install --quiet uv
	$(COMPILE) --group build pyproject.toml --output-file requirements.lock
	$(COMPILE) --group build --group dev --constraint requirements.lock pyproject.toml --output-file tests/requirements.lock
	$(COMPILE) benchmarks/python-peers.in --output-file benchmarks/python-peers.lock
	$(COMPILE) .ci/tables/requirements.in --output-file .ci/tables/requirements.lock
	$(COMPILE) .ci/clients/requirements.in --output-file .ci/clients/requirements.lock
	$(COMPILE) .ci/site/requirements.in --output-file .ci/site/requirements.lock

clean:
	rm -rf $(VENV) .cache dist

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is required; set PYTHON=…")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(READY)

$(TOOLS): $(READY) tests/requirements.lock
	$(BIN)/python -m pip install --quiet --require-hashes --requirement tests/requirements.lock
	touch $(TOOLS)
