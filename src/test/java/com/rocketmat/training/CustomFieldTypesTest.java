package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.table.Column;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomFieldTypesTest {

    @ParameterizedTest
    @CsvSource({"number, NUMBER", "currency, NUMBER", "yes_no, FLAG", "boolean, FLAG", "single_select, TEXT", ", TEXT"})
    void aColumnIsOfTheTypeOfItsField(String valueType, Column.Type type) {
        CustomField field = new CustomField(1, "key", "application", valueType, "all_applications", true, null);
        HarvestSession session = (HarvestSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HarvestSession.class}, (_, _, _) -> List.of(field));

        assertThat(new CustomFieldTypes(session)
                        .of(new FeatureCatalogue()
                                .find("application.custom[key]")
                                .orElseThrow()))
                .isEqualTo(type);
    }
}
