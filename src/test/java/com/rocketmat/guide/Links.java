package com.rocketmat.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The links of a Markdown page, and the anchors of its headings, as GitHub makes them. */
final class Links {

    private static final Pattern FENCED = Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)|(?:src|srcset|href)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} (.*)$", Pattern.MULTILINE);
    private static final Pattern ELSEWHERE = Pattern.compile("(?:https?|mailto):.*");

    private Links() {}

    /** The broken links of a page; web pages are not requested. */
    static List<String> broken(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : of(page)) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? page : resolve(page, parts[0]);
            if (!Files.exists(target) || (parts.length > 1 && !anchors(target).contains(parts[1]))) {
                broken.add(page + " → " + link);
            }
        }
        return broken;
    }

    /** The files that a page links to. */
    static Set<Path> targets(Path page) throws IOException {
        Set<Path> targets = new HashSet<>();
        for (String link : of(page)) {
            targets.add(resolve(page, link.split("#", 2)[0]));
        }
        return targets;
    }

    private static List<String> of(Path page) throws IOException {
        return LINK.matcher(CODE.matcher(prose(page)).replaceAll(""))
                .results()
                .flatMap(found -> Stream.of(found.group(1) == null ? found.group(2) : found.group(1)))
                .filter(link -> !ELSEWHERE.matcher(link).matches())
                .toList();
    }

    private static Set<String> anchors(Path page) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(prose(page))
                .results()
                .map(found -> anchor(found.group(1)))
                .forEach(anchor -> {
                    int times = seen.merge(anchor, 1, Integer::sum);
                    anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
                });
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static String prose(Path page) throws IOException {
        return FENCED.matcher(Files.readString(page)).replaceAll("");
    }

    private static Path resolve(Path page, String link) {
        Path here = page.toAbsolutePath().getParent();
        Path target = here.resolve(link).normalize();
        return Path.of("").toAbsolutePath().relativize(target);
    }
}
