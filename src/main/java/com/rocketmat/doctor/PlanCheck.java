package com.rocketmat.doctor;

import com.rocketmat.harvest.Operation;
import java.util.Set;

/** Whether the customer's plan has custom fields of applications: not every one has. */
final class PlanCheck implements Check {

    static final String NAME = "plan";

    @Override
    public String name(Examination examination) {
        return NAME;
    }

    @Override
    public Set<String> needs(Examination examination) {
        return Set.of(CredentialCheck.NAME, examination.check(Operation.LIST_CUSTOM_FIELDS), ActingUserCheck.NAME);
    }

    @Override
    public Finding look(Examination examination) {
        int count = examination.definitions().size();
        if (count > 0) {
            return Finding.ok(NAME, "active custom fields of applications: " + count);
        }
        String orTheUser = examination.showsApplications().orElse(false)
                ? ""
                : "; since no application is shown either, see the acting user first";
        return Finding.failed(
                NAME,
                "Greenhouse shows no custom field of applications at all" + orTheUser,
                "create the score field; where Greenhouse offers no custom fields for applications, the plan has none: they come with the"
                        + " higher plans (Plus and Pro, earlier Advanced, Expert and Enterprise), so ask Greenhouse for one of those");
    }
}
