package io.tandem.system.call;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a link of an answer leads. Pure. */
final class NextLink {

    /** One of a Link header (RFC 8288): an address, and parameters whose quoted values may hold commas. */
    private static final Pattern LINK = Pattern.compile("<([^<>]*)>((?:\"[^\"]*\"|[^,\"<])*)");

    /** A link can have several relations. */
    private static final Pattern NEXT = Pattern.compile(
            ";\\s*rel\\s*=\\s*(?:next(?=$|[\\s;])|\"(?:[^\"]*\\s)?next(?:\\s[^\"]*)?\")", Pattern.CASE_INSENSITIVE);

    /** What vendors leave as it is in their links, OData's filters above all, and RFC 3986 does not allow. */
    private static final Pattern NOT_ALLOWED = Pattern.compile("[\\s\\p{Cc}\"<>\\\\^`{|}]|%(?![0-9A-Fa-f]{2})");

    private NextLink() {}

    /** Path and query of a link, as seen from the call whose answer named it; empty if it is no link. */
    static Optional<String> target(String from, String link) {
        try {
            URI uri = URI.create(from).resolve(allowed(link.strip()));
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return Optional.ofNullable(uri.getRawPath())
                    .filter(path -> path.startsWith("/"))
                    .map(path -> path + query);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** In the query alone: a text with a blank before that is no link. */
    private static String allowed(String link) {
        int query = link.indexOf('?') + 1;
        return query == 0
                ? link
                : link.substring(0, query)
                        + NOT_ALLOWED.matcher(link.substring(query)).replaceAll(found -> URLEncoder.encode(
                                        found.group(), StandardCharsets.UTF_8)
                                .replace("+", "%20"));
    }

    /** The address of the next page in a Link header; empty if it names none. */
    static Optional<String> inHeader(String header) {
        return LINK.matcher(header)
                .results()
                .filter(link -> NEXT.matcher(link.group(2)).find())
                .map(link -> link.group(1).strip())
                .findFirst();
    }

    /** Scheme, host and port of an address. */
    static String origin(String address) {
        URI uri = URI.create(address);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
