"""Generates the ONNX models that tests upload: exports with default options, and models that an upload must refuse.

    target/py/bin/python src/test/resources/models/make_exports.py

README.md describes each file and how to create target/py. Everything is drawn from fixed seeds. Expected values come from the training
libraries, never from ONNX; the script stops when ONNX Runtime differs from them by more than 1e-5.
"""

import os
import tempfile
import warnings


import catboost
import lightgbm
import numpy as np
import onnx
import onnxmltools
import onnxruntime
import pandas as pd
import xgboost
from fixtures import (MARGIN, MODELS, agree, cases_of, labels, manifest, near_border, rounded, rows_of, run, save_model, small_lightgbm,
                      small_xgboost, write_json)
from onnxmltools.convert.common.data_types import FloatTensorType as ToolsFloat
from onnxmltools.convert.lightgbm.operator_converters.LightGbm import convert_lightgbm
from skl2onnx import convert_sklearn, update_registered_converter
from skl2onnx.common.data_types import BooleanTensorType, DoubleTensorType, FloatTensorType, Int64TensorType, StringTensorType
from skl2onnx.common.shape_calculator import calculate_linear_classifier_output_shapes
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingRegressor, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, PolynomialFeatures, StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings("ignore")


FEATURES = ["candidate.experience_years", "candidate.degree_level", "match.title_similarity", "candidate.jobs_count"]
FLOAT = [("features", FloatTensorType([None, len(FEATURES)]))]
DOUBLE = [("features", DoubleTensorType([None, len(FEATURES)]))]
TOOLS_FLOAT = [("features", ToolsFloat([None, len(FEATURES)]))]
CASES = 24


def population(seed, rows=400, holes=False):
    rng = np.random.default_rng(seed)
    x = np.column_stack([rng.uniform(0, 25, rows), rng.integers(1, 6, rows), rng.uniform(0, 1, rows), rng.integers(0, 8, rows)])
    x = x.astype(np.float32)
    if holes:  # in every column, so that each split learns a side for NaN; one row of nothing but NaN among the cases
        x[rng.random(x.shape) < .2] = np.nan
        x[3] = np.nan
    return x, labels(x, FEATURES, seed)


def quantity(x, seed):
    """The target of regressors: a number beyond [0,1]."""
    return 40 + 1.5 * np.nan_to_num(x[:, 0]) + 4 * np.nan_to_num(x[:, 1]) + np.random.default_rng(seed).normal(0, 4, len(x))


def write_cases(name, graph, inputs, values, scale="percent", cells=None, features=FEATURES, missing=None, output=None, label=1, decimals=2,
                margin=MARGIN):
    """Saves a model with its manifest and its cases. `values`: the library's result in the unit of the output: a probability, log-odds or
    a number. `inputs`: the graph's inputs as ONNX Runtime takes them; `cells`: the same as rows of JSON, where null is missing."""
    values = np.asarray(values, float)
    expected = {"percent": values * 100, "logit": 100 / (1 + np.exp(-values)), "raw": values}[scale]
    save_model(name, graph)
    output = output or graph.graph.output[-1].name
    agree(name, inputs, output, label, values)
    left = iter(features)
    tensors = [(tensor, [next(left) for _ in range(1 if array.ndim == 1 else array.shape[1])]) for tensor, array in inputs.items()]
    cells = cells or rows_of(inputs["features"])
    keep = [i for i, value in enumerate(expected) if not near_border(value, decimals, margin)][:CASES]
    assert len(keep) == CASES, f"{name}: {len(keep)} cases"
    cells, expected = [cells[i] for i in keep], [float(expected[i]) for i in keep]
    write_json(MODELS / f"{name}.json", manifest(name, tensors, output, label, scale, decimals, missing or {},
                                                 cases_of(features, cells, expected)))
    write_json(MODELS / f"{name}-cases.json", {
        "features": features, "scale": scale, "inputs": cells, "expected": expected, "scores": [rounded(value, decimals) for value in expected]})


# --- One tensor of numbers ------------------------------------------------------------------------------------------------------------

