package com.rocketmat.model.manifest;

import com.rocketmat.problem.HttpProblem;
import java.net.URI;

public final class ModelRefused extends HttpProblem {

    private static final String PROBLEMS = "/problems/";

    public ModelRefused(String check, String field, String reason, String remedy) {
        this("model-" + check, check, field, reason, remedy);
    }

    /** @param problem last part of the problem's type, for a check with several problems */
    public ModelRefused(String problem, String check, String field, String reason, String remedy) {
        super(URI.create(PROBLEMS + problem), ModelRefusals.TITLE, ModelRefusals.STATUS, reason);
        with("check", check).with("field", field).with("remedy", remedy);
    }

    public String problem() {
        return getType().toString().substring(PROBLEMS.length());
    }

    public String check() {
        return parameter("check");
    }

    /** {@code model} for the file, otherwise the path in the manifest, for example {@code inputs[0].features[2]}. */
    public String field() {
        return parameter("field");
    }

    public String reason() {
        return getDetail();
    }

    public String remedy() {
        return parameter("remedy");
    }

    private String parameter(String name) {
        return (String) getParameters().get(name);
    }
}
