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
 * Parses numbers, flags and cursors in addresses, within the limits of their resources. The framework does not name the parameter that it
 * refuses, and reads any flag other than "true" as false: an erasure with {@code clear=1} would leave the scores in Greenhouse.
 */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
public class AddressParameters implements ParamConverterProvider {

    @Override
    @SuppressWarnings("unchecked")
    public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        String name = null;
        String pattern = null;
        long min = Long.MIN_VALUE;
        long max = type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE;
        for (Annotation annotation : annotations) {
            switch (annotation) {
                case QueryParam query -> name = query.value();
                case RestPath path -> name = path.value();
                case Pattern limit -> pattern = limit.regexp();
                case Min limit -> min = limit.value();
                case Max limit -> max = limit.value();
                default -> {}
            }
        }
        return name == null
                ? null
                : (ParamConverter<T>) converter(type.getSimpleName(), new Parameter(name, pattern, min, max));
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

    /** @param pattern null for any text */
    private record Parameter(String name, String pattern, long min, long max) {

        boolean flag(String text) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw invalid(name, "use true or false");
            };
        }

        long number(String text) {
            return WholeNumber.of(text)
                    .filter(value -> value >= min && value <= max)
                    .orElseThrow(() -> invalid(
                            name,
                            max == Long.MAX_VALUE
                                    ? "use a whole number of at least " + min
                                    : "use a whole number from %d to %d".formatted(min, max)));
        }

        String text(String text) {
            if (text.matches(pattern)) {
                return text;
            }
            throw invalid(name, "use the value of next in an earlier answer");
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
