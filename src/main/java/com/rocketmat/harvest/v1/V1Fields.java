package com.rocketmat.harvest.v1;

import com.rocketmat.harvest.row.CustomFieldEntry;
import java.util.HashMap;
import java.util.Map;

final class V1Fields {

    private V1Fields() {}

    /** v1 shows an unset field as null, which means more than one that is not shown: a score was emptied, or an objection withdrawn. */
    static Map<String, CustomFieldEntry> withUnset(Map<String, CustomFieldEntry> shown) {
        Map<String, CustomFieldEntry> fields = shown == null ? new HashMap<>() : new HashMap<>(shown);
        fields.replaceAll((_, entry) -> entry == null ? CustomFieldEntry.UNSET : entry);
        return fields;
    }
}
