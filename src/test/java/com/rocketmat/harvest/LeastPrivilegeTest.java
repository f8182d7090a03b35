package com.rocketmat.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.guide.GuidePage;
import com.rocketmat.harvest.v1.V1Api;
import com.rocketmat.harvest.v3.V3Api;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The client can do exactly what a tenant is asked to allow. */
class LeastPrivilegeTest {

    private static final Pattern SCOPE = Pattern.compile("harvest:[a-z_]+:[a-z]+");
    private static final Pattern PERMISSION = Pattern.compile("`((?:Get|Post|Put|Patch|Delete): [A-Za-z ]+)`");

    @Test
    void theGuideListsExactlyTheScopesOfAllOperations() throws IOException {
        String guide = GuidePage.named("tenants").text();

        assertThat(SCOPE.matcher(guide).results().map(MatchResult::group).collect(Collectors.toSet()))
                .isEqualTo(
                        Arrays.stream(Operation.values()).map(Operation::scope).collect(Collectors.toSet()));
    }

    @Test
    void theGuideNamesBothUsesOfTheScopesOfOutcomes() throws IOException {
        List<String> lines = GuidePage.named("tenants").text().lines().toList();

        assertThat(Arrays.stream(Operation.values()).filter(Operation::ofOutcomes))
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(lines)
                        .filteredOn(line -> line.contains(operation.scope()))
                        .singleElement()
                        .asString()
                        .contains("trainings", "exporting training data"));
    }

    @Test
    void theGuideListsExactlyTheV1PermissionsOfAllOperations() throws IOException {
        String guide = GuidePage.named("tenants").text();

        assertThat(PERMISSION
                        .matcher(guide)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(Operation.values())
                        .map(Operation::permission)
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyListHasTheScopeOfItsAddress() {
        assertThat(Arrays.stream(Operation.values()).filter(Operation::lists))
                .isNotEmpty()
                .allSatisfy(list -> assertThat(list.scope()).isEqualTo("harvest:%s:list", list.label()));
    }

    @Test
    void theClientReadsNothingButListsAndV1sApplication() {
        assertThat(addressesOf(V3Api.class)).isEmpty();
        assertThat(addressesOf(V1Api.class)).containsExactly("/v1/applications/{id}");
    }

    /** Of reads that are not given one by an {@link Operation}. */
    private static List<String> addressesOf(Class<?> api) {
        return Arrays.stream(api.getMethods())
                .filter(call -> call.isAnnotationPresent(GET.class) && call.isAnnotationPresent(Path.class))
                .map(call -> call.getAnnotation(Path.class).value())
                .toList();
    }

    @Test
    void theOnlyWriteIsThePatchOfAnApplicationsCustomFields() {
        assertThat(writes(V3Api.class)).singleElement().satisfies(write -> isPatch(write, "/v3/applications/{id}"));
        assertThat(writes(V1Api.class)).singleElement().satisfies(write -> isPatch(write, "/v1/applications/{id}"));
        assertThat(Arrays.stream(Operation.values()).filter(Operation::writes))
                .containsExactly(Operation.UPDATE_APPLICATION);
    }

    private static void isPatch(Method write, String path) {
        assertThat(write.isAnnotationPresent(PATCH.class)).isTrue();
        assertThat(write.getAnnotation(Path.class).value()).isEqualTo(path);
        assertThat(write.getParameterTypes()[write.getParameterCount() - 1].getRecordComponents())
                .extracting(RecordComponent::getName)
                .containsExactly("customFields");
    }

    private static List<Method> writes(Class<?> api) {
        return Arrays.stream(api.getMethods())
                .filter(call -> Arrays.stream(call.getAnnotations())
                        .map(Annotation::annotationType)
                        .anyMatch(type -> type.isAnnotationPresent(HttpMethod.class) && type != GET.class))
                .toList();
    }
}
