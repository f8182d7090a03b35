package com.rocketmat.console;

import com.rocketmat.console.session.Addresses;
import com.rocketmat.problem.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Addresses of stylesheet and script that change with their content, so that browsers may cache them. */
@ApplicationScoped
class Assets {

    private static final int DIGITS = 12;

    private final String style = address("console.css");
    private final String script = address("console.js");

    String style() {
        return style;
    }

    String script() {
        return script;
    }

    private static String address(String name) {
        String path = Addresses.ASSETS + "/" + name;
        try (InputStream file =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("META-INF/resources" + path)) {
            return path + "?v=" + Sha256.hex(file.readAllBytes()).substring(0, DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
