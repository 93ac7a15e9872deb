"""Makes small models as PyTorch exports them, channels first, and computes them with onnxruntime.

    python onnxMade.py <folder>

writes `<name>.onnx`, `<name>.input0.npy` and `<name>.output0.npy` for each, and `made.json` with their names and shapes.
"""

import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

folder = pathlib.Path(sys.argv[1])
random = numpy.random.default_rng(7)
made = []


class Graph:
    """Nodes one after the other, the last one's output going on."""

    def __init__(self, shape):
        self.shape, self.nodes, self.weights, self.last, self.count = shape, [], [], "x", 0

    def weight(self, *shape, values=None):
        array = (random.standard_normal(shape) / max(1, numpy.prod(shape[1:])) ** 0.5).astype("float32") if values is None else values
        self.count += 1
        self.weights.append(numpy_helper.from_array(array, f"w{self.count}"))
        return f"w{self.count}"

    def ints(self, *values):
        return self.weight(values=numpy.array(values, "int64"))

    def number(self, value):
        return self.weight(values=numpy.array(value, "float32"))

    def op(self, kind, *more, take=None, outputs=1, **attributes):
        self.count += 1
        names = [f"v{self.count}" + ("" if i == 0 else f"_{i}") for i in range(outputs)]
        inputs = [self.last if take is None else take, *more] if take != () else list(more)
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        self.last = names[0]
        return self.last

    def save(self, name):
        value = helper.make_tensor_value_info
        graph = helper.make_graph(
            self.nodes,
            name,
            [value("x", TensorProto.FLOAT, ["batch", *self.shape])],
            [value(self.last, TensorProto.FLOAT, None)],
            self.weights,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.save(onnx.shape_inference.infer_shapes(model), folder / f"{name}.onnx")
        inputs = random.standard_normal((3, *self.shape)).astype("float32")
        session = onnxruntime.InferenceSession(str(folder / f"{name}.onnx"), providers=["CPUExecutionProvider"])
        (output,) = session.run(None, {"x": inputs})
        numpy.save(folder / f"{name}.input0.npy", inputs)
        numpy.save(folder / f"{name}.output0.npy", output)
        made.append({"name": name, "file": str(folder / f"{name}.onnx"), "inputs": [list(inputs.shape)], "outputs": [list(output.shape)]})

    def conv(self, inputs, outputs, size, **attributes):
        groups = attributes.get("group", 1)
        return self.op("Conv", self.weight(outputs, inputs // groups, size, size), self.weight(outputs), **attributes)

    def norm(self, channels):
        positive = self.weight(values=random.uniform(0.5, 1.5, channels).astype("float32"))
        return self.op("BatchNormalization", self.weight(channels), self.weight(channels), self.weight(channels), positive)


g = Graph([3, 10, 10])
g.conv(3, 4, 3, pads=[1, 1, 1, 1])
g.op("Relu")
g.op("MaxPool", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
g.conv(4, 8, 3, group=4, pads=[1, 1, 1, 1])
g.norm(8)
g.op("Clip", g.number(0), g.number(6))
g.op("Flatten")
g.op("Gemm", g.weight(5, 8 * 5 * 5), g.weight(5), transB=1)
g.op("Relu")
g.op("Gemm", g.weight(4, 5), g.weight(4), transB=1)
g.op("Softmax", axis=1)
g.save("classifier")

g = Graph([3, 9, 12])
g.conv(3, 6, 3, strides=[2, 2], pads=[1, 1, 1, 1])
skip = g.op("Relu")
g.conv(6, 6, 3, pads=[1, 1, 1, 1])
g.op("Add", skip)
g.op("GlobalAveragePool")
g.op("Flatten")
g.op("MatMul", g.weight(6, 3))
g.op("Add", g.weight(3))
g.save("residual")

g = Graph([4, 6, 6])
x = g.conv(4, 4, 3, pads=[1, 1, 1, 1])
g.op("GlobalAveragePool")
g.conv(4, 2, 1)
g.op("Relu")
g.conv(2, 4, 1)
g.op("HardSigmoid", alpha=0.2)
g.op("Mul", x)
g.op("ReduceMean", axes=[2, 3], keepdims=0)
g.save("excited")

g = Graph([2, 6, 5])
x = g.conv(2, 3, 3, pads=[1, 1, 1, 1])
shape = g.op("Shape")
batch = g.op("Gather", g.weight(values=numpy.array(0, "int64")), take=shape)
batch = g.op("Unsqueeze", g.ints(0), take=batch)
target = g.op("Concat", g.ints(-1), take=batch, axis=0)
g.op("Reshape", target, take=x)
matrix = g.op("Transpose", take=g.weight(4, 3 * 6 * 5), perm=[1, 0])
g.nodes.append(helper.make_node("MatMul", [g.nodes[-2].output[0], matrix], ["z"]))
g.last = "z"
g.save("viewed")

g = Graph([3, 5, 6])
x = g.conv(3, 4, 1)
half = g.op("Div", g.number(2**0.5))
erf = g.op("Erf")
plus = g.op("Add", g.number(1))
g.op("Mul", plus, take=x)
x = g.op("Mul", g.number(0.5))
gate = g.op("Sigmoid")
x = g.op("Mul", gate, take=x)
y = g.op("Resize", "", g.weight(values=numpy.array([1, 1, 2, 2], "float32")), mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor")
z = g.op("ConvTranspose", g.weight(4, 2, 3, 3), g.weight(2), take=x, strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 1])
g.op("Concat", z, take=y, axis=1)
g.op("AveragePool", kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=1)
g.op("Pad", g.ints(0, 0, 1, 0, 0, 0, 2, 1))
g.op("Slice", g.ints(1), g.ints(-1), g.ints(3))
g.op("PRelu", g.weight(6, 1, 1))
g.save("pictures")

g = Graph([7, 4])
g.op("Transpose", perm=[1, 0, 2])
g.op("LSTM", g.weight(2, 12, 4), g.weight(2, 12, 3), g.weight(2, 24), direction="bidirectional", hidden_size=3, outputs=3)
g.op("Transpose", perm=[0, 2, 1, 3])
g.op("Reshape", g.ints(0, 0, -1))
g.op("GRU", g.weight(1, 6, 6), g.weight(1, 6, 2), g.weight(1, 12), hidden_size=2, linear_before_reset=1, outputs=2)
g.op("Squeeze", g.ints(1))
g.op("Transpose", perm=[1, 0, 2])
g.op("MatMul", g.weight(2, 5))
g.op("Add", g.weight(5))
g.op("Tanh")
g.save("sequences")

g = Graph([6, 8])
mean = g.op("LayerNormalization", g.weight(8), g.weight(8), epsilon=1e-5)
q = g.op("MatMul", g.weight(8, 8))
k = g.op("MatMul", g.weight(8, 8), take=mean)
k = g.op("Transpose", take=k, perm=[0, 2, 1])
g.op("MatMul", k, take=q)
g.op("Mul", g.number(8**-0.5))
weights = g.op("Softmax", axis=-1)
v = g.op("MatMul", g.weight(8, 8), take=mean)
g.op("MatMul", v, take=weights)
g.op("Add", "x")
g.save("attention")

g = Graph([3, 6, 6])
x = g.conv(3, 4, 3)
g.norm(4)
same = g.op("Identity")
g.op("Mul", g.number(2))
g.op("Add", g.number(0.5))
g.op("Relu")
g.op("Add", same)
y = g.op("Transpose", perm=[0, 2, 3, 1])
g.op("Sigmoid")
z = g.op("Transpose", perm=[0, 3, 1, 2])
g.op("Transpose", take=y, perm=[0, 3, 1, 2])
g.op("Add", z)
g.op("Add", x)
g.op("Flatten")
g.op("Gemm", g.weight(64, 3))
g.save("shared")

(folder / "made.json").write_text(json.dumps(made))
