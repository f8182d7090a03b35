"""Generates models with twenty features, as wide as real ones, to measure the cost of reasons: a pipeline is encoded once, not once per feature.

    target/py/bin/python src/test/resources/models/make_wide.py

As make_exports.py: fixed seeds, default options of the exporter, and the script stops when ONNX Runtime differs from the library.
"""

import warnings

import numpy as np
import pandas as pd
from fixtures import MODELS, agree, cases_of, manifest, rows_of, run, save_model, write_json
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import BooleanTensorType, FloatTensorType, Int64TensorType, StringTensorType
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import BaggingClassifier, GradientBoostingClassifier, RandomForestClassifier, VotingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore")

ROWS = 600
NUMBERS = ["candidate.experience_years", "candidate.current_role_years", "candidate.longest_role_years", "candidate.jobs_count",
           "candidate.gap_months", "candidate.degree_level", "candidate.educations_count", "match.title_similarity", "application.age_days",
           "job.open_days"]
TEXTS = ["candidate.title", "candidate.company", "application.stage", "application.location", "job.title"]
IDS = ["application.source_id", "job.id", "job.department_id", "job.office_id"]
FLAGS = ["application.referred"]
MORE_NUMBERS = ["application.custom[shift_work]", "application.custom[years_in_field]", "candidate.custom[notice_weeks]",
                "application.custom[relocate]", "candidate.custom[relocate]", "application.referred", "application.source_id", "job.id",
                "job.department_id", "job.office_id"]
WORDS = [a + b for a in ["lead", "plan", "care", "build", "teach", "sell", "drive", "design", "test", "cook"]
         for b in ["", "er", "ing", "s", "ed"]]
RESUME = "resume.text"


def applicants(rng):
    upper = [25, 8, 12, 8, 30, 6, 4, 1, 200, 200]
    frame = pd.DataFrame({name: rng.uniform(0, top, ROWS) for name, top in zip(NUMBERS, upper)}).round(1)
    for name in TEXTS:
        frame[name] = rng.choice([f"{word} {number}" for word in WORDS[:6] for number in (1, 2)], ROWS).astype(object)
    for place, name in enumerate(IDS):
        frame[name] = 4_300_000_002 + 1000 * rng.integers(0, 6 + place, ROWS)
    frame[FLAGS[0]] = rng.random(ROWS) < .2
    frame[RESUME] = [" ".join(rng.choice(WORDS, 60)) for _ in range(ROWS)]
    return frame


def outcome(frame, rng):
    fit = frame[NUMBERS[0]] / 8 + frame[NUMBERS[5]] / 2 + 2 * frame[NUMBERS[7]] + rng.normal(0, 1, ROWS)
    if TEXTS[0] in frame:
        fit += frame[TEXTS[0]].str.startswith("lead") * 1. + frame[IDS[0]].eq(4_300_001_002)
    return (fit > fit.median()).astype(int)


def encoders(words=0):
    once = OneHotEncoder(handle_unknown="ignore")
    parts = [("texts", once, TEXTS), ("ids", once, IDS), ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), NUMBERS),
             ("flags", "passthrough", FLAGS)]
    return ColumnTransformer(parts + ([("resume", TfidfVectorizer(max_features=words), RESUME)] if words else []))


def of_columns(name, model, frame, y):
    """One input per column, each with its own type."""
    model.fit(frame, y)
    types = {**dict.fromkeys(NUMBERS, FloatTensorType), **dict.fromkeys(TEXTS + [RESUME], StringTensorType),
             **dict.fromkeys(IDS, Int64TensorType), **dict.fromkeys(FLAGS, BooleanTensorType)}
    cast = {FloatTensorType: np.float32, StringTensorType: object, Int64TensorType: np.int64, BooleanTensorType: bool}
    graph = convert_sklearn(model, name, [(column, types[column]([None, 1])) for column in frame])
    inputs = {node.name: frame[[column]].to_numpy().astype(cast[types[column]]) for node, column in zip(graph.graph.input, frame)}
    write(name, graph, inputs, [[column] for column in frame], model, frame, [list(row.values()) for row in frame.to_dict("records")])


def of_numbers(name, model, frame, y):
    """One tensor of numbers."""
    x = frame.to_numpy().astype(np.float32)
    model.fit(x, y)
    graph = convert_sklearn(model, name, [("features", FloatTensorType([None, x.shape[1]]))])
    write(name, graph, {"features": x}, [list(frame)], model, x, rows_of(x))


def write(name, graph, inputs, features, model, rows, cells):
    output = graph.graph.output[-1].name
    save_model(name, graph)
    probability = model.predict_proba(rows)[:, 1]
    agree(name, inputs, output, 1, probability)
    missing = dict.fromkeys(IDS + FLAGS, 0) | ({} if len(features) > 1 else dict.fromkeys(features[0], 0))
    asked = [feature for some in features for feature in some]
    write_json(MODELS / f"{name}.json", manifest(name, list(zip(inputs, features)), output, 1, "percent", 2,
                                                 {feature: value for feature, value in missing.items() if feature in asked},
                                                 cases_of(asked, cells, probability * 100)))


def main():
    rng = np.random.default_rng(40)
    frame = applicants(rng)
    columns = frame[NUMBERS + TEXTS + IDS + FLAGS]
    y = outcome(columns, rng)
    of_columns("wide_columns", make_pipeline(encoders(), LogisticRegression(max_iter=500)), columns, y)
    of_columns("wide_columns_boosted", make_pipeline(encoders(), GradientBoostingClassifier(n_estimators=50, random_state=1)), columns, y)
    of_columns("wide_columns_network", make_pipeline(encoders(), MLPClassifier((16,), max_iter=30, random_state=1)), columns, y)
    of_columns("wide_resume", make_pipeline(encoders(40), LogisticRegression(max_iter=500)), frame[[*columns, RESUME]], y)
    of_columns("wide_resume_boosted", make_pipeline(encoders(40), GradientBoostingClassifier(n_estimators=50, random_state=1)),
               frame[[*columns, RESUME]], y)
    numbers = frame[NUMBERS].assign(**{name: np.round(rng.uniform(0, 12, ROWS)) for name in MORE_NUMBERS})
    y = outcome(numbers, rng)
    forest = RandomForestClassifier(20, max_depth=6, random_state=1)
    boosted = GradientBoostingClassifier(n_estimators=50, random_state=1)
    of_numbers("wide_calibrated", CalibratedClassifierCV(forest, cv=3), numbers, y)
    of_numbers("wide_bagged", BaggingClassifier(max_samples=.3, random_state=1), numbers, y)
    of_numbers("wide_voting", VotingClassifier([("forest", forest), ("linear", LogisticRegression(max_iter=500))], voting="soft",
                                               flatten_transform=False), numbers, y)
    of_numbers("wide_scaled_boosted", make_pipeline(SimpleImputer(), StandardScaler(), boosted), numbers, y)


if __name__ == "__main__":
    run(main)
