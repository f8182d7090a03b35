package com.rocketmat.model.onnx;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operators that a model may use. Real exports only need operators that compute elementwise, reduce, multiply, reshape or
 * select. With these, the cost of a batch depends only on its number of rows, so a trial can measure it. Operators are excluded
 * if their cost depends on a row's values (loops, sizes computed from values), if they draw random numbers, or if they contain a
 * graph.
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

    /** Of ai.onnx; inputs after the first determine the size of the output. */
    static final Set<String> SIZED_BY_INPUT = Set.of("""
            ConstantOfShape Expand OneHot Pad Range Reshape Slice Split Squeeze Tile TopK Unsqueeze
            ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum
            ReduceSumSquare""".split("\\s+"));

    /** Of these, the operators whose first input determines it too. */
    private static final Set<String> SIZED_BY_FIRST_INPUT = Set.of("ConstantOfShape", "Range");

    /** With these, a size may shrink as rows are added (20 minus the rows), or start later (what is left after the tenth row). */
    private static final Set<String> ROW_COUNTING = Set.of("Shape", "Slice", "Split");

    /** Of ai.onnx.ml; it writes texts to a tensor that other operators only compare. */
    private static final String CATEGORY_MAPPER = "CategoryMapper";

    static final Set<String> MICROSOFT = Set.of("Tokenizer");

    private AllowedOperators() {}

    /** Says why the first node that is not allowed is not; empty if all are. */
    public static Optional<String> objection(OnnxFile file) {
        Sizes sizes = file.sizes();
        return file.nodes().stream()
                .flatMap(node -> unknownOperator(node).or(() -> sizes.objection(node)).stream()
                        .map(reason -> "operator %s (%s) %s".formatted(node.qualified(), node.label(), reason)))
                .findFirst();
    }

    /** Whether the largest batch may cost less than one with fewer rows. */
    public static boolean dependOnRowCount(OnnxFile file) {
        return file.nodes().stream().map(OnnxNode::qualified).anyMatch(ROW_COUNTING::contains);
    }

    private static Optional<String> unknownOperator(OnnxNode node) {
        boolean known = switch (node.domain()) {
            case OnnxNode.ML -> !node.operator().equals(CATEGORY_MAPPER);
            case "com.microsoft" -> MICROSOFT.contains(node.operator());
            case "" -> STANDARD.contains(node.operator()) || SIZED_BY_INPUT.contains(node.operator());
            default -> false;
        };
        return known ? Optional.empty() : Optional.of("is not an operator that models may use");
    }

    /** The inputs whose values determine the size of the output. */
    static List<String> sizeInputs(OnnxNode node) {
        if (!SIZED_BY_INPUT.contains(node.qualified())) {
            return List.of();
        }
        int from = SIZED_BY_FIRST_INPUT.contains(node.qualified()) ? 0 : 1;
        return node.inputs()
                .subList(Math.min(from, node.inputs().size()), node.inputs().size());
    }
}
