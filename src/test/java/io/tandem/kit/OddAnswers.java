package io.tandem.kit;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Stands before a simulated system and answers some calls byte by byte as a test says; all others pass as they are. */
public final class OddAnswers extends SystemProxy {

    /** What some calls are answered with. */
    @FunctionalInterface
    public interface Odd {

        /**
         * @param line method and decoded address
         * @param behind what the system itself answers
         * @return null if that is passed on as it is
         */
        Bytes answer(String line, Behind behind) throws IOException;
    }

    /** The system's own answer; asked for only if a test wants it. */
    @FunctionalInterface
    public interface Behind {
        byte[] body() throws IOException;
    }

    /**
     * @param length of the body as it is announced: -1 for none, 0 for parts without a length
     */
    public record Bytes(int status, Map<String, String> headers, byte[] body, long length) {

        public static Bytes of(int status, String type, String body) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return new Bytes(status, Map.of("Content-Type", type), bytes, bytes.length == 0 ? -1 : bytes.length);
        }

        public static Bytes json(int status, String body) {
            return of(status, "application/json", body);
        }
    }

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Odd odd = (line, behind) -> null;

    public OddAnswers(String behind) throws IOException {
        super(behind);
    }

    public void answer(Odd with) {
        odd = with;
    }

    /** Method and decoded address of each call so far. */
    public List<String> asked() {
        return asked;
    }

    @Override
    void pass(HttpExchange exchange, byte[] body) throws IOException {
        String line = exchange.getRequestMethod() + " "
                + URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
        asked.add(line);
        Bytes bytes = odd.answer(line, () -> ours(forward(exchange, body, UnaryOperator.identity()))
                .getBytes(StandardCharsets.UTF_8));
        if (bytes == null) {
            HttpResponse<byte[]> answer = forward(exchange, body, UnaryOperator.identity());
            answer.headers().firstValue("ETag").ifPresent(tag -> exchange.getResponseHeaders()
                    .set("ETag", tag));
            reply(
                    exchange,
                    answer.statusCode(),
                    ours(answer).getBytes(StandardCharsets.UTF_8),
                    answer.headers().firstValue("Content-Type").orElse("application/json"));
        } else {
            bytes.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(bytes.status(), bytes.length());
            exchange.getResponseBody().write(bytes.body());
        }
    }
}
