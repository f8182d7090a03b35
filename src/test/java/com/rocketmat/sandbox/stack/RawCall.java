package com.rocketmat.sandbox.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** A request to the application under test that is sent in parts: a client library would complete it. */
public final class RawCall implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;

    private RawCall(Socket socket) {
        this.socket = socket;
    }

    public static RawCall open() {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return new RawCall(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a body of unknown length. */
    public static String chunk(String text) {
        return "%x\r\n%s\r\n".formatted(text.length(), text);
    }

    public RawCall send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(US_ASCII));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False if the service has closed the connection. */
    public boolean trySend(String text) {
        try {
            send(text);
            return true;
        } catch (UncheckedIOException closed) {
            return false;
        }
    }

    public int status() {
        return Integer.parseInt(start("HTTP/1.1 200".length()).substring("HTTP/1.1 ".length()));
    }

    public String start(int length) {
        try {
            return new String(socket.getInputStream().readNBytes(length), US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until the service closes the connection; empty if it is reset. */
    public String answer() {
        try {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException reset) {
            return "";
        }
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
