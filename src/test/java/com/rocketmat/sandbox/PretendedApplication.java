package com.rocketmat.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Started by {@link ApplicationProcessTest} in place of the service: ready at once, unless told to fail. */
final class PretendedApplication {

    private PretendedApplication() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> environment = System.getenv();
        System.out.println(
                "started with " + environment.get("PRETENDED_NAME") + " " + environment.get("QUARKUS_PROFILE"));
        if (environment.containsKey("PRETENDED_FAILURE")) {
            System.err.println(environment.get("PRETENDED_FAILURE"));
            System.exit(3);
        }
        if (environment.containsKey("PRETENDED_PORT_TAKEN_UNTIL")) {
            Path marker = Path.of(environment.get("PRETENDED_PORT_TAKEN_UNTIL"));
            if (!Files.exists(marker)) {
                Files.createFile(marker);
                System.out.println(
                        "Port " + environment.get("QUARKUS_HTTP_PORT") + " seems to be in use: already bound");
                System.exit(1);
            }
        }
        HttpServer server = HttpServer.create(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(environment.get("QUARKUS_MANAGEMENT_PORT"))),
                0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("last words")));
    }
}
