# ParkLoop's verbs. `make help` lists them; `make demo` on a fresh machine does everything it needs.
#
#   PYTHON   interpreter the environment is made with (default: the newest of 3.11 to 3.13 found)
#   VENV     the environment's folder
#   JOBS     processes the tests run in
#   TESTS    what to test, MARK which markers: make test TESTS=tests/sim MARK="not long and not browser"

VENV ?= .venv
JOBS ?= 2
TESTS ?= tests
MARK ?= not long
DEMO_OUT ?= results/demo
DEMO ?= run kalundborg --package baseline --until 2030 --out $(DEMO_OUT)

# Each candidate is run, not just looked up: a name on the PATH may be a shim with nothing behind it.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	"$$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
	>/dev/null 2>&1 && { echo "$$name"; break; }; done)

BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEVELOP := $(VENV)/.develop
ASSETS := dashboards/assets/downloaded/.complete
TEST_ASSETS := node_modules/.with-test-tools
PINS := pyproject.toml constraints.txt
# Modules are compiled when first imported: most of what is installed never is.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile \
	--constraint constraints.txt

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-long check bench docs wheel dashboard assets test-assets clean

help:  ## list the verbs
	@sed -n 's/^\([a-z-]*\):.*## /  make \1@/p' Makefile | awk -F@ '{ printf "%-18s %s\n", $$1, $$2 }'

demo: $(RUNTIME)  ## simulate a real park to 2030 and say where its figures are
	rm -rf $(DEMO_OUT)
	$(BIN)/parkloop $(DEMO)
	@echo "Figures:"
	@find $(DEMO_OUT) -name '*.png' -o -name '*.svg' -o -name '*.pdf' | sort | sed 's/^/  /'

test: $(DEVELOP)  ## run the tests, all but the long ones
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "$(MARK)" $(TESTS)

test-long: $(DEVELOP)  ## run the long tests
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m long $(TESTS)

check: $(DEVELOP)  ## lint, formatting, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEVELOP)  ## time the engine against an idiomatic Mesa model
	$(BIN)/python -m benchmarks

docs: $(DEVELOP)  ## run every example and follow every link in the documents and docstrings
	$(BIN)/python -m pytest tests/house/test_documents.py tests/house/test_doctests.py

wheel: $(DEVELOP)  ## build the wheel into dist
	rm -f dist/parkloop-*.whl
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

dashboard: $(RUNTIME) assets  ## open the dashboard on this machine: make dashboard PARKS="a.xlsx b/"
	$(BIN)/parkloop dashboard $(PARKS)

assets: $(ASSETS)  ## fetch the dashboard's front-end libraries (needs npm)

test-assets: $(TEST_ASSETS)  ## fetch these and what the journeys check the pages with (needs npm)

clean:  ## remove builds and caches; environments and results stay
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find sim agents policies experiments dashboards tests -name __pycache__ -prune -exec rm -rf {} +

# The environment: what a run needs, then what developing needs, renewed when the pins change.

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer with venv and ensurepip was found:" \
	"install one (on Debian also python3-venv), or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) && $(INSTALL) --upgrade pip || { rm -rf $(VENV); exit 1; }

$(RUNTIME): $(PINS) | $(BIN)/python
	@echo "Installing ParkLoop (a minute or two)"
	@$(INSTALL) --editable .
	@touch $@

$(DEVELOP): $(PINS) | $(BIN)/python
	@echo "Installing ParkLoop and its development tools (a minute or two)"
	@$(INSTALL) --editable '.[dev]'
	@touch $(RUNTIME) $@

# The front end: npm checks each library against the hash in the lock file.

$(ASSETS): package.json package-lock.json dashboards/frontend.py dashboards/collect.py | $(BIN)/python
	@command -v npm >/dev/null || { echo "The dashboard's libraries come by npm, which was not" \
	"found: install Node.js 18 or newer." >&2; exit 1; }
	npm ci --omit=dev
	$(BIN)/python -m dashboards.collect
	@touch $@

$(TEST_ASSETS): $(ASSETS)
	npm ci
	@touch $@
