"""Runs programs that Layerwise has written, with the weights of the `.keras` beside each.

    python blockProgram.py <folder>

Of each folder in it `program.py` is run and given the weights of `model.keras`; what it computes for `inputs.npy` is written as
`outputs.npy`, and the names and counts of its layers as `about.json`.
"""

import json
import pathlib
import runpy
import sys
import zipfile

import numpy

for program in sorted(pathlib.Path(sys.argv[1]).glob("*/program.py")):
    folder = program.parent
    model = runpy.run_path(str(program), run_name="imported")["model"]
    with zipfile.ZipFile(folder / "model.keras") as archive:
        archive.extract("model.weights.h5", folder)
    model.load_weights(folder / "model.weights.h5")
    numpy.save(folder / "outputs.npy", numpy.asarray(model(numpy.load(folder / "inputs.npy"), training=False), "float32"))
    learning = sum(int(numpy.prod(weight.shape)) for weight in model.trainable_weights)
    about = {"names": [layer.name for layer in model.layers], "total": model.count_params(), "trainable": learning}
    (folder / "about.json").write_text(json.dumps(about))
