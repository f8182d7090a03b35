package com.rocketmat.console.application;

import com.rocketmat.console.Frame;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

@CheckedTemplate(basePath = "console")
final class ApplicationTemplates {

    private ApplicationTemplates() {}

    static native TemplateInstance application(Frame frame, ApplicationPage page);
}
