package com.rocketmat.console;

import io.quarkus.qute.TemplateData;

/**
 * The parts that all pages share.
 *
 * @param mayChange whether the caller is an operator, not a viewer
 * @param notice what has just been done, or null
 * @param pausedBy who paused all tenants, or null
 * @param vault why Vault cannot be read, or null
 */
@TemplateData
public record Frame(
        String operator, boolean mayChange, String formToken, String notice, String pausedBy, String vault) {}
