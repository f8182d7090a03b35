package com.rocketmat.ops;

import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.problem.WholeNumber;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Reads numbers, flags and cursors in addresses, within the limits that their resources state. The framework does not name the parameter
 * that it refuses, and takes a flag with any value but "true" for false: an erasure with {@code clear=1} would leave the scores in Greenhouse.
 */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
public class AddressParameters implements ParamConverterProvider {

    @Override
    @SuppressWarnings("unchecked")
    public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        String name = null;
        String pattern = null;
        long least = Long.MIN_VALUE;
        long most = type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE;
        for (Annotation annotation : annotations) {
            switch (annotation) {
                case QueryParam query -> name = query.value();
                case RestPath path -> name = path.value();
                case Pattern limit -> pattern = limit.regexp();
                case Min limit -> least = limit.value();
                case Max limit -> most = limit.value();
                default -> {}
            }
        }
        return name == null
                ? null
                : (ParamConverter<T>) converter(type.getSimpleName(), new Parameter(name, pattern, least, most));
    }

    private ParamConverter<?> converter(String type, Parameter parameter) {
        return switch (type) {
            case "boolean" -> new Converter<>(parameter::flag);
            case "int" -> new Converter<>(text -> Math.toIntExact(parameter.number(text)));
            case "long", "Long" -> new Converter<>(parameter::number);
            case "String" -> parameter.pattern == null ? null : new Converter<>(parameter::text);
            default -> null;
        };
    }

    static HttpProblem invalid(String name, String remedy) {
        return ProblemType.BAD_PARAMETER.problem("Invalid " + name, remedy).with("field", name);
    }

    /** A parameter and its limits; {@code pattern} is null if it has none. */
    private record Parameter(String name, String pattern, long least, long most) {

        boolean flag(String text) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw invalid(name, "use true or false");
            };
        }

        long number(String text) {
            return WholeNumber.of(text)
                    .filter(value -> value >= least && value <= most)
                    .orElseThrow(() -> invalid(
                            name,
                            most == Long.MAX_VALUE
                                    ? "use a whole number of at least " + least
                                    : "use a whole number from %d to %d".formatted(least, most)));
        }

        String text(String text) {
            if (text.matches(pattern)) {
                return text;
            }
            throw invalid(name, "use one that an answer gave as next");
        }
    }

    private record Converter<T>(Function<String, T> reader) implements ParamConverter<T> {

        @Override
        public T fromString(String text) {
            return reader.apply(text);
        }

        @Override
        public String toString(T value) {
            return String.valueOf(value);
        }
    }
}
