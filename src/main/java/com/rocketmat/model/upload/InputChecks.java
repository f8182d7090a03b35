package com.rocketmat.model.upload;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.runtime.ElementType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every graph input must be filled exactly once, by an entry of matching width. */
final class InputChecks {

    private InputChecks() {}

    static Check covered(String name, Submission model) throws OrtException {
        Map<String, NodeInfo> declared = model.session().getInputInfo();
        Set<String> unfilled = new HashSet<>(declared.keySet());
        List<Manifest.Input> inputs = model.manifest.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            String field = "inputs[" + i + "]";
            Manifest.Input input = inputs.get(i);
            if (!declared.containsKey(input.input())) {
                throw new ModelRefused(
                        name,
                        field + ".input",
                        "the model has no input " + input.input(),
                        "use the exporter's names: " + sorted(declared.keySet()));
            }
            if (!unfilled.remove(input.input())) {
                throw new ModelRefused(
                        name, field + ".input", input.input() + " is filled twice", "keep one entry for each input");
            }
            shape(name, field, input, declared.get(input.input()));
        }
        if (!unfilled.isEmpty()) {
            throw new ModelRefused(
                    name,
                    "inputs",
                    "no entry fills the inputs " + sorted(unfilled),
                    "add an entry for each (columns that a pipeline drops stay inputs), or export without them");
        }
        return Check.passed(name, "every input is filled once: " + sorted(declared.keySet()));
    }

    private static void shape(String name, String field, Manifest.Input input, NodeInfo declared) {
        if (!(declared.getInfo() instanceof TensorInfo info)
                || ElementType.of(info.type).isEmpty()) {
            throw new ModelRefused(
                    name,
                    field + ".input",
                    "input " + input.input() + " has a type that features cannot fill",
                    "export tensors of float, double, int64, bool or string");
        }
        long[] shape = info.getShape();
        int features = input.features().size();
        // an empty shape is unknown; the dry batch decides
        if (shape.length != 2 && shape.length != 0) {
            throw new ModelRefused(
                    name,
                    field + ".input",
                    "input " + input.input() + " has the shape " + Arrays.toString(shape),
                    "export inputs of the shape [None," + features + "]");
        }
        if (shape.length == 2 && shape[0] > 0) {
            throw new ModelRefused(
                    name,
                    field + ".input",
                    "input " + input.input() + " takes exactly " + shape[0] + " rows",
                    "export it with a free batch dimension: [None," + features + "] instead of [" + shape[0] + ","
                            + features + "]");
        }
        if (shape.length == 2 && shape[1] > 0 && shape[1] != features) {
            throw new ModelRefused(
                    name,
                    field + ".features",
                    "input " + input.input() + " takes " + shape[1] + " features, but " + features + " are listed",
                    "list one feature for each training column, in the same order");
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
