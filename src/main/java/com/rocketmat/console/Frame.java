package com.rocketmat.console;

import io.quarkus.qute.TemplateData;

/**
 * What every page has around it.
 *
 * @param operator who is signed in
 * @param acts whether they may change something
 * @param formToken what their forms carry
 * @param notice what has just been done, or null
 * @param halted who has paused all tenants, or null
 */
@TemplateData
public record Frame(
        String operator, boolean acts, String formToken, String notice, String halted, String style, String script) {}
