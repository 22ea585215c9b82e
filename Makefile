.PHONY: test docs lint ci

test:
	python -m pytest

docs:
	python scripts/docs.py
	python scripts/compare.py

lint:
	ruff check .
	ruff format --check .
	mypy

ci:
	bash .ci/run
