package com.rocketmat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The method and path of every call, from the compiled resources, so that hidden ones are included. */
public final class DeclaredCalls {

    private DeclaredCalls() {}

    public static Set<String> below(String root) {
        return OwnClasses.ALL.stream()
                .filter(type -> !type.isInterface() && type.isAnnotatedWith(Path.class))
                .flatMap(type -> type.getMethods().stream())
                .flatMap(method -> method.getAnnotations().stream()
                        .filter(one -> one.getRawType().isAnnotatedWith(HttpMethod.class))
                        .map(one -> one.getRawType().getSimpleName() + " " + path(method.getOwner(), method)))
                .filter(call -> call.contains(" " + root))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String path(JavaClass type, JavaMethod method) {
        String own = method.isAnnotatedWith(Path.class)
                ? method.getAnnotationOfType(Path.class).value()
                : "";
        String path = type.getAnnotationOfType(Path.class).value() + "/" + own;
        return path.replaceAll("/+", "/").replaceAll("/$", "");
    }
}
