"""Computes a SavedModel with TensorFlow.

    python savedModel.py <folder>

The folder holds `saved` and `inputs.npy`; `outputs.npy` is written beside them.
"""

import pathlib
import sys

import numpy
import tensorflow

folder = pathlib.Path(sys.argv[1])
model = tensorflow.saved_model.load(str(folder / "saved"))
outputs = model.serve(numpy.load(folder / "inputs.npy"))
numpy.save(folder / "outputs.npy", numpy.asarray(outputs, "float32"))
