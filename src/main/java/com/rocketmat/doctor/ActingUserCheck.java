package com.rocketmat.doctor;

import com.rocketmat.harvest.Introspection;
import com.rocketmat.harvest.advice.DevCenter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the user that the credential acts as is a Site Admin, as far as that shows: lists are for those alone, and whether others
 * are refused or shown nothing is not established. Users are not read, for that would take a scope that is not needed otherwise.
 */
final class ActingUserCheck implements Check {

    static final String NAME = "acting user";

    @Override
    public String name(Examination examination) {
        return NAME;
    }

    @Override
    public Set<String> needs(Examination examination) {
        return Set.of(CredentialCheck.NAME);
    }

    @Override
    public boolean asksGreenhouse() {
        return false;
    }

    @Override
    public Finding look(Examination examination) {
        DevCenter devCenter = examination.devCenter();
        String who = devCenter.actingUser();
        if (devCenter.key()) {
            return Finding.skipped(
                    NAME,
                    who + " is named with writes only, so nothing was seen of it",
                    "see that it is an active Greenhouse user who may edit applications");
        }
        Optional<Long> told = examination.introspection().flatMap(Introspection::user);
        if (told.isPresent()
                && devCenter.userId().filter(id -> !id.equals(told.get())).isPresent()) {
            return Finding.failed(
                    NAME, "the token acts as user %d instead of %s".formatted(told.get(), who), devCenter.siteAdmin());
        }
        if (examination.forbiddenDespiteScope()) {
            return Finding.failed(
                    NAME,
                    "Greenhouse forbids %s lists for which the token has the scope: no such user, or no Site Admin"
                            .formatted(who),
                    devCenter.siteAdmin());
        }
        return byApplications(examination, who);
    }

    private static Finding byApplications(Examination examination, String who) {
        if (examination.showsApplications().isEmpty()) {
            return Finding.skipped(NAME, "applications cannot be listed, so nothing was seen of " + who, null);
        }
        if (examination.showsApplications().get()) {
            return Finding.ok(NAME, "Greenhouse shows applications to " + who);
        }
        Optional<String> role = examination.introspection().flatMap(Introspection::role);
        if (role.filter(name -> !name.toLowerCase(Locale.ROOT).contains("admin"))
                .isPresent()) {
            return Finding.failed(
                    NAME,
                    "Greenhouse shows no application to %s, whose role it calls '%s'".formatted(who, role.get()),
                    examination.devCenter().siteAdmin());
        }
        return Finding.warning(
                NAME,
                "Greenhouse shows no application to %s: there is none, or the user is no Site Admin".formatted(who),
                "if there are applications, " + examination.devCenter().siteAdmin());
    }
}
