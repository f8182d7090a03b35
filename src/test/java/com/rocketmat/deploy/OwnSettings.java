package com.rocketmat.deploy;

import com.rocketmat.OwnClasses;
import com.tngtech.archunit.core.domain.JavaClass;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings that the service declares itself, in its {@code @ConfigMapping} interfaces. */
final class OwnSettings {

    private OwnSettings() {}

    /** As environment variables. */
    static Set<String> variables() {
        return OwnClasses.ALL.stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .map(JavaClass::reflect)
                .flatMap(type -> ConfigMappings.getProperties(ConfigClass.configClass(type)).keySet().stream())
                .map(property -> property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
