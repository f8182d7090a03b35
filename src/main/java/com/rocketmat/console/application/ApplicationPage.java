package com.rocketmat.console.application;

import com.rocketmat.application.ApplicationReport;
import com.rocketmat.privacy.words.Language;
import java.util.List;

/** One application; {@code report} is null if nothing is stored about it, and the page offers to ask Greenhouse. */
public record ApplicationPage(
        String tenant, long application, Language language, List<Language> languages, ApplicationReport report) {}
