# The project's tasks. `make` alone lists them.
#
# Everything is made inside this folder: Python packages in .venv, front-end packages in
# frontend/node_modules. Files are stamps, so that a task done once is not done again.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:

# What Python has compiled once, each of a dozen processes would compile anew otherwise.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
STATIC := src/corridor/web/static

ENVIRONMENT := $(VENV)/.made
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
NODE := $(VENV)/.node
MUTATE := $(VENV)/mutate/.made
CLUSTER := $(VENV)/cluster/.made
NPM = PATH="$$(sh scripts/find-node.sh $(VENV)):$$PATH" && cd frontend && npm --silent
NODE_PACKAGES := frontend/node_modules/.made
FRONTEND := $(STATIC)/.made
CATALOGUES := $(VENV)/.catalogues

FRONTEND_SOURCES := $(shell find frontend src/corridor/web/static_src -type f \
                      -not -path '*/node_modules/*' 2>/dev/null)
CATALOGUE_SOURCES := $(shell find src/corridor -name '*.po' 2>/dev/null)

PURE := tests/domain tests/evidence

SYNC := sh scripts/packages.sh $(VENV)
UV := $(BIN)/uv --no-config --quiet
LOCK := $(UV) pip compile --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate $(if $(UPGRADE),--upgrade)

.PHONY: help setup ready demo test test-cluster check tools pure rest front types rules told mutate bench messages lock format package bundle clean

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile

setup: $(DEV) ready ## install everything this needs, inside this folder

ready:
	@$(MAKE) --silent -j2 $(RUN) $(NODE_PACKAGES)
	@$(MAKE) --silent -j2 $(FRONTEND) $(CATALOGUES)

demo: ready ## run the six-node demo; RESET=1 starts anew, ARGS="--quiet" is passed on
	@$(BIN)/corridor demo $(if $(filter-out 0,$(RESET)),--reset) $(ARGS)

test: setup ## check, and all tests: real stores, real processes, a real browser
	@$(MAKE) --silent -j3 pure rest

check: setup ## formatting, lint, types of both languages, import rules, catalogues, acts
	@$(MAKE) --silent -j2 types rules told

# What the machine itself has to have is brought in while the sources are looked through.
tools:
	@$(BIN)/python scripts/system_tools.py chromium >/dev/null
	@$(BIN)/python scripts/system_tools.py clamd >/dev/null

# The pure rooms wait for nothing but a processor, and every line of them is counted. In one process,
# beside what looks through the sources: each further one would gather and count all of it anew.
# What it says is said in one piece: others speak meanwhile.
pure:
	@$(BIN)/python -m pytest -q -n0 $(PURE) --cov --cov-report=term >$(VENV)/pure.txt 2>&1; \
	status=$$?; cat $(VENV)/pure.txt; exit $$status

# All other tests: once nothing is wrong with the sources, and while the pure rooms still run.
rest: types rules tools front
	@CORRIDOR_CHROMIUM="$$($(BIN)/python scripts/system_tools.py chromium)" && \
	CORRIDOR_CLAMD="$$($(BIN)/python scripts/system_tools.py clamd)" && \
	export CORRIDOR_CHROMIUM CORRIDOR_CLAMD && \
	$(BIN)/python -m pytest tests $(PURE:%=--ignore=%) $(ARGS)

front:
	@$(NPM) test

types:
	@$(BIN)/mypy