def make_linear():
    x, y = population(21)
    named = LogisticRegression(max_iter=2000).fit(x, np.where(y, "hired", "rejected"))
    hired = named.predict_proba(x)[:, 0]  # the labels are in alphabetical order
    write_cases("sklearn_logistic_zipmap", convert_sklearn(named, "sklearn_logistic_zipmap", FLOAT), {"features": x}, hired, label="hired")
    columns = convert_sklearn(named, "sklearn_logistic_columns", FLOAT, options={"zipmap": "columns"})
    write_cases("sklearn_logistic_columns", columns, {"features": x}, hired, output=columns.graph.output[1].name, label=None, decimals=1)

    model = LogisticRegression(max_iter=2000).fit(x, y)
    probability = model.predict_proba(x)[:, 1]
    tensor = convert_sklearn(model, "sklearn_logistic_tensor", FLOAT, options={"zipmap": False})
    write_cases("sklearn_logistic_tensor", tensor, {"features": x}, probability)
    odds = convert_sklearn(model, "sklearn_log_odds", FLOAT, options={"zipmap": False, "raw_scores": True})
    write_cases("sklearn_log_odds", odds, {"features": x}, model.decision_function(x), "logit", decimals=1)
    margins = LinearSVC(random_state=7).fit(x, y)  # no probabilities, though the exporter calls them that
    write_cases("sklearn_margins", convert_sklearn(margins, "sklearn_margins", FLOAT), {"features": x}, margins.decision_function(x), "logit",
                label=None, decimals=0)

    doubles = population(22)[0].astype(float) + 1e-9  # values that a float cannot hold
    graph = convert_sklearn(model, "sklearn_double", DOUBLE, options={"zipmap": False})
    write_cases("sklearn_double", graph, {"features": doubles}, model.predict_proba(doubles)[:, 1])


def make_classes():
    x, _ = population(26)
    fit = .12 * x[:, 0] + .5 * x[:, 1] + 2.5 * x[:, 2] - .2 * x[:, 3] + np.random.default_rng(26).normal(0, .8, len(x))
    y = np.array(["rejected", "interview", "hired"])[np.digitize(fit, np.quantile(fit, [.4, .75]))]
    model = LogisticRegression(max_iter=2000).fit(x, y)  # classes in alphabetical order: hired, interview, rejected
    write_cases("sklearn_three_classes", convert_sklearn(model, "sklearn_three_classes", FLOAT), {"features": x}, model.predict_proba(x)[:, 1],
                label="interview")
    tensor = convert_sklearn(model, "sklearn_three_classes_tensor", FLOAT, options={"zipmap": False})
    write_cases("sklearn_three_classes_tensor", tensor, {"features": x}, model.predict_proba(x)[:, 2], label=2)


def make_forests():
    x, y = population(27)
    model = RandomForestClassifier(n_estimators=12, max_depth=4, random_state=7).fit(x, y)
    write_cases("sklearn_forest", convert_sklearn(model, "sklearn_forest", FLOAT), {"features": x}, model.predict_proba(x)[:, 1], decimals=0)
    model = CalibratedClassifierCV(RandomForestClassifier(n_estimators=4, max_depth=3, random_state=7), cv=3).fit(x, y)
    write_cases("sklearn_calibrated", convert_sklearn(model, "sklearn_calibrated", FLOAT), {"features": x}, model.predict_proba(x)[:, 1],
                decimals=1)

    x, y = population(28)
    whole = np.floor(x).astype(np.int64)
    holes = [[None if i % 7 == column else value for column, value in enumerate(row)] for i, row in enumerate(whole.tolist())]
    filled = np.array([[9 if value is None else value for value in row] for row in holes])
    model = DecisionTreeClassifier(max_depth=5, min_samples_leaf=7, random_state=7).fit(whole, y)
    graph = convert_sklearn(model, "sklearn_int64", [("features", Int64TensorType([None, len(FEATURES)]))])
    write_cases("sklearn_int64", graph, {"features": filled}, model.predict_proba(filled)[:, 1], cells=holes,
                features=[f"application.custom[{key}]" for key in ("years", "grade", "match", "jobs")],
                missing={f"application.custom[{key}]": 9 for key in ("years", "grade", "match", "jobs")}, decimals=1)


def make_sized_by_the_rows():
    """These exports make tensors of as many rows as the batch has, by operators that ask for its shape."""
    x, y = population(35)
    model = AdaBoostClassifier(n_estimators=8, random_state=7).fit(x, y)
    write_cases("sklearn_adaboost", convert_sklearn(model, "sklearn_adaboost", FLOAT), {"features": x}, model.predict_proba(x)[:, 1], decimals=1)
    model = make_pipeline(StandardScaler(), PolynomialFeatures(), LogisticRegression(max_iter=2000)).fit(x, y)
    write_cases("sklearn_polynomial", convert_sklearn(model, "sklearn_polynomial", FLOAT), {"features": x}, model.predict_proba(x)[:, 1], decimals=1)


