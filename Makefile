# The project's commands. Each makes .venv and installs what it needs on first use.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(if $(shell command -v uv),uv pip install --python $(BIN)/python,$(BIN)/python -m pip install)

.PHONY: run catalog test check format bench clean

run: .venv/kernel.stamp ## open the dashboard
	$(BIN)/streamlit run app.py

catalog: .venv/run.stamp ## start the product catalogue, a service on the same strategies
	$(BIN)/python -m catalog

test: .venv/dev.stamp .venv/kernel.stamp ## every test; browser and service tests skip where there is none
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

check: .venv/dev.stamp ## format, style, types, layers
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: .venv/dev.stamp ## mend what the tools can mend
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: .venv/run.stamp ## run every program in benchmarks/
	set -e; for program in $(wildcard benchmarks/*.py); do PYTHONPATH=. $(BIN)/python $$program; done

clean: ## remove .venv and every cache
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/run.stamp: requirements.txt | $(BIN)/python
	$(INSTALL) -r requirements.txt
	touch $@

.venv/kernel.stamp: .venv/run.stamp $(wildcard simulator/fast/*.py) ## the first run compiles
	$(BIN)/python -m simulator run --set workload.duration_s=30 >/dev/null
	touch $@

.venv/dev.stamp: requirements-dev.txt requirements-dask.txt requirements.txt | $(BIN)/python
	$(INSTALL) -r requirements-dev.txt
	touch $@ .venv/run.stamp

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, e.g.: make run PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
