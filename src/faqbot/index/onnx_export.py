"""A shipped model's weights as an ONNX graph, written once. No torch: BERT is a page of matrix products.

The graph follows the BERT encoder (Devlin et al. 2019): embeddings, then per layer self-attention and a
feed-forward block, each with a residual and a layer norm after it. Inputs: `input_ids` and `attention_mask`, int64 of
shape (texts, tokens). Output: `last_hidden_state`, float32 of shape (texts, tokens, hidden).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

_OPSET = 17
_IR_VERSION = 8
Array = npt.NDArray[Any]
# A table of words as int8 (vocabulary, hidden), and the scale of each block of a row (vocabulary, blocks).
Words = tuple[Array, Array]


def export(config: Mapping[str, Any], weights: Mapping[str, Array], target: Path, *, words: Words | None = None) -> None:
    """Write the ONNX graph of a BERT model to `target`: its configuration and its weights by the checkpoint's names.

    `words` replaces the table of words where that is kept small.
    """
    graph = _Graph(weights)
    hidden = _embeddings(graph, config, words)
    mask = _attention_bias(graph)
    for layer in range(config["num_hidden_layers"]):
        hidden = _layer(graph, f"encoder.layer.{layer}", hidden, mask, config)
    graph.add("Identity", [hidden], output="last_hidden_state")
    onnx.save_model(graph.model(config["hidden_size"]), str(target))


class _Graph:
    """Collects nodes and constants; every node gets a fresh output name."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self.weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def add(self, operator: str, inputs: list[str], *, output: str = "", **attributes: Any) -> str:
        name = output or f"t{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [name], **attributes))
        return name

    def constant(self, name: str, value: Array) -> str:
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def weight(self, name: str, *, transposed: bool = False) -> str:
        value = self.weights[name].astype(np.float32)
        return self.constant(name, value.T if transposed else value)

    def linear(self, prefix: str, source: str) -> str:
        product = self.add("MatMul", [source, self.weight(f"{prefix}.weight", transposed=True)])
        return self.add("Add", [product, self.weight(f"{prefix}.bias")])

    def norm(self, prefix: str, source: str, epsilon: float) -> str:
        return self.add(
            "LayerNormalization",
            [source, self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")],
            axis=-1,
            epsilon=epsilon,
        )

    def model(self, hidden: int) -> onnx.ModelProto:
        ids = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
            for name in ("input_ids", "attention_mask")
        ]
        out = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["texts", "tokens", hidden])
        graph = helper.make_graph(self._nodes, "bert", ids, [out], list(self._constants.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)])
        model.ir_version = _IR_VERSION
        onnx.checker.check_model(model)
        return model


def _embeddings(graph: _Graph, config: Mapping[str, Any], small: Words | None) -> str:
    if small is None:
        words = graph.add("Gather", [graph.weight("embeddings.word_embeddings.weight"), "input_ids"])
    else:
        words = _words(graph, *small)
    # Every text is one segment, so its type's row is the same for all tokens and joins the positions.
    positions = (
        graph.weights["embeddings.position_embeddings.weight"] + graph.weights["embeddings.token_type_embeddings.weight"][0]
    )
    table = graph.constant("positions", positions.astype(np.float32))
    shape = graph.add("Shape", ["input_ids"], start=1, end=2)
    zero, one = graph.constant("zero", np.array([0])), graph.constant("one", np.array([1]))
    first = graph.add("Slice", [table, zero, shape, zero, one])
    return graph.norm("embeddings.LayerNorm", graph.add("Add", [words, first]), config["layer_norm_eps"])


def _words(graph: _Graph, numbers: Array, scales: Array) -> str:
    """The rows of a small table: int8 times the scale of its block, only for the tokens that are there."""
    hidden, blocks = numbers.shape[1], scales.shape[1]
    rows = graph.add("Gather", [graph.constant("words", numbers), "input_ids"])
    split = graph.constant("blocks", np.array([0, 0, blocks, hidden // blocks]))
    cast = graph.add("Reshape", [graph.add("Cast", [rows], to=TensorProto.FLOAT), split])
    scale = graph.add("Gather", [graph.constant("scales", scales.astype(np.float32)), "input_ids"])
    last = graph.constant("last", np.array([3]))
    whole = graph.add("Mul", [cast, graph.add("Unsqueeze", [scale, last])])
    return graph.add("Reshape", [whole, graph.constant("row", np.array([0, 0, hidden]))])


def _attention_bias(graph: _Graph) -> str:
    """0 for tokens, a large negative number for padding, of shape (texts, 1, 1, tokens)."""
    axes = graph.constant("axes", np.array([1, 2]))
    mask = graph.add("Cast", [graph.add("Unsqueeze", ["attention_mask", axes])], to=TensorProto.FLOAT)
    kept = graph.add("Sub", [mask, graph.constant("unit", np.array(1.0, dtype=np.float32))])
    return graph.add("Mul", [kept, graph.constant("far", np.array(1e9, dtype=np.float32))])


def _layer(graph: _Graph, prefix: str, hidden: str, mask: str, config: Mapping[str, Any]) -> str:
    heads = config["num_attention_heads"]
    size = config["hidden_size"] // heads
    split = graph.constant("split", np.array([0, 0, heads, size]))
    query, key, value = (
        graph.add("Reshape", [graph.linear(f"{prefix}.attention.self.{part}", hidden), split])
        for part in ("query", "key", "value")
    )
    query = graph.add("Transpose", [query], perm=[0, 2, 1, 3])
    key = graph.add("Transpose", [key], perm=[0, 2, 3, 1])
    value = graph.add("Transpose", [value], perm=[0, 2, 1, 3])
    scores = graph.add("Div", [graph.add("MatMul", [query, key]), graph.constant("root", np.array(size**0.5, dtype=np.float32))])
    weights = graph.add("Softmax", [graph.add("Add", [scores, mask])], axis=-1)
    context = graph.add("Transpose", [graph.add("MatMul", [weights, value])], perm=[0, 2, 1, 3])
    joined = graph.add("Reshape", [context, graph.constant("join", np.array([0, 0, config["hidden_size"]]))])
    attended = graph.add("Add", [graph.linear(f"{prefix}.attention.output.dense", joined), hidden])
    attended = graph.norm(f"{prefix}.attention.output.LayerNorm", attended, config["layer_norm_eps"])
    inner = _gelu(graph, graph.linear(f"{prefix}.intermediate.dense", attended))
    output = graph.add("Add", [graph.linear(f"{prefix}.output.dense", inner), attended])
    return graph.norm(f"{prefix}.output.LayerNorm", output, config["layer_norm_eps"])


def _gelu(graph: _Graph, source: str) -> str:
    """X / 2 * (1 + erf(x / sqrt 2)), the exact Gaussian error linear unit (Hendrycks and Gimpel 2016)."""
    error = graph.add("Erf", [graph.add("Div", [source, graph.constant("sqrt2", np.array(2**0.5, dtype=np.float32))])])
    raised = graph.add("Mul", [source, graph.add("Add", [error, graph.constant("unit", np.array(1.0, dtype=np.float32))])])
    return graph.add("Mul", [raised, graph.constant("half", np.array(0.5, dtype=np.float32))])
