package com.rocketmat.console.bulk;

import com.rocketmat.console.Frame;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

@CheckedTemplate(basePath = "console")
final class BulkTemplates {

    private BulkTemplates() {}

    static native TemplateInstance bulk(Frame frame, BulkPage page);
}
