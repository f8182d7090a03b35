package com.rocketmat.model.manifest;

import com.rocketmat.problem.HttpProblem;
import java.net.URI;

public final class ModelRefused extends HttpProblem {

    private final String problem;
    private final String check;
    private final String field;
    private final String remedy;

    public ModelRefused(String check, String field, String reason, String remedy) {
        this("model-" + check, check, field, reason, remedy);
    }

    /** @param problem last part of the problem's type, for a check with several problems */
    public ModelRefused(String problem, String check, String field, String reason, String remedy) {
        super(URI.create("/problems/" + problem), ModelRefusals.TITLE, ModelRefusals.STATUS, reason);
        with("check", check).with("field", field).with("remedy", remedy);
        this.problem = problem;
        this.check = check;
        this.field = field;
        this.remedy = remedy;
    }

    public String problem() {
        return problem;
    }

    public String check() {
        return check;
    }

    /** {@code model} for the file, otherwise the path in the manifest, for example {@code inputs[0].features[2]}. */
    public String field() {
        return field;
    }

    public String reason() {
        return getDetail();
    }

    public String remedy() {
        return remedy;
    }
}
