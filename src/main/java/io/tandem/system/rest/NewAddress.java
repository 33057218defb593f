package io.tandem.system.rest;

import io.tandem.system.call.Answer;
import io.tandem.system.descriptor.Spec;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The id of a new record, from the {@code Location} that an answer to a create names: the address of what was made
 * (RFC 9110). Nothing is called there. Pure.
 */
final class NewAddress {

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    private NewAddress() {}

    /** @return empty if there is none, or none as records of this entity have it */
    static Optional<String> id(Answer answer, Spec.Entity entity) {
        return path(answer.text("header Location")).flatMap(path -> forms(entity)
                .map(form -> form.matcher(path))
                .filter(Matcher::matches)
                .map(found -> URLDecoder.decode(found.group(1).replace("+", "%2B"), StandardCharsets.UTF_8))
                .filter(id -> entity.idForm().fits(id))
                .findFirst());
    }

    private static Optional<String> path(String location) {
        try {
            return Optional.ofNullable(URI.create(location).getRawPath()).filter(path -> !path.isEmpty());
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /** A record is read at its address, or stands below the address where records are made. */
    private static Stream<Pattern> forms(Spec.Entity entity) {
        Stream<String> read = Stream.ofNullable(entity.readMany())
                .filter(Spec.Read::ofOne)
                .map(one -> one.call().path());
        return Stream.concat(read, Stream.of(entity.create().call().path() + "/{id}"))
                .map(NewAddress::form);
    }

    private static Pattern form(String template) {
        String path = template.replaceFirst("\\?.*", "");
        StringBuilder form = new StringBuilder(".*");
        Matcher place = PLACE.matcher(path);
        int from = 0;
        while (place.find()) {
            boolean id = place.group(1).matches("id|number");
            form.append(Pattern.quote(path.substring(from, place.start()))).append(id ? "([^/]+)" : "[^/]+");
            from = place.end();
        }
        return Pattern.compile(
                form.append(Pattern.quote(path.substring(from))).append("/?").toString());
    }
}
