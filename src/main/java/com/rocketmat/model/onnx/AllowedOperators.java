package com.rocketmat.model.onnx;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operators that a model may use. Real exports need only operators that compute elementwise, reduce, multiply, reshape or
 * select: the cost of a batch then depends only on its number of rows, so that trials with these numbers show it. Operators are
 * excluded if their cost depends on a row's values (loops, sizes computed from them), if they draw random numbers, or if they
 * contain a graph.
 *
 * <p>Operators: https://onnx.ai/onnx/operators
 */
public final class AllowedOperators {

    /** Of ai.onnx: elementwise, over rows or columns, products, shapes and selections. */
    static final Set<String> STANDARD = Set.of("""
            Abs Acos Acosh Add And Asin Asinh Atan Atanh Cast CastLike Ceil Celu Clip Cos Cosh Div Elu Equal Erf Exp
            Floor Gelu Greater GreaterOrEqual HardSigmoid HardSwish Identity IsInf IsNaN LeakyRelu Less LessOrEqual
            Log Max Mean Min Mish Mod Mul Neg Not Or PRelu Pow Reciprocal Relu Round Selu Sigmoid Sign Sin Sinh
            Softplus Softsign Sqrt StringNormalizer Sub Sum Tan Tanh ThresholdedRelu Where Xor
            ArgMax ArgMin BatchNormalization CumSum Hardmax LayerNormalization LogSoftmax LpNormalization
            Softmax TfIdfVectorizer
            Gemm MatMul
            Concat Constant Flatten Gather GatherElements Shape Transpose""".split("\\s+"));

    /** Of ai.onnx, with inputs after the first that determine the size of the output. */
    static final Set<String> SIZED_BY_AN_INPUT = Set.of("""
            ConstantOfShape Expand OneHot Pad Range Reshape Slice Split Squeeze Tile TopK Unsqueeze
            ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum
            ReduceSumSquare""".split("\\s+"));

    /** Those of them whose first input determines it, too. */
    private static final Set<String> SIZED_BY_THE_FIRST = Set.of("ConstantOfShape", "Range");

    /** With one of these, more rows do not always make more of all sizes: what is left after the tenth row, 20 less the rows. */
    private static final Set<String> COUNTING = Set.of("Shape", "Slice", "Split");

    /** Of ai.onnx.ml: it writes the texts that others only look for. */
    private static final String CATEGORY_MAPPER = "CategoryMapper";

    static final Set<String> MICROSOFT = Set.of("Tokenizer");

    private AllowedOperators() {}

    /** Why the first node that is not allowed in this file is not; empty if all are. */
    public static Optional<String> objection(OnnxFile file) {
        Sizes sizes = file.sizes();
        return file.nodes().stream()
                .flatMap(node -> unknown(node).or(() -> sizes.objection(node)).stream()
                        .map(why -> "operator %s (%s) %s".formatted(node.qualified(), node.label(), why)))
                .findFirst();
    }

    /** Whether the largest batch may take less than one with fewer rows. */
    public static boolean countRows(OnnxFile file) {
        return file.nodes().stream().map(OnnxNode::qualified).anyMatch(COUNTING::contains);
    }

    private static Optional<String> unknown(OnnxNode node) {
        boolean known = switch (node.domain()) {
            case OnnxNode.ML -> !node.operator().equals(CATEGORY_MAPPER);
            case "com.microsoft" -> MICROSOFT.contains(node.operator());
            case "" -> STANDARD.contains(node.operator()) || SIZED_BY_AN_INPUT.contains(node.operator());
            default -> false;
        };
        return known ? Optional.empty() : Optional.of("is not an operator that models may use");
    }

    /** The inputs that determine the size of the output, beside the sizes of all inputs. */
    static List<String> sizes(OnnxNode node) {
        if (!SIZED_BY_AN_INPUT.contains(node.qualified())) {
            return List.of();
        }
        int from = SIZED_BY_THE_FIRST.contains(node.qualified()) ? 0 : 1;
        return node.inputs()
                .subList(Math.min(from, node.inputs().size()), node.inputs().size());
    }
}
