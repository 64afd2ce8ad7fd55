# make run: the demonstration, from nothing. make test: every check, from nothing.
SHELL := /bin/bash
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
PROJECT := $(INSTALL) --no-deps --no-build-isolation --editable .
ON_SCREEN := $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname -s)))
PYTEST_FLAGS ?= -n 2 --dist loadfile
LOCK_FLAGS ?=
UV_VERSION := 0.13.9

.PHONY: run test bench lock clean

run: .venv/.runtime
	@scripts/qt_packages.sh $(if $(ON_SCREEN),screen)
ifneq ($(ON_SCREEN),)
	$(BIN)/taizhang --demo
else
	@echo "There is no screen here, so the demonstration month runs in the terminal."
	$(BIN)/taizhang demo
endif

test: .venv/.dev
	@scripts/qt_packages.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(PYTEST_FLAGS)

bench: .venv/.dev
	@scripts/qt_packages.sh
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks

# LOCK_FLAGS=--upgrade takes newer versions; without it only what pyproject.toml asks moves.
lock: .venv/.runtime
	$(INSTALL) uv==$(UV_VERSION)
	$(call compile,runtime,)
	$(call compile,dev,--extra dev --constraint requirements/runtime.txt)

define compile
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		$(LOCK_FLAGS) $(2) -o requirements/$(1).txt pyproject.toml requirements/build.in
endef

# The stamps are younger than the lock and pyproject.toml once their installs went through.
.venv/.runtime: requirements/runtime.txt pyproject.toml | .venv/bin/python
	@echo "Installing the locked packages"
	@$(INSTALL) --require-hashes -r requirements/runtime.txt
	@$(PROJECT)
	@touch $@

.venv/.dev: requirements/dev.txt pyproject.toml | .venv/bin/python
	@echo "Installing the locked packages and the checkers"
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@$(PROJECT)
	@touch $@ .venv/.runtime

.venv/bin/python:
	@python="$$(scripts/find_python.sh)" && echo "Setting up .venv with $$python" && "$$python" -m venv .venv

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
