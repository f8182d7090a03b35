package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTest {

    static List<Manifests> all() throws IOException {
        return Manifests.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void ourManifestsFollowIt(Manifests manifests) {
        assertThat(Policy.faults(manifests)).isEmpty();
    }

    /** A check of what must be there fails above if it looks in the wrong place. These are the others; no value removes the field. */
    @Tag("finding-C")
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        an image without a version          | Deployment         | /spec/template/spec/containers/0                              | image           | "rocketmat/rocketmat-greenhouse:latest"
        privileged                          | Deployment         | /spec/template/spec/containers/0/securityContext              | privileged      | true
        capabilities are not dropped        | Deployment         | /spec/template/spec/containers/0/securityContext/capabilities | add             | ["NET_ADMIN"]
        a secret's value in a manifest      | Deployment         | /spec/template/spec/containers/0                              | env             | [{"name": "QUARKUS_DATASOURCE_PASSWORD", "value": "x"}]
        a secret's value in a manifest      | ConfigMap          | /data                                                         | QUARKUS_DATASOURCE_JDBC_URL | "jdbc:postgresql://a:b@db/x"
        no such ConfigMap                   | Deployment         | /spec/template/spec/containers/0/envFrom/0/configMapRef       | name            | "elsewhere"
        no such volume                      | Deployment         | /spec/template/spec/containers/0/volumeMounts/0               | name            | "elsewhere"
        a writable root file system         | Deployment         | /spec/template/spec/initContainers/0                          | securityContext |
        the pod shares the node's hostNetwork | Deployment       | /spec/template/spec                                           | hostNetwork     | true
        a volume without a size limit       | Deployment         | /spec/template/spec/volumes/2/emptyDir                        | sizeLimit       |
        a volume type that is not allowed   | Deployment         | /spec/template/spec/volumes/2                                 | emptyDir        |
        replicas beside the autoscaler      | Deployment         | /spec                                                         | replicas        | 2
        the ServiceMonitor finds no Service | ServiceMonitor     | /spec/selector/matchLabels                                    | more            | "x"
        a replica's workers are never       | HorizontalPodAutoscaler | /spec/metrics/1/external/target                          | averageValue    | "16"
        a secret in a manifest              | PrometheusRule     | ''                                                            | kind            | "Secret"
        twice                               | PrometheusRule     | ''                                                            | kind            | "ServiceAccount"
        a status                            | Service            | ''                                                            | status          | {}
        outside of the namespace            | Service            | /metadata                                                     | namespace       |
        the namespace does not enforce      | Namespace          | /metadata                                                     | labels          |
        """)
    void eachMistakeIsFound(String fault, String kind, String place, String field, String value) throws IOException {
        JsonNode mistake = value == null ? null : Manifests.parsed(value);
        Manifests planted = Manifests.rendered("overlays/production").planted(kind, object -> {
            ObjectNode changed = (ObjectNode) object.at(place.equals("''") ? "" : place);
            if (mistake == null) {
                changed.remove(field);
            } else {
                changed.set(field, mistake);
            }
        });

        assertThat(Policy.faults(planted)).anySatisfy(found -> assertThat(found).startsWith(fault));
    }
}
