package com.rocketmat.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.Organisation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks for what is to be seen nowhere (secrets, and what tells of candidates) in whatever text, however it is encoded there. */
public final class SecretScan {

    /** Shorter texts are met by chance. */
    private static final int SHORTEST = 5;

    /** The texts in each of their encodings, by their first characters. */
    private final Map<String, List<Form>> forms = new HashMap<>();

    private final Set<String> hidden = new TreeSet<>();

    private record Form(String text, String encoding, String hidden) {}

    /** Something that was found: the hidden text, how it was encoded, and what stands around it. */
    public record Leak(String hidden, String encoding, String around) {}

    /** A text that is to be nowhere. */
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

    /** Its credentials, and what its rows tell of candidates. */
    public SecretScan hide(Organisation organisation) {
        hide(organisation.clientId()).hide(organisation.clientSecret()).hide(organisation.apiKey());
        organisation.rows("candidates").forEach(row -> hideTexts(row, Set.of("custom_fields")));
        organisation.rows("applications").forEach(row -> hideTexts(row.path("answers"), Set.of("question")));
        return this;
    }

    public int size() {
        return hidden.size();
    }

    /** Everything that is found in a text; of each hidden text, the first. */
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

    /** Texts with something that is no digit, but times and what the given keys hold. */
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
