package com.rocketmat.model;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

@ConfigMapping(prefix = "rocketmat.models")
interface ModelsConfig {

    /** Where models are imported from: {@code <directory>/<tenant>/<name>.onnx} with {@code <name>.json} beside it. */
    Optional<Path> directory();

    /** How many bytes of models are kept loaded; the least recently used ones are closed beyond that. */
    @NotNull
    @WithDefault("256M")
    MemorySize cache();

    /** The largest model file that is accepted. {@code quarkus.http.limits.max-body-size} has to let it through. */
    @NotNull
    @WithDefault("64M")
    MemorySize maxFile();

    /** How long the dry batch of an upload may take. */
    @NotNull
    @WithDefault("10s")
    Duration dryBatch();

    /** How much memory the process may take in which an uploaded file is tried. */
    @NotNull
    @WithDefault("512M")
    MemorySize trialMemory();

    /**
     * Words in a custom field's key or a question that make it a protected attribute, which no model may use (English,
     * Portuguese, Spanish). Accents and case do not count; {@code *} at the end stands for any ending.
     */
    @NotNull
    @WithDefault(
            "gender,sex,sexual*,race,racial,ethnic*,religio*,faith,disab*,veteran*,age,birth*,dob,pregnan*,maternity,"
                    + "marital,married,orientation,nationality,national origin,ancestry,genero,sexo,raca,raza,etnia,etnic*,religi*,"
                    + "deficien*,discapacid*,idade,edad,nascimento,nacimiento,gravid*,embaraz*,estado civil,orientacao,orientacion,"
                    + "nacionalidad*")
    List<String> protectedNames();
}
