package io.tandem.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Hawtio's own files, from the class path. A path under /hawtio/ without a file name is a page inside Hawtio, and gets
 * index.html; / leads to /hawtio/.
 */
final class StaticFiles implements HttpHandler {

    private static final String ROOT = "/hawtio/";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            Reply.text(exchange, 405, "Only GET is possible here.");
        } else if (path.equals("/") || path.equals("/hawtio")) {
            Reply.redirect(exchange, ROOT);
        } else if (!path.startsWith(ROOT) || path.contains("..") || path.contains("//")) {
            Reply.text(exchange, 404, "There is nothing here. The console is at " + ROOT);
        } else {
            file(exchange, extension(path).isEmpty() ? ROOT + "index.html" : path);
        }
    }

    private static void file(HttpExchange exchange, String path) throws IOException {
        try (InputStream content = StaticFiles.class.getResourceAsStream(path)) {
            if (content == null) {
                Reply.text(exchange, 404, "There is no such file.");
                return;
            }
            boolean hashed = path.startsWith(ROOT + "static/");
            exchange.getResponseHeaders()
                    .set("Cache-Control", hashed ? "private, max-age=31536000, immutable" : "no-cache");
            Reply.send(
                    exchange,
                    200,
                    TYPES.getOrDefault(extension(path), "application/octet-stream"),
                    content.readAllBytes());
        }
    }

    private static String extension(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return TYPES.containsKey(extension) && name.contains(".") ? extension : "";
    }
}
