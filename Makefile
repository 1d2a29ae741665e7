# Two commands matter: `make run` (a demo station one can hear) and `make test` (everything checked).
PY ?= python3
UV := .tools/bin/uv
BIN := .venv/bin
NODE := PATH=$(CURDIR)/$(BIN):$$PATH

# The computer's own Python, never a downloaded one.
export UV_PYTHON := $(PY)
export UV_PYTHON_DOWNLOADS := never
# Every process starts about a second sooner when the packages are compiled once, here.
export UV_COMPILE_BYTECODE := 1

# Processes share the tests, a file at a time. Three share those that mostly wait for sound in real
# time, the longest files first; the pictures that are decoded on the air have the machine to
# themselves.
SIDE_BY_SIDE := --dist loadfile -n
ALONE := tests/on_air/test_television_decoded.py

.PHONY: help setup run test check format bench soak clean

help:
	@echo 'make run    set up everything and start a station one can hear'
	@echo 'make test   set up everything and run all tests'
	@echo 'make check  format, lint, types, imports, dead code'
	@echo 'make bench  the numbers, each against its peer'
	@echo 'make soak   the long tests'
	@echo 'make clean  remove what `make` has installed; stations and recordings stay'

setup: .venv/.synced web/static/dist/main.js

run: setup
	@$(BIN)/python -m mengudara up --demo

test: setup
	$(BIN)/python tests/prepare.py
ifdef TESTS
	$(BIN)/python -m pytest $(TESTS)
else
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) 3 --no-loadscope-reorder tests/integration tests/unit
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) 2 tests/browser
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) 3 --no-loadscope-reorder tests/on_air --ignore $(ALONE)
	$(BIN)/python -m pytest $(ALONE)
endif

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
	rm -rf .venv .tools node_modules web/static/dist streaming/graphics/fonts

$(UV):
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo '$(PY) is absent or older than 3.11; name a newer one: make PY=python3.12 …'; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || \
	  { echo '$(PY) has no pip; on Debian: apt-get install python3-pip'; exit 1; }
	@echo 'Setting up; a few minutes the first time, on a slow line …'
	@$(PY) -m pip install --quiet --disable-pip-version-check --root-user-action ignore \
	  --target .tools 'uv==0.13.9'

.venv/.synced: pyproject.toml uv.lock | $(UV)
	$(UV) sync --quiet --locked --group web --all-extras
	@touch $@

node_modules/.installed: package.json package-lock.json | .venv/.synced
	$(NODE) $(BIN)/npm ci --no-fund --no-audit --ignore-scripts --loglevel=error
	@touch $@

web/static/dist/main.js: node_modules/.installed $(shell find ui -type f 2>/dev/null)
	$(NODE) $(BIN)/node ui/build.mjs
	@touch $@