rules:
	@$(BIN)/ruff format --check --quiet . || { echo "run: make format" >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports --no-logo
	@$(BIN)/python scripts/catalogues.py check
	@$(NPM) run check

# What the tests say as well, where all of them are run.
told:
	@$(BIN)/python scripts/documents.py --check
	@$(BIN)/python -m pytest -q -n0 tests/domain/test_acts.py tests/web/test_acts_complete.py

mutate: $(MUTATE) ready ## change the pure rooms in small ways and see whether their tests notice
	@PYTHONPATH="$(CURDIR)/$(VENV)/mutate" $(BIN)/python scripts/mutate.py $(ARGS)

test-cluster: $(CLUSTER) ready ## the measures' examples on Spark, from Parquet: the same figures
	@JAVA="$$($(BIN)/python scripts/system_tools.py java)" && \
	JAVA_HOME="$$(dirname "$$(dirname "$$(readlink -f "$$JAVA")")")" \
	PYTHONPATH="$(CURDIR)/$(VENV)/cluster" PYSPARK_PYTHON="$(CURDIR)/$(BIN)/python" \
	$(BIN)/python -m pytest -n0 tests/observatory/on_spark.py $(ARGS)

bench: ready ## measure lodge, follow, grow and pages, each beside its limit
	@$(BIN)/corridor bench lodge $(ARGS)
	@$(BIN)/corridor bench follow $(ARGS)
	@$(BIN)/corridor bench grow $(ARGS)
	@$(BIN)/corridor bench pages

messages: ready ## bring new texts from the sources into the catalogues
	@$(BIN)/python scripts/catalogues.py update

format: $(DEV) ## lay the sources out and mend what can be mended
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

package: ready ## build dist/corridor-….whl, which needs neither make nor Node.js
	@rm -rf build && $(UV) build --wheel --no-build-isolation --python $(BIN)/python -o dist .
	@ls dist/*.whl

bundle: package ## pack it with all it needs for a machine without a network
	@$(BIN)/python scripts/bundle.py dist

lock: $(DEV) ## choose dependency versions anew; UPGRADE=1 takes newer ones
	@$(LOCK) --group pyproject.toml:setup -o lock/setup.txt
	@$(LOCK) pyproject.toml -o lock/run.txt
	@$(LOCK) pyproject.toml --extra dev -o lock/dev.txt
	@$(LOCK) --group pyproject.toml:node -o lock/node.txt
	@$(LOCK) --group pyproject.toml:mutate -c lock/dev.txt -o lock/mutate.txt
	@$(LOCK) --group pyproject.toml:cluster -c lock/dev.txt -o lock/cluster.txt

clean: ## remove everything that setup and the tools made (a demo's data stay)
	@rm -rf $(VENV) frontend/node_modules $(STATIC) build dist src/*.egg-info .coverage \
	  mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src -name '*.mo' -delete

$(ENVIRONMENT):
	@python="$$(sh scripts/find-python.sh)" && echo "setup: environment with $$python" && \
	"$$python" -m venv --clear --without-pip $(VENV) && echo "$$python" >$@

# What a state installs, and what the tests need besides: one environment, which has either.
$(RUN): lock/run.txt lock/setup.txt | $(ENVIRONMENT)
	@echo "setup: Python packages to run"
	@$(SYNC) lock/run.txt
	@touch $@

$(DEV): lock/dev.txt lock/setup.txt | $(ENVIRONMENT)
	@echo "setup: Python packages to run and to test"
	@$(SYNC) lock/dev.txt
	@touch $@ $(RUN)

# In a folder of its own: what the environment holds stays exactly what the tests need.
$(MUTATE): lock/mutate.txt | $(DEV)
	@echo "setup: Python packages to change the sources with"
	@$(UV) pip sync --require-hashes --target $(@D) $<
	@touch $@

$(CLUSTER): lock/cluster.txt | $(DEV)
	@echo "setup: Python packages of the cluster's engine"
	@$(UV) pip sync --require-hashes --target $(@D) $<
	@touch $@

# Where the machine has no Node.js of its own, one is put into an environment beside.
$(NODE): lock/node.txt | $(RUN)
	@sh scripts/find-node.sh $(VENV) >/dev/null || { echo "setup: Node.js"; \
	  $(UV) venv --clear $(VENV)/node && \
  $(UV) pip sync --require-hashes --python $(VENV)/node/bin/python lock/node.txt; }
	@touch $@

$(NODE_PACKAGES): frontend/package.json frontend/package-lock.json \
                  $(if $(shell sh scripts/find-node.sh $(VENV)),,$(NODE))
	@echo "setup: front-end packages"
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

$(FRONTEND): $(FRONTEND_SOURCES) | $(NODE_PACKAGES)
	@echo "setup: front end"
	@$(NPM) run build
	@mkdir -p $(@D) && touch $@

$(CATALOGUES): $(CATALOGUE_SOURCES) scripts/catalogues.py | $(RUN)
	@echo "setup: languages"
	@$(BIN)/python scripts/catalogues.py compile
	@$(BIN)/python -m compileall -q src/corridor
	@touch $@
