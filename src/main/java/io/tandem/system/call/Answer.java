package io.tandem.system.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Spec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a system answered to one call.
 *
 * @param status 0 if no call was made
 * @param headers by name in lower case
 * @param body a missing node if there was none, or none that is JSON
 * @param asked when the try that it answers went out, by our clock
 * @param received by our clock
 * @param sent what the request carried
 * @param repeated whether it was sent more than once until this answer came
 */
public record Answer(
        int status,
        Map<String, String> headers,
        JsonNode body,
        Instant asked,
        Instant received,
        SecretsInText sent,
        boolean repeated) {

    /** No server's status; server errors end below. */
    private static final int IN_DOUBT = 1_000;

    private static final int UNDER_WAY = 1_001;
    private static final Duration RESOLUTION = Duration.ofSeconds(3);

    /** No call was made: something that its address needs is empty. */
    static Answer unsent(Spec.Call call, String place, Instant now) {
        String why = "no call is made: its " + place.replaceFirst("^seen\\.", "") + " is empty, which " + call.method()
                + " " + call.path() + " needs";
        return new Answer(0, Map.of(), TextNode.valueOf(why), now, now, SecretsInText.nothing(), false);
    }

    /** What stands at a path of the body, or in the header that it names; a missing node if nothing does. */
    public JsonNode at(String path) {
        if (!Paths.isHeader(path)) {
            return Paths.at(body, path);
        }
        String name = Paths.header(path);
        String value = headers.get(name);
        if (value == null || value.isBlank()) {
            return MissingNode.getInstance();
        }
        return name.equals("link")
                ? NextLink.inHeader(value).<JsonNode>map(TextNode::valueOf).orElse(MissingNode.getInstance())
                : TextNode.valueOf(value.strip());
    }

    /** The text there; "" if there is none. */
    public String text(String path) {
        return Paths.text(at(path), "");
    }

    /** Instead of the answer to a write that failed: whatever was done, others may be answered. */
    public static Answer inDoubt(String why, Instant now) {
        return new Answer(IN_DOUBT, Map.of(), TextNode.valueOf(why), now, now, SecretsInText.nothing(), true);
    }

    /** Of a write: it says nothing about what was done, as a server error does; others may be answered. */
    Answer inDoubt(String why) {
        return new Answer(IN_DOUBT, headers, TextNode.valueOf(why), asked, received, sent, repeated);
    }

    /** Of a write that goes on in the system: to send it again now would do it twice. */
    public Answer underWay(String why) {
        return new Answer(UNDER_WAY, headers, TextNode.valueOf(why), asked, received, sent, repeated);
    }

    public boolean isUnderWay() {
        return status == UNDER_WAY;
    }

    /** Its media type, in small letters as their case says nothing; "" if it names none. */
    String type() {
        return headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    }

    /** Whether its body is our own sentence about it. */
    boolean saysNothing() {
        return status == IN_DOUBT || status == UNDER_WAY;
    }

    boolean unsent() {
        return status == 0;
    }

    /** Whether a call was made at all. */
    public boolean wasSent() {
        return !unsent();
    }

    public Answer withSent(SecretsInText other, boolean moreThanOnce) {
        return new Answer(status, headers, body, asked, received, other, moreThanOnce);
    }

    Answer withAsked(Instant moment) {
        return new Answer(status, headers, body, moment, received, sent, repeated);
    }

    public Answer withStatus(int other) {
        return new Answer(other, headers, body, asked, received, sent, repeated);
    }

    /** Instead of the answer to a request whose line no server takes: it was not sent. */
    static Answer tooLong(Instant now) {
        return new Answer(414, Map.of(), MissingNode.getInstance(), now, now, SecretsInText.nothing(), false);
    }

    /** The same without its body. */
    public Answer without() {
        return new Answer(status, headers, MissingNode.getInstance(), asked, received, sent, repeated);
    }

    /** Names only. */
    @Override
    public String toString() {
        return "Answer " + status;
    }

    /** Its {@code Date} header (RFC 9110, 6.6.1), in whole seconds; empty if it has none, or one that is no date. */
    public Optional<Instant> date() {
        String date = headers.get("date");
        if (date == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Our clock minus the system's; zero below what {@code Date} can tell, and while the answer may just have taken so long. */
    public Duration clockOffset() {
        Duration offset = date().map(this::offset).orElse(Duration.ZERO);
        return offset.abs().compareTo(RESOLUTION) < 0 ? Duration.ZERO : offset;
    }

    private Duration offset(Instant date) {
        // our clock may have been set back in between
        Instant earliest = received.isBefore(asked) ? received : asked;
        if (date.isBefore(earliest)) {
            return Duration.between(date, earliest);
        }
        return date.isAfter(received) ? Duration.between(date, received) : Duration.ZERO;
    }
}
