"""Reads a model that `gradus tune` wrote and predicts the rows of a CSV file with it: numpy and the standard library.

usage: read_model.py DIR DATA.csv     prints a line for each row: the number, or the probabilities of the classes
"""

import csv
import datetime
import json
import math
import re
import sys

import numpy as np

MISSING = {"", "na", "n/a", "nan", "null", "none", "?"}


def tensors(path):
    with open(path, "rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
        data = file.read()
    header.pop("__metadata__", None)
    out = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        assert entry["dtype"] == "F64", entry
        out[name] = np.frombuffer(data[begin:end], dtype="<f8").reshape(entry["shape"])
    return out


def seconds(text):
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?", text)
    when = datetime.datetime(*(int(part or 0) for part in match.groups()))
    return (when - datetime.datetime(1970, 1, 1)).total_seconds()


def raw(column, form, level, text):
    """A feature before it is standardized; None when it is not known."""
    kind = column["kind"]
    if kind == "number":
        missing = text.strip().lower() in MISSING or text in column["not_numbers"]
        if form == "missing":
            return float(missing)
        return column["fill"] if missing else float(text)
    if kind == "levels":
        known = text in column["levels"]
        missing = text.strip() == ""
        if (missing and not column["missing"]) or (not missing and not known and not column["pooled"]):
            return None
        if form == "missing":
            return float(missing)
        if form == "other":
            return float(not missing and not known)
        return float(text == level)
    missing = text.strip().lower() in MISSING or text in column["not_dates"]
    if form == "missing":
        return float(missing)
    if missing:
        return None
    s = seconds(text)
    day = math.floor(s / 86400)
    date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
    if form == "days":
        return s / 86400
    if form == "weekend":
        return float(date.weekday() >= 5)
    angle = 2 * math.pi * {
        "season": (date.timetuple().tm_yday - 1) / 365.25,
        "weekday": date.weekday() / 7,
        "hour": (s - 86400 * day) / 86400,
    }[form.split("_")[0]]
    return math.sin(angle) if form.endswith("sin") else math.cos(angle)


def process(arrays, x):
    """A Gaussian process's outputs, and standard deviations with noise."""
    scaled, rows = x / arrays["length_scale"], arrays["rows"] / arrays["length_scale"]

    def kernel(a, b):
        return arrays["signal_variance"] * np.exp(-0.5 * ((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2))

    across = kernel(scaled, rows)
    matrix = kernel(rows, rows) + arrays["diagonal"] * np.eye(len(rows))
    explained = (across * np.linalg.solve(matrix, across.T).T).sum(axis=1)
    variances = arrays["signal_variance"] - explained + arrays["diagonal"]
    return across @ arrays["dual"] + arrays["prior_mean"], np.sqrt(np.maximum(variances, 0))


def main(folder, data):
    with open(folder + "/model.json", encoding="utf-8") as file:
        card = json.load(file)
    assert (card["format"], card["version"]) == ("gradus-model", 1)
    arrays = tensors(folder + "/" + card["tensors"]["file"])
    columns = {column["name"]: column for column in card["columns"]}
    with open(data, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    x = np.zeros((len(rows), len(card["features"])))
    for j, feature in enumerate(card["features"]):
        column = columns[feature["column"]]
        for i, row in enumerate(rows):
            value = raw(column, feature["form"], feature.get("level"), row[feature["column"]])
            x[i, j] = 0 if value is None else (value - feature["mean"]) / feature["deviation"]
    deviations = None
    if card["model"] == "gp":
        z, deviations = process(arrays, x)
    elif card["model"] == "mlp":
        z = np.tanh(x @ arrays["hidden_weight"] + arrays["hidden_intercept"]) @ arrays["weight"] + arrays["intercept"]
    else:
        z = x @ arrays["weight"] + arrays["intercept"]
    target = card["target"]
    if target["kind"] == "number":
        out = (target["mean"] + target["deviation"] * z)[:, None]
        if deviations is not None:
            out = np.concatenate([out, target["deviation"] * deviations[:, None]], axis=1)
    else:
        if z.ndim == 1:
            z = np.stack([np.zeros_like(z), z], axis=1)
        out = np.exp(z - z.max(axis=1, keepdims=True))
        out /= out.sum(axis=1, keepdims=True)
    for row in out:
        print(" ".join(repr(float(value)) for value in row))


main(*sys.argv[1:])
