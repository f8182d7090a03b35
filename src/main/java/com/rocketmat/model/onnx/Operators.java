package com.rocketmat.model.onnx;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operators that a model may use. Real exports need only operators that compute elementwise, reduce, multiply, reshape or
 * select: the cost of a batch then depends only on its number of rows, so the trial with the largest batch reveals it. Operators
 * are excluded if their cost depends on a row's values (loops, ranges, computed shapes), if they draw random numbers, or if they
 * contain a graph.
 *
 * <p>Operators: https://onnx.ai/onnx/operators
 */
public final class Operators {

    /** Of ai.onnx: elementwise, over rows or columns, products, shapes and selections. */
    static final Set<String> STANDARD = Set.of("""
            Abs Acos Acosh Add And Asin Asinh Atan Atanh Cast CastLike Ceil Celu Clip Cos Cosh Div Elu Equal Erf Exp
            Floor Gelu Greater GreaterOrEqual HardSigmoid HardSwish Identity IsInf IsNaN LeakyRelu Less LessOrEqual
            Log Max Mean Min Mish Mod Mul Neg Not Or PRelu Pow Reciprocal Relu Round Selu Sigmoid Sign Sin Sinh
            Softplus Softsign Sqrt StringNormalizer Sub Sum Tan Tanh ThresholdedRelu Where Xor
            ArgMax ArgMin BatchNormalization CumSum Hardmax LayerNormalization LogSoftmax LpNormalization ReduceL1
            ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare
            Softmax TfIdfVectorizer
            Gemm MatMul
            Concat Constant Flatten Gather GatherElements Reshape Shape Slice Split Squeeze TopK Transpose Unsqueeze""".split("\\s+"));

    /** Operators of ai.onnx with the inputs that determine the size of the output: allowed if these are constants of the file. */
    static final Map<String, Set<Integer>> SIZED_BY_AN_INPUT = Map.of(
            "ConstantOfShape", Set.of(0),
            "Expand", Set.of(1),
            "OneHot", Set.of(1),
            "Pad", Set.of(1),
            "Range", Set.of(0, 1, 2),
            "Tile", Set.of(1));

    static final Set<String> MICROSOFT = Set.of("Tokenizer");

    private Operators() {}

    /** Why the node is not allowed in this file; empty if it is. */
    public static Optional<String> objection(OnnxNode node, OnnxFile file) {
        return switch (node.domain()) {
            case OnnxNode.ML -> Optional.empty();
            case "com.microsoft" -> unknown(node, MICROSOFT);
            case "" -> SIZED_BY_AN_INPUT.containsKey(node.operator()) ? unsized(node, file) : unknown(node, STANDARD);
            default -> unknown(node, Set.of());
        };
    }

    private static Optional<String> unknown(OnnxNode node, Set<String> allowed) {
        return allowed.contains(node.operator())
                ? Optional.empty()
                : Optional.of("is not an operator that models may use");
    }

    private static Optional<String> unsized(OnnxNode node, OnnxFile file) {
        boolean constant = SIZED_BY_AN_INPUT.get(node.operator()).stream()
                .filter(input -> input < node.inputs().size())
                .map(node.inputs()::get)
                .allMatch(file::isConstant);
        return constant
                ? Optional.empty()
                : Optional.of("produces an output whose size is computed, not a constant of the file");
    }
}
