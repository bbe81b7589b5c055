"""Compares a set of documents on Spark: cable-lint maps, reduces and compares, Spark distributes and shuffles.

    spark-submit job.py PROGRAM FOLDER OUTPUT [PARTITIONS]

FOLDER must be readable under the same path on every executor. OUTPUT gets the findings, in the order in which one
process prints them.
"""

import json
import os
import subprocess
import sys

from pyspark import SparkContext, StorageLevel


def program(command, folder, typed, lines):
    """The lines that a step prints for lines; a step whose job was not done fails the task, which Spark tries again."""
    text = "".join(line + "\n" for line in lines)
    done = subprocess.run([command, "set", *typed], input=text.encode(), stdout=subprocess.PIPE, cwd=folder)
    if done.returncode > 1:
        raise RuntimeError(f"cable-lint set {typed[0]} ended with {done.returncode}")
    return done.stdout.decode().splitlines()


def mapped(command, folder, names):
    names = list(names)
    return program(command, folder, ["map", "--isolated", "--files-from", "-"], names) if names else []


def step(command, folder, typed):
    def run(groups):
        lines = [line for _, lines in groups for line in lines]
        return program(command, folder, typed, lines) if lines else []
    return run


def documents(folder):
    for directory, below, names in os.walk(folder):
        below.sort()
        for name in sorted(names):
            yield os.path.relpath(os.path.join(directory, name), folder)


def main(command, folder, output, partitions=8):
    context = SparkContext(appName="cable-lint set")
    names = context.parallelize(list(documents(folder)), partitions)
    rows = names.mapPartitions(lambda part: mapped(command, folder, part))
    rows = rows.map(lambda line: (json.loads(line)["key"], line))
    # A key that most documents have, and one that a single document has, join nothing: a skewed key never meets one task.
    counts = rows.mapValues(lambda _: 1).reduceByKey(lambda one, other: one + other)
    rows = rows.join(counts.filter(lambda it: it[1] > 1 and (it[1] < 25 or it[0][0] != "p"))).mapValues(lambda it: it[0])
    pairs = rows.groupByKey(partitions).mapPartitions(step(command, folder, ["reduce"]))
    pairs = pairs.map(lambda line: (json.loads(line)["document"], line)).persist(StorageLevel.MEMORY_AND_DISK)
    found = pairs.groupByKey(partitions).mapPartitions(step(command, folder, ["compare", "--isolated"]))
    found = found.map(lambda line: (json.loads(line)["filename"].encode(), line))
    # A partition prints the findings of a document in order; sorting by name keeps that order.
    found = found.groupByKey().sortByKey().flatMap(lambda it: list(it[1]))
    with open(output, "w", encoding="utf-8", newline="\n") as out:
        for line in found.toLocalIterator():
            out.write(line + "\n")
    context.stop()


if __name__ == "__main__":
    main(*sys.argv[1:4], *map(int, sys.argv[4:5]))
