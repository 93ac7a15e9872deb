"""Loads models that Layerwise has exported, and writes what they give and what Keras makes of them.

    python kerasFiles.py <folder>

Each folder in it has `model.keras`, `model.h5`, `model.json` and `inputs-0.npy` …; written beside them are the outputs of each
(`keras-0.npy`, `h5-0.npy`), the model saved again (`again.keras`, `again.h5`, `again.json`), and its facts.
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy


def as_list(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


def facts(model):
    learning = sum(int(numpy.prod(weight.shape)) for weight in model.trainable_weights)
    return {"total": model.count_params(), "trainable": learning, "compiled": model.compiled, "layers": [layer.name for layer in model.layers]}


for place in sorted(path for path in pathlib.Path(sys.argv[1]).iterdir() if (path / "model.keras").exists()):
    keras.backend.clear_session()
    inputs = [numpy.load(file) for file in sorted(place.glob("inputs-*.npy"))]
    found = {}
    for kind in ("keras", "h5"):
        if not (place / f"model.{kind}").exists():
            continue
        try:
            model = keras.models.load_model(place / f"model.{kind}")
            outputs = model(inputs if len(inputs) > 1 else inputs[0], training=False)
            for i, output in enumerate(as_list(outputs)):
                numpy.save(place / f"{kind}-{i}.npy", numpy.asarray(output, "float32"))
            found[kind] = facts(model)
            if kind == "keras":
                model.save(place / "again.keras")
                if (place / "model.h5").exists():
                    model.save(place / "again.h5")
                (place / "again.json").write_text(model.to_json())
        except Exception as error:
            found[kind] = {"error": f"{type(error).__name__}: {error}"[:2000]}
    try:
        found["json"] = facts(keras.models.model_from_json((place / "model.json").read_text()))
    except Exception as error:
        found["json"] = {"error": f"{type(error).__name__}: {error}"[:2000]}
    (place / "facts.json").write_text(json.dumps(found))
