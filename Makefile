# What people type first; 'make help' lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# Two Mavens in one checkout would write over each other's files.
.NOTPARALLEL:

maven := mvn -B -ntp
lint := .venv/lint/bin
# Airflow's environment has what all Python tests need.
pytest := .venv/airflow/bin/python -m pytest
jar := jobs/target/sluice-jobs.jar
archive := jobs/target/sluice-jobs.jsa

# What make test and make test-long run, in this order; each is a target, too.
parts := environments lint test-java build test-python
long_parts := environments build test-java-long test-python-long sequences kills

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "make %-16s  %s\n", $$1, $$2 }' Makefile

.PHONY: jar
jar: $(jar) ## build jobs/target/sluice-jobs.jar, if its sources have changed

# Folders are listed too: one is newer than the jar after a file in it was deleted.
$(jar): pom.xml jobs/pom.xml $(shell find jobs/src/main)
	@echo "building $@ (the first time, Maven downloads about 300 MB) ..."
	@$(maven) -q -DskipTests -Dspotless.check.skip package
	@touch $@

.PHONY: build
build: $(archive) ## build all that jobs run with: the jar, Spark, an archive for fast starts

$(archive): $(jar) infra/make-archive infra/spark-submit sluice | spark
	@infra/make-archive

.PHONY: dist
dist: $(jar) ## make build/dist/sluice-<version>.tar.gz, which runs without Maven and make
	@infra/make-dist

.PHONY: demo
demo: build airflow ## run the transactions pipeline once in Airflow, and show what came out
	@infra/demo

.PHONY: up
up: build airflow ## run Airflow with the pipelines on this machine, until Ctrl-C
	@infra/up

.PHONY: kafka
kafka: ## run a Kafka broker on 127.0.0.1:9092 to try things out, until Ctrl-C
	@infra/kafka/broker

.PHONY: postgres
postgres: ## run PostgreSQL on this machine to try exports, until Ctrl-C
	@infra/postgres

.PHONY: test
test: ## check the style, build the jar and run the tests; about 28 minutes
	@infra/run-parts $(parts)
	@echo "all tests passed"

.PHONY: test-java
test-java: spark ## build the jar and run the Java tests
	@echo "building the jar and running the Java tests (the first time, Maven downloads about 300 MB) ..."
	@$(maven) verify -DexcludedGroups=long

.PHONY: test-python
test-python: build airflow docs-environment ## run the Python tests, those in TESTS=<files and folders> alone; jobs run as whole processes
	@echo "running the Python tests ..."
	@$(pytest) -m "not long" $(TESTS)

.PHONY: test-long
test-long: export KILLS := $(or $(KILLS),100)
test-long: export N := $(or $(N),25)
test-long: ## run what make test leaves out: all faults, N=25 sequences, KILLS=100 kills; two to three hours
	@infra/run-parts $(long_parts)
	@echo "all tests passed"

# Everything, since make test also leaves out cases of the tests that it runs.
.PHONY: test-java-long
test-java-long: spark
	@$(maven) -pl jobs -am test-compile surefire:test@default-test surefire:test@faults \
		-Dsluice.faults=all -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: test-python-long
test-python-long: build airflow docs-environment moto
	@$(pytest) -m long

.PHONY: faults
faults: ## make every fault happen inside one process, and kill the jobs at every step; 20 minutes to an hour
	@$(maven) -q -pl jobs -am test-compile surefire:test@faults -Dtest='io.sluice.e2e.faults.*Test' \
		-Dsurefire.failIfNoSpecifiedTests=false -Dsluice.faults=all

.PHONY: storages
storages: build airflow moto ## run the jobs on HDFS and on a server that speaks S3; about 20 minutes
	@$(pytest) chaos/tests/test_hdfs.py chaos/tests/test_s3.py

.PHONY: test-deployment
test-deployment: build airflow ## run Airflow on PostgreSQL with a Spark cluster, as infra/deploy has it; about five minutes
	@.venv/airflow/bin/python infra/deploy/try

.PHONY: frozen
frozen: build airflow ## freeze, kill and overtake every writer, as whole processes; 15 to 30 minutes
	@$(pytest) chaos/tests/test_frozen.py

.PHONY: test-airflow
test-airflow: build airflow ## do to runs in a real Airflow what people and crashes do, and compare the tables; 15 to 20 minutes
	@.venv/airflow/bin/python chaos/clears

