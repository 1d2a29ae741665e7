# Two commands matter: `make run` (a demo station one can hear) and `make test` (everything checked).
PY ?= python3
UV := .tools/bin/uv
BIN := .venv/bin
NODE := PATH=$(CURDIR)/$(BIN):$$PATH

.PHONY: help setup run test check format bench soak clean

help:
	@echo 'make run    set up everything and start a station one can hear'
	@echo 'make test   set up everything and run all tests'
	@echo 'make check  format, lint, types, imports, dead code'
	@echo 'make bench  the numbers, each against its peer'

setup: .venv/.synced web/static/dist/main.js

run: setup
	$(BIN)/mengudara up --demo

test: setup
	$(BIN)/python tests/prepare.py
	$(BIN)/python -m pytest $(TESTS)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/vulture

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/python -m benchmarks $(BENCH)

soak: setup
	$(BIN)/python -m pytest tests/soak

clean:
	rm -rf .venv .tools node_modules web/static/dist

$(UV):
	$(PY) -m pip install --quiet --disable-pip-version-check --target .tools 'uv==0.13.9'

.venv/.synced: pyproject.toml uv.lock | $(UV)
	$(UV) sync --quiet --locked --group web --all-extras
	touch $@

node_modules/.installed: package.json package-lock.json .venv/.synced
	$(NODE) $(BIN)/npm ci --no-fund --no-audit --ignore-scripts
	touch $@

web/static/dist/main.js: node_modules/.installed $(shell find ui -type f)
	$(NODE) $(BIN)/node ui/build.mjs
	touch $@
