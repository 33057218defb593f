package io.tandem.console;

import io.tandem.http.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Hawtio's own files, and ours beside them, from the class path. / leads to /hawtio/.
 *
 * <p>A path under /hawtio/ without a file name is a page of Hawtio and gets index.html, with our style and theme in its
 * head. A page that Hawtio doesn't have would stay white: it is answered 404 with a way back.
 */
final class StaticFiles implements Endpoint {

    private static final String ROOT = "/hawtio/";

    private static final Pattern PAGES = Pattern.compile("(login|((tandem|camel|jmx|quartz|help|preferences)(/.*)?))?");

    private static final String OURS = "<link rel=\"stylesheet\" href=\"/hawtio/tandem/console.css\">"
            + "<script src=\"/hawtio/tandem/theme.js\"></script>";

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
            String page = path.substring(ROOT.length());
            if (!isPage(path)) {
                file(exchange, path);
            } else if (PAGES.matcher(page).matches()) {
                page(exchange, 200, "index.html");
            } else {
                page(exchange, 404, "tandem/missing.html");
            }
        }
    }

    private static void page(Exchange exchange, int status, String name) throws IOException {
        try (InputStream content = StaticFiles.class.getResourceAsStream(ROOT + name)) {
            String html =
                    new String(content.readAllBytes(), StandardCharsets.UTF_8).replace("</head>", OURS + "</head>");
            exchange.set("Cache-Control", "no-cache");
            exchange.send(status, TYPES.get("html"), html.getBytes(StandardCharsets.UTF_8));
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