# A JVM for every 25: Spark and Delta remember what they have read, and after a hundred sequences a
# JVM is busy with its heap alone.
.PHONY: sequences
sequences: ## let N random things happen to a pipeline, and compare every table; N=200: an hour or two
	@$(maven) -q -pl jobs -am test-compile
	@first=$(or $(SEED),$$(date +%s)); last=$$((first + $(or $(N),200) - 1)); \
	for ((seed = first; seed <= last; seed += 25)); do \
		$(maven) -q -pl jobs surefire:test@faults -Dtest='*SequencesTest' \
			-Dsurefire.failIfNoSpecifiedTests=false -Dsluice.seed=$$seed \
			-Dsluice.sequences=$$((last - seed < 25 ? last - seed + 1 : 25)); \
	done

.PHONY: lint
lint: lint-sql lint-python lint-types lint-shell ## check the style of SQL, Python and shell (Maven checks the Java)

.PHONY: lint-sql
lint-sql: lint-environment
	@echo "checking the SQL ..."
	@$(lint)/sqlfluff lint --disable-progress-bar sql

.PHONY: lint-python
lint-python: lint-environment
	@echo "checking the Python ..."
	@$(lint)/ruff check
	@$(lint)/ruff format --check

# The types of what Python imports are where it runs.
.PHONY: lint-types
lint-types: lint-environment airflow
	@echo "checking the types of the Python ..."
	@$(lint)/mypy

.PHONY: lint-shell
lint-shell: lint-environment
	@echo "checking the shell scripts ..."
	@git grep --untracked -lE '^(#!/usr/bin/env bash|# shellcheck shell=bash)$$' ':!*.md' | xargs $(lint)/shellcheck

.PHONY: format
format: lint-environment ## put Java, SQL and Python into the house style
	@$(maven) -q spotless:apply
	@$(lint)/sqlfluff fix --disable-progress-bar sql
	@$(lint)/ruff check --fix
	@$(lint)/ruff format

.PHONY: spark
spark: ## install Spark into .venv/spark
	@infra/make-environment spark "pyspark 3.5.9, a download of about 320 MB"

.PHONY: airflow
airflow: ## install Airflow into .venv/airflow
	@infra/make-environment airflow "Airflow 3.3.2, a download of about 230 MB"

.PHONY: duckdb
duckdb: ## install DuckDB into .venv/duckdb: benchmarks and torture read tables with it
	@infra/make-environment duckdb "DuckDB, a download of about 25 MB"

.PHONY: screenshots
screenshots: build airflow ## take the pictures in docs/airflow/ anew; needs Debian's chromium
	@infra/make-environment screenshots "playwright, which drives a browser; a download of about 50 MB"
	@infra/screenshots

.PHONY: docs
docs: docs-environment ## make a site of docs/ that needs no network: build/site/index.html
	@infra/make-site

.PHONY: docs-environment
docs-environment:
	@infra/make-environment docs "Sphinx, which makes the site; a download of about 20 MB"

.PHONY: moto
moto:
	@infra/make-environment moto "moto, a server that speaks S3; a download of about 60 MB"

.PHONY: lint-environment
lint-environment:
	@infra/make-environment lint "ruff, sqlfluff, mypy and shellcheck, a download of about 40 MB"

.PHONY: environments
environments: spark airflow duckdb lint-environment ## install all of these

# Versions stay, but for what their .in has changed; with UPGRADE=1 all are the newest.
.PHONY: locks
locks: lint-environment ## write infra/requirements-*.txt anew from their .in
	@for file in infra/requirements-*.in; do \
		.venv/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --custom-compile-command "make locks" $(if $(UPGRADE),--upgrade) \
			--output-file "$${file%.in}.txt" "$$file"; \
	done

.PHONY: kills
kills: build duckdb
	@.venv/duckdb/bin/python chaos/torture --kills $(or $(KILLS),500) $(if $(SEED),--seed $(SEED))

.PHONY: outside
outside: build duckdb ## kill land, export, the broker and the database KILLS=60 times; about half an hour
	@.venv/duckdb/bin/python chaos/outside --kills $(or $(KILLS),60) $(if $(SEED),--seed $(SEED))

.PHONY: torture
torture: kills ## kill jobs KILLS=500 times at random, then N=200 random sequences; many hours
	@$(MAKE) --no-print-directory sequences SEED=

.PHONY: bench
bench: build duckdb airflow ## compare with Spark's own floor and with peers; about two and a half hours
	@bench/peers --fetch
	@bench/transform
	@bench/history
	@bench/startup
	@.venv/airflow/bin/python bench/dagrun
	@bench/wide
	@bench/formats
	@bench/kafka
	@bench/export
	@bench/peers

.PHONY: clean
clean: ## remove what builds, demo and Airflow made; keep environments and data/
	rm -rf build target jobs/target

.PHONY: clean-all
clean-all: clean ## remove the environments too; keep data/
	rm -rf .venv
