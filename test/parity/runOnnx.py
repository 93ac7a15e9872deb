"""Checks ONNX files with onnx's own checker, and computes them with onnxruntime.

    python runOnnx.py <folder>

For each `<name>.onnx` there are `<name>.in0.npy`, … ; `<name>.out0.npy`, … are written beside them. `run.json` says what
each input and output is called, how many transpositions there are, or the error.
"""

import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime

folder = pathlib.Path(sys.argv[1])
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
options.log_severity_level = 3
told = {}
for file in sorted(folder.glob("*.onnx")):
    try:
        onnx.checker.check_model(str(file), full_check=True)
        nodes = onnx.load(file).graph.node
        session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        arrays = {}
        for i, value in enumerate(session.get_inputs()):
            array = numpy.load(file.with_name(f"{file.stem}.in{i}.npy"))
            arrays[value.name] = array.astype("int32" if "int32" in value.type else "float32")
        for i, output in enumerate(session.run(None, arrays)):
            numpy.save(file.with_name(f"{file.stem}.out{i}.npy"), numpy.asarray(output, "float32"))
        told[file.stem] = {
            "inputs": [value.name for value in session.get_inputs()],
            "outputs": [[value.name, value.shape] for value in session.get_outputs()],
            "transposed": sum(node.op_type == "Transpose" for node in nodes),
        }
    except Exception as error:
        told[file.stem] = {"error": f"{type(error).__name__}: {error}"[:600]}
(folder / "run.json").write_text(json.dumps(told))
