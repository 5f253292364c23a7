# Everything lives in .venv; a second run installs nothing again.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run play setup test bench lock format clean

run: setup ## start: Discord when there is a token, the playground when there is none
	$(BIN)/coldopen run

play: setup ## the playground, always
	$(BIN)/coldopen play

setup: .venv/run.done ## set everything up, start nothing

test: .venv/test.done ## format check, lint, types, import contracts, tests with branch coverage
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 --dist loadfile
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=95

bench: .venv/test.done ## print figures: time, memory
	$(BIN)/python -m tests.benchmarks

format: .venv/test.done
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/bin/python ## renew the locked versions
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile $(LOCK) pyproject.toml --extra playground --group build -o requirements/run.txt
	$(BIN)/uv pip compile $(LOCK) pyproject.toml --extra playground --group build --group development -o requirements/test.txt

# Universal: one file for every system and Python from 3.11; no index is named in it.
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-annotate --no-strip-extras --custom-compile-command "make lock" --upgrade

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.done: .venv/bin/python pyproject.toml requirements/run.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/test.done: .venv/run.done requirements/test.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/test.txt
	touch $@

clean:
	rm -rf .venv build .coverage* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
