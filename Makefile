# The targets people and CI use. Everything installs into .venv, inside the checkout.
PORT ?= 8000
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv

.PHONY: install demo demo-reset run test check fix e2e bench migrate docs messages

install: .venv/.ready

.venv/.ready: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Python 3.11 or later is needed: $(PYTHON) is older or missing. On Debian or Ubuntu: sudo apt install python3 python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; echo "Python's venv is missing. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Installing into .venv…"
	@$(BIN)/uv --version 2>/dev/null | grep -q " $(UV_VERSION) " || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv sync --frozen --quiet --inexact --python $(BIN)/python
	@touch $@

demo: install
	@$(BIN)/pacte demo --port $(PORT)

demo-reset: install
	@$(BIN)/pacte demo --reset --port $(PORT)

run: install
	@$(BIN)/pacte migrate
	@$(BIN)/pacte serve --port $(PORT)

migrate: install
	@$(BIN)/pacte migrate

test: install
	@$(BIN)/python tools/run_tests.py

check: install
	@$(BIN)/python tools/run_checks.py

fix: install
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . ; $(BIN)/djlint pacte --reformat --quiet

e2e: install
	@$(BIN)/python tools/run_tests.py --e2e

bench: install
	@$(BIN)/python -m benchmarks

messages: install
	@$(BIN)/python tools/messages.py

docs: install
	@$(BIN)/pacte docs
