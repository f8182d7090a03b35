"""Shared by make_fixtures.py and make_exports.py: synthetic outcomes, rounding, files, and the comparison with ONNX Runtime."""

import json
import math
import os
import re
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import lightgbm
import numpy as np
import onnxruntime
import xgboost

onnxruntime.set_default_logger_severity(3)

MODELS = Path(__file__).resolve().parent
TOLERANCE = 1e-5  # between the library's probability and ONNX Runtime's
MANIFEST_CASES = 12
MARGIN = 1e-3  # minimum distance of a score from a rounding border in percent points, because TOLERANCE can move it this far


def run(main):
    """Runs a script in a process with a fixed hash seed, because the converters list the opsets in the order of a set, and with the
    locale that lower-casing models require."""
    surroundings = {"PYTHONHASHSEED": "0", "LOCPATH": str(MODELS.parents[1] / "locale")}
    if not surroundings.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | surroundings)
    main()


def labels(matrix, names, seed):
    """Synthetic: experience, degree, similar titles and referrals help, gaps and long notice do not; noise on top."""
    weights = {"experience_years": .12, "degree_level": .5, "title_similarity": 2.5, "referred": .9, "jobs_count": -.2, "gap_months": -.05,
               "current_role_years": .1, "years_in_field]": .12, "relocate]": .8, "notice_weeks]": -.06}
    quality = sum(weights.get(re.split(r"[.\[]", name)[-1], 0) * np.nan_to_num(matrix[:, column].astype(float)) for column, name in enumerate(names))
    quality += np.random.default_rng(seed).normal(0, 1.2, len(matrix))
    return (quality > np.median(quality)).astype(int)



def small_lightgbm():
    return lightgbm.LGBMClassifier(n_estimators=20, num_leaves=8, learning_rate=.2, min_child_samples=15, random_state=7, n_jobs=1,
                                   deterministic=True, force_row_wise=True, verbose=-1)


def small_xgboost():
    return xgboost.XGBClassifier(n_estimators=20, max_depth=3, learning_rate=.25, random_state=7, n_jobs=1, tree_method="hist")


def rounded(value, decimals):
    quantum = Decimal(1).scaleb(-decimals)
    result = Decimal(float(value)).quantize(quantum, ROUND_HALF_UP)
    return int(result) if decimals == 0 else float(result)


def near_border(value, decimals, margin=MARGIN):
    step = 10.0 ** -decimals
    return abs(value / step - math.floor(value / step) - .5) * step < margin


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def write_json(path, value):
    """One member per line, also in the maps of the expectations, so that diffs stay readable."""
    def text(key, member):
        if isinstance(member, dict) and len(member) > 9:
            return "{\n" + ",\n".join(f"  {compact(key)}: {compact(inner)}" for key, inner in member.items()) + "}"
        if isinstance(member, list) and member and (isinstance(member[0], list) or key == "cases"):
            return "[\n" + ",\n".join("  " + compact(row) for row in member) + "]"
        return compact(member)
    path.write_text("{" + ",\n ".join(f"{compact(key)}: {text(key, member)}" for key, member in value.items()) + "}\n", encoding="utf-8")


def manifest(name, inputs, output, label, scale, decimals, missing, cases=None):
    output = {"name": output} if label is None else {"name": output, "class": str(label)}
    return {"name": name, "inputs": [{"input": tensor, "features": features} for tensor, features in inputs], "output": output,
            "score": {"scale": scale, "decimals": decimals}, "missing": missing} | ({"cases": cases} if cases else {})


def cases_of(features, cells, expected):
    """A manifest's cases: rows of JSON values, where null is missing, with the library's score in the unit of the scale."""
    return [{"features": dict(zip(features, row)), "score": float(score)} for row, score in zip(cells[:MANIFEST_CASES], expected)]


def rows_of(matrix):
    """The exact values of a tensor; JSON knows no NaN."""
    return [[None if math.isnan(value) else value for value in row] for row in matrix.astype(float).tolist()]


def save_model(name, graph):
    (MODELS / f"{name}.onnx").write_bytes(graph.SerializeToString(deterministic=True))


def agree(name, inputs, output, label, expected):
    """ONNX Runtime must agree with the library, otherwise the fixture is worthless."""
    session = onnxruntime.InferenceSession(MODELS / f"{name}.onnx", providers=["CPUExecutionProvider"])
    result = session.run([output], inputs)[0]
    if isinstance(result, list):  # ZipMap
        result = np.array([row[label] for row in result])
    elif result.ndim == 2:
        result = result[:, label or 0]
    difference = np.abs(result.astype(float) - expected).max()
    assert difference <= TOLERANCE * max(1, np.abs(expected).max()), f"{name}: {difference}"
    declared = lambda nodes: ", ".join(f"{node.name} {node.type} {node.shape}" for node in nodes)
    print(f"{name}: {declared(session.get_inputs())} -> {declared(session.get_outputs())}; off by {difference:.1e}")

