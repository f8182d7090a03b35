package com.rocketmat.architecture;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;

/** The method and path of every call, from the compiled resources, so that hidden ones are included. */
public final class DeclaredCalls {

    private static final DotName PATH = DotName.createSimple(Path.class);
    private static final Set<DotName> METHODS = Stream.of(
                    GET.class, HEAD.class, POST.class, PUT.class, PATCH.class, DELETE.class, OPTIONS.class)
            .map(DotName::createSimple)
            .collect(Collectors.toSet());

    /** Cheaper than {@link OwnClasses}. */
    private static final Index COMPILED = ClassFiles.below(java.nio.file.Path.of("target", "classes"));

    private DeclaredCalls() {}

    public static Set<String> below(String root) {
        return COMPILED.getKnownClasses().stream()
                .filter(type -> !type.isInterface() && type.hasDeclaredAnnotation(PATH))
                .flatMap(type -> type.methods().stream())
                .flatMap(method -> method.declaredAnnotations().stream()
                        .filter(one -> METHODS.contains(one.name()))
                        .map(one -> one.name().withoutPackagePrefix() + " "
                                + path(
                                        method.declaringClass().declaredAnnotation(PATH),
                                        method.declaredAnnotation(PATH))))
                .filter(call -> call.contains(" " + root))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String path(AnnotationInstance ofType, AnnotationInstance own) {
        String path = ofType.value().asString() + "/"
                + (own == null ? "" : own.value().asString());
        return path.replaceAll("/+", "/").replaceAll("/$", "");
    }
}
