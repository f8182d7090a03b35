package com.rocketmat.doctor;

/** Whether the customer's Greenhouse plan includes custom fields of applications; some do not. */
final class PlanCheck implements Check.OfFields {

    static final String NAME = "plan";

    @Override
    public Finding look(Examination examination) {
        int count = examination.definitions().size();
        if (count > 0) {
            return Finding.ok(NAME, "active custom fields of applications: " + count);
        }
        String orTheUser = examination.showsApplications.orElse(false)
                ? ""
                : "; no application is shown either, so check the acting user first";
        return Finding.failed(
                NAME,
                "Greenhouse shows no custom fields of applications" + orTheUser,
                "create the score field; if Greenhouse does not offer custom fields for applications, the plan lacks them: they are part of the"
                        + " higher plans (Plus and Pro, formerly Advanced, Expert and Enterprise), so ask Greenhouse for one of these");
    }
}
