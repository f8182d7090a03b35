package com.rocketmat.model.upload;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.runtime.ElementType;
import com.rocketmat.model.runtime.OutputReader;
import java.util.Map;
import java.util.Optional;

/** The named output must exist and be a score. Only types are checked, since declared shapes are unreliable; the dry batch checks shapes. */
final class OutputChecks {

    private static final String FIELD = "output.name";

    private OutputChecks() {}

    static Check isScore(String name, Submission model) throws OrtException {
        Map<String, NodeInfo> declared = model.session().getOutputInfo();
        String output = model.manifest.output().name();
        if (!declared.containsKey(output)) {
            throw new ModelRefused(
                    name,
                    FIELD,
                    "the model has no output " + output,
                    "name one of " + declared.keySet().stream().sorted().toList());
        }
        switch (declared.get(output).getInfo()) {
            case TensorInfo tensor -> checkTensor(name, output, tensor);
            case SequenceInfo sequence when isZipMap(sequence) -> requireLabel(name, model.manifest);
            case ValueInfo other ->
                throw new ModelRefused(
                        name,
                        FIELD,
                        "output " + output + " is neither a tensor nor a ZipMap",
                        OutputReader.EXPORT_PROBABILITIES);
        }
        return Check.passed(name, output);
    }

    private static boolean isZipMap(SequenceInfo sequence) {
        return sequence.isSequenceOfMaps()
                && ElementType.of(sequence.mapInfo.valueType)
                        .filter(type -> type == ElementType.FLOAT || type == ElementType.DOUBLE)
                        .isPresent();
    }

    private static void checkTensor(String name, String output, TensorInfo tensor) {
        Optional<ElementType> type = ElementType.of(tensor.type);
        if (type.isEmpty()) {
            throw new ModelRefused(
                    name, FIELD, "output " + output + " is a tensor of " + tensor.type, "export it as float or double");
        }
        if (type.get() != ElementType.FLOAT && type.get() != ElementType.DOUBLE) {
            throw new ModelRefused(
                    name,
                    FIELD,
                    "output " + output + " is a tensor of " + tensor.type + ": a class label, not a score",
                    OutputReader.EXPORT_PROBABILITIES);
        }
    }

    private static void requireLabel(String name, Manifest manifest) {
        if (manifest.output().label().isEmpty()) {
            throw new ModelRefused(
                    name,
                    "output.class",
                    "output " + manifest.output().name() + " is a ZipMap, but no class is named",
                    "add \"class\": the label whose probability is the score");
        }
    }
}
