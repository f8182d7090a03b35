package com.rocketmat.console.fleet;

import com.rocketmat.console.Frame;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

@CheckedTemplate(basePath = "console")
final class FleetTemplates {

    private FleetTemplates() {}

    static native TemplateInstance status(Frame frame, StatusPage page);

    static native TemplateInstance audit(Frame frame, AuditPage page);

    static native TemplateInstance allModels(Frame frame, AllModelsPage page);
}
