package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What a native image needs and a JVM does not: checked here as far as a JVM can. */
class NativeImageTest {

    private static final String METADATA =
            "/META-INF/native-image/com.rocketmat/rocketmat-greenhouse/reachability-metadata.json";

    /** Constructors that the JNI library of ONNX Runtime 1.28.0 looks up; without them the process crashes. */
    private static final List<String> LOOKED_UP = List.of(
            "ai.onnxruntime.OrtException(int,java.lang.String)",
            "ai.onnxruntime.TensorInfo(long[],java.lang.String[],int)",
            "ai.onnxruntime.MapInfo(int,int,int)",
            "ai.onnxruntime.SequenceInfo(int,int)",
            "ai.onnxruntime.SequenceInfo(int,ai.onnxruntime.MapInfo)",
            "ai.onnxruntime.NodeInfo(java.lang.String,ai.onnxruntime.ValueInfo)",
            "ai.onnxruntime.OnnxModelMetadata(java.lang.String,java.lang.String,java.lang.String,java.lang.String,java.lang.String,long,java.lang.String[])",
            "ai.onnxruntime.OnnxTensor(long,long,ai.onnxruntime.TensorInfo)",
            "ai.onnxruntime.OnnxSparseTensor(long,long,int,ai.onnxruntime.TensorInfo)",
            "ai.onnxruntime.OnnxSequence(long,long,ai.onnxruntime.SequenceInfo)",
            "ai.onnxruntime.OnnxMap(long,long,ai.onnxruntime.MapInfo)");

    private final JsonNode metadata = read();

    @Test
    void everyConstructorThatOnnxRuntimeLooksUpIsRegisteredForJni() {
        assertThat(registered()).containsAll(LOOKED_UP);
    }

    @Test
    void everyRegistrationNamesSomethingThatIsThere() throws ClassNotFoundException {
        for (JsonNode entry : metadata.path("reflection")) {
            String type = entry.path("type").asText();
            Class<?> found = Class.forName(binaryName(type), false, getClass().getClassLoader());
            for (JsonNode method : entry.path("methods")) {
                if (method.path("name").asText().equals("<init>")) {
                    assertThat(found.getDeclaredConstructors())
                            .as(type + method)
                            .anyMatch(constructor ->
                                    parameters(constructor.getParameterTypes()).equals(parameters(method)));
                }
            }
        }
    }

    @Test
    void theOnnxRuntimeIsInitialisedAtRunTime() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = getClass().getResourceAsStream("/application.properties")) {
            properties.load(file);
        }
        assertThat(properties.getProperty("quarkus.native.additional-build-args"))
                .contains("--initialize-at-run-time=ai.onnxruntime");
    }

    /** Our static initialisers run at image build time, and PDFBox starts with graphics that are not available then. */
    @Test
    void nothingOfPdfBoxBeginsWhenTheImageIsBuilt() {
        JavaClasses readers = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("com.rocketmat.feature.resume");

        assertThat(readers)
                .isNotEmpty()
                .allSatisfy(reader -> assertThat(reader.getStaticInitializer().stream()
                                .flatMap(initialiser -> initialiser.getAccessesFromSelf().stream())
                                .map(access -> access.getTargetOwner().getPackageName()))
                        .noneMatch(name -> name.startsWith("org.apache")));
    }

    @Test
    void everyRecordThatCrossesHttpIsRegisteredForReflection() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("com.rocketmat");
        List<String> crossing = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (JavaClass type : classes) {
            boolean json = type.getAllFields().stream()
                            .anyMatch(field -> field.isAnnotatedWith("com.fasterxml.jackson.annotation.JsonProperty"))
                    || type.isAnnotatedWith("com.fasterxml.jackson.annotation.JsonInclude")
                    || type.getSimpleName().endsWith("View")
                    || type.getSimpleName().equals("Listing");
            if (type.isRecord() && json) {
                crossing.add(type.getName());
                if (!type.isAnnotatedWith(RegisterForReflection.class)) {
                    missing.add(type.getName());
                }
            }
        }
        assertThat(crossing).hasSizeGreaterThan(12);
        assertThat(missing).isEmpty();
    }

    private List<String> registered() {
        List<String> constructors = new ArrayList<>();
        for (JsonNode entry : metadata.path("reflection")) {
            if (entry.path("jniAccessible").asBoolean()) {
                entry.path("methods")
                        .forEach(method ->
                                constructors.add(entry.path("type").asText() + "(" + parameters(method) + ")"));
            }
        }
        return constructors;
    }

    private static String parameters(JsonNode method) {
        List<String> types = new ArrayList<>();
        method.path("parameterTypes").forEach(type -> types.add(type.asText()));
        return String.join(",", types);
    }

    private static String parameters(Class<?>[] types) {
        return String.join(
                ",", Arrays.stream(types).map(Class::getCanonicalName).toList());
    }

    private static String binaryName(String type) {
        return switch (type) {
            case String name when name.endsWith("[][]") -> "[[" + element(name.substring(0, name.length() - 4));
            case String name when name.endsWith("[]") -> "[" + element(name.substring(0, name.length() - 2));
            default -> type;
        };
    }

    private static String element(String type) {
        return switch (type) {
            case "float" -> "F";
            case "double" -> "D";
            case "long" -> "J";
            case "int" -> "I";
            case "boolean" -> "Z";
            case "byte" -> "B";
            case "short" -> "S";
            default -> "L" + type + ";";
        };
    }

    private JsonNode read() {
        try (InputStream file = getClass().getResourceAsStream(METADATA)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
