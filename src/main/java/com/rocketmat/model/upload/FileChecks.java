package com.rocketmat.model.upload;

import ai.onnxruntime.OrtException;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.onnx.AllowedOperators;
import com.rocketmat.model.onnx.OnnxFile;
import java.util.Locale;

public final class FileChecks {

    static final String FIELD = "model";

    /** The newest ai.onnx opset that ONNX Runtime 1.28 supports. */
    private static final long NEWEST_OPSET = 26;

    /** In bytes, for classes and other texts that a model writes; texts that it only compares may be longer. */
    private static final int MAX_TEXT_BYTES = 100;

    private FileChecks() {}

    public static Check size(String name, long bytes, long maxBytes) {
        if (bytes > maxBytes) {
            throw new ModelRefused(
                    name,
                    FIELD,
                    "the file has " + bytes + " bytes; at most " + maxBytes + " are accepted",
                    "export a smaller model (fewer trees, quantised weights), or raise rocketmat.models.max-file");
        }
        return Check.passed(name, bytes + " bytes");
    }

    static Check format(String name, Submission model) {
        if (model.onnx.isEmpty()) {
            throw new ModelRefused(
                    name,
                    FIELD,
                    "not a valid ONNX file, or truncated",
                    "upload the complete .onnx file: compare its size and SHA-256 with the exported one");
        }
        return Check.passed(name, "ONNX");
    }

    static Check externalData(String name, Submission model) {
        if (model.onnx.orElseThrow().hasExternalData()) {
            throw new ModelRefused(
                    name,
                    FIELD,
                    "weights are stored outside the file (external data)",
                    "save the model as one file: onnx.save(model, path, save_as_external_data=False)");
        }
        return Check.passed(name, "all weights are in the file");
    }

    static Check opset(String name, Submission model) {
        var opsets = model.onnx.orElseThrow().opsets();
        long opset = opsets.getOrDefault("", 0L);
        if (opset > NEWEST_OPSET) {
            throw new ModelRefused(
                    name,
                    FIELD,
                    "the model uses opset " + opset + " of ai.onnx; this runtime supports up to " + NEWEST_OPSET,
                    "re-export with target_opset=21");
        }
        // XGBoost and CatBoost use only operators of ai.onnx.ml
        return Check.passed(name, opset == 0 ? "no ai.onnx operators" : "ai.onnx " + opset);
    }

    static Check operators(String name, Submission model) {
        OnnxFile file = model.onnx.orElseThrow();
        if (file.hasFunctions()) {
            throw new ModelRefused(
                    name, FIELD, "the file defines its own operators (functions)", "export with functions inlined");
        }
        if (file.longestText() > MAX_TEXT_BYTES) {
            throw new ModelRefused(
                    name,
                    FIELD,
                    "a text in the file has " + file.longestText() + " bytes, and a batch may hold it once per row",
                    "shorten the classes and values that the model writes to at most " + MAX_TEXT_BYTES + " bytes");
        }
        AllowedOperators.objection(file).ifPresent(objection -> {
            throw new ModelRefused(
                    name,
                    FIELD,
                    objection,
                    "export the model without it; the guide lists the allowed operators. Loops, conditions, sizes computed"
                            + " from values, stop words, random numbers and custom operators are not allowed");
        });
        return Check.passed(
                name,
                "all operators are allowed (nodes: %d)".formatted(file.nodes().size()));
    }

    static Check load(String name, Submission model) {
        try {
            model.open();
        } catch (OrtException e) {
            throw new ModelRefused(name, FIELD, "ONNX Runtime cannot load it: " + e.getMessage(), remedy(e));
        }
        return Check.passed(name, "loads");
    }

    /** The runtime has one error code for all failures to load, so only its message distinguishes these cases. */
    private static String remedy(OrtException e) {
        String message = e.getMessage().toLowerCase(Locale.ROOT);
        if (message.contains("locale")) {
            return "the model lower-cases text, which requires the locale en_US.UTF-8 on the server: use the image as"
                    + " shipped, or export with lowercase=False";
        }
        if (message.contains("(zipmap)")) {
            return "a ZipMap accepts float only: export a double model with options={\"zipmap\": False}";
        }
        if (message.contains("could not find an implementation")) {
            return "the operator does not support this type of number: cast the numbers to float32 before you fit and export,"
                    + " with frame.astype({column: numpy.float32, ...})";
        }
        return "export with standard operators (domains ai.onnx up to opset 26, ai.onnx.ml, com.microsoft), for example with"
                + " target_opset=21, and run it once in onnxruntime 1.28 before the upload";
    }
}
