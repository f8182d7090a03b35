package com.rocketmat.console;

import io.quarkus.qute.TemplateData;

/**
 * What every page has around its content.
 *
 * @param acts whether the operator may change anything
 * @param notice what has just been done, or null
 * @param halted who paused all tenants, or null
 * @param vault why Vault cannot be read, or null
 */
@TemplateData
public record Frame(
        String operator,
        boolean acts,
        String formToken,
        String notice,
        String halted,
        String vault,
        String style,
        String script,
        String htmx) {}
