"""Writes what the models of onnx's own tests take and give.

    python onnxSamples.py <folder>

`samples.json` in the folder lists the models of onnx's package: where each is, and its inputs and outputs, which are `.npy`
beside it.
"""

import json
import pathlib
import sys

import numpy
import onnx
from onnx import numpy_helper

folder = pathlib.Path(sys.argv[1])
data = pathlib.Path(onnx.__file__).parent / "backend" / "test" / "data"


def saved(pattern, place, name):
    shapes = []
    for i, file in enumerate(sorted(place.glob(f"{pattern}_*.pb"))):
        tensor = onnx.TensorProto()
        tensor.ParseFromString(file.read_bytes())
        array = numpy_helper.to_array(tensor)
        numpy.save(folder / f"{name}.{pattern}{i}.npy", array.astype("float32"))
        shapes.append(list(array.shape))
    return shapes


samples = []
for group in ("pytorch-converted", "pytorch-operator"):
    for model in sorted((data / group).glob("*/model.onnx")):
        name = model.parent.name
        place = model.parent / "test_data_set_0"
        samples.append({"name": name, "file": str(model), "inputs": saved("input", place, name), "outputs": saved("output", place, name)})
(folder / "samples.json").write_text(json.dumps(samples))
