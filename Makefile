.DEFAULT_GOAL := help
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
BIN := .venv/bin

help: ## What each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 22

.venv/made:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@touch $@

.venv/installed: .venv/made requirements.txt pyproject.toml
	@echo "Installing the environment (about a minute the first time) …" >&2
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
	@touch $@

install: .venv/installed ## Prepare the environment alone

run: .venv/installed ## Environment, database, demo city, trained ranker, site on http://127.0.0.1:8000 (PORT=…)
	@exec $(BIN)/jobhelp serve --demo --host $(HOST) --port $(PORT)

test: .venv/installed-dev ## All quick tests (under 10 minutes on two cores)
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not long"

test-long: .venv/installed-dev ## The slow suites too; writes docs/measured/ (under 60 minutes)
	$(BIN)/python tools/test_long.py

bench-matching: .venv/installed-dev ## Speed of the ranker and the city's night, into docs/measured/ (about half an hour)
	$(BIN)/uv pip install --quiet --python $(BIN)/python "lightgbm>=4.7"
	$(BIN)/python -m benchmarks.matching

bench-congestion: .venv/installed-dev ## What congestion control costs and gives on real data (DATA=folder with sjr, dacon)
	$(BIN)/python -m benchmarks.congestion --data $(DATA)

var/bench/installed: .venv/installed-dev requirements-bench.txt
	@mkdir -p var/bench
	$(BIN)/python -m venv var/bench/venv
	$(BIN)/uv pip install --quiet --python var/bench/venv/bin/python --require-hashes -r requirements-bench.txt
	@touch $@

bench-policy: var/bench/installed ## People assessed per second, beside OpenFisca-Core; writes docs/measured/policy.*
	$(BIN)/python benchmarks/policy.py --openfisca var/bench/venv/bin/python

lint: .venv/installed-dev ## ruff, import contracts, mypy, templates, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet jobhelp/templates
	$(BIN)/python tools/i18n.py --check

format: .venv/installed-dev ## Let ruff format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

css: .venv/installed ## Compile jobhelp/styles/ into static/jobhelp.css (needs npm; the site itself does not)
	@$(BIN)/python tools/vendor.py css

screenshots: .venv/installed-dev ## Pictures of every page into docs/screenshots/
	PYTHONPATH=. $(BIN)/python tools/screenshots.py

lock: .venv/made ## Pin the dependencies anew, by hash
	echo "uv==0.13.8" | $(BIN)/uv pip compile - --generate-hashes --universal --no-annotate --no-header --quiet -o requirements-uv.txt
	$(BIN)/uv pip compile pyproject.toml --generate-hashes --universal --no-annotate --no-header --quiet -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --generate-hashes --universal --no-annotate --no-header --quiet -o requirements-dev.txt
	echo "openfisca-core==46.0.1" | $(BIN)/uv pip compile - --generate-hashes --universal --no-annotate --no-header --quiet -o requirements-bench.txt

.PHONY: help install run test test-long bench-matching bench-congestion lint format css screenshots lock bench-policy
