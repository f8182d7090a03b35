package com.rocketmat.model.manifest;

import com.rocketmat.problem.ProblemType;
import java.util.List;

/** What a model is refused with; most are named after the check that it did not pass. */
public final class ModelRefusals {

    static final int STATUS = 422;
    static final String TITLE = "Model refused";

    public static final List<ProblemType> ALL = List.of(
            refusal("form", "the form has no model or no manifest"),
            refusal("manifest", "the manifest cannot be read, or a value of it is not allowed"),
            refusal("size", "the file is larger than rocketmat.models.max-file"),
            refusal("format", "the file is no ONNX model, or cut off"),
            refusal("external-data", "weights lie outside the file"),
            refusal("opset", "the model needs a newer ONNX Runtime"),
            refusal("operators", "an operator of the model is not among the allowed ones"),
            refusal("load", "ONNX Runtime does not load it"),
            refusal("features", "the manifest asks for a feature that is not in the catalogue"),
            refusal("protected", "the manifest reaches for a protected attribute"),
            refusal("proxies", "the features cannot be judged as proxies"),
            refusal("inputs", "the manifest does not fill each input of the graph once, in its shape"),
            refusal("types", "a feature is of a kind that its input does not take"),
            refusal("missing", "an input has no value for a feature that is missing"),
            refusal("output", "the output is not there, or is no score"),
            refusal("dry-batch", "a dry batch is not scored"),
            refusal("cases", "a case of the manifest is not scored as the manifest says"),
            refusal("not-finite", "a score of the dry batch is not a finite number"),
            refusal("not-a-probability", "the scale is percent and a score is not between 0 and 1"),
            refusal("row-count", "the dry batch has another number of scores than of rows"),
            refusal("rows-entangled", "a row's score depends on the rows beside it"),
            refusal("time", "a check takes too long"),
            refusal("memory", "a check takes too much memory"),
            refusal("crash", "ONNX Runtime crashes on the file"));

    private ModelRefusals() {}

    private static ProblemType refusal(String name, String meaning) {
        return new ProblemType("model-" + name, STATUS, TITLE, meaning);
    }
}
