package io.tandem.system.rest;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/**
 * A server on a bare socket that answers what costs its reader most. A request's path says which answer it wants: {@code
 * /endless-headers/...}; {@code /fine/...} is a list of two books.
 */
final class HostileAnswers implements AutoCloseable {

    /** What a reader meets; the name is the first part of the path. */
    enum Attack {
        ENDLESS_HEADERS,
        ENDLESS_HEADER_LINE,
        ENDLESS_STATUS_LINE,
        ENDLESS_INTERIM_ANSWERS,
        ENDLESS_BODY,
        ENDLESS_TRAILERS,
        ENDLESS_ERROR,
        ENDLESS_LIST,
        ENDLESS_EMPTY_LIST,
        GZIP_OF_OBJECTS,
        GZIP_OF_GZIP,
        MANY_COMPRESSIONS,
        DEEP,
        DEEP_OBJECTS,
        MANY_LISTS,
        MANY_SHORT_TEXTS,
        MANY_NAMES,
        LONG_TEXT,
        LONG_NAME,
        LONG_NUMBER,
        HUGE_EXPONENT;

        String path() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final AtomicInteger pages = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    HostileAnswers() throws IOException {
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                threads.execute(() -> serve(connection));
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    private void serve(Socket connection) {
        try (connection;
                OutputStream out = connection.getOutputStream();
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1))) {
            String path = in.readLine().split(" ")[1].split("/")[1];
            while (!in.readLine().isEmpty()) {
                // the head's end
            }
            if (path.equals("fine")) {
                body(out, "", "{\"items\": [{\"id\": 1}, {\"id\": 2}]}".getBytes(StandardCharsets.UTF_8));
            } else {
                answer(Attack.valueOf(path.toUpperCase(Locale.ROOT).replace('-', '_')), out);
            }
        } catch (IOException gone) {
            // the reader had enough, as it should
        }
    }

    private void answer(Attack attack, OutputStream out) throws IOException {
        switch (attack) {
            case ENDLESS_HEADERS -> {
                write(out, "HTTP/1.1 200 OK\r\n");
                endless(out, "X-Filler: and one more\r\n");
            }
            case ENDLESS_HEADER_LINE -> {
                write(out, "HTTP/1.1 200 OK\r\nX-Filler: ");
                endless(out, "and more ");
            }
            case ENDLESS_STATUS_LINE -> {
                write(out, "HTTP/1.1 200 ");
                endless(out, "and more ");
            }
            case ENDLESS_INTERIM_ANSWERS ->
                endless(out, "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
            case ENDLESS_BODY -> {
                write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"items\": [");
                endless(out, "{\"id\": 1},");
            }
            case ENDLESS_ERROR -> {
                write(out, "HTTP/1.1 500 Sorry\r\nContent-Type: application/json\r\n\r\n[");
                endless(out, "1111111111,");
            }
            case ENDLESS_LIST -> page(out, "{\"id\": " + pages.incrementAndGet() + "}");
            case ENDLESS_EMPTY_LIST -> {
                pages.incrementAndGet();
                page(out, "");
            }
            case ENDLESS_TRAILERS -> {
                write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
                write(out, "d\r\n{\"items\": []}\r\n0\r\n");
                endless(out, "X-Filler: and one more\r\n");
            }
            case GZIP_OF_OBJECTS -> body(out, "Content-Encoding: gzip\r\n", gzip(list("{},", 7_000_000)));
            case GZIP_OF_GZIP -> body(out, "Content-Encoding: gzip, gzip\r\n", gzip(gzip(list("{},", 7_000_000))));
            case MANY_COMPRESSIONS ->
                body(out, "Content-Encoding: gzip" + ", gzip".repeat(1_500) + "\r\n", new byte[9]);
            case DEEP -> body(out, "", "[".repeat(9_000_000).getBytes(StandardCharsets.UTF_8));
            case DEEP_OBJECTS -> body(out, "", "{\"a\":".repeat(2_000_000).getBytes(StandardCharsets.UTF_8));
            case MANY_LISTS -> body(out, "", list("[],", 5_000_000));
            case MANY_SHORT_TEXTS -> body(out, "", list("\"a\",", 4_000_000));
            case MANY_NAMES -> manyNames(out);
            case LONG_TEXT -> body(out, "", list("\"" + "x".repeat(15_000_000) + "\",", 1));
            case LONG_NAME -> body(out, "", list("{\"" + "x".repeat(15_000_000) + "\": 1},", 1));
            case LONG_NUMBER -> body(out, "", list("1".repeat(15_000_000) + ",", 1));
            case HUGE_EXPONENT -> body(out, "", list("{\"id\": 1, \"title\": 1e999999999},", 1));
        }
    }

    private void page(OutputStream out, String row) throws IOException {
        String text = "{\"items\": [" + row + "], \"next\": \"?page=" + pages.get() + "\"}";
        body(out, "", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void manyNames(OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder("{\"items\": [{");
        for (int i = 0; i < 900_000; i++) {
            text.append("\"name").append(i).append("\":1,");
        }
        body(out, "", text.append("\"id\":1}]}").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] list(String item, int times) {
        String items = item.repeat(times);
        return ("{\"items\": [" + items.substring(0, items.length() - 1) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static void body(OutputStream out, String headers, byte[] bytes) throws IOException {
        write(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + headers + "Content-Length: " + bytes.length
                        + "\r\nConnection: close\r\n\r\n");
        out.write(bytes);
        out.flush();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void endless(OutputStream out, String text) throws IOException {
        byte[] more = text.repeat(1_000).getBytes(StandardCharsets.ISO_8859_1);
        while (!Thread.currentThread().isInterrupted()) {
            out.write(more);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
