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
 * @param vault why Vault gives nothing new, or null
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
        String script) {}
