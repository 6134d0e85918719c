"""Trains sklearn-iris and writes what the repository keeps of it.

    python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/python train.py

Writes iris.csv (the data, as scikit-learn ships it) and expected.csv (scikit-learn's own answers on all rows) beside
itself, and model.onnx where the module's resources are. No step draws a random number, so runs are repeatable byte
for byte.

The model is that of KServe's sample sklearn-iris: svm.SVC(gamma="scale") on the whole of the data.
"""

import csv
import pathlib

import numpy as np
import onnxruntime
from skl2onnx import to_onnx
from skl2onnx.common.data_types import DoubleTensorType
from sklearn import datasets, svm

HERE = pathlib.Path(__file__).parent
RESOURCE = HERE.parent.parent / "resources/dev/plimsoll/provisioning/embedded/iris.onnx"


def write_csv(name, header, rows):
    with open(HERE / name, "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def keep_only_label(model):
    """The scores cost 30 operators and nobody asks for them."""
    graph = model.graph
    wanted = {"label"}
    kept = []
    for node in reversed(graph.node):
        if wanted.intersection(node.output):
            wanted.update(node.input)
            kept.insert(0, node)
    constants = [constant for constant in graph.initializer if constant.name in wanted]
    del graph.node[:], graph.initializer[:], graph.output[1:]
    graph.node.extend(kept)
    graph.initializer.extend(constants)


def main():
    iris = datasets.load_iris()
    classifier = svm.SVC(gamma="scale")
    classifier.fit(iris.data, iris.target)
    classes = classifier.predict(iris.data)
    decisions = classifier.decision_function(iris.data)
    assert classifier.predict([[6.8, 2.8, 4.8, 1.4], [6.0, 3.4, 4.5, 1.6]]).tolist() == [1, 1], "KServe's sample answer"

    write_csv(
        "iris.csv",
        ["sepal_length", "sepal_width", "petal_length", "petal_width", "species"],
        [[*map(float, row), int(species)] for row, species in zip(iris.data, iris.target)],
    )
    write_csv(
        "expected.csv",
        ["class", "decision_0", "decision_1", "decision_2"],
        [[int(c), *map(repr, map(float, d))] for c, d in zip(classes, decisions)],
    )

    model = to_onnx(
        classifier,
        initial_types=[("input", DoubleTensorType([None, 4]))],
        options={id(classifier): {"zipmap": False, "raw_scores": True}},
        target_opset={"": 18, "ai.onnx.ml": 3},
    )
    full = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    served, scores = full.run(None, {"input": iris.data})
    assert np.array_equal(served, classes), "the exported model answers otherwise than scikit-learn"
    assert np.abs(scores - decisions).max() < 1e-5, "the exported model scores otherwise than scikit-learn"

    keep_only_label(model)
    exported = model.SerializeToString(deterministic=True)
    pruned = onnxruntime.InferenceSession(exported, providers=["CPUExecutionProvider"])
    assert np.array_equal(pruned.run(None, {"input": iris.data})[0], classes)
    RESOURCE.parent.mkdir(parents=True, exist_ok=True)
    RESOURCE.write_bytes(exported)


if __name__ == "__main__":
    main()