def make_boosted():
    """With missing values, which these libraries learn a side for."""
    x, y = population(23, holes=True)
    assert np.isnan(x).mean() > .15
    model = small_lightgbm().fit(x, y)
    write_cases("lightgbm_binary", onnxmltools.convert_lightgbm(model, "lightgbm_binary", TOOLS_FLOAT, zipmap=False), {"features": x},
                model.predict_proba(x)[:, 1])
    write_cases("lightgbm_zipmap", onnxmltools.convert_lightgbm(model, "lightgbm_zipmap", TOOLS_FLOAT), {"features": x},
                model.predict_proba(x)[:, 1], decimals=1)
    model = small_xgboost().fit(x, y)
    write_cases("xgboost_binary", onnxmltools.convert_xgboost(model, "xgboost_binary", TOOLS_FLOAT), {"features": x},
                model.predict_proba(x)[:, 1])
    model = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=8, learning_rate=.2, early_stopping=False, random_state=7).fit(x, y)
    write_cases("sklearn_hist_boosting", convert_sklearn(model, "sklearn_hist_boosting", FLOAT), {"features": x}, model.predict_proba(x)[:, 1],
                decimals=1)
    model = small_catboost(catboost.CatBoostClassifier).fit(x, y)
    write_cases("catboost_binary", catboost_export(model), {"features": x}, model.predict_proba(x)[:, 1])


def make_regressors():
    x, _ = population(24)
    model = GradientBoostingRegressor(n_estimators=20, max_depth=3, random_state=7).fit(x, quantity(x, 24))
    write_cases("sklearn_regressor", convert_sklearn(model, "sklearn_regressor", FLOAT), {"features": x}, model.predict(x), "raw", label=None)

    x, _ = population(29, holes=True)
    y = quantity(x, 29)
    model = lightgbm.LGBMRegressor(**small_lightgbm().get_params()).fit(x, y)
    write_cases("lightgbm_regressor", onnxmltools.convert_lightgbm(model, "lightgbm_regressor", TOOLS_FLOAT), {"features": x}, model.predict(x),
                "raw", label=None, decimals=1)
    model = xgboost.XGBRegressor(n_estimators=20, max_depth=3, learning_rate=.25, random_state=7, n_jobs=1, tree_method="hist").fit(x, y)
    write_cases("xgboost_regressor", onnxmltools.convert_xgboost(model, "xgboost_regressor", TOOLS_FLOAT), {"features": x}, model.predict(x),
                "raw", label=None, decimals=0)
    model = small_catboost(catboost.CatBoostRegressor).fit(x, y)
    write_cases("catboost_regressor", catboost_export(model), {"features": x}, model.predict(x), "raw", label=None)


def small_catboost(kind):
    return kind(iterations=20, depth=3, learning_rate=.25, random_seed=7, thread_count=1, allow_writing_files=False, verbose=False)


def catboost_export(model):
    with tempfile.TemporaryDirectory() as directory:
        file = os.path.join(directory, "model.onnx")
        model.save_model(file, format="onnx")
        return onnx.load(file)


# --- Texts, and an input for each column ----------------------------------------------------------------------------------------------

TITLES = ["Data Engineer", "Senior Data Engineer", "Java Developer", "Senior Java Developer", "Backend Developer", "Product Owner", "QA Engineer",
          "QA ANALYST", "UX Designer", "UX/UI designer & researcher", "Head of Engineering", "Lead Data Scientist", "Junior Developer", "", "C++",
          "Site Reliability Engineer (SRE)"]


def draw_titles(rng, count):
    """ASCII, for which the exported tokenizer agrees with scikit-learn's."""
    titles = rng.choice(TITLES, count).astype(object)
    engineers = np.array(["engineer" in title.lower() or "data" in title.lower() for title in titles])
    return titles, ((engineers + rng.normal(0, .7, count)) > .4).astype(int)


def or_none(text):
    return text or None


