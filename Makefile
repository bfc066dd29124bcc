# `make help` lists what there is. PORT= and PYTHON= can be given to any target.

PYTHON ?= python3
PORT ?= 5000
export PORT

BIN = .venv/bin/python
PYTEST = $(BIN) -m pytest

.DEFAULT_GOAL := help
.PHONY: help run dev setup setup-tests test test-unit test-sqlite test-postgres test-browser bench \
	lint format types messages migration lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: setup ## Serve Meridian with the example conference on http://127.0.0.1:5000 (another port: PORT=5001)
	@$(BIN) -m tools.serve --port $(PORT)

dev: setup ## The same with a server that reloads when a file changes
	@$(BIN) -m tools.serve --port $(PORT) --reload

setup: ## Set up what running needs: environment, packages, front-end assets, translations
	@$(PYTHON) tools/setup.py

setup-tests:
	@$(PYTHON) tools/setup.py --tests

test: setup-tests test-sqlite test-postgres test-browser ## Run all tests, on SQLite, on PostgreSQL and in a browser

test-unit: setup-tests ## Run the quick tests alone: pure rules, laws and rules of the house
	$(PYTEST) -q tests/unit tests/property tests/house

test-sqlite: setup-tests
	$(PYTEST) -q -n 2 --dist worksteal --ignore=tests/postgres --ignore=tests/browser --ignore=tests/bench

test-postgres: setup-tests ## Run what touches the database on a real PostgreSQL (TEST_DATABASE_URL, or its own)
	$(PYTEST) -q -n 2 --dist worksteal --database=postgres tests/service tests/web tests/postgres

test-browser: setup-tests ## Run the journeys in a real Chromium
	$(PYTEST) -q -n 2 --dist worksteal tests/browser

bench: setup-tests ## Measure pages and feeds beside bare views of the same size
	$(BIN) -m tests.bench

lint: setup-tests ## Check style, types, architecture, templates and translations
	$(BIN) -m ruff check .
	$(BIN) -m ruff format --check --diff .
	$(BIN) -m mypy
	$(dir $(BIN))lint-imports --no-logo
	$(BIN) -m djlint templates --lint --quiet
	$(BIN) -m tools.messages --check

format: setup-tests ## Bring the code into the house's form
	$(BIN) -m ruff check --fix-only --quiet .
	$(BIN) -m ruff format .

types: setup-tests ## Check types alone
	$(BIN) -m mypy

messages: setup-tests ## Bring the translation catalogues up to date and count what is missing
	$(BIN) -m tools.messages

migration: setup-tests ## Write a migration for changed tables: make migration NAME="rooms get a capacity"
	@test -n "$(NAME)" || { echo 'Give it a name: make migration NAME="rooms get a capacity"'; exit 1; }
	$(BIN) -m flask --app wsgi db upgrade
	$(BIN) -m flask --app wsgi db migrate -m "$(NAME)"

lock: setup-tests ## Lock the newest packages that requirements/*.in allow
	$(BIN) -m tools.lock

clean: ## Remove all that set-up and tests made; instance/ stays
	rm -rf .venv .cache node_modules static/vendor .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
	find conference tests tools migrations -name __pycache__ -prune -exec rm -rf {} +
	find conference -name '*.mo' -delete
