package io.tandem.console;

import io.tandem.http.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Hawtio's own files, from the class path. A path under /hawtio/ without a file name is a page inside Hawtio, and gets
 * index.html; / leads to /hawtio/.
 */
final class StaticFiles implements Endpoint {

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

    /** Whether a path is a page inside Hawtio: it shows nothing by itself. */
    static boolean isPage(String path) {
        return path.equals("/")
                || path.equals("/hawtio")
                || (path.startsWith(ROOT) && extension(path).isEmpty());
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        String path = exchange.path();
        if (exchange.method().equals("POST")) {
            exchange.text(405, "Only GET is possible here.");
        } else if (path.equals("/") || path.equals("/hawtio")) {
            exchange.redirect(ROOT);
        } else if (!path.startsWith(ROOT) || path.contains("..") || path.contains("//")) {
            exchange.text(404, "There is nothing here. The console is at " + ROOT);
        } else {
            file(exchange, isPage(path) ? ROOT + "index.html" : path);
        }
    }

    private static void file(Exchange exchange, String path) throws IOException {
        InputStream content = StaticFiles.class.getResourceAsStream(path);
        if (content == null) {
            exchange.text(404, "There is no such file.");
            return;
        }
        boolean hashed = path.startsWith(ROOT + "static/");
        exchange.set("Cache-Control", hashed ? "private, max-age=31536000, immutable" : "no-cache");
        exchange.stream(TYPES.getOrDefault(extension(path), "application/octet-stream"), content);
    }

    private static String extension(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return TYPES.containsKey(extension) && name.contains(".") ? extension : "";
    }
}
