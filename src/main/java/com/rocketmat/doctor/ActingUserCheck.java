package com.rocketmat.doctor;

import com.rocketmat.harvest.Introspection;
import com.rocketmat.harvest.advice.DevCenter;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the credential acts as a Site Admin, as far as calls reveal it. Only Site Admins may list; Greenhouse does not document whether
 * it refuses other users or sends empty lists. Reading users would need another scope.
 */
final class ActingUserCheck {

    static final String NAME = "acting user";

    private ActingUserCheck() {}

    static Finding run(Examination examination) {
        DevCenter devCenter = examination.devCenter;
        String user = devCenter.actingUser();
        if (devCenter.key()) {
            return Finding.skipped(
                    NAME,
                    user + " is only named in writes, so it cannot be checked",
                    "make sure that it is an active Greenhouse user who may edit applications");
        }
        Optional<Long> actual = examination.introspection.flatMap(Introspection::user);
        if (actual.isPresent()
                && devCenter.userId().filter(id -> !id.equals(actual.get())).isPresent()) {
            return Finding.failed(
                    NAME,
                    "the token acts as user %d instead of %s".formatted(actual.get(), user),
                    devCenter.siteAdmin());
        }
        if (examination.forbiddenDespiteScope) {
            return Finding.failed(
                    NAME,
                    "Greenhouse forbids %s to list what the token's scopes allow: the user does not exist or is not a Site Admin"
                            .formatted(user),
                    devCenter.siteAdmin());
        }
        return byApplications(examination, user);
    }

    private static Finding byApplications(Examination examination, String user) {
        if (examination.showsApplications.isEmpty()) {
            return Finding.skipped(NAME, "applications cannot be listed, which is needed to check " + user, null);
        }
        if (examination.showsApplications.get()) {
            return Finding.ok(NAME, "Greenhouse shows applications to " + user);
        }
        Optional<String> role = examination.introspection.flatMap(Introspection::role);
        if (role.filter(name -> !name.toLowerCase(Locale.ROOT).contains("admin"))
                .isPresent()) {
            return Finding.failed(
                    NAME,
                    "Greenhouse shows no applications to %s, whose role is '%s'".formatted(user, role.get()),
                    examination.devCenter.siteAdmin());
        }
        return Finding.warning(
                NAME,
                "Greenhouse shows no applications to %s: there are none, or the user is not a Site Admin"
                        .formatted(user),
                "if there are applications, " + examination.devCenter.siteAdmin());
    }
}
