package com.rocketmat.model.runtime;

import ai.onnxruntime.OnnxJavaType;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Kind;
import java.util.Arrays;
import java.util.Optional;

/**
 * The element types that a model's input may have, named as in the runtime.
 *
 * <p>They are found by name: javac compiles a switch over the runtime's enum to a class that the native image would initialise at
 * build time, together with the runtime's types.
 */
public enum ElementType {
    FLOAT(Float.BYTES),
    DOUBLE(Double.BYTES),
    INT64(Long.BYTES),
    BOOL(Byte.BYTES),
    STRING(0);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element; 0 for elements of variable length. */
    int bytes() {
        return bytes;
    }

    public static Optional<ElementType> of(OnnxJavaType type) {
        return Arrays.stream(values())
                .filter(ours -> ours.name().equals(type.name()))
                .findFirst();
    }

    public boolean takes(Kind kind) {
        return switch (kind) {
            case NUMBER -> this == FLOAT || this == DOUBLE;
            case WHOLE -> this == FLOAT || this == DOUBLE || this == INT64;
            case FLAG -> this != STRING;
            case IDENTIFIER -> this != BOOL;
            case TEXT -> this == STRING;
            case ANY -> true;
        };
    }

    /** The default for missing values, if the type has one. */
    public Optional<FeatureValue> missing() {
        return switch (this) {
            case FLOAT, DOUBLE -> Optional.of(new FeatureValue.Numeric(Double.NaN));
            case STRING -> Optional.of(new FeatureValue.Text(""));
            case INT64, BOOL -> Optional.empty();
        };
    }

    public boolean holds(FeatureValue value) {
        return switch (value) {
            case FeatureValue.Text text -> this == STRING;
            case FeatureValue.Identifier(long id) -> this != STRING && (this != BOOL || id == 0 || id == 1);
            case FeatureValue.Numeric(double number) ->
                switch (this) {
                    case FLOAT -> !Float.isInfinite((float) number);
                    case DOUBLE -> true;
                    case INT64 -> number == Math.rint(number) && Math.abs(number) < 0x1p53;
                    case BOOL -> number == 0 || number == 1;
                    case STRING -> false;
                };
            case FeatureValue.Missing none -> false;
        };
    }
}
