"""Runs programs that Layerwise has written, as modules: without training.

    python program.py <folder>

writes `built.json` into the folder: for each program the parameters, those that learn, and the output shapes, or its error.
"""

import json
import pathlib
import runpy
import sys

import keras

folder = pathlib.Path(sys.argv[1])
built = {}
for program in sorted(folder.glob("*.py")):
    keras.backend.clear_session()
    try:
        model = runpy.run_path(str(program), run_name="imported")["model"]
        learning = sum(int(weight.value.numpy().size) for weight in model.trainable_weights)
        shapes = [list(output.shape[1:]) for output in model.outputs]
        built[program.stem] = {"name": model.name, "total": model.count_params(), "trainable": learning, "shapes": shapes}
    except Exception as error:
        built[program.stem] = {"error": f"{type(error).__name__}: {error}"}
(folder / "built.json").write_text(json.dumps(built))
