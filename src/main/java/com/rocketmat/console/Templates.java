package com.rocketmat.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The pages; their parameters are checked at build time. */
@CheckedTemplate(basePath = "console")
final class Templates {

    private Templates() {}

    static native TemplateInstance signIn(Frame frame, String then, String lost, boolean refused, boolean provider);

    static native TemplateInstance overview(Frame frame, OverviewPage page);

    static native TemplateInstance tenant(Frame frame, TenantPage page);

    static native TemplateInstance models(Frame frame, TenantModelsPage page);

    static native TemplateInstance model(Frame frame, ModelPage page);

    static native TemplateInstance problem(Frame frame, ProblemPage page);
}
