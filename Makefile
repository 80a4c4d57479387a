# Two commands do everything: `make run` (a talking interview in the browser, no keys) and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
PY := $(BIN)/python
export VIVAVOCE_DATA_DIR ?= $(CURDIR)/var
# The locked set is complete, so nothing is resolved at install time; hashes are checked.
INSTALL := $(BIN)/uv pip install --quiet --python $(PY)
WEB := clients/web
PEERS := tests/peers
WEB_SOURCES := $(shell find $(WEB)/src $(WEB)/public -type f 2>/dev/null) $(wildcard $(WEB)/*.json $(WEB)/*.ts $(WEB)/*.html)

.PHONY: help
help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

# --- set-up -------------------------------------------------------------------------------------------------------------

.PHONY: setup
setup: .venv/.installed web ## Install the locked dependencies and build the web app

.venv/bin/uv:
	@python=$$(for name in python3 python3.12 python3.13 python3.14; do \
	  "$$name" -c 'import sys; raise SystemExit(not (3, 12) <= sys.version_info < (3, 15))' 2>/dev/null && echo "$$name" && break; done); \
	if [ -z "$$python" ]; then echo "Python 3.12, 3.13 or 3.14 is needed and none was found. Install one and run make again." >&2; exit 1; fi; \
	echo "Setting up .venv with $$("$$python" --version) …"; \
	"$$python" -m venv .venv && $(PY) -m pip install --quiet --disable-pip-version-check uv

.venv/.installed: requirements.lock pyproject.toml | .venv/bin/uv
	@echo "Installing the locked dependencies (about 1.6 GB with the models; a minute or two) …"
	@$(INSTALL) --no-deps --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --editable .
	@touch $@

.PHONY: web
web: $(WEB)/dist/index.html ## Build the web app

$(WEB)/node_modules/.installed: $(WEB)/package-lock.json | .venv/.installed
	@echo "Installing the web app's dependencies …"
	@cd $(WEB) && ../../scripts/npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(WEB)/dist/index.html: $(WEB_SOURCES) $(WEB)/node_modules/.installed
	@echo "Building the web app …"
	@cd $(WEB) && ../../scripts/npm run --silent build
	@touch $@

.PHONY: chromium
chromium: ## Make sure a browser for the browser tests is there
	@scripts/chromium

# --- running ------------------------------------------------------------------------------------------------------------

.PHONY: run
run: setup ## Start everything on http://127.0.0.1:8000 with a demo interview; no keys, no network
	@exec $(BIN)/vivavoce run

.PHONY: check
check: setup ## Say what is missing to run, and how to fix it
	@$(BIN)/vivavoce check

# --- testing ------------------------------------------------------------------------------------------------------------

.PHONY: test
test: setup chromium lint types test-web test-python ## Everything CI runs: lint, types, unit to browser tests

.PHONY: lint
lint: .venv/.installed ## Style, import contracts, sizes
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-cache | tail -n 4

.PHONY: types
types: .venv/.installed ## mypy --strict
	@$(BIN)/mypy

.PHONY: test-python
test-python: .venv/.installed $(PEERS)/node_modules/.installed ## All Python tests, the browser tests included
	@log=$$(mktemp); trap 'rm -f "$$log"' EXIT; \
	nice -n 15 $(MAKE) --no-print-directory test-fast >"$$log" 2>&1 & fast=$$!; \
	$(BIN)/pytest -q -m "integration or browser" && status=0 || status=$$?; \
	wait $$fast || status=$$?; cat "$$log"; exit $$status
# Tests in real time mostly wait; the others, which only compute, fill the gaps and never take the processor from them.

$(PEERS)/node_modules/.installed: $(PEERS)/package-lock.json | .venv/.installed
	@echo "Installing a vendor's mock that nobody here wrote …"
	@cd $(PEERS) && ../../scripts/npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: test-fast
test-fast: .venv/.installed ## Unit, contract and scenario tests only (no models, no database, no browser)
	@$(BIN)/pytest -q -m "not integration and not browser"

.PHONY: test-web
test-web: web ## Types, rules and tests of the web app
	@cd $(WEB) && ../../scripts/npm run --silent check

# --- maintenance --------------------------------------------------------------------------------------------------------

.PHONY: format
format: .venv/.installed ## Format the code
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --fix --quiet .

.PHONY: lock
lock: .venv/bin/uv ## Resolve the dependencies anew into requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --all-extras --no-emit-index-url --no-header \
	  pyproject.toml -o requirements.lock

.PHONY: openapi
openapi: .venv/.installed ## Write the API's contract and the web app's types
	@$(PY) -m vivavoce.api.openapi > clients/api/openapi.json
	@cd $(WEB) && ../../scripts/npm run --silent generate

.PHONY: bench
bench: setup ## Measure voice-to-voice time and false cut-ins on this machine
	@$(PY) bench/voice_to_voice.py --json var/bench-voice-to-voice.json

.PHONY: clean
clean: ## Remove what was built; keeps var/ (your data)
	@rm -rf .venv $(WEB)/node_modules $(WEB)/dist .mypy_cache .ruff_cache .pytest_cache
