"""Loads exported weights into models built by Keras, and writes what they give.

    python exported.py <folder>

Each folder in it has `design.layerwise.json`, `run.weights.h5` and `inputs.npy`; `outputs.npy` is written beside them.
"""

import json
import pathlib
import sys

import numpy

from training import functional

for design in sorted(pathlib.Path(sys.argv[1]).glob("*/design.layerwise.json")):
    model, _ = functional(json.loads(design.read_text()))
    model.load_weights(design.parent / "run.weights.h5")
    outputs = model(numpy.load(design.parent / "inputs.npy"), training=False)
    numpy.save(design.parent / "outputs.npy", numpy.asarray(outputs, "float32"))
