package com.rocketmat.sandbox.secrecy;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Searches texts for what must not appear (secrets and candidate data), in any encoding. */
public final class SecretScan {

    /** Shorter texts occur by chance. */
    private static final int SHORTEST = 5;

    /** The texts in each of their encodings, by their first characters. */
    private final Map<String, List<Form>> forms = new HashMap<>();

    private final Set<String> hidden = new TreeSet<>();

    private record Form(String text, String encoding, String hidden) {}

    /** A finding: the hidden text, its encoding, and the surrounding text. */
    public record Leak(String hidden, String encoding, String around) {}

    /** A text that must not appear. */
    public SecretScan hide(String text) {
        if (text.length() >= SHORTEST && hidden.add(text)) {
            Encodings.of(text).forEach((form, encoding) -> {
                if (form.length() >= SHORTEST) {
                    forms.computeIfAbsent(form.substring(0, SHORTEST), _ -> new ArrayList<>())
                            .add(new Form(form, encoding, text));
                }
            });
        }
        return this;
    }

    public SecretScan hide(Collection<String> texts) {
        texts.forEach(this::hide);
        return this;
    }

    /** Its credentials, and the candidate data in its rows. */
    public SecretScan hide(Organisation organisation) {
        hide(organisation.clientId()).hide(organisation.clientSecret()).hide(organisation.apiKey());
        organisation.rows("candidates").forEach(row -> hideTexts(row, Set.of("custom_fields")));
        organisation.rows("applications").forEach(row -> hideTexts(row.path("answers"), Set.of("question")));
        return this;
    }

    public int size() {
        return hidden.size();
    }

    /** All findings in a text; the first one for each hidden text. */
    public List<Leak> leaks(String text) {
        Map<String, Leak> leaks = new HashMap<>();
        for (String readable : List.of(text, HexDump.read(text))) {
            for (int at = 0; at + SHORTEST <= readable.length(); at++) {
                for (Form form : forms.getOrDefault(readable.substring(at, at + SHORTEST), List.of())) {
                    if (readable.startsWith(form.text(), at)) {
                        leaks.putIfAbsent(form.hidden(), leak(form, readable, at));
                    }
                }
            }
        }
        return List.copyOf(leaks.values());
    }

    private static Leak leak(Form form, String text, int at) {
        int end = Math.min(text.length(), at + form.text().length() + 60);
        return new Leak(form.hidden(), form.encoding(), text.substring(Math.max(0, at - 160), end));
    }

    /** Texts that are not only digits, except times and the values of the given keys. */
    private void hideTexts(JsonNode node, Set<String> without) {
        if (node.isTextual() && node.textValue().matches("(?s).*\\D.*")) {
            hide(node.textValue());
        }
        node.properties().stream()
                .filter(property -> !property.getKey().endsWith("_at") && !without.contains(property.getKey()))
                .forEach(property -> hideTexts(property.getValue(), without));
        if (node.isArray()) {
            node.forEach(each -> hideTexts(each, without));
        }
    }
}
