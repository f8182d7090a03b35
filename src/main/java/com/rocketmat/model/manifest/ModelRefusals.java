package com.rocketmat.model.manifest;

import com.rocketmat.problem.ProblemType;
import java.util.List;

/** The problem types of uploads, most named after the check that failed. */
public final class ModelRefusals {

    static final int STATUS = 422;
    static final String TITLE = "Model refused";

    public static final List<ProblemType> ALL = List.of(
            refusal("form", "the form lacks a model or a manifest, or has an unknown part or a part twice"),
            refusal("manifest", "the manifest cannot be read, or has a value that is not allowed"),
            refusal("card", "the card is empty, too long, or not valid JSON"),
            refusal("size", "the file is larger than rocketmat.models.max-file"),
            refusal("format", "not a valid ONNX file, or truncated"),
            refusal("external-data", "weights are stored outside the file"),
            refusal("opset", "the model needs a newer ONNX Runtime"),
            refusal("operators", "the model uses an operator that is not allowed"),
            refusal("load", "ONNX Runtime cannot load it"),
            refusal("features", "the manifest asks for a feature that is not in the catalogue"),
            refusal("protected", "the manifest uses a protected attribute"),
            refusal("inputs", "the manifest does not fill every graph input exactly once and in its shape"),
            refusal("types", "a feature has a type that its input does not accept"),
            refusal("missing", "an input has no value for a missing feature"),
            refusal("output", "the output does not exist or is not a score"),
            refusal("dry-batch", "a dry batch could not be scored"),
            refusal("cases", "a case in the manifest gets a different score than expected"),
            refusal("not-finite", "a score of the dry batch is not a finite number"),
            refusal("not-a-probability", "the scale is percent and a score is not between 0 and 1"),
            refusal("row-count", "the dry batch returns a different number of scores than rows"),
            refusal("rows-entangled", "a row's score depends on other rows in the batch"),
            refusal("time", "a check takes too long"),
            refusal("memory", "a check takes too much memory"),
            refusal("crash", "ONNX Runtime crashes on the file"));

    private ModelRefusals() {}

    private static ProblemType refusal(String name, String meaning) {
        return new ProblemType("model-" + name, STATUS, TITLE, meaning);
    }
}