def make_texts():
    rng = np.random.default_rng(30)
    titles, y = draw_titles(rng, 400)
    model = make_pipeline(TfidfVectorizer(), LogisticRegression(C=10, max_iter=2000)).fit(titles, y)
    graph = convert_sklearn(model, "sklearn_tfidf", [("title", StringTensorType([None, 1]))])
    write_cases("sklearn_tfidf", graph, {"title": titles.reshape(-1, 1)}, model.predict_proba(titles)[:, 1],
                cells=[[or_none(title)] for title in titles], features=["candidate.title"])

    x, y_numbers = population(31)
    frame = pd.DataFrame({"title": titles, "years": x[:, 0], "similarity": x[:, 2]})
    columns = ColumnTransformer([("words", TfidfVectorizer(), "title"),
                                 ("numbers", StandardScaler(), ["years", "similarity"])])
    model = make_pipeline(columns, LogisticRegression(max_iter=2000)).fit(frame, y | y_numbers)
    types = [("title", StringTensorType([None, 1])), ("years", FloatTensorType([None, 1])), ("similarity", FloatTensorType([None, 1]))]
    write_cases("sklearn_tfidf_and_numbers", convert_sklearn(model, "sklearn_tfidf_and_numbers", types),
                {name: frame[[name]].to_numpy() for name, _ in types}, model.predict_proba(frame)[:, 1],
                cells=[[or_none(row.title), float(row.years), float(row.similarity)] for row in frame.itertuples()],
                features=["candidate.title", "candidate.experience_years", "match.title_similarity"], decimals=1)

    texts = np.column_stack([rng.choice(["Application Review", "Phone Screen", "Entretien à Zürich", ""], 400),
                             rng.choice(["Luleå", "Tromsø", "Kiel", ""], 400), rng.choice(["none", "1 month", ""], 400)]).astype(object)
    y = ((texts[:, 0] == "Phone Screen") + (texts[:, 1] == "Kiel") + (texts[:, 2] == "") * .5 + rng.normal(0, .4, 400) > .6).astype(int)
    model = make_pipeline(OneHotEncoder(handle_unknown="ignore"), LogisticRegression(max_iter=2000)).fit(texts, y)
    texts[5, 1], texts[6, 2] = "São Paulo", "never seen"
    graph = convert_sklearn(model, "sklearn_texts", [("features", StringTensorType([None, 3]))])
    write_cases("sklearn_texts", graph, {"features": texts}, model.predict_proba(texts)[:, 1],
                cells=[[or_none(text) for text in row] for row in texts],
                features=["application.stage", "application.location", "application.custom[notice]"])


def make_columns():
    """A ColumnTransformer: every column is a graph input of its own type, and the int64 ids are beyond what a float holds."""
    x, y = population(25)
    rng = np.random.default_rng(25)
    frame = pd.DataFrame({
        "years": x[:, 0], "similarity": x[:, 2], "stage": rng.choice(["Application Review", "Phone Screen", "Entretien à Zürich"], len(x)).astype(object),
        "source": rng.choice([4350001002, 4350002002, 4350009002], len(x)), "referred": rng.random(len(x)) < .3})
    # The nearest two ids must differ in score, otherwise rounding ids to float would go unnoticed.
    y = np.where(frame["source"] == 4350001002, 1, np.where(frame["source"] == 4350002002, y & (rng.random(len(x)) < .4), y))
    columns = ColumnTransformer([
        ("numbers", StandardScaler(), ["years", "similarity"]), ("texts", OneHotEncoder(handle_unknown="ignore"), ["stage"]),
        ("ids", OneHotEncoder(handle_unknown="ignore"), ["source"]), ("flags", "passthrough", ["referred"])])
    model = Pipeline([("columns", columns), ("classifier", LogisticRegression(max_iter=2000))]).fit(frame, y)
    frame.loc[1, "stage"], frame.loc[2, "source"] = "never seen", 4399999002
    types = {"years": FloatTensorType, "similarity": FloatTensorType, "stage": StringTensorType, "source": Int64TensorType, "referred": BooleanTensorType}
    graph = convert_sklearn(model, "sklearn_pipeline_columns", [(name, type_([None, 1])) for name, type_ in types.items()], options={"zipmap": False})
    features = ["candidate.experience_years", "match.title_similarity", "application.stage", "application.source_id", "application.referred"]
    write_cases("sklearn_pipeline_columns", graph, {name: frame[[name]].to_numpy() for name in types}, model.predict_proba(frame)[:, 1],
                cells=[[float(row.years), float(row.similarity), row.stage, int(row.source), bool(row.referred)] for row in frame.itertuples()],
                features=features, missing={"application.source_id": 0, "application.referred": 0})


