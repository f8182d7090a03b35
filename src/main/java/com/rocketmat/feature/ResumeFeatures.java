package com.rocketmat.feature;

import static com.rocketmat.feature.Source.ATTACHMENTS;
import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import com.rocketmat.harvest.row.Attachment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class ResumeFeatures {

    private static final Comparator<Attachment> NEWEST_LAST =
            comparing(Attachment::createdAt, nullsFirst(naturalOrder())).thenComparingLong(Attachment::id);

    private ResumeFeatures() {}

    static List<Feature> all() {
        return List.of(new Feature(
                        "resume.text",
                        Kind.TEXT,
                        "",
                        "the text of the application's newest attachment of type resume, if it is PDF, DOCX, RTF or plain text: words separated"
                                + " by one blank, lines by one line feed, the first 100,000 characters",
                        "there is no resume, or no text in it (a scan), or it needs a password, is of another format, damaged,"
                                + " over 10 MiB, or takes too long to read",
                        Map.of(ATTACHMENTS, Set.of("type", "url", "created_at")),
                        subject -> FeatureValue.text(subject.resumeText()))
                .with(Treatment.TELLING));
    }

    static Optional<Attachment> newest(Collection<Attachment> attachments) {
        return attachments.stream()
                .filter(attachment -> Attachment.RESUME.equals(attachment.type()))
                .max(NEWEST_LAST);
    }
}
