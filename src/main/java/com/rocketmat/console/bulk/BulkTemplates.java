package com.rocketmat.console.bulk;

import com.rocketmat.console.Frame;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The page of a bulk action; its parameters are checked at build time. */
@CheckedTemplate(basePath = "console")
final class BulkTemplates {

    private BulkTemplates() {}

    static native TemplateInstance bulk(Frame frame, BulkPage page);
}