def make_catalogue_columns():
    """Columns named like the catalogue's features, of every type, with rows that lack some; the pipeline drops one column."""
    rng = np.random.default_rng(32)
    count = 400
    frame = pd.DataFrame({
        "application.custom[notice_weeks]": rng.integers(0, 20, count).astype(float), "candidate.custom[salary]": rng.uniform(30, 90, count) * 1000,
        "candidate.company": rng.choice(["Nordlys AB", "Plum GmbH", "Ostra"], count).astype(object),
        "application.source_id": rng.choice([4330000002, 4330001002, 4330002002], count), "application.custom[remote]": rng.random(count) < .5,
        "job.id": rng.choice([5510000002, 5510001002], count)})
    notice, salary, company, source, remote, job = frame.columns
    fit = -.1 * frame[notice] + (frame[salary] - 60000) / 2e4 + (frame[company] == "Ostra") + (frame[source] == 4330001002) + .8 * frame[remote]
    y = (fit + rng.normal(0, .6, count) > fit.median()).astype(int)
    columns = ColumnTransformer([("numbers", StandardScaler(), [notice, salary]), ("texts", OneHotEncoder(handle_unknown="ignore"), [company]),
                                 ("ids", OneHotEncoder(handle_unknown="ignore"), [source]), ("flags", "passthrough", [remote])])
    model = make_pipeline(columns, LogisticRegression(max_iter=2000)).fit(frame, y)
    missing = {notice: 4, salary: 50000.5, company: "Plum GmbH", source: 4330001002, remote: True, job: 0}
    cells = [[None if rng.random() < .2 and name != job else value for name, value in row.items()] for row in frame.to_dict("records")]
    filled = pd.DataFrame([[missing[name] if value is None else value for name, value in zip(frame.columns, row)] for row in cells],
                          columns=frame.columns).astype(frame.dtypes.to_dict())
    types = [FloatTensorType, FloatTensorType, StringTensorType, Int64TensorType, BooleanTensorType, Int64TensorType]
    graph = convert_sklearn(model, "sklearn_catalogue_columns", [(name, type_([None, 1])) for name, type_ in zip(frame.columns, types)])
    tensors = [node.name for node in graph.graph.input]  # the exporter's spelling
    cast = {FloatTensorType: np.float32, StringTensorType: object, Int64TensorType: np.int64, BooleanTensorType: bool}
    arrays = [filled[[name]].to_numpy().astype(cast[type_]) for name, type_ in zip(frame.columns, types)]
    write_cases("sklearn_catalogue_columns", graph, dict(zip(tensors, arrays)), model.predict_proba(filled)[:, 1], cells=cells,
                features=list(frame.columns), missing=missing, decimals=1)


def make_double_columns():
    x, y = population(33)
    frame = pd.DataFrame(x.astype(float) + 1e-9, columns=["years", "degree", "similarity", "jobs"])
    columns = ColumnTransformer([("scaled", StandardScaler(), ["years", "jobs"]), ("plain", "passthrough", ["degree", "similarity"])])
    model = make_pipeline(columns, LogisticRegression(max_iter=2000)).fit(frame, y)
    graph = convert_sklearn(model, "sklearn_double_columns", [(name, DoubleTensorType([None, 1])) for name in frame.columns], options={"zipmap": False})
    write_cases("sklearn_double_columns", graph, {name: frame[[name]].to_numpy() for name in frame.columns}, model.predict_proba(frame)[:, 1],
                cells=frame.to_numpy().tolist(), decimals=4, margin=1e-6)


def make_never_missing():
    """A bool and an int64 column of features that always have a value, so that the manifest has no values for missing ones."""
    x, y = population(34)
    frame = pd.DataFrame({"years": x[:, 0], "jobs": x[:, 3].astype(np.int64), "referred": np.random.default_rng(34).random(len(x)) < .3})
    y = y | frame["referred"]
    columns = ColumnTransformer([("numbers", StandardScaler(), ["years", "jobs"]), ("flags", "passthrough", ["referred"])])
    model = make_pipeline(columns, LogisticRegression(max_iter=2000)).fit(frame, y)
    types = {"years": FloatTensorType, "jobs": Int64TensorType, "referred": BooleanTensorType}
    graph = convert_sklearn(model, "sklearn_never_missing", [(name, type_([None, 1])) for name, type_ in types.items()])
    write_cases("sklearn_never_missing", graph, {name: frame[[name]].to_numpy() for name in types}, model.predict_proba(frame)[:, 1],
                cells=[[float(row.years), int(row.jobs), bool(row.referred)] for row in frame.itertuples()],
                features=["candidate.experience_years", "candidate.jobs_count", "application.referred"], decimals=1)


# --- To be refused --------------------------------------------------------------------------------------------------------------------

