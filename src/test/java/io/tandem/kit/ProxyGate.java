package io.tandem.kit;

import com.sun.net.httpserver.HttpExchange;
import io.tandem.record.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before a simulated system: takes credentials of its own, and answers some calls with an error that repeats all
 * that it was sent. Remembers the tokens that it let through.
 */
public final class ProxyGate extends SystemProxy {

    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    private final Map<String, String> secrets;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile int status = 422;

    /** @param secrets what each of ours stands for behind the gate */
    public ProxyGate(String behind, Map<String, String> secrets) throws IOException {
        super(behind);
        this.secrets = secrets;
    }

    public Set<String> tokens() {
        return tokens;
    }

    /** The next calls that carry a body, as many as said, fail and hear all that they said again. */
    public void echo(int times, int withStatus) {
        status = withStatus;
        failures.set(times);
    }

    @Override
    void pass(HttpExchange exchange, byte[] body) throws IOException {
        if (body.length > 0 && failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            reply(exchange, status, echoed(exchange, body), "application/json");
            return;
        }
        byte[] meant = replaced(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> answer = forward(exchange, meant, this::header);
        String text = ours(answer);
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            tokens.add(token.group(1));
        }
        for (String name : new String[] {"Date", "ETag", "Retry-After"}) {
            answer.headers().firstValue(name).ifPresent(v -> exchange.getResponseHeaders()
                    .set(name, v));
        }
        reply(
                exchange,
                answer.statusCode(),
                text.getBytes(StandardCharsets.UTF_8),
                answer.headers().firstValue("Content-Type").orElse("application/json"));
    }

    private static byte[] echoed(HttpExchange exchange, byte[] body) {
        String all = "No: " + exchange.getRequestHeaders().values() + " "
                + new String(body, StandardCharsets.UTF_8).replaceAll("[\"{}\\[\\]]", " ");
        return Json.text(Map.of(
                        "error",
                        all,
                        "description",
                        all,
                        "message",
                        all,
                        "title",
                        all,
                        "validation",
                        Map.of("summary", all, "code", all)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String header(String value) {
        if (!value.startsWith("Basic ")) {
            return replaced(value);
        }
        String pair = new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(replaced(pair).getBytes(StandardCharsets.UTF_8));
    }

    private String replaced(String text) {
        String changed = text;
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            changed = changed.replace(secret.getKey(), secret.getValue());
        }
        return changed;
    }
}
