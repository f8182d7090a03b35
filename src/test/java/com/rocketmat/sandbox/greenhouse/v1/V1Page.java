package com.rocketmat.sandbox.greenhouse.v1;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A numbered page of v1, oldest id first. */
record V1Page(List<ObjectNode> rows, Map<String, String> given, int perPage, int page, int last) {

    static V1Page of(Request request, List<ObjectNode> ascending) {
        Map<String, String> given = request.parameters();
        int perPage = number(given, "per_page", 100);
        int page = number(given, "page", 1);
        if (perPage > 500) {
            throw V1Patch.invalid("per_page must be at most 500", "per_page");
        }
        int from = (int) Math.min((long) (page - 1) * perPage, ascending.size());
        int last = Math.max(1, (ascending.size() + perPage - 1) / perPage);
        return new V1Page(
                ascending.subList(from, Math.min(from + perPage, ascending.size())), given, perPage, page, last);
    }

    /** No Link for a single page; no last if the caller does not want rows counted. */
    Optional<String> link(String url, boolean namesLast) {
        List<String> links = new ArrayList<>();
        if (page < last) {
            links.add(link(url, page + 1, "next"));
        }
        if (page > 1) {
            links.add(link(url, page - 1, "prev"));
        }
        if (namesLast && last > 1 && !"true".equals(given.get("skip_count"))) {
            links.add(link(url, last, "last"));
        }
        return links.isEmpty() ? Optional.empty() : Optional.of(String.join(",", links));
    }

    private String link(String url, int number, String relation) {
        StringBuilder query = new StringBuilder();
        given.forEach((name, value) -> {
            if (!name.equals("page") && !name.equals("per_page")) {
                query.append(encoded(name)).append('=').append(encoded(value)).append('&');
            }
        });
        return "<" + url + "?" + query + "page=" + number + "&per_page=" + perPage + ">; rel=\"" + relation + "\"";
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        String text = given.getOrDefault(name, Integer.toString(otherwise));
        if (!text.matches("[1-9]\\d{0,6}")) {
            throw V1Patch.invalid(name + " must be a positive number", name);
        }
        return Integer.parseInt(text);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