def make_refused():
    """Models that an upload must refuse; each has a manifest that would fit, so that only the stated flaw is left."""
    x, y = population(21)
    model = LogisticRegression(max_iter=2000).fit(x, y)
    good = (MODELS / "sklearn_logistic_tensor.onnx").read_bytes()

    def write_manifest(name, output="probabilities", label=1):
        write_json(MODELS / f"{name}.json", manifest(name, [("features", FEATURES)], output, label, "percent", 2, {}))

    label_only = onnx.load_from_string(good)
    del label_only.graph.output[1]
    save_model("label_only", label_only)
    write_manifest("label_only", label_only.graph.output[0].name, None)

    (MODELS / "truncated.onnx").write_bytes(good[:len(good) * 6 // 10])
    write_manifest("truncated")

    fixed = convert_sklearn(model, "fixed_batch", [("features", FloatTensorType([1, len(FEATURES)]))], options={"zipmap": False})
    save_model("fixed_batch", fixed)
    write_manifest("fixed_batch")

    # No runtime accepts it: the operator ZipMap is defined for float only.
    save_model("double_zipmap", convert_sklearn(model, "double_zipmap", DOUBLE))
    write_manifest("double_zipmap", "output_probability")

    # The runtime has no Imputer for double.
    imputed = make_pipeline(SimpleImputer(), LogisticRegression(max_iter=2000)).fit(x.astype(float), y)
    save_model("double_imputer", convert_sklearn(imputed, "double_imputer", DOUBLE, options={"zipmap": False}))
    write_manifest("double_imputer")

    # A logistic regression written by hand, since classifiers keep their weights in attributes, which cannot be external.
    weights = onnx.numpy_helper.from_array(model.coef_.T.astype(np.float32), "weights")
    bias = onnx.numpy_helper.from_array(model.intercept_.astype(np.float32), "bias")
    tensor = lambda name, width: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [None, width])
    nodes = [onnx.helper.make_node("Gemm", ["features", "weights", "bias"], ["margin"]), onnx.helper.make_node("Sigmoid", ["margin"], ["probabilities"])]
    graph = onnx.helper.make_graph(nodes, "external_data", [tensor("features", len(FEATURES))], [tensor("probabilities", 1)], [weights, bias])
    external = onnx.helper.make_model(graph, ir_version=10, opset_imports=[onnx.helper.make_opsetid("", 21)])
    (MODELS / "external_data.bin").unlink(missing_ok=True)  # onnx appends
    onnx.save_model(external, MODELS / "external_data.onnx", save_as_external_data=True, location="external_data.bin", size_threshold=0)
    (MODELS / "external_data.bin").chmod(0o644)  # onnx makes it private
    write_manifest("external_data", label=None)
    # Valid while its weights are beside it: a refusal must come from the check, not from a missing file.
    agree("external_data", {"features": x}, "probabilities", None, model.predict_proba(x)[:, 1])


def make_wrongly_converted():
    """Both converters export this without a warning, and the runtime runs it; only the manifest's cases reveal the error. Without
    them it would be accepted."""
    name = "calibrated_lightgbm"
    update_registered_converter(lightgbm.LGBMClassifier, "LightGbmLGBMClassifier", calculate_linear_classifier_output_shapes, convert_lightgbm,
                                options={"nocl": [True, False], "zipmap": [True, False, "columns"]})
    x, y = population(34)
    small = lightgbm.LGBMClassifier(**small_lightgbm().get_params() | {"n_estimators": 5, "num_leaves": 4})
    model = CalibratedClassifierCV(small, cv=2, method="sigmoid").fit(x, y)
    graph = convert_sklearn(model, name, FLOAT, target_opset={"": 18, "ai.onnx.ml": 3})
    save_model(name, graph)
    probability = model.predict_proba(x)[:, 1]
    session = onnxruntime.InferenceSession(MODELS / f"{name}.onnx", providers=["CPUExecutionProvider"])
    exported = np.array([row[1] for row in session.run(["output_probability"], {"features": x})[0]])
    assert np.abs(exported - probability).max() > .4, "the converters have been mended: this needs another model"
    write_json(MODELS / f"{name}.json", manifest(name, [("features", FEATURES)], "output_probability", 1, "percent", 1, {},
                                                 cases_of(FEATURES, rows_of(x), probability * 100)))


def main():
    make_linear()
    make_classes()
    make_forests()
    make_sized_by_the_rows()
    make_boosted()
    make_regressors()
    make_texts()
    make_columns()
    make_catalogue_columns()
    make_double_columns()
    make_never_missing()
    make_refused()
    make_wrongly_converted()


if __name__ == "__main__":
    run(main)
