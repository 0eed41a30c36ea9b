# The project's tasks. `make` alone lists them.
#
# Everything is made inside this folder: Python packages in .venv, front-end packages in
# frontend/node_modules. Files are stamps, so that a task done once is not done again.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
STATIC := src/corridor/web/static

ENVIRONMENT := $(VENV)/.made
PACKAGES := $(VENV)/.packages
INSTALLED := $(VENV)/.installed
NPM = PATH="$$(sh scripts/find-node.sh):$$PATH" && cd frontend && npm --silent
NODE_PACKAGES := frontend/node_modules/.made
FRONTEND := $(STATIC)/.made
CATALOGUES := $(VENV)/.catalogues

FRONTEND_SOURCES := $(shell find frontend src/corridor/web/static_src -type f \
                      -not -path '*/node_modules/*' 2>/dev/null)
CATALOGUE_SOURCES := $(shell find src/corridor -name '*.po' 2>/dev/null)

PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-config --quiet $(if $(UPGRADE),--upgrade)

.PHONY: help setup demo test check bench messages lock format clean

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' Makefile

setup: $(INSTALLED) $(FRONTEND) $(CATALOGUES) ## install everything this needs, inside this folder

demo: setup ## run the six-node demo; RESET=1 starts anew, ARGS="--quiet" is passed on
	@$(BIN)/corridor demo $(if $(filter-out 0,$(RESET)),--reset) $(ARGS)

test: check ## check, then all tests: real stores, real processes, a real browser
	@$(NPM) test
	@CORRIDOR_CHROMIUM="$$($(BIN)/python scripts/chromium.py)" && export CORRIDOR_CHROMIUM && \
	$(BIN)/python -m pytest --cov --cov-report=term $(ARGS)

check: setup ## formatting, lint, types of both languages, import rules, catalogues
	@$(BIN)/ruff format --check --quiet . || { echo "run: make format" >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python scripts/catalogues.py check
	@$(NPM) run check

bench: setup ## measure lodge, follow and grow, each beside its limit
	@$(BIN)/corridor bench lodge $(ARGS)
	@$(BIN)/corridor bench follow $(ARGS)
	@$(BIN)/corridor bench grow $(ARGS)

messages: setup ## bring new texts from the sources into the catalogues
	@$(BIN)/python scripts/catalogues.py update

format: setup ## lay the sources out and mend what can be mended
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

lock: setup ## choose dependency versions anew; UPGRADE=1 takes newer ones
	@$(LOCK) pyproject.toml -o lock/run.txt
	@$(LOCK) pyproject.toml --extra dev -o lock/dev.txt
	@$(LOCK) --group pyproject.toml:node -o lock/node.txt

clean: ## remove everything that setup and the tools made (a demo's data stay)
	@rm -rf $(VENV) frontend/node_modules $(STATIC) build dist src/*.egg-info .coverage \
	  .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src -name '*.mo' -delete

$(ENVIRONMENT):
	@python="$$(sh scripts/find-python.sh)" && echo "setup: environment with $$python" && \
	"$$python" -m venv --clear $(VENV)
	@touch $@

$(PACKAGES): lock/dev.txt $(ENVIRONMENT)
	@echo "setup: Python packages"
	@$(PIP) install --require-hashes -r lock/dev.txt
	@touch $@

$(INSTALLED): pyproject.toml $(PACKAGES)
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(NODE_PACKAGES): frontend/package.json frontend/package-lock.json lock/node.txt | $(PACKAGES)
	@sh scripts/find-node.sh >/dev/null || { echo "setup: Node.js into the environment"; \
	  $(PIP) install --require-hashes -r lock/node.txt; }
	@echo "setup: front-end packages"
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

$(FRONTEND): $(NODE_PACKAGES) $(FRONTEND_SOURCES)
	@echo "setup: front end"
	@$(NPM) run build
	@mkdir -p $(@D) && touch $@

$(CATALOGUES): $(CATALOGUE_SOURCES) scripts/catalogues.py | $(PACKAGES)
	@$(BIN)/python scripts/catalogues.py compile
	@touch $@
