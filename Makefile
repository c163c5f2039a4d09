# `make help` lists the targets. Another Python: `make run PYTHON=python3.12`, after `make clean` if
# there is an environment already.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
WORKERS ?= 2

BIN := $(VENV)/bin
READY := $(VENV)/.ready
DOCS_READY := $(VENV)/.docs-ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
COMPILE := $(VENV)-lock/bin/uv pip compile pyproject.toml --quiet --upgrade --universal \
	--python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run studio test lint types contracts docs check lock bench trust audit clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) ## run Kazakhstan and draw it, into runs/
	@mkdir -p runs
	$(BIN)/vertikal run kazakhstan --out runs/kazakhstan.zarr --overwrite
	$(BIN)/vertikal plot runs/kazakhstan.zarr --out runs/kazakhstan.png

studio: ## build the studio's page from studio/ (needs Node 20 and npm)
	cd studio && npm ci --no-audit --no-fund --silent && npm run --silent build

test: $(READY) ## run the tests; options for pytest go into ARGS, processes into WORKERS
	@tools/browser.sh
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile $(ARGS)

lint: $(READY) ## style, format, spelling
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell

types: $(READY) ## types
	$(BIN)/pyright --pythonpath $(BIN)/python

contracts: $(READY) ## who may import whom
	$(BIN)/lint-imports

check: lint types contracts ## lint, types and contracts

docs: $(DOCS_READY) ## build the documentation, into site/
	@if [ -f docs/_generate.py ]; then $(BIN)/python docs/_generate.py; fi
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

bench: $(READY) ## measure speed against NumPy's in the same run; writes benchmarks/results.md
	$(BIN)/python benchmarks/month.py

trust: $(READY) ## kill, starve and feed it rubbish (hours); writes docs/results/trust.md
	-$(BIN)/python tools/faults.py --out build/faults.json
	-$(BIN)/python tools/fuzz.py --out build/fuzz.json
	$(BIN)/python docs/_trust.py --fresh build/faults.json build/fuzz.json

audit: ## known holes in the pins, and a bill of materials in build/sbom.json
	@[ -d $(VENV)-audit ] || $(PYTHON) -m venv $(VENV)-audit
	@$(VENV)-audit/bin/python -m pip --disable-pip-version-check --quiet --quiet install pip-audit cyclonedx-bom
	$(VENV)-audit/bin/python tools/audit.py $(ARGS)

lock: ## refresh the two lock files to the newest releases
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip --disable-pip-version-check --quiet --quiet install uv
	$(COMPILE) --extra plots --extra robustness --extra calibration --extra studio --extra dev --output-file requirements.lock
	$(COMPILE) --extra docs --constraint requirements.lock --output-file requirements-docs.lock

clean: ## remove environments, caches and builds; runs/ stays
	rm -rf $(VENV) $(VENV)-lock $(VENV)-audit build dist site .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, made again only when the pins or the package's declaration change.
$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || \
		{ echo "vertikal needs Python 3.11 or newer; '$(PYTHON)' was not found. Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "vertikal needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "'$(PYTHON)' comes without venv. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Installing into $(VENV) (about a minute, once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DOCS_READY): $(READY) requirements-docs.lock
	@echo "Installing what the documentation needs ..."
	@$(PIP) install --require-hashes -r requirements-docs.lock
	@touch $@
