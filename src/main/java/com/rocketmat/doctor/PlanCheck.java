package com.rocketmat.doctor;

/** Whether the customer's Greenhouse plan includes custom fields of applications; some do not. */
final class PlanCheck implements Check.OfFields {

    static final String NAME = "plan";

    @Override
    public Finding run(Examination examination) {
        int count = examination.definitions().size();
        if (count > 0) {
            return Finding.ok(NAME, "active custom fields of applications: " + count);
        }
        String userHint = examination.showsApplications.orElse(true)
                ? ""
                : " and no applications either, so check the acting user first";
        return Finding.failed(
                NAME,
                "Greenhouse shows no custom fields of applications" + userHint,
                "create the score field; if Greenhouse does not offer custom fields for applications, ask it for a plan that includes them:"
                        + " Plus or Pro (formerly Advanced, Expert and Enterprise)");
    }
}
